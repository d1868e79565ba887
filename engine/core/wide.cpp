// Checked arithmetic on 256-bit integers.
#include "engine/core/wide.hpp"

#include <bit>

#include <cstddef>

namespace origo {
namespace {

Int256 negated(const Int256& a) noexcept {
  Int256 result;
  std::uint64_t carry = 1;
  for (std::size_t i = 0; i < 4; ++i) {
    result.limbs[i] = ~a.limbs[i] + carry;
    carry = carry != 0 && result.limbs[i] == 0 ? 1 : 0;
  }
  return result;
}

// The magnitude as an unsigned number; the most negative value maps to itself,
// which read as unsigned is its magnitude.
Int256 magnitude(const Int256& a) noexcept {
  return a.is_negative() ? negated(a) : a;
}

// Limbs up to and including the highest that is not zero.
std::size_t used_limbs(const Int256& a) noexcept {
  std::size_t used = 4;
  while (used > 0 && a.limbs[used - 1] == 0) --used;
  return used;
}

void shift_left_one(Int256& a) noexcept {
  for (std::size_t i = 3; i > 0; --i) {
    a.limbs[i] = (a.limbs[i] << 1) | (a.limbs[i - 1] >> 63);
  }
  a.limbs[0] <<= 1;
}

bool less_unsigned(const Int256& a, const Int256& b) noexcept {
  for (std::size_t i = 4; i > 0; --i) {
    if (a.limbs[i - 1] != b.limbs[i - 1]) {
      return a.limbs[i - 1] < b.limbs[i - 1];
    }
  }
  return false;
}

}  // namespace

bool add(const Int256& a, const Int256& b, Int256& result) noexcept {
  Int256 sum;
  std::uint64_t carry = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    const std::uint64_t partial = a.limbs[i] + b.limbs[i];
    sum.limbs[i] = partial + carry;
    carry = (partial < a.limbs[i] ? 1 : 0) + (sum.limbs[i] < partial ? 1 : 0);
  }
  result = sum;
  return a.is_negative() != b.is_negative() ||
         a.is_negative() == sum.is_negative();
}

bool subtract(const Int256& a, const Int256& b, Int256& result) noexcept {
  Int256 difference;
  std::uint64_t borrow = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    const std::uint64_t partial = a.limbs[i] - b.limbs[i];
    const std::uint64_t next = partial > a.limbs[i] ? 1 : 0;
    difference.limbs[i] = partial - borrow;
    borrow = next + (difference.limbs[i] > partial ? 1 : 0);
  }
  result = difference;
  return a.is_negative() == b.is_negative() ||
         a.is_negative() == difference.is_negative();
}

bool multiply(const Int256& a, const Int256& b, Int256& result) noexcept {
  const bool is_negative = a.is_negative() != b.is_negative();
  const Int256 left = magnitude(a);
  const Int256 right = magnitude(b);
  const std::size_t left_limbs = used_limbs(left);
  const std::size_t right_limbs = used_limbs(right);
  if (left_limbs + right_limbs > 5) return false;

  Int256 product;
  std::uint64_t beyond = 0;  // the fifth limb: anything there is overflow
  for (std::size_t i = 0; i < left_limbs; ++i) {
    std::uint64_t carry = 0;
    for (std::size_t j = 0; j < right_limbs; ++j) {
      Product partial = multiply(left.limbs[i], right.limbs[j]);
      std::uint64_t& limb = i + j < 4 ? product.limbs[i + j] : beyond;
      partial.low += carry;
      partial.high += partial.low < carry ? 1 : 0;
      limb += partial.low;
      carry = partial.high + (limb < partial.low ? 1 : 0);
    }
    if (i + right_limbs < 4) {
      product.limbs[i + right_limbs] += carry;
    } else {
      beyond |= carry;
    }
  }
  if (beyond != 0 || product.is_negative()) return false;
  result = is_negative ? negated(product) : product;
  return true;
}

namespace {

// Bits up to the highest that is set.
int width_of(const Int256& value) noexcept {
  for (int limb = 3; limb >= 0; --limb) {
    const std::uint64_t word = value.limbs[static_cast<std::size_t>(limb)];
    if (word != 0) return 64 * limb + static_cast<int>(std::bit_width(word));
  }
  return 0;
}

Int256 shifted_left(Int256 value, int bits) noexcept {
  for (int i = 0; i < bits; ++i) shift_left_one(value);
  return value;
}

void shift_right_one(Int256& value) noexcept {
  for (std::size_t i = 0; i < 4; ++i) {
    value.limbs[i] >>= 1;
    if (i < 3) value.limbs[i] |= value.limbs[i + 1] << 63;
  }
}

// The quotient of magnitudes that begin `steps` bits apart.
std::uint64_t divided(Int256 dividend, const Int256& divisor,
                      int steps) noexcept {
  Int256 shifted = shifted_left(divisor, steps);
  std::uint64_t whole = 0;
  for (int i = 0; i <= steps; ++i) {
    whole <<= 1;
    if (!less_unsigned(dividend, shifted)) {
      static_cast<void>(subtract(dividend, shifted, dividend));
      whole |= 1;
    }
    shift_right_one(shifted);
  }
  return whole;
}

// The same in two words.
std::uint64_t divided_narrow(const Int256& dividend, const Int256& divisor,
                             int steps) noexcept {
  const Int256 aligned = shifted_left(divisor, steps);
  std::uint64_t low = dividend.limbs[0];
  std::uint64_t high = dividend.limbs[1];
  std::uint64_t shifted_low = aligned.limbs[0];
  std::uint64_t shifted_high = aligned.limbs[1];
  std::uint64_t whole = 0;
  for (int i = 0; i <= steps; ++i) {
    const bool fits =
        high > shifted_high || (high == shifted_high && low >= shifted_low);
    whole = whole << 1 | (fits ? 1 : 0);
    const std::uint64_t borrow = fits && low < shifted_low ? 1 : 0;
    low -= fits ? shifted_low : 0;
    high -= (fits ? shifted_high : 0) + borrow;
    shifted_low = shifted_low >> 1 | shifted_high << 63;
    shifted_high >>= 1;
  }
  return whole;
}

}  // namespace

bool quotient(const Int256& numerator, const Int256& denominator, int places,
              std::int64_t& result) noexcept {
  Int256 scaled = numerator;
  for (int i = 0; i < places; ++i) {
    if (!multiply(scaled, Int256(std::int64_t{10}), scaled)) return false;
  }
  const bool is_negative = scaled.is_negative() != denominator.is_negative();
  const Int256 dividend = magnitude(scaled);
  const Int256 divisor = magnitude(denominator);

  // Schoolbook division, bit by bit from where the divisor begins. A quotient
  // that has more bits than a word does not fit anyway.
  const int steps = width_of(dividend) - width_of(divisor);
  if (steps > 63) return false;
  const bool is_narrow = width_of(dividend) <= 128;
  const std::uint64_t whole = steps < 0 ? 0
                              : is_narrow
                                  ? divided_narrow(dividend, divisor, steps)
                                  : divided(dividend, divisor, steps);
  if ((whole >> 63) != 0) return false;
  const auto value = static_cast<std::int64_t>(whole);
  result = is_negative ? -value : value;
  return true;
}

}  // namespace origo
