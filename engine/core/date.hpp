// Calendar dates as day numbers.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace origo {

// Days since 1970-01-01, in the proleptic Gregorian calendar.
struct Date {
  std::int32_t days = 0;

  friend constexpr auto operator<=>(const Date&,
                                    const Date&) noexcept = default;
};

// Open ends of a period: "until further notice", "from the beginning".
inline constexpr Date kEarliest{-719'162};  // 0001-01-01
inline constexpr Date kLatest{2'932'896};   // 9999-12-31

// Reads `YYYY-MM-DD`; nothing else, and only days that exist.
[[nodiscard]] std::optional<Date> parse_date(std::string_view text) noexcept;

struct DateText {
  char buffer[10];

  [[nodiscard]] std::string_view view() const noexcept {
    return {buffer, sizeof buffer};
  }
};

[[nodiscard]] DateText print_date(Date date) noexcept;

}  // namespace origo
