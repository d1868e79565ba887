// Amounts and ratios of which only bounds may be known.
//
// A fact that is missing is carried as every value it could have, so that what
// is decided holds whatever it turns out to be. An amount that is known has
// equal bounds; one of which nothing is known has none.
#pragma once

#include <cstddef>

#include "engine/bytecode/image.hpp"
#include "engine/core/limits.hpp"
#include "engine/core/truth.hpp"
#include "engine/core/wide.hpp"

namespace origo {

struct Amount {
  Int128 low;
  Int128 high;
  bool has_low = false;
  bool has_high = false;

  [[nodiscard]] bool is_known() const noexcept {
    return has_low && has_high && low == high;
  }
};

inline Amount known(const Int128& value) noexcept {
  return {value, value, true, true};
}

// An exact fraction; its denominator is positive.
struct Fraction {
  Int256 numerator;
  Int256 denominator = 1;
};

struct Ratio {
  Fraction low;
  Fraction high;
  bool has_low = false;
  bool has_high = false;
};

// Each returns false when an exact bound does not fit.
[[nodiscard]] bool add(const Amount& a, const Amount& b,
                       Amount& result) noexcept;
[[nodiscard]] bool subtract(const Amount& a, const Amount& b,
                            Amount& result) noexcept;
[[nodiscard]] bool add(const Ratio& a, const Ratio& b, Ratio& result) noexcept;
[[nodiscard]] bool subtract(const Ratio& a, const Ratio& b,
                            Ratio& result) noexcept;
[[nodiscard]] bool multiply(const Ratio& a, const Ratio& b,
                            Ratio& result) noexcept;
// Undefined, and so without bounds, where `b` cannot be positive: no share of
// nothing, or of less than nothing, has a meaning.
[[nodiscard]] bool divide(const Ratio& a, const Ratio& b,
                          Ratio& result) noexcept;
[[nodiscard]] bool least(const Ratio& a, const Ratio& b,
                         Ratio& result) noexcept;
[[nodiscard]] bool greatest(const Ratio& a, const Ratio& b,
                            Ratio& result) noexcept;
// Whichever of the two it may be.
[[nodiscard]] bool hull(const Ratio& a, const Ratio& b, Ratio& result) noexcept;

[[nodiscard]] Amount least(const Amount& a, const Amount& b) noexcept;
[[nodiscard]] Amount greatest(const Amount& a, const Amount& b) noexcept;
[[nodiscard]] Amount hull(const Amount& a, const Amount& b) noexcept;

[[nodiscard]] Ratio ratio_of(const Amount& amount) noexcept;

// Whether `a RELATION b` holds for all, some or none of the possible values.
// False when the comparison overflows.
[[nodiscard]] bool compare(const Ratio& a, const Ratio& b,
                           bytecode::Relation relation, Truth& truth) noexcept;

// For each relation, the signs -1, 0 and 1 of `left - right` that it accepts,
// lowest bit first.
inline constexpr std::uint8_t kAcceptedSigns[] = {0b110, 0b011, 0b100, 0b001,
                                                  0b010};

// Decides from the exact sign of `left - right`.
[[nodiscard]] constexpr Truth decide(bytecode::Relation relation,
                                     int sign) noexcept {
  return truth_of(
      (kAcceptedSigns[static_cast<std::size_t>(relation)] >> (sign + 1) & 1) !=
      0);
}

// Decides from the possible signs of `left - right`; an open bound is the sign
// beyond.
[[nodiscard]] Truth decide(bytecode::Relation relation, int lowest_sign,
                           int highest_sign) noexcept;

}  // namespace origo
