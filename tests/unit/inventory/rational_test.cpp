// Fractions in 256 bits: lowest terms, rounding, text, and what does not fit.
#include "engine/inventory/rational.hpp"

#include "tests/support/catch.hpp"

namespace origo::inventory {
namespace {

Rational part(std::int64_t above, std::int64_t below) {
  return Rational(above) / Rational(below);
}

TEST_CASE("fractions are kept in lowest terms") {
  CHECK(part(6, 4) == part(3, 2));
  CHECK(part(-6, 4) == part(6, -4));
  CHECK(part(1, 3) + part(1, 6) == part(1, 2));
  CHECK(part(1, 3) - part(1, 3) == Rational());
  CHECK(part(2, 3) * part(9, 4) == part(3, 2));
  CHECK(part(2, 3) / part(4, 9) == part(3, 2));
  CHECK(Rational::of(parse_decimal("1.05").value) == part(21, 20));
  CHECK(part(1, 3) < part(1, 2));
  CHECK_FALSE(part(1, 2) < part(1, 2));
}

TEST_CASE("a middle is rounded upwards") {
  struct Row {
    Rational value;
    int places;
    Rational rounded;
  };
  const Row rows[] = {
      {part(1, 2), 0, Rational(1)},
      {part(-1, 2), 0, Rational(0)},
      {part(-3, 4), 0, Rational(-1)},
      {part(1050, 3100), 2, part(34, 100)},
      {part(4720, 4400), 2, part(107, 100)},
      {part(1, 8), 2, part(13, 100)},
      {part(-1, 8), 2, part(-12, 100)},
      {Rational(7), 6, Rational(7)},
  };
  for (const Row& row : rows) {
    CAPTURE(row.value.fraction());
    CHECK(row.value.rounded(row.places) == row.rounded);
  }
}

TEST_CASE("text is cut, and says whether it is exact") {
  bool is_exact = false;
  CHECK(part(2, 3).text(4, is_exact) == "0.6666");
  CHECK_FALSE(is_exact);
  CHECK(part(-21, 20).text(2, is_exact) == "-1.05");
  CHECK(is_exact);
  CHECK(Rational(12).text(0, is_exact) == "12");
  CHECK(part(23250, 13).fraction() == "1788 6/13");
  CHECK(part(-1, 3).fraction() == "-1/3");
  CHECK(Rational().fraction() == "0");
}

TEST_CASE("what does not fit has no value, and nothing made of it has") {
  Rational power(3);
  for (int i = 0; i < 7; ++i) power = power * power;
  CHECK(power.is_valid());
  const Rational beyond = power * power;
  CHECK_FALSE(beyond.is_valid());
  CHECK_FALSE((beyond + Rational(1)).is_valid());
  CHECK_FALSE(beyond.rounded(2).is_valid());
  CHECK_FALSE((Rational(1) / Rational()).is_valid());
  // What cancels never has to fit.
  CHECK((power * (Rational(1) / power)) == Rational(1));
}

}  // namespace
}  // namespace origo::inventory
