// Interval arithmetic on exact amounts and fractions.
#include "engine/eval/interval.hpp"

namespace origo {
namespace {

using bytecode::Relation;

bool add_checked(const Int128& a, const Int128& b, Int128& result) noexcept {
  const Int128 sum = a + b;  // `result` may be `a` or `b`
  const bool fits =
      (a.high < 0) != (b.high < 0) || (a.high < 0) == (sum.high < 0);
  result = sum;
  return fits;
}

// -1, 0 or 1 as `a` is below, equal to or above `b`. Denominators are positive.
bool order(const Fraction& a, const Fraction& b, int& sign) noexcept {
  Int256 left = a.numerator;
  Int256 right = b.numerator;
  if (a.denominator != b.denominator &&
      (!multiply(a.numerator, b.denominator, left) ||
       !multiply(b.numerator, a.denominator, right))) {
    return false;
  }
  const auto comparison = left <=> right;
  sign = (comparison > 0 ? 1 : 0) - (comparison < 0 ? 1 : 0);
  return true;
}

bool add(const Fraction& a, const Fraction& b, Fraction& result) noexcept {
  if (a.denominator == b.denominator) {
    result.denominator = a.denominator;
    return add(a.numerator, b.numerator, result.numerator);
  }
  Int256 left;
  Int256 right;
  return multiply(a.numerator, b.denominator, left) &&
         multiply(b.numerator, a.denominator, right) &&
         add(left, right, result.numerator) &&
         multiply(a.denominator, b.denominator, result.denominator);
}

bool multiply(const Fraction& a, const Fraction& b, Fraction& result) noexcept {
  return multiply(a.numerator, b.numerator, result.numerator) &&
         multiply(a.denominator, b.denominator, result.denominator);
}

bool negate(const Ratio& a, Ratio& result) noexcept {
  const Int256 zero;
  result.has_low = a.has_high;
  result.has_high = a.has_low;
  result.low.denominator = a.high.denominator;
  result.high.denominator = a.low.denominator;
  return subtract(zero, a.high.numerator, result.low.numerator) &&
         subtract(zero, a.low.numerator, result.high.numerator);
}

// One end of an interval: a fraction, or open towards one side.
struct Bound {
  Fraction value;
  int open = 0;  // -1 or 1: no bound on that side

