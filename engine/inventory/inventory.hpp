// Stocks of materials or goods that cannot be told apart, replayed event by
// event: what each withdrawal counts as, and what remains.
//
// Four phases, each a function: `in_order` puts events into one sequence,
// `with_opening` gives the opening inventory its origin, `check_events` says
// what a method cannot do without, `replay` runs. All report into diagnostics
// and go on. Nothing is rounded unless asked for: ratios and values are
// fractions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/date.hpp"
#include "engine/core/decimal.hpp"
#include "engine/diag/diagnostics.hpp"
#include "engine/inventory/rational.hpp"

namespace origo::inventory {

enum class Kind : std::uint8_t { Opening, Receipt, Shipment, Use };
enum class Origin : std::uint8_t { Unknown, Originating, NonOriginating };

enum class Method : std::uint8_t {
#define METHOD(name, word, meaning) name,
#include "engine/inventory/methods.def"
#undef METHOD
};

struct Event {
  Date date;
  std::optional<std::int64_t> order;  // within the day
  Kind kind = Kind::Receipt;
  Decimal quantity;
  Origin origin = Origin::Unknown;
  std::optional<Decimal> unit_value;
  std::string mark;  // an identification that stays visible
  Span place;        // of the event, for what is reported

  [[nodiscard]] bool is_withdrawal() const {
    return kind == Kind::Shipment || kind == Kind::Use;
  }
};

// What comes first on a day that has both receipts and withdrawals and numbers
// neither. No law says; so nothing is assumed.
enum class SameDay : std::uint8_t {
  Refuse,
  AsListed,
  WithdrawFirst,
  ReceiveFirst
};

// What opening inventory without an origin of its own counts as.
enum class Opening : std::uint8_t { Receipts, NonOriginating };

struct Options {
  Method method = Method::Fifo;
  SameDay same_day = SameDay::Refuse;
  Opening opening = Opening::Receipts;
  int period_months = 1;  // 1 or 3, from the month of the first event
  // How the tables of the regulations print: ratios and values to so many
  // decimals, units to whole ones, and the rounded ones carried forward.
  std::optional<int> ratio_places;
  std::optional<int> value_places;
  bool has_whole_units = false;
};

// Units and what they are worth. A value is missing where a unit value was.
struct Amount {
  Rational units;
  std::optional<Rational> value = Rational();

  void add(const Amount& other);
  void take(const Amount& other);
};

struct Stock {
  Amount originating;
  Amount foreign;

  [[nodiscard]] Rational units() const {
    return originating.units + foreign.units;
  }
  [[nodiscard]] std::optional<Rational> value() const;
};

// An event, what it took or added, and what was in stock afterwards.
struct Step {
  std::size_t event = 0;  // in the order of the replay
  Stock moved;
  Stock after;
  std::optional<Rational> foreign_ratio;  // of an average
  std::optional<Rational> unit_value;     // of an average
};

// A month or quarter of an average over a period.
struct Period {
  Date from;
  Date until;
  Rational originating_ratio;
  std::optional<Rational> unit_value;
  Stock withdrawn;
  Stock remaining;
};

struct Replay {
  std::vector<Event> events;  // as they were replayed
  std::vector<Step> steps;    // one for each event
  std::vector<Period> periods;
  Stock remaining;
};

// By date, and within a day as numbered, else as `same_day` says.
[[nodiscard]] std::vector<Event> in_order(std::vector<Event> events,
                                          SameDay same_day,
                                          Diagnostics& diagnostics);

// The latest receipts before an opening inventory that add up to it take its
// place; receipts before those are gone. Opening inventory with an origin
// stays.
[[nodiscard]] std::vector<Event> with_opening(std::vector<Event> events,
                                              const Options& options,
                                              Diagnostics& diagnostics);

void check_events(const std::vector<Event>& events, const Options& options,
                  Diagnostics& diagnostics);

// The three phases above, and the method.
[[nodiscard]] Replay replay(std::vector<Event> events, const Options& options,
                            Diagnostics& diagnostics);

}  // namespace origo::inventory
