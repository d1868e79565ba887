// Exact fractions: what one line of a list of parts comes to in a good.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace origo {

// The program runs on hosts that have it.
__extension__ using Wide = __int128;

// In lowest terms, with `bottom` above zero; zero below means that it went
// beyond what is counted, and whatever is computed from it is so, too.
struct Proportion {
  Wide top = 1;
  Wide bottom = 1;

  friend bool operator==(const Proportion&, const Proportion&) = default;

  [[nodiscard]] bool is_counted() const { return bottom != 0; }
  // As millionths are stored; nothing where it is no such number.
  [[nodiscard]] std::optional<std::int64_t> whole() const;
};

[[nodiscard]] Proportion fraction(std::int64_t top, std::int64_t bottom = 1);
[[nodiscard]] Proportion operator*(const Proportion& a, const Proportion& b);
// `b` is not zero.
[[nodiscard]] Proportion operator/(const Proportion& a, const Proportion& b);
[[nodiscard]] Proportion operator+(const Proportion& a, const Proportion& b);

// The least number that both go into, both above zero; nothing beyond 64 bits.
[[nodiscard]] std::optional<std::int64_t> common_multiple(std::int64_t a,
                                                          Wide b);

// An amount in millionths as people read it: `33 1/3`.
[[nodiscard]] std::string shown_millionths(const Proportion& amount);

}  // namespace origo
