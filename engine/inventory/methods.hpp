// The methods by themselves. Events are in order and complete; each fills the
// steps of a replay, one for each event, and reports a stock below zero.
#pragma once

#include "engine/inventory/inventory.hpp"

namespace origo::inventory {

// First in, last in, and by marks: lots keep their origin and value.
void replay_lots(Replay& replay, const Options& options,
                 Diagnostics& diagnostics);

// The ratio of the stock before each withdrawal.
void replay_shipments(Replay& replay, const Options& options,
                      Diagnostics& diagnostics);

// One ratio for a period: of the one before, or of itself.
void replay_periods(Replay& replay, const Options& options,
                    Diagnostics& diagnostics);

// The stock that an event adds.
[[nodiscard]] Stock received(const Event& event);

// `value` as `places` print it, exact where nothing is to be rounded.
[[nodiscard]] Rational printed(const Rational& value,
                               const std::optional<int>& places);

// Reports a withdrawal of more than there is.
void report_below_zero(const Event& event, const Rational& in_stock,
                       Diagnostics& diagnostics);
// Reports a fraction that no longer fits; true where it does not.
[[nodiscard]] bool has_overflowed(const Event& event, const Rational& value,
                                  Diagnostics& diagnostics);

}  // namespace origo::inventory
