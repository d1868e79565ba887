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

}  // namespace

bool add(const Int256& a, const Int256& b, Int256& result) noexcept {
  Int256 sum;
  std::uint64_t carry = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    const std::uint64_t partial = a.limbs[i] + b.limbs[i];
    sum.limbs[i] = partial + carry;
    carry = (partial < a.limbs[i] ? 1 : 0) + (sum.limbs[i] < partial ? 1 : 0);
  }
  // `result` may be `a` or `b`.
  const bool fits = a.is_negative() != b.is_negative() ||
                    a.is_negative() == sum.is_negative();
  result = sum;
  return fits;
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
  const bool fits = a.is_negative() == b.is_negative() ||
                    a.is_negative() == difference.is_negative();
  result = difference;
  return fits;
}

bool multiply(const Int256& a, const Int256& b, Int256& result) noexcept {
  const Int128 narrow_a = a.low_int128();
  const Int128 narrow_b = b.low_int128();
  if (a.fits_int128() && b.fits_int128() && narrow_a.fits_int64() &&
      narrow_b.fits_int64()) {
    result = multiply_signed(static_cast<std::int64_t>(narrow_a.low),
                             static_cast<std::int64_t>(narrow_b.low));
    return true;
  }
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

// A magnitude in digits of 32 bits, lowest first, so that two of them make a
// word that every processor divides.
struct Digits {
  static constexpr int kMax = 8;

  std::uint32_t digits[kMax + 1] = {};
  int count = 0;

  explicit Digits(const Int256& value) noexcept {
    const auto limbs = static_cast<int>(used_limbs(value));
    for (int i = 0; i < 2 * limbs; ++i) {
      const std::uint64_t limb = value.limbs[static_cast<std::size_t>(i / 2)];
      digits[i] = static_cast<std::uint32_t>(limb >> (32 * (i % 2)));
    }
    count = 2 * limbs;
    if (count > 0 && digits[count - 1] == 0) --count;
  }

  void shift_left(int bits) noexcept {
    if (bits == 0) return;
    for (int i = count; i > 0; --i) {
      digits[i] = digits[i] << bits | digits[i - 1] >> (32 - bits);
    }
    digits[0] <<= bits;
  }
};

// Takes `digit` times `divisor` from the digits of `dividend` at `at`. False
// when it was once too much: then one time is put back.
bool take(Digits& dividend, const Digits& divisor, int at,
          std::uint64_t digit) noexcept {
  std::uint64_t carry = 0;
  std::uint64_t borrow = 0;
  const int count = divisor.count;
  for (int i = 0; i <= count; ++i) {
    carry += i < count ? digit * divisor.digits[i] : 0;
    const std::uint64_t difference =
        std::uint64_t{dividend.digits[at + i]} - (carry & 0xFFFFFFFF) - borrow;
    dividend.digits[at + i] = static_cast<std::uint32_t>(difference);
    borrow = difference >> 63;
    carry >>= 32;
  }
  if (borrow == 0) return true;
  carry = 0;
  for (int i = 0; i <= count; ++i) {
    carry += std::uint64_t{dividend.digits[at + i]} +
             (i < count ? divisor.digits[i] : 0);
    dividend.digits[at + i] = static_cast<std::uint32_t>(carry);
    carry >>= 32;
  }
  return false;
}

// The quotient of two magnitudes, digit by digit: each is estimated from the
// leading digits of both, at most two too high (Knuth, The Art of Computer
// Programming, 4.3.1, algorithm D). False when it does not fit 64 bits.
bool divide(const Int256& numerator, const Int256& denominator,
            std::uint64_t& whole) noexcept {
  Digits dividend(numerator);
  Digits divisor(denominator);
  whole = 0;
  if (dividend.count < divisor.count) return true;
  const int shift = std::countl_zero(divisor.digits[divisor.count - 1]);
  dividend.shift_left(shift);
  divisor.shift_left(shift);
  const std::uint64_t first = divisor.digits[divisor.count - 1];
  const std::uint64_t second =
      divisor.count > 1 ? divisor.digits[divisor.count - 2] : 0;
  for (int at = dividend.count - divisor.count; at >= 0; --at) {
    const int top = at + divisor.count;
    const std::uint64_t leading =
        std::uint64_t{dividend.digits[top]} << 32 | dividend.digits[top - 1];
    std::uint64_t digit = leading / first;
    std::uint64_t rest = leading % first;
    const std::uint64_t next = top > 1 ? dividend.digits[top - 2] : 0;
    while (digit >> 32 != 0 ||
           (divisor.count > 1 && digit * second > (rest << 32 | next))) {
      --digit;
      rest += first;
      if (rest >> 32 != 0) break;
    }
    if (!take(dividend, divisor, at, digit)) --digit;
    if (at > 1 && digit != 0) return false;
    if (at <= 1) whole |= digit << (32 * at);
  }
  return true;
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

  std::uint64_t whole = 0;
  if (!divide(dividend, divisor, whole)) return false;
  if ((whole >> 63) != 0) return false;
  const auto value = static_cast<std::int64_t>(whole);
  result = is_negative ? -value : value;
  return true;
}

}  // namespace origo
