// Three-valued logic: a requirement is met, not met, or unknown for want of a
// fact.
//
// The order NotMet < Unknown < Met makes Kleene's strong connectives plain
// minimum and maximum, so that no table of nine cases exists anywhere.
#pragma once

#include <cstdint>

namespace origo {

enum class Truth : std::uint8_t { NotMet = 0, Unknown = 1, Met = 2 };

constexpr Truth truth_of(bool met) noexcept {
  return met ? Truth::Met : Truth::NotMet;
}

constexpr Truth both(Truth a, Truth b) noexcept {
  return a < b ? a : b;
}

constexpr Truth either(Truth a, Truth b) noexcept {
  return a < b ? b : a;
}

constexpr Truth negate(Truth a) noexcept {
  return static_cast<Truth>(2 - static_cast<int>(a));
}

// At least `wanted` of some requirements are met, given how many are met for
// certain and how many may be. "At most k" is the negation of "at least k + 1".
constexpr Truth at_least(std::uint32_t wanted, std::uint32_t met,
                         std::uint32_t possibly_met) noexcept {
  if (met >= wanted) return Truth::Met;
  return possibly_met >= wanted ? Truth::Unknown : Truth::NotMet;
}

}  // namespace origo
