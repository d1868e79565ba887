// Exact decimals: a 64-bit count of millionths.
//
// One scale serves money, percentages (62.5% is 0.625), numbers, grams and
// quantities, so that no two amounts ever need aligning. Text with more than
// six decimal places is refused, never rounded.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

#include "engine/core/limits.hpp"

namespace origo {

struct Decimal {
  std::int64_t millionths = 0;

  friend constexpr auto operator<=>(const Decimal&,
                                    const Decimal&) noexcept = default;
};

constexpr Decimal decimal(std::int64_t whole) noexcept {
  return {whole * limits::kDecimalScale};
}

// The value of a fact that is not known. No amount can take it: parsing and
// arithmetic stop one short of it.
inline constexpr std::int64_t kMissing =
    std::numeric_limits<std::int64_t>::min();

// What a material brings with it from a production that leaves it open. It is
// not missing: what the law says of what is not stated does not hold of it.
inline constexpr std::int64_t kOpen = kMissing + 1;

enum class DecimalError : std::uint8_t {
  None,
  Malformed,      // not digits with at most one point
  TooManyPlaces,  // a seventh decimal place that is not zero
  OutOfRange,     // beyond 9,223,372,036,854.775807
};

struct ParsedDecimal {
  Decimal value;
  DecimalError error = DecimalError::None;
};

// Reads `[-]digits[.digits]`: no exponent, no grouping, no spaces.
[[nodiscard]] ParsedDecimal parse_decimal(std::string_view text) noexcept;

// Room for any decimal: sign, thirteen digits, point, six digits.
struct DecimalText {
  char buffer[24];
  std::uint8_t size = 0;

  [[nodiscard]] std::string_view view() const noexcept {
    return {buffer, size};
  }
};

// Writes the exact value with at least `places_min` (0 to 6) decimal places.
[[nodiscard]] DecimalText print_decimal(Decimal value,
                                        int places_min = 0) noexcept;

}  // namespace origo
