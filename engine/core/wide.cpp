// Checked arithmetic on 256-bit integers.
#include "engine/core/wide.hpp"

#include <bit>
#include <cstddef>
#include <limits>

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

int bit_width(const Int256& magnitude) noexcept {
  const std::size_t used = used_limbs(magnitude);
  return used == 0
             ? 0
             : static_cast<int>(64 * (used - 1) +
                                std::bit_width(magnitude.limbs[used - 1]));
}

// The quotient of two magnitudes, and in `rest` what remains: bit by bit,
// because few numbers are so wide and none of them is divided to decide
// anything. False when it does not fit 64 bits.
bool long_divide(Int256& rest, Int256 divisor, std::uint64_t& whole) noexcept {
  const int shift = bit_width(rest) - bit_width(divisor);
  if (shift > 63 || rest.is_negative()) return false;
  for (std::size_t i = 3; shift > 0 && i > 0; --i) {
    divisor.limbs[i] =
        divisor.limbs[i] << shift | divisor.limbs[i - 1] >> (64 - shift);
  }
  if (shift > 0) divisor.limbs[0] <<= shift;
  for (int i = shift; i >= 0; --i) {
    whole <<= 1;
    if (rest >= divisor) {
      static_cast<void>(subtract(rest, divisor, rest));
      whole |= 1;
    }
    halve(divisor);
  }
  return true;
}

}  // namespace

void halve(Int256& a) noexcept {
  const std::uint64_t sign = a.limbs[3] & std::uint64_t{1} << 63;
  for (std::size_t i = 0; i < 3; ++i) {
    a.limbs[i] = a.limbs[i] >> 1 | a.limbs[i + 1] << 63;
  }
  a.limbs[3] = a.limbs[3] >> 1 | sign;
}

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
  if (a.fits_int64() && b.fits_int64()) {
    result = multiply_signed(static_cast<std::int64_t>(a.limbs[0]),
                             static_cast<std::int64_t>(b.limbs[0]));
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

bool divide(const Int256& numerator, const Int256& denominator,
            std::int64_t& result, bool& is_exact) noexcept {
  const auto dividend = static_cast<std::int64_t>(numerator.limbs[0]);
  const auto divisor = static_cast<std::int64_t>(denominator.limbs[0]);
  if (numerator.fits_int64() && denominator.fits_int64() &&
      dividend != std::numeric_limits<std::int64_t>::min()) {
    result = dividend / divisor;
    is_exact = dividend % divisor == 0;
    return true;
  }
  const bool is_negative = numerator.is_negative() != denominator.is_negative();
  Int256 rest = magnitude(numerator);
  std::uint64_t whole = 0;
  if (!long_divide(rest, magnitude(denominator), whole) || whole >> 63 != 0) {
    return false;
  }
  is_exact = rest.sign() == 0;
  const auto value = static_cast<std::int64_t>(whole);
  result = is_negative ? -value : value;
  return true;
}

}  // namespace

bool quotient(const Int256& numerator, const Int256& denominator, int places,
              std::int64_t& result, bool& is_exact) noexcept {
  if (places == 0) return divide(numerator, denominator, result, is_exact);
  Int256 scaled = numerator;
  for (int i = 0; i < places; ++i) {
    if (!multiply(scaled, Int256(std::int64_t{10}), scaled)) return false;
  }
  return divide(scaled, denominator, result, is_exact);
}

}  // namespace origo
