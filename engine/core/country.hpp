// Countries by their two letters, and the places of a process.
//
// Codes are ISO 3166-1 alpha-2; user-assigned and exceptional ones such as EU
// are accepted, because agreements name customs territories as parties.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/core/limits.hpp"

namespace origo {

struct Country {
  std::uint16_t code = 0;  // 1 + 26 * first letter + second; 0 is "not known"

  [[nodiscard]] constexpr bool is_known() const noexcept { return code != 0; }
  friend constexpr auto operator<=>(const Country&,
                                    const Country&) noexcept = default;
};

[[nodiscard]] constexpr std::optional<Country> parse_country(
    std::string_view text) noexcept {
  if (text.size() != 2) return {};
  for (const char c : text) {
    if (c < 'A' || c > 'Z') return {};
  }
  return Country{
      static_cast<std::uint16_t>(1 + 26 * (text[0] - 'A') + (text[1] - 'A'))};
}

struct CountryText {
  char buffer[2];

  [[nodiscard]] std::string_view view() const noexcept {
    return {buffer, sizeof buffer};
  }
};

constexpr CountryText print_country(Country country) noexcept {
  if (!country.is_known()) return {{'?', '?'}};
  const int index = country.code - 1;
  return {{static_cast<char>('A' + index / 26),
           static_cast<char>('A' + index % 26)}};
}

// A process fact: where the process was performed, up to kProcessPlaces country
// codes of ten bits each, lowest first. Zero: the process was not performed.
inline constexpr std::int64_t kNotPerformed = 0;

// Performed, all of it within the parties, but the record does not say where.
inline constexpr std::int64_t kPerformedInParties = 0x3FF;

// `places` with one more; nothing when it is full.
constexpr std::optional<std::int64_t> add_place(std::int64_t places,
                                                Country country) noexcept {
  for (int i = 0; i < limits::kProcessPlaces; ++i) {
    const auto place = (places >> (10 * i)) & 0x3FF;
    if (place == country.code) return places;
    if (place == 0) {
      return places | (static_cast<std::int64_t>(country.code) << (10 * i));
    }
  }
  return {};
}

}  // namespace origo
