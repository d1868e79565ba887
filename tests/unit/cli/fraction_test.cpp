// Fractions: exact, and honest where they stop being so.
#include "cli/fraction.hpp"

#include "tests/support/catch.hpp"

namespace origo {
namespace {

TEST_CASE("fractions of parts are kept in lowest terms") {
  CHECK(fraction(6, 4) == fraction(3, 2));
  CHECK(fraction(1, 3) * fraction(3) == fraction(1));
  CHECK(fraction(7, 2) / fraction(-7, 4) == fraction(-2));
  CHECK(fraction(1, 3) + fraction(1, 6) == fraction(1, 2));
  CHECK(fraction(0, 5) == fraction(0));
}

TEST_CASE("a fraction is an amount when it is whole and not too large") {
  CHECK(fraction(10, 2).whole() == 5);
  CHECK_FALSE(fraction(10, 3).whole());
  const Proportion large = fraction(std::int64_t{1} << 62);
  CHECK((large * fraction(1)).whole());
  CHECK_FALSE((large * fraction(2)).whole());
}

TEST_CASE("what is too large stays so") {
  Proportion it = fraction((std::int64_t{1} << 62) - 1);
  for (int i = 0; i < 3; ++i) it = it * it;
  CHECK_FALSE(it.is_counted());
  CHECK_FALSE((it * fraction(0)).is_counted());
  CHECK_FALSE((fraction(1) / it).is_counted());
  CHECK_FALSE((it + fraction(1)).is_counted());
  CHECK_FALSE(it.whole());
}

TEST_CASE("the least common multiple, as long as it is counted") {
  CHECK(common_multiple(4, 6) == 12);
  CHECK(common_multiple(1, 1) == 1);
  CHECK_FALSE(common_multiple((std::int64_t{1} << 62) - 1, 4));
}

TEST_CASE("broken amounts are shown as they are") {
  CHECK(shown_millionths(fraction(100'000'000, 3)) == "33 1/3");
  CHECK(shown_millionths(fraction(2'000'000)) == "2");
  CHECK(shown_millionths(fraction(500'000)) == "1/2");
}

}  // namespace
}  // namespace origo
