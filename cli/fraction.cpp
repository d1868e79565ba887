// Fractions in 128 bits that notice when they are too small for it.
#include "cli/fraction.hpp"

#include <fmt/format.h>

#include <limits>

#include "engine/core/decimal.hpp"

namespace origo {
namespace {

constexpr Proportion kBeyond{0, 0};

Wide divisor_of(Wide a, Wide b) {
  if (a < 0) a = -a;
  while (b != 0) {
    const Wide rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

Proportion reduced(Wide top, Wide bottom) {
  if (bottom < 0) {
    top = -top;
    bottom = -bottom;
  }
  const Wide divisor = divisor_of(top, bottom);
  return {top / divisor, bottom / divisor};
}

}  // namespace

std::optional<std::int64_t> Proportion::whole() const {
  if (bottom != 1 || top > std::numeric_limits<std::int64_t>::max() ||
      top <= kMissing) {
    return {};
  }
  return static_cast<std::int64_t>(top);
}

Proportion fraction(std::int64_t top, std::int64_t bottom) {
  return reduced(top, bottom);
}

Proportion operator*(const Proportion& a, const Proportion& b) {
  if (!a.is_counted() || !b.is_counted()) return kBeyond;
  // Crosswise first, so that what cancels does not overflow.
  const Proportion left = reduced(a.top, b.bottom);
  const Proportion right = reduced(b.top, a.bottom);
  Proportion product;
  if (__builtin_mul_overflow(left.top, right.top, &product.top) ||
      __builtin_mul_overflow(left.bottom, right.bottom, &product.bottom)) {
    return kBeyond;
  }
  return product;
}

Proportion operator/(const Proportion& a, const Proportion& b) {
  if (!b.is_counted()) return kBeyond;
  return a * reduced(b.bottom, b.top);
}

Proportion operator+(const Proportion& a, const Proportion& b) {
  if (!a.is_counted() || !b.is_counted()) return kBeyond;
  Wide left = 0;
  Wide right = 0;
  Wide top = 0;
  Wide bottom = 0;
  if (__builtin_mul_overflow(a.top, b.bottom, &left) ||
      __builtin_mul_overflow(b.top, a.bottom, &right) ||
      __builtin_add_overflow(left, right, &top) ||
      __builtin_mul_overflow(a.bottom, b.bottom, &bottom)) {
    return kBeyond;
  }
  return reduced(top, bottom);
}

std::optional<std::int64_t> common_multiple(std::int64_t a, Wide b) {
  Wide multiple = 0;
  if (__builtin_mul_overflow(a / divisor_of(a, b), b, &multiple) ||
      multiple > std::numeric_limits<std::int64_t>::max()) {
    return {};
  }
  return static_cast<std::int64_t>(multiple);
}

std::string shown_millionths(const Proportion& amount) {
  const Proportion units = amount * fraction(1, limits::kDecimalScale);
  const Proportion rest{units.is_counted() ? units.top % units.bottom : 0,
                        units.bottom};
  if (!units.is_counted()) return "an amount beyond what is counted";
  const auto whole = Proportion{units.top / units.bottom, 1}.whole();
  const auto top = Proportion{rest.top, 1}.whole();
  const auto bottom = Proportion{rest.bottom, 1}.whole();
  if (!whole || !top || !bottom) return "an amount beyond what is counted";
  if (*top == 0) return fmt::format("{}", *whole);
  return *whole == 0 ? fmt::format("{}/{}", *top, *bottom)
                     : fmt::format("{} {}/{}", *whole, *top, *bottom);
}

}  // namespace origo