  [[nodiscard]] int sign() const noexcept {
    return open != 0 ? open : value.numerator.sign();
  }
};

Bound low_of(const Ratio& a) noexcept {
  return {a.low, a.has_low ? 0 : -1};
}
Bound high_of(const Ratio& a) noexcept {
  return {a.high, a.has_high ? 0 : 1};
}

bool order(const Bound& a, const Bound& b, int& sign) noexcept {
  if (a.open == 0 && b.open == 0) return order(a.value, b.value, sign);
  sign = a.open - b.open;
  return true;
}

// Zero times an open end is zero: the values themselves are finite.
bool multiply(const Bound& a, const Bound& b, Bound& result) noexcept {
  result = {};
  const int sign = a.sign() * b.sign();
  if (sign == 0) return true;
  if (a.open != 0 || b.open != 0) {
    result.open = sign;
    return true;
  }
  return multiply(a.value, b.value, result.value);
}

// Widens the interval `low` to `high` so that it contains `bound`.
bool include(const Bound& bound, Bound& low, Bound& high) noexcept {
  int sign = 0;
  if (!order(bound, low, sign)) return false;
  if (sign < 0) low = bound;
  if (!order(bound, high, sign)) return false;
  if (sign > 0) high = bound;
  return true;
}

Ratio interval(const Bound& low, const Bound& high) noexcept {
  return {low.value, high.value, low.open == 0, high.open == 0};
}

enum class Side : std::uint8_t { Lower, Upper };

// The lower or the upper of two bounds.
bool pick(const Bound& a, const Bound& b, Side side, Bound& result) noexcept {
  int sign = 0;
  if (!order(a, b, sign)) return false;
  result = (sign < 0) == (side == Side::Lower) ? a : b;
  return true;
}

bool combine(const Ratio& a, const Ratio& b, Side low_side, Side high_side,
             Ratio& result) noexcept {
  Bound low;
  Bound high;
  if (!pick(low_of(a), low_of(b), low_side, low) ||
      !pick(high_of(a), high_of(b), high_side, high)) {
    return false;
  }
  result = interval(low, high);
  return true;
}

Amount combine(const Amount& a, const Amount& b, Side low_side,
               Side high_side) noexcept {
  Amount result;
  const bool lower = low_side == Side::Lower;
  result.has_low = lower ? a.has_low && b.has_low : a.has_low || b.has_low;
  if (result.has_low) {
    const bool takes_a = !b.has_low || (a.has_low && (a.low < b.low) == lower);
    result.low = takes_a ? a.low : b.low;
  }
  const bool upper = high_side == Side::Upper;
  result.has_high = upper ? a.has_high && b.has_high : a.has_high || b.has_high;
  if (result.has_high) {
    const bool takes_a =
        !b.has_high || (a.has_high && (a.high > b.high) == upper);
    result.high = takes_a ? a.high : b.high;
  }
  return result;
}

}  // namespace

bool add(const Amount& a, const Amount& b, Amount& result) noexcept {
  result.has_low = a.has_low && b.has_low;
  result.has_high = a.has_high && b.has_high;
  return add_checked(a.low, b.low, result.low) &&
         add_checked(a.high, b.high, result.high);
}

bool subtract(const Amount& a, const Amount& b, Amount& result) noexcept {
  const Amount negative{-b.high, -b.low, b.has_high, b.has_low};
  return add(a, negative, result);
}

bool add(const Ratio& a, const Ratio& b, Ratio& result) noexcept {
  Ratio sum;
  sum.has_low = a.has_low && b.has_low;
  sum.has_high = a.has_high && b.has_high;
  if (sum.has_low && !add(a.low, b.low, sum.low)) return false;
  if (sum.has_high && !add(a.high, b.high, sum.high)) return false;
  result = sum;
  return true;
}

bool subtract(const Ratio& a, const Ratio& b, Ratio& result) noexcept {
  Ratio negative;
  return negate(b, negative) && add(a, negative, result);
}

bool multiply(const Ratio& a, const Ratio& b, Ratio& result) noexcept {
  Bound low;
  Bound high;
  Bound product;
  if (!multiply(low_of(a), low_of(b), low)) return false;
  high = low;
  if (!multiply(low_of(a), high_of(b), product) ||
      !include(product, low, high) ||
      !multiply(high_of(a), low_of(b), product) ||
      !include(product, low, high) ||
      !multiply(high_of(a), high_of(b), product) ||
      !include(product, low, high)) {
    return false;
  }
  result = interval(low, high);
  return true;
}

bool divide(const Ratio& a, const Ratio& b, Ratio& result) noexcept {
  if (b.has_high && b.high.numerator.sign() <= 0) {
    result = {};
    return true;
  }
  Ratio inverse;
  inverse.has_low = true;
  inverse.low.numerator = b.has_high ? b.high.denominator : Int256();
  inverse.low.denominator = b.has_high ? b.high.numerator : Int256(1);
  inverse.has_high = b.has_low && b.low.numerator.sign() > 0;
  if (inverse.has_high) inverse.high = {b.low.denominator, b.low.numerator};
  return multiply(a, inverse, result);
}

bool least(const Ratio& a, const Ratio& b, Ratio& result) noexcept {
  return combine(a, b, Side::Lower, Side::Lower, result);
}

bool greatest(const Ratio& a, const Ratio& b, Ratio& result) noexcept {
  return combine(a, b, Side::Upper, Side::Upper, result);
}

bool hull(const Ratio& a, const Ratio& b, Ratio& result) noexcept {
  return combine(a, b, Side::Lower, Side::Upper, result);
}

Amount least(const Amount& a, const Amount& b) noexcept {
  return combine(a, b, Side::Lower, Side::Lower);
}

Amount greatest(const Amount& a, const Amount& b) noexcept {
  return combine(a, b, Side::Upper, Side::Upper);
}

Amount hull(const Amount& a, const Amount& b) noexcept {
  return combine(a, b, Side::Lower, Side::Upper);
}

Ratio ratio_of(const Amount& amount) noexcept {
  const Int256 scale(limits::kDecimalScale);
  return {{Int256(amount.low), scale},
          {Int256(amount.high), scale},
          amount.has_low,
          amount.has_high};
}

bool compare(const Ratio& a, const Ratio& b, Relation relation,
             Truth& truth) noexcept {
  // The lowest difference is a.low - b.high, the highest a.high - b.low.
  int lowest = -1;
  int highest = 1;
  if (a.has_low && b.has_high && !order(a.low, b.high, lowest)) return false;
  if (a.has_high && b.has_low && !order(a.high, b.low, highest)) return false;
  truth = decide(relation, lowest, highest);
  return true;
}

Truth decide(Relation relation, int lowest_sign, int highest_sign) noexcept {
  auto between = [](bool always, bool sometimes) noexcept {
    return always ? Truth::Met : (sometimes ? Truth::Unknown : Truth::NotMet);
  };
  switch (relation) {
    case Relation::AtLeast:
      return between(lowest_sign >= 0, highest_sign >= 0);
    case Relation::AtMost:
      return between(highest_sign <= 0, lowest_sign <= 0);
    case Relation::Above:
      return between(lowest_sign > 0, highest_sign > 0);
    case Relation::Below:
      return between(highest_sign < 0, lowest_sign < 0);
    case Relation::Equal:
      return between(lowest_sign == 0 && highest_sign == 0,
                     lowest_sign <= 0 && highest_sign >= 0);
  }
  return Truth::Unknown;
}

}  // namespace origo
