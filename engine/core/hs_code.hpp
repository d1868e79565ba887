// Tariff codes as ordered integers.
//
// A code is two to ten decimal digits, one per nibble from the top of a 64-bit
// word. The lowest five bits say which levels it reaches, one bit a level:
// 8703.23, which has a chapter, a heading and a subheading, is
// 0x870323'0000'000007. Comparing words compares codes, a mask drops the digits
// below a level, "8703.23 lies in 8701 - 8705" is two comparisons, and the
// conjunction of many codes says how deep the shallowest of them goes.
#pragma once

#include <bit>
#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

namespace origo {

// The levels of the nomenclature, by their number of digits.
enum class Level : std::uint8_t {
  Chapter = 2,
  Heading = 4,
  Subheading = 6,
  Item = 8,
  Statistical = 10,
};

struct HsCode {
  std::uint64_t bits = 0;  // 0 is "not known"

  [[nodiscard]] constexpr bool is_known() const noexcept { return bits != 0; }
  [[nodiscard]] constexpr int digits() const noexcept {
    return 2 * static_cast<int>(std::bit_width(bits & 0x1F));
  }
  [[nodiscard]] constexpr bool reaches(Level level) const noexcept {
    return ((bits >> (static_cast<int>(level) / 2 - 1)) & 1) != 0;
  }
  // The lowest and highest words that any code beginning with this one has.
  [[nodiscard]] constexpr std::uint64_t first() const noexcept {
    return bits & ~std::uint64_t{0xFFFFFF};
  }
  [[nodiscard]] constexpr std::uint64_t last() const noexcept {
    return bits | (~std::uint64_t{0} >> (4 * digits()));
  }

  friend constexpr auto operator<=>(const HsCode&,
                                    const HsCode&) noexcept = default;
};

// The bits in which two codes of one `level` may not differ.
constexpr std::uint64_t level_mask(Level level) noexcept {
  return ~(~std::uint64_t{0} >> (4 * static_cast<int>(level)));
}

// The code with these digits, left-aligned; nothing below them may be set.
constexpr HsCode hs_code(std::uint64_t left_aligned, int digits) noexcept {
  return {left_aligned | ((std::uint64_t{1} << (digits / 2)) - 1)};
}

// The code cut to `level`, or unchanged when it is shorter.
constexpr HsCode truncated(HsCode code, Level level) noexcept {
  if (!code.reaches(level)) return code;
  return hs_code(code.bits & level_mask(level), static_cast<int>(level));
}

// Reads 2, 4, 6, 8 or 10 digits, with or without points: `8703.23`, `870323`.
// A point may stand after the fourth, sixth and eighth digit.
[[nodiscard]] std::optional<HsCode> parse_hs_code(
    std::string_view text) noexcept;

struct HsCodeText {
  char buffer[16];
  std::uint8_t size = 0;

  [[nodiscard]] std::string_view view() const noexcept {
    return {buffer, size};
  }
};

// Writes the code as tariffs print it: `87`, `8703`, `8703.23`, `8703.23.10`.
[[nodiscard]] HsCodeText print_hs_code(HsCode code) noexcept;

// A run of codes. Both ends are inclusive and stand for everything below them:
// 8407 - 8409 contains 8409.99.
struct HsRange {
  std::uint64_t first = 0;
  std::uint64_t last = 0;

  [[nodiscard]] constexpr bool contains(std::uint64_t bits) const noexcept {
    return first <= bits && bits <= last;
  }
  friend constexpr auto operator<=>(const HsRange&,
                                    const HsRange&) noexcept = default;
};

constexpr HsRange range_of(HsCode first, HsCode last) noexcept {
  return {first.first(), last.last()};
}

struct HsRangeText {
  char buffer[32];
  std::uint8_t size = 0;

  [[nodiscard]] std::string_view view() const noexcept {
    return {buffer, size};
  }
};

// Writes the range as rules do: `8703.21 - 8703.90`, `chapter 84 - 85`, or the
// one code it is.
[[nodiscard]] HsRangeText print_hs_range(HsRange range) noexcept;

}  // namespace origo
