// Tests which tariff codes the editions have, and what is near to a missing
// one.
#include "engine/hs/editions.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/catch.hpp"

namespace origo {
namespace {

using Years = std::vector<int>;

HsCode code_of(std::string_view text) {
  const auto code = parse_hs_code(text);
  REQUIRE(code.has_value());
  return *code;
}

void check(std::string_view text, const Years& expected) {
  CAPTURE(text);
  CHECK(editions_with(code_of(text)) == expected);
  for (const int year : {2012, 2017, 2022}) {
    CAPTURE(year);
    const bool is_expected =
        std::find(expected.begin(), expected.end(), year) != expected.end();
    CHECK(is_in_edition(code_of(text), year) == is_expected);
  }
}

// `expected` is empty when nothing is near.
void check_nearest(std::string_view text, int year, std::string_view expected) {
  CAPTURE(text, year);
  const auto near = nearest_code(code_of(text), year);
  const std::string found =
      near ? std::string(print_hs_code(*near).view()) : "";
  CHECK(found == expected);
}

// The codes one level below `parent`, or all chapters, that are in the edition.
std::vector<HsCode> children_of(HsCode parent, int year) {
  const int digits = parent.digits() + 2;
  std::vector<HsCode> children;
  for (std::uint64_t tens = 0; tens <= 9; ++tens) {
    for (std::uint64_t ones = 0; ones <= 9; ++ones) {
      const std::uint64_t pair = (tens << 4 | ones) << (64 - 4 * digits);
      const HsCode child = hs_code(parent.first() | pair, digits);
      if (is_in_edition(child, year)) children.push_back(child);
    }
  }
  return children;
}

TEST_CASE("a subheading is in the editions that list it") {
  const struct {
    std::string_view text;
    Years years;
  } rows[] = {
      {"0101.21", {2012, 2017, 2022}},
      {"9706.00", {2012, 2017}},
      {"9706.90", {2022}},
      {"8703.23", {2012, 2017, 2022}},
      {"8703.40", {2017, 2022}},
      {"8524.11", {2022}},
      {"8469.00", {2012}},
      {"8107.90", {2012, 2017}},
      {"4401.40", {2017}},
      {"8703.99", {}},
  };
  for (const auto& [text, years] : rows) check(text, years);
}

TEST_CASE("a heading is in the editions that have a subheading of it") {
  const struct {
    std::string_view text;
    Years years;
  } rows[] = {
      {"8703", {2012, 2017, 2022}},
      {"8469", {2012}},
      {"8803", {2012, 2017}},
      {"9620", {2017, 2022}},
      {"8524", {2022}},
      {"8700", {}},
      {"9707", {}},
  };
  for (const auto& [text, years] : rows) check(text, years);
}

TEST_CASE("the chapters are 01 to 97 without 77") {
  const Years all = {2012, 2017, 2022};
  for (const auto text : {"01", "76", "78", "87", "97"}) check(text, all);
  for (const auto text : {"00", "77", "98", "99"}) check(text, {});
}

TEST_CASE("what statistics use for unclassified goods is not a code") {
  check("9999", {});
  check("9999.99", {});
}

TEST_CASE("digits below the subheading are not looked at") {
  check("8703.40.10", {2017, 2022});
  check("8703.40.99.99", {2017, 2022});
  check("8524.11.00", {2022});
  check("8703.99.00.00", {});
}

TEST_CASE("nothing exists in an edition that is not known") {
  for (const int year : {2012, 2017, 2022}) {
    CAPTURE(year);
    CHECK(is_known_edition(year));
  }
  for (const int year : {-1, 0, 1996, 2002, 2007, 2013, 2028}) {
    CAPTURE(year);
    CHECK_FALSE(is_known_edition(year));
    CHECK_FALSE(is_in_edition(code_of("8703.23"), year));
    CHECK_FALSE(is_in_edition(code_of("87"), year));
    check_nearest("8703.99", year, "");
  }
}

TEST_CASE("a code that is not known is in no edition") {
  CHECK(editions_with(HsCode{}).empty());
  CHECK_FALSE(is_in_edition(HsCode{}, 2022));
  CHECK_FALSE(nearest_code(HsCode{}, 2022).has_value());
}

// A generated table that lost or gained a code has other totals.
TEST_CASE("an edition has all its headings and subheadings") {
  const struct {
    int year;
    std::size_t headings, subheadings;
  } rows[] = {{2012, 1224, 5205}, {2017, 1222, 5387}, {2022, 1228, 5612}};
  for (const auto& row : rows) {
    CAPTURE(row.year);
    const auto chapters = children_of(HsCode{}, row.year);
    std::size_t headings = 0;
    std::size_t subheadings = 0;
    for (const HsCode chapter : chapters) {
      for (const HsCode heading : children_of(chapter, row.year)) {
        ++headings;
        subheadings += children_of(heading, row.year).size();
      }
    }
    CHECK(chapters.size() == 96);
    CHECK(headings == row.headings);
    CHECK(subheadings == row.subheadings);
  }
}

TEST_CASE("the nearest code is the only one that is a slip away") {
  // One digit mistyped, be it in the subheading, heading or chapter.
  check_nearest("8703.04", 2012, "8703.24");
  check_nearest("8524.11", 2017, "8544.11");
  check_nearest("8702.53", 2022, "3702.53");
  // Two neighbours exchanged.
  check_nearest("8471.03", 2022, "8471.30");
}

TEST_CASE("among several slips the last code before is the nearest") {
  // 8703.10 and 8703.90 are both one digit away, as are codes of other
  // headings.
  check_nearest("8703.40", 2012, "8703.33");
  check_nearest("8703.99", 2022, "8703.90");
  check_nearest("8848", 2017, "8805");
  check_nearest("8848", 2022, "8807");
  check_nearest("9707", 2022, "9706");
}

TEST_CASE("the nearest code is not sought under another parent") {
  check_nearest("8701.00", 2022, "");
  check_nearest("8469.00", 2017, "");
  check_nearest("0300", 2022, "");
  check_nearest("0000.00", 2022, "");
  check_nearest("7701", 2022, "");
  check_nearest("9999.99", 2022, "");
}

TEST_CASE("no chapter is the nearest because many are a slip away") {
  for (const auto text : {"00", "77", "98", "99"}) {
    check_nearest(text, 2022, "");
  }
}

TEST_CASE("the nearest code of a national code is a subheading") {
  check_nearest("8471.03.00", 2022, "8471.30");
  check_nearest("8703.40.10.00", 2012, "8703.33");
}

}  // namespace
}  // namespace origo
