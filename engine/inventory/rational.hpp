// Exact fractions for averages of a stock, in 256 bits.
//
// A ratio of a stock is applied to what remains, and the next one is made of
// that: its terms grow with every receipt. Always in lowest terms; a result
// that no longer fits has no value, and neither has anything made from it.
#pragma once

#include <string>

#include "engine/core/decimal.hpp"
#include "engine/core/wide.hpp"

namespace origo::inventory {

class Rational {
 public:
  Rational() = default;
  Rational(std::int64_t whole) : numerator_(whole) {}  // NOLINT: a widening
  static Rational of(Decimal amount);

  // False after an overflow or a division by zero.
  [[nodiscard]] bool is_valid() const { return is_valid_; }
  [[nodiscard]] int sign() const { return numerator_.sign(); }

  friend Rational operator+(const Rational& a, const Rational& b);
  friend Rational operator-(const Rational& a, const Rational& b);
  friend Rational operator*(const Rational& a, const Rational& b);
  friend Rational operator/(const Rational& a, const Rational& b);
  // Of valid ones.
  friend bool operator==(const Rational& a, const Rational& b);
  friend bool operator<(const Rational& a, const Rational& b);

  // To so many decimals, a middle upwards.
  [[nodiscard]] Rational rounded(int places) const;

  // `0.64`, cut to so many decimals; trailing zeros stay. `exact` is set to
  // whether nothing was cut off.
  [[nodiscard]] std::string text(int places, bool& exact) const;
  // `1788 6/13`: a whole number and what is left as a fraction.
  [[nodiscard]] std::string fraction() const;

 private:
  static Rational reduced(Int256 numerator, Int256 denominator, bool is_valid);
  // The quotient towards zero.
  [[nodiscard]] Int256 whole() const;

  Int256 numerator_;
  Int256 denominator_ = Int256(std::int64_t{1});
  bool is_valid_ = true;
};

}  // namespace origo::inventory
