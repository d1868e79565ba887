// Wide integers against Boost's of any width.
#include <boost/multiprecision/cpp_int.hpp>
#include <random>

#include "engine/core/wide.hpp"
#include "tests/support/catch.hpp"

namespace origo {
namespace {

using Exact = boost::multiprecision::cpp_int;

constexpr int kRounds = 200'000;

Exact exact(const Int256& value) {
  Exact result = 0;
  const bool is_negative = value.is_negative();
  for (int i = 3; i >= 0; --i) {
    const std::uint64_t limb = value.limbs[static_cast<std::size_t>(i)];
    result = (result << 64) + (is_negative ? ~limb : limb);
  }
  return is_negative ? -(result + 1) : result;
}

// Values of every width, with runs of ones and zeros.
Int256 random_value(std::mt19937_64& random) {
  Int256 value;
  const std::size_t limbs = random() % 4 + 1;
  for (std::size_t i = 0; i < limbs; ++i) {
    const bool is_run = random() % 5 == 0;
    value.limbs[i] = is_run ? (random() % 2 == 0 ? 0 : ~std::uint64_t{0})
                            : random() >> random() % 64;
  }
  return value;
}

bool fits(const Exact& value, unsigned bits) {
  const Exact limit = Exact(1) << (bits - 1);
  return value < limit && value >= -limit;
}

TEST_CASE("sums, differences and products are exact or refused") {
  std::mt19937_64 random(1);
  for (int i = 0; i < kRounds; ++i) {
    const Int256 a = random_value(random);
    const Int256 b = random_value(random);
    Int256 result;
    if (add(a, b, result)) {
      CHECK(exact(result) == exact(a) + exact(b));
    } else {
      CHECK_FALSE(fits(exact(a) + exact(b), 256));
    }
    if (subtract(a, b, result)) {
      CHECK(exact(result) == exact(a) - exact(b));
    } else {
      CHECK_FALSE(fits(exact(a) - exact(b), 256));
    }
    if (multiply(a, b, result)) CHECK(exact(result) == exact(a) * exact(b));
    CHECK((a < b) == (exact(a) < exact(b)));
  }
}

TEST_CASE("products that fit are never refused") {
  std::mt19937_64 random(2);
  for (int i = 0; i < kRounds; ++i) {
    const Int256 a = random_value(random);
    const Int256 b = random_value(random);
    Int256 result;
    const Exact product = exact(a) * exact(b);
    const Exact limit = Exact(1) << 255;
    if (product < limit && product > -limit) CHECK(multiply(a, b, result));
  }
}

TEST_CASE("quotients are cut towards zero") {
  std::mt19937_64 random(3);
  for (int i = 0; i < kRounds; ++i) {
    const Int256 a = random_value(random);
    const Int256 b = random_value(random);
    if (b.sign() == 0) continue;
    std::int64_t result = 0;
    const Exact expected = exact(a) / exact(b);
    const Exact limit = (Exact(1) << 63) - 1;
    const bool is_small = expected <= limit && expected >= -limit;
    bool is_exact = false;
    REQUIRE(quotient(a, b, 0, result, is_exact) == is_small);
    if (!is_small) continue;
    CHECK(Exact(result) == expected);
    CHECK(is_exact == (expected * exact(b) == exact(a)));
  }
}

TEST_CASE("a quotient can be had in decimal places") {
  std::int64_t result = 0;
  bool is_exact = false;
  CHECK(quotient(Int256(std::int64_t{5}), Int256(std::int64_t{8}), 6, result,
                 is_exact));
  CHECK(result == 625'000);
  CHECK(is_exact);
  CHECK(quotient(Int256(std::int64_t{-1}), Int256(std::int64_t{3}), 6, result,
                 is_exact));
  CHECK(result == -333'333);
  CHECK_FALSE(is_exact);
}

TEST_CASE("the multiplication for machines without 128 bits is the same") {
  std::mt19937_64 random(4);
  for (int i = 0; i < kRounds; ++i) {
    const std::uint64_t a = random() >> random() % 64;
    const std::uint64_t b = random() >> random() % 64;
    const Product portable = multiply_portable(a, b);
    CHECK((Exact(portable.high) << 64) + portable.low == Exact(a) * b);
  }
}

TEST_CASE("narrow sums carry from word to word") {
  std::mt19937_64 random(5);
  for (int i = 0; i < kRounds; ++i) {
    const auto a = static_cast<std::int64_t>(random());
    const auto b = static_cast<std::int64_t>(random());
    CHECK(exact(Int256(Int128(a) + Int128(b))) == Exact(a) + b);
    CHECK(exact(Int256(Int128(a) - Int128(b))) == Exact(a) - b);
    CHECK(exact(Int256(multiply_signed(a, b))) == Exact(a) * b);
    CHECK((Int128(a) - Int128(b)).sign() == (a > b) - (a < b));
  }
}

}  // namespace
}  // namespace origo
