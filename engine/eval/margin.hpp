// How far a content test is from its limit.
#pragma once

#include <cstdint>

#include "engine/bytecode/image.hpp"
#include "engine/eval/outcome.hpp"

namespace origo {

// What a content test or a comparison holds against its limit.
struct Comparison {
  bytecode::Relation relation;
  Type type;      // of the amounts
  bool is_share;  // the measure is one amount divided by another
};

// Of a reason whose op is Test or Compare.
[[nodiscard]] Comparison comparison_of(const bytecode::Image& image,
                                       const Reason& reason) noexcept;

// What is left over, negative where the test is missed. Rounded down, so that
// adding what is missing is always enough.
struct Margin {
  bool has_points = false;
  bool has_amount = false;
  bool is_exact = false;  // `points` was not rounded
  // Of shares and plain numbers, measure less limit, or limit less measure
  // where the limit is a greatest one: millionths of 1, so that 10'000 is a
  // percentage point.
  std::int64_t points = 0;
  // The same in the unit of the measured amount, where it has one: millionths.
  std::int64_t amount = 0;
};

// The margin of a reason that is_measured; for a range, that of its lower end.
[[nodiscard]] Margin margin_of(const bytecode::Image& image,
                               const Reason& reason) noexcept;

// By how much one term of a test alone would have to change for the test to be
// met, in the unit of the measure, rounded away from zero: the least change
// that is enough. False when the test is met, or no change of the term would
// do.
[[nodiscard]] bool change_needed(const bytecode::Image& image,
                                 const Reason& reason,
                                 const bytecode::TermRecord& term,
                                 std::int64_t& change) noexcept;

// Measure divided by base, in millionths rounded towards zero, for showing.
// False when it does not fit.
[[nodiscard]] bool share_of(const Fraction128& fraction,
                            std::int64_t& millionths) noexcept;

}  // namespace origo
