// Exact integers wider than a machine word, without heap and without __int128.
//
// Int128 holds sums of amounts: it cannot overflow by adding fewer than 2^33
// 63-bit amounts, which limits.hpp guarantees. Int256 holds products and
// fractions; every operation that could overflow says so. Both are two's
// complement, least significant limb first.
#pragma once

#include <array>
#include <compare>
#include <cstdint>

namespace origo {

struct Int128 {
  std::uint64_t low = 0;
  std::int64_t high = 0;

  constexpr Int128() noexcept = default;
  constexpr Int128(std::int64_t value) noexcept  // NOLINT: a widening
      : low(static_cast<std::uint64_t>(value)), high(value < 0 ? -1 : 0) {}
  constexpr Int128(std::int64_t high_limb, std::uint64_t low_limb) noexcept
      : low(low_limb), high(high_limb) {}

  friend constexpr bool operator==(const Int128&,
                                   const Int128&) noexcept = default;
  friend constexpr std::strong_ordering operator<=>(const Int128& a,
                                                    const Int128& b) noexcept {
    if (a.high != b.high) return a.high <=> b.high;
    return a.low <=> b.low;
  }

  [[nodiscard]] constexpr bool fits_int64() const noexcept {
    return high == (static_cast<std::int64_t>(low) < 0 ? -1 : 0);
  }
  // -1, 0 or 1, without branching.
  [[nodiscard]] constexpr int sign() const noexcept {
    const bool is_zero = (static_cast<std::uint64_t>(high) | low) == 0;
    return static_cast<int>(high >> 63) | (is_zero ? 0 : 1);
  }
};

constexpr Int128 operator+(const Int128& a, const Int128& b) noexcept {
  const std::uint64_t low = a.low + b.low;
  const std::uint64_t carry = low < a.low ? 1 : 0;
  return {static_cast<std::int64_t>(static_cast<std::uint64_t>(a.high) +
                                    static_cast<std::uint64_t>(b.high) + carry),
          low};
}

constexpr Int128 operator-(const Int128& a) noexcept {
  const std::uint64_t low = ~a.low + 1;
  return {static_cast<std::int64_t>(~static_cast<std::uint64_t>(a.high) +
                                    (low == 0 ? 1 : 0)),
          low};
}

constexpr Int128 operator-(const Int128& a, const Int128& b) noexcept {
  std::uint64_t low = 0;
  const bool borrows = __builtin_sub_overflow(a.low, b.low, &low);
  return {static_cast<std::int64_t>(static_cast<std::uint64_t>(a.high) -
                                    static_cast<std::uint64_t>(b.high) -
                                    (borrows ? 1 : 0)),
          low};
}

// The full product of two unsigned words: {high, low}.
struct Product {
  std::uint64_t high;
  std::uint64_t low;
};

constexpr Product multiply_portable(std::uint64_t a, std::uint64_t b) noexcept {
  constexpr std::uint64_t kMask = 0xFFFFFFFF;
  const std::uint64_t low = (a & kMask) * (b & kMask);
  const std::uint64_t cross_a = (a >> 32) * (b & kMask);
  const std::uint64_t cross_b = (a & kMask) * (b >> 32);
  const std::uint64_t middle =
      (low >> 32) + (cross_a & kMask) + (cross_b & kMask);
  return {(a >> 32) * (b >> 32) + (cross_a >> 32) + (cross_b >> 32) +
              (middle >> 32),
          (middle << 32) | (low & kMask)};
}

constexpr Product multiply(std::uint64_t a, std::uint64_t b) noexcept {
#ifdef __SIZEOF_INT128__
  __extension__ using Wide = unsigned __int128;
  const Wide product = static_cast<Wide>(a) * b;
  return {static_cast<std::uint64_t>(product >> 64),
          static_cast<std::uint64_t>(product)};
#else
  return multiply_portable(a, b);
#endif
}

// The exact product of two amounts: 63 + 63 bits always fit.
constexpr Int128 multiply_signed(std::int64_t a, std::int64_t b) noexcept {
#ifdef __SIZEOF_INT128__
  __extension__ using Wide = __int128;
  const Wide wide = static_cast<Wide>(a) * b;
  return {static_cast<std::int64_t>(wide >> 64),
          static_cast<std::uint64_t>(wide)};
#else
  const Product product =
      multiply(static_cast<std::uint64_t>(a), static_cast<std::uint64_t>(b));
  std::uint64_t high = product.high;
  if (a < 0) high -= static_cast<std::uint64_t>(b);
  if (b < 0) high -= static_cast<std::uint64_t>(a);
  return {static_cast<std::int64_t>(high), product.low};
#endif
}

struct Int256 {
  std::array<std::uint64_t, 4> limbs{};

  constexpr Int256() noexcept = default;
  constexpr Int256(const Int128& value) noexcept  // NOLINT: a widening
      : limbs{value.low, static_cast<std::uint64_t>(value.high),
              value.high < 0 ? ~std::uint64_t{0} : 0,
              value.high < 0 ? ~std::uint64_t{0} : 0} {}
  constexpr Int256(std::int64_t value) noexcept  // NOLINT: a widening
      : Int256(Int128(value)) {}

  [[nodiscard]] constexpr bool is_negative() const noexcept {
    return (limbs[3] >> 63) != 0;
  }
  [[nodiscard]] constexpr int sign() const noexcept {
    if (is_negative()) return -1;
    return (limbs[0] | limbs[1] | limbs[2] | limbs[3]) != 0 ? 1 : 0;
  }
  [[nodiscard]] constexpr bool fits_int128() const noexcept {
    const std::uint64_t filler = (limbs[1] >> 63) != 0 ? ~std::uint64_t{0} : 0;
    return limbs[2] == filler && limbs[3] == filler;
  }
  [[nodiscard]] constexpr bool fits_int64() const noexcept {
    return fits_int128() && low_int128().fits_int64();
  }
  [[nodiscard]] constexpr Int128 low_int128() const noexcept {
    return {static_cast<std::int64_t>(limbs[1]), limbs[0]};
  }

  friend constexpr bool operator==(const Int256&,
                                   const Int256&) noexcept = default;
  friend constexpr std::strong_ordering operator<=>(const Int256& a,
                                                    const Int256& b) noexcept {
    if (a.is_negative() != b.is_negative()) {
      return a.is_negative() ? std::strong_ordering::less
                             : std::strong_ordering::greater;
    }
    for (int i = 3; i > 0; --i) {
      const auto limb = static_cast<std::size_t>(i);
      if (a.limbs[limb] != b.limbs[limb]) {
        return a.limbs[limb] <=> b.limbs[limb];
      }
    }
    return a.limbs[0] <=> b.limbs[0];
  }
};

// `result` may be one of the operands. Each returns false, leaving `result`
// unspecified, when the exact value does not fit: overflow is an error of the
// evaluation, never a verdict.
[[nodiscard]] bool add(const Int256& a, const Int256& b,
                       Int256& result) noexcept;
[[nodiscard]] bool subtract(const Int256& a, const Int256& b,
                            Int256& result) noexcept;
[[nodiscard]] bool multiply(const Int256& a, const Int256& b,
                            Int256& result) noexcept;

// Half of it, rounded down.
void halve(Int256& a) noexcept;

// `numerator / denominator` in units of one `10^-places`, rounded towards zero,
// and whether that is all of it. For showing only: nothing is decided on a
// quotient. `denominator` is not zero. False when the quotient does not fit 64
// bits.
[[nodiscard]] bool quotient(const Int256& numerator, const Int256& denominator,
                            int places, std::int64_t& result,
                            bool& is_exact) noexcept;

}  // namespace origo
