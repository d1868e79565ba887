// Tariff codes as decimal numbers and amounts as intervals of rationals: what
// the interpreter computes with, written for nothing but to be seen right.
#pragma once

#include <algorithm>
#include <vector>

#include "engine/core/limits.hpp"
#include "engine/ir/interpret.hpp"

namespace origo::oracle {

using ir::Bounds;
using ir::Rational;
using ir::Relation;

// A tariff code as a number of ten decimal digits.
using Code = std::uint64_t;

// Codes that follow one another, both ends included.
struct Codes {
  Code first;
  Code last;
};

constexpr Code kAllCodes = 9'999'999'999;

inline Code power_of_ten(int exponent) {
  Code power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

// The first ten-digit code at or after the word of an HsRange, or the last at
// or before it. A digit above nine stands between two codes.
inline Code code_after(std::uint64_t word) {
  Code code = 0;
  for (int place = 0; place < 10; ++place) {
    const std::uint64_t digit = (word >> (60 - 4 * place)) & 0xF;
    if (digit > 9) return (code + 1) * power_of_ten(10 - place);
    code = code * 10 + digit;
  }
  return code;
}

inline Code code_before(std::uint64_t word) {
  Code code = 0;
  for (int place = 0; place < 10; ++place) {
    const std::uint64_t digit = (word >> (60 - 4 * place)) & 0xF;
    if (digit > 9) {
      const Code unit = power_of_ten(10 - place);
      return code * unit + unit - 1;
    }
    code = code * 10 + digit;
  }
  return code;
}

inline Codes codes_of(const HsRange& range) {
  return {code_after(range.first), code_before(range.last)};
}

// Every code that `code` may stand for.
inline Codes codes_of(HsCode code) {
  if (!code.is_known()) return {0, kAllCodes};
  const Code unit = power_of_ten(10 - code.digits());
  const Code first = code_after(code.first());
  return {first, first + unit - 1};
}

inline Truth is_in(const std::vector<HsRange>& set, const Codes& codes) {
  Code covered = 0;
  for (const HsRange& range : set) {
    const Codes run = codes_of(range);
    const Code first = std::max(run.first, codes.first);
    const Code last = std::min(run.last, codes.last);
    if (first <= last) covered += last - first + 1;
  }
  if (covered == codes.last - codes.first + 1) return Truth::Met;
  return covered == 0 ? Truth::NotMet : Truth::Unknown;
}

// Whether two codes have the same first digits.
inline Truth is_same(const Codes& a, const Codes& b, int digits) {
  const Code unit = power_of_ten(10 - digits);
  const Codes x{a.first / unit, a.last / unit};
  const Codes y{b.first / unit, b.last / unit};
  if (x.last < y.first || y.last < x.first) return Truth::NotMet;
  const bool are_whole = x.first == x.last && y.first == y.last;
  return are_whole ? Truth::Met : Truth::Unknown;
}

inline Rational amount(std::int64_t millionths) {
  return {millionths, limits::kDecimalScale};
}

inline Bounds exactly(const Rational& value) {
  return {value, value};
}

inline int sign_of(const Rational& value) {
  return value < 0 ? -1 : (value > 0 ? 1 : 0);
}

inline Bounds add(const Bounds& a, const Bounds& b) {
  Bounds sum;
  if (a.low && b.low) sum.low = *a.low + *b.low;
  if (a.high && b.high) sum.high = *a.high + *b.high;
  return sum;
}

inline Bounds negative(const Bounds& a) {
  Bounds result;
  if (a.high) result.low = -*a.high;
  if (a.low) result.high = -*a.low;
  return result;
}

// A value, or beyond every value on the side of `infinity`.
struct End {
  int infinity = 0;
  Rational value = 0;

  [[nodiscard]] int sign() const {
    return infinity != 0 ? infinity : sign_of(value);
  }
  friend bool operator<(const End& a, const End& b) {
    if (a.infinity != b.infinity) return a.infinity < b.infinity;
    return a.infinity == 0 && a.value < b.value;
  }
};

inline End low_of(const Bounds& a) {
  return a.low ? End{0, *a.low} : End{-1};
}

inline End high_of(const Bounds& a) {
  return a.high ? End{0, *a.high} : End{1};
}

inline Bounds between(const End& low, const End& high) {
  Bounds bounds;
  if (low.infinity == 0) bounds.low = low.value;
  if (high.infinity == 0) bounds.high = high.value;
  return bounds;
}

inline End product(const End& a, const End& b) {
  const int sign = a.sign() * b.sign();
  if (sign == 0) return {};
  if (a.infinity != 0 || b.infinity != 0) return {sign};
  return {0, a.value * b.value};
}

inline Bounds multiply(const Bounds& a, const Bounds& b) {
  const std::vector<End> corners{
      product(low_of(a), low_of(b)), product(low_of(a), high_of(b)),
      product(high_of(a), low_of(b)), product(high_of(a), high_of(b))};
  return between(*std::min_element(corners.begin(), corners.end()),
                 *std::max_element(corners.begin(), corners.end()));
}

// One over `b`, as far as it is positive; it can be.
inline Bounds inverse(const Bounds& b) {
  Bounds result;
  result.low = b.high ? 1 / *b.high : Rational(0);
  if (b.low && *b.low > 0) result.high = 1 / *b.low;
  return result;
}

inline Bounds least(const Bounds& a, const Bounds& b) {
  return between(std::min(low_of(a), low_of(b)),
                 std::min(high_of(a), high_of(b)));
}

inline Bounds greatest(const Bounds& a, const Bounds& b) {
  return between(std::max(low_of(a), low_of(b)),
                 std::max(high_of(a), high_of(b)));
}

// Whichever of the two it may be.
inline Bounds either_of(const Bounds& a, const Bounds& b) {
  return between(std::min(low_of(a), low_of(b)),
                 std::max(high_of(a), high_of(b)));
}

inline bool holds(Relation relation, int sign) {
  switch (relation) {
    case Relation::AtLeast:
      return sign >= 0;
    case Relation::AtMost:
      return sign <= 0;
    case Relation::Above:
      return sign > 0;
    case Relation::Below:
      return sign < 0;
    case Relation::Equal:
      return sign == 0;
  }
  return false;
}

// Whether the relation holds of a difference and zero: of every difference in
// the interval, of some, or of none.
inline Truth decide(Relation relation, const Bounds& difference) {
  const int lowest = low_of(difference).sign();
  const int highest = high_of(difference).sign();
  bool always = true;
  bool sometimes = false;
  for (int sign = lowest; sign <= highest; ++sign) {
    always = always && holds(relation, sign);
    sometimes = sometimes || holds(relation, sign);
  }
  return always ? Truth::Met : (sometimes ? Truth::Unknown : Truth::NotMet);
}

}  // namespace origo::oracle
