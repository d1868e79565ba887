// Levels of sheets in all the ways they are written.
#include "cli/sheet_levels.hpp"

#include "tests/support/catch.hpp"

namespace origo {
namespace {

TEST_CASE("levels are numbers, with as many points in front or none") {
  CHECK(level_of("0", false) == 0U);
  CHECK(level_of("12", false) == 12U);
  CHECK(level_of(".1", false) == 1U);
  CHECK(level_of("...3", false) == 3U);
  for (const char* text : {"", ".", "..1", "1.", "-1", "a", "1 2", "99999"}) {
    INFO(text);
    CHECK_FALSE(level_of(text, false));
  }
}

TEST_CASE("positions have a level for each number") {
  CHECK(level_of("3", true) == 1U);
  CHECK(level_of("3.10", true) == 2U);
  CHECK(level_of("1.2.3", true) == 3U);
  for (const char* text : {"", ".1", "1.", "1..2", "1.a"}) {
    INFO(text);
    CHECK_FALSE(level_of(text, true));
  }
}

TEST_CASE("one position makes a column of positions") {
  CHECK(are_positions({"1", "1.1", "2"}));
  CHECK_FALSE(are_positions({"1", "2", "1"}));
  CHECK_FALSE(are_positions({".1", "..2", ""}));
}

}  // namespace
}  // namespace origo
