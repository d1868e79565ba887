// Tariff codes, ranges, dates and countries as they are read and written.
#include "engine/core/hs_code.hpp"

#include <string>

#include "engine/core/country.hpp"
#include "engine/core/date.hpp"
#include "tests/support/catch.hpp"

namespace origo {
namespace {

TEST_CASE("codes are read with and without points") {
  for (const std::string_view text : {"8703.23", "870323"}) {
    CHECK(print_hs_code(*parse_hs_code(text)).view() == "8703.23");
  }
  CHECK(print_hs_code(*parse_hs_code("8703.23.10")).view() == "8703.23.10");
  CHECK(print_hs_code(*parse_hs_code("0207")).view() == "0207");
  CHECK(print_hs_code(*parse_hs_code("87")).view() == "87");
}

TEST_CASE("what is no code is not read") {
  for (const std::string_view text :
       {"", "8", "870", "87032", "8703.2", "87.03", "8703-23", "87032310999",
        "8703.", "870A", "8703..23", " 8703"}) {
    CAPTURE(std::string(text));
    CHECK_FALSE(parse_hs_code(text).has_value());
  }
}

TEST_CASE("a code knows its levels") {
  const HsCode code = *parse_hs_code("8703.23");
  CHECK(code.digits() == 6);
  CHECK(code.reaches(Level::Heading));
  CHECK_FALSE(code.reaches(Level::Item));
  CHECK(truncated(code, Level::Heading) == *parse_hs_code("8703"));
  CHECK(truncated(code, Level::Item) == code);
}

TEST_CASE("a range holds all that begins within it") {
  const HsRange range =
      range_of(*parse_hs_code("8407"), *parse_hs_code("8409"));
  for (const std::string_view text : {"8407", "8407.10", "8409.99.99"}) {
    const HsCode code = *parse_hs_code(text);
    CHECK(range.contains(code.first()));
    CHECK(range.contains(code.last()));
  }
  CHECK_FALSE(range.contains(parse_hs_code("8410")->first()));
  CHECK_FALSE(range.contains(parse_hs_code("8406.90")->last()));
}

TEST_CASE("ranges are written as rules write them") {
  const auto written = [](std::string_view first, std::string_view last) {
    return std::string(
        print_hs_range(range_of(*parse_hs_code(first), *parse_hs_code(last)))
            .view());
  };
  CHECK(written("8703.21", "8703.90") == "8703.21 - 8703.90");
  CHECK(written("8703", "8703") == "8703");
  CHECK(written("87", "87") == "chapter 87");
  CHECK(written("84", "85") == "chapter 84 - 85");
}

TEST_CASE("only days that exist are read") {
  CHECK(parse_date("1970-01-01")->days == 0);
  CHECK(parse_date("2000-02-29").has_value());
  for (const std::string_view text :
       {"1900-02-29", "2023-02-30", "2023-13-01", "2023-00-10", "2023-1-01",
        "20230101", "0000-01-01", "2023/01/01", ""}) {
    CAPTURE(std::string(text));
    CHECK_FALSE(parse_date(text).has_value());
  }
  for (int days = -700'000; days < 2'900'000; days += 9'973) {
    CHECK(parse_date(print_date({days}).view())->days == days);
  }
}

TEST_CASE("countries are two capitals") {
  CHECK(print_country(*parse_country("MX")).view() == "MX");
  CHECK(print_country(*parse_country("ZZ")).view() == "ZZ");
  for (const std::string_view text : {"", "M", "mx", "MEX", "M1"}) {
    CHECK_FALSE(parse_country(text).has_value());
  }
}

TEST_CASE("a process has room for six places") {
  std::int64_t places = 0;
  for (const std::string_view text :
       {"US", "MX", "CA", "US", "JP", "DE", "FR"}) {
    const auto more = add_place(places, *parse_country(text));
    REQUIRE(more.has_value());
    places = *more;
  }
  CHECK_FALSE(add_place(places, *parse_country("IT")).has_value());
}

}  // namespace
}  // namespace origo
