// Interval arithmetic: bounds that hold for every value within.
#include "engine/eval/interval.hpp"

#include <algorithm>
#include <cstdint>

#include "tests/support/catch.hpp"

namespace origo {
namespace {

using bytecode::Relation;

Ratio whole(std::int64_t low, std::int64_t high) {
  Ratio result;
  result.low.numerator = Int256(low);
  result.high.numerator = Int256(high);
  result.has_low = result.has_high = true;
  return result;
}

Ratio from(std::int64_t low) {
  Ratio result = whole(low, low);
  result.has_high = false;
  return result;
}

// `a RELATION b` for all, some or none of the values.
Truth compared(const Ratio& a, Relation relation, const Ratio& b) {
  Truth truth = Truth::Unknown;
  REQUIRE(compare(a, b, relation, truth));
  return truth;
}

bool is_exactly(const Ratio& a, std::int64_t low, std::int64_t high) {
  return a.has_low && a.has_high &&
         compared({a.low, a.low, true, true}, Relation::Equal,
                  whole(low, low)) == Truth::Met &&
         compared({a.high, a.high, true, true}, Relation::Equal,
                  whole(high, high)) == Truth::Met;
}

TEST_CASE("operations on bounds bound the operation") {
  // Every pair of small intervals, held against every pair of their values.
  for (std::int64_t a = -3; a <= 3; ++a) {
    for (std::int64_t b = a; b <= 3; ++b) {
      for (std::int64_t c = -3; c <= 3; ++c) {
        for (std::int64_t d = c; d <= 3; ++d) {
          const Ratio left = whole(a, b);
          const Ratio right = whole(c, d);
          const auto [low, high] = std::minmax({a * c, a * d, b * c, b * d});
          Ratio result;
          CAPTURE(a, b, c, d);
          REQUIRE(add(left, right, result));
          CHECK(is_exactly(result, a + c, b + d));
          REQUIRE(subtract(left, right, result));
          CHECK(is_exactly(result, a - d, b - c));
          REQUIRE(multiply(left, right, result));
          CHECK(is_exactly(result, low, high));
          REQUIRE(least(left, right, result));
          CHECK(is_exactly(result, std::min(a, c), std::min(b, d)));
          REQUIRE(greatest(left, right, result));
          CHECK(is_exactly(result, std::max(a, c), std::max(b, d)));
          REQUIRE(hull(left, right, result));
          CHECK(is_exactly(result, std::min(a, c), std::max(b, d)));
        }
      }
    }
  }
}

TEST_CASE("a share of nothing, or of less, has no bounds") {
  for (const Ratio& base : {whole(0, 0), whole(-2, 0), whole(-5, -1)}) {
    Ratio result = whole(1, 1);
    REQUIRE(divide(whole(1, 2), base, result));
    CHECK_FALSE(result.has_low);
    CHECK_FALSE(result.has_high);
  }
  Ratio result;
  REQUIRE(divide(whole(6, 12), whole(2, 3), result));
  CHECK(is_exactly(result, 2, 6));
}

TEST_CASE("an open end stays open") {
  Ratio result;
  REQUIRE(add(from(1), whole(2, 3), result));
  CHECK(result.has_low);
  CHECK_FALSE(result.has_high);
  REQUIRE(subtract(whole(2, 3), from(1), result));
  CHECK_FALSE(result.has_low);
  CHECK(result.has_high);
  // Nothing, times whatever it is, is nothing.
  REQUIRE(multiply(whole(0, 0), from(1), result));
  CHECK(is_exactly(result, 0, 0));
}

TEST_CASE("a comparison is decided when all values agree") {
  CHECK(compared(whole(5, 7), Relation::AtLeast, whole(5, 5)) == Truth::Met);
  CHECK(compared(whole(4, 7), Relation::AtLeast, whole(5, 5)) ==
        Truth::Unknown);
  CHECK(compared(whole(1, 4), Relation::AtLeast, whole(5, 5)) == Truth::NotMet);
  CHECK(compared(whole(1, 5), Relation::AtMost, whole(5, 5)) == Truth::Met);
  CHECK(compared(from(5), Relation::AtLeast, whole(5, 5)) == Truth::Met);
  CHECK(compared(from(4), Relation::AtMost, whole(5, 5)) == Truth::Unknown);
  CHECK(compared(from(6), Relation::AtMost, whole(5, 5)) == Truth::NotMet);
}

TEST_CASE("a product too wide for its bounds is refused") {
  Ratio wide = whole(1, 1);
  bool fits = true;
  for (int i = 0; i < 5 && fits; ++i) {
    Ratio product;
    fits = multiply(wide, whole(INT64_MAX, INT64_MAX), product);
    wide = product;
  }
  CHECK_FALSE(fits);
}

}  // namespace
}  // namespace origo
