// Division and greatest common divisors of 256-bit integers, bit by bit: a
// stock has thousands of events, not millions.
#include "engine/inventory/rational.hpp"

#include <algorithm>
#include <utility>

namespace origo::inventory {
namespace {

const Int256 kOne(std::int64_t{1});

Int256 negated(const Int256& a) {
  Int256 result;
  // Only the most negative value has no opposite; reduced() refuses it.
  (void)subtract(Int256(), a, result);
  return result;
}

Int256 magnitude(const Int256& a) {
  return a.is_negative() ? negated(a) : a;
}

// The same as unsigned numbers of one bit more.
Int256 doubled(const Int256& a, bool low_bit) {
  Int256 result;
  std::uint64_t carry = low_bit ? 1 : 0;
  for (std::size_t i = 0; i < 4; ++i) {
    result.limbs[i] = a.limbs[i] << 1 | carry;
    carry = a.limbs[i] >> 63;
  }
  return result;
}

bool bit(const Int256& a, int place) {
  const auto at = static_cast<std::size_t>(place);
  return (a.limbs[at / 64] >> (at % 64) & 1) != 0;
}

int bits_of(const Int256& a) {
  for (int place = 255; place >= 0; --place) {
    if (bit(a, place)) return place + 1;
  }
  return 0;
}

struct Divided {
  Int256 quotient;
  Int256 remainder;
};

// Of magnitudes; `divisor` is not zero.
Divided divide(const Int256& dividend, const Int256& divisor) {
  Divided result;
  for (int place = bits_of(dividend) - 1; place >= 0; --place) {
    result.remainder = doubled(result.remainder, bit(dividend, place));
    const bool fits = !(result.remainder < divisor);
    if (fits) (void)subtract(result.remainder, divisor, result.remainder);
    result.quotient = doubled(result.quotient, fits);
  }
  return result;
}

Int256 common_divisor(Int256 a, Int256 b) {
  while (b.sign() != 0) {
    a = divide(a, b).remainder;
    std::swap(a, b);
  }
  return a;
}

std::string digits(Int256 value) {
  const Int256 ten(std::int64_t{10});
  std::string text;
  do {
    const Divided divided = divide(value, ten);
    text += static_cast<char>('0' + divided.remainder.limbs[0]);
    value = divided.quotient;
  } while (value.sign() != 0);
  std::reverse(text.begin(), text.end());
  return text;
}

std::int64_t power_of_ten(int exponent) {
  std::int64_t power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

}  // namespace

Rational Rational::of(Decimal amount) {
  return reduced(Int256(amount.millionths), Int256(limits::kDecimalScale),
                 true);
}

Rational Rational::reduced(Int256 numerator, Int256 denominator,
                           bool is_valid) {
  Rational result;
  // The most negative number is its own opposite, and no magnitude.
  const bool is_whole = is_valid && denominator.sign() != 0 &&
                        !magnitude(numerator).is_negative() &&
                        !magnitude(denominator).is_negative();
  if (!is_whole) {
    result.is_valid_ = false;
    return result;
  }
  const bool is_negative = numerator.is_negative() != denominator.is_negative();
  const Int256 above = magnitude(numerator);
  const Int256 below = magnitude(denominator);
  const Int256 common = common_divisor(above, below);
  result.numerator_ = divide(above, common).quotient;
  result.denominator_ = divide(below, common).quotient;
  if (is_negative) result.numerator_ = negated(result.numerator_);
  return result;
}

Rational operator+(const Rational& a, const Rational& b) {
  // Over the least common multiple: what cancels never has to fit.
  const Int256 common = common_divisor(a.denominator_, b.denominator_);
  const Int256 a_part = divide(a.denominator_, common).quotient;
  const Int256 b_part = divide(b.denominator_, common).quotient;
  Int256 left;
  Int256 right;
  Int256 below;
  const bool fits =
      a.is_valid_ && b.is_valid_ && multiply(a.numerator_, b_part, left) &&
      multiply(b.numerator_, a_part, right) && add(left, right, left) &&
      multiply(a_part, b.denominator_, below);
  return Rational::reduced(left, below, fits);
}

Rational operator-(const Rational& a, const Rational& b) {
  Rational opposite = b;
  opposite.numerator_ = negated(b.numerator_);
  return a + opposite;
}

Rational operator*(const Rational& a, const Rational& b) {
  if (!a.is_valid_ || !b.is_valid_) return Rational::reduced({}, {}, false);
  // Crosswise first: what cancels never has to fit.
  const Rational left = Rational::reduced(a.numerator_, b.denominator_, true);
  const Rational right = Rational::reduced(b.numerator_, a.denominator_, true);
  Int256 above;
  Int256 below;
  const bool fits = left.is_valid_ && right.is_valid_ &&
                    multiply(left.numerator_, right.numerator_, above) &&
                    multiply(left.denominator_, right.denominator_, below);
  return Rational::reduced(above, below, fits);
}

Rational operator/(const Rational& a, const Rational& b) {
  Rational inverse;
  inverse.numerator_ = b.denominator_;
  inverse.denominator_ = b.numerator_;
  inverse.is_valid_ = b.is_valid_ && b.numerator_.sign() != 0;
  if (inverse.is_valid_ && inverse.denominator_.is_negative()) {
    inverse.numerator_ = negated(inverse.numerator_);
    inverse.denominator_ = negated(inverse.denominator_);
  }
  return a * inverse;
}

bool operator==(const Rational& a, const Rational& b) {
  return a.numerator_ == b.numerator_ && a.denominator_ == b.denominator_;
}

bool operator<(const Rational& a, const Rational& b) {
  return (a - b).sign() < 0;
}

Int256 Rational::whole() const {
  const Int256 quotient = divide(magnitude(numerator_), denominator_).quotient;
  return numerator_.is_negative() ? negated(quotient) : quotient;
}

Rational Rational::rounded(int places) const {
  if (!is_valid_) return *this;
  const Rational power(power_of_ten(places));
  const bool is_negative = numerator_.is_negative();
  // A middle goes upwards: towards zero below it.
  const Rational half = reduced(kOne, Int256(std::int64_t{2}), true);
  const Rational moved = *this * power + half;
  if (!moved.is_valid_) return moved;
  Rational result;
  result.numerator_ = moved.whole();
  const bool is_cut = !(result == moved);
  if (is_negative && moved.sign() < 0 && is_cut) {
    (void)subtract(result.numerator_, kOne, result.numerator_);
  }
  return result / power;
}

std::string Rational::text(int places, bool& exact) const {
  exact = false;
  if (!is_valid_) return "";
  const Rational scaled = *this * Rational(power_of_ten(places));
  if (!scaled.is_valid_) return "";
  const Divided divided =
      divide(magnitude(scaled.numerator_), scaled.denominator_);
  exact = divided.remainder.sign() == 0;
  std::string text = digits(divided.quotient);
  const auto decimals = static_cast<std::size_t>(places);
  if (text.size() <= decimals) {
    text.insert(0, decimals + 1 - text.size(), '0');
  }
  if (places > 0) text.insert(text.size() - decimals, ".");
  return (scaled.sign() < 0 ? "-" : "") + text;
}

std::string Rational::fraction() const {
  if (!is_valid_) return "";
  const Divided divided = divide(magnitude(numerator_), denominator_);
  std::string text = numerator_.is_negative() ? "-" : "";
  const bool has_rest = divided.remainder.sign() != 0;
  if (divided.quotient.sign() != 0 || !has_rest) {
    text += digits(divided.quotient);
    if (has_rest) text += " ";
  }
  if (has_rest) {
    text += digits(divided.remainder) + "/" + digits(denominator_);
  }
  return text;
}

}  // namespace origo::inventory
