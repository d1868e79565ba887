// Decimals as they are read and written.
#include "engine/core/decimal.hpp"

#include <string>

#include "engine/core/bits.hpp"
#include "tests/support/catch.hpp"

namespace origo {
namespace {

struct Row {
  std::string_view text;
  std::int64_t millionths;
  DecimalError error;
};

TEST_CASE("decimals are read exactly or refused") {
  const Row rows[] = {
      {"0", 0, DecimalError::None},
      {"62.5", 62'500'000, DecimalError::None},
      {"-0.000001", -1, DecimalError::None},
      {"007", 7'000'000, DecimalError::None},
      {"1.0000000", 1'000'000, DecimalError::None},
      {"9223372036854.775807", 9'223'372'036'854'775'807, DecimalError::None},
      {"9223372036854.775808", 0, DecimalError::OutOfRange},
      {"99999999999999999999", 0, DecimalError::OutOfRange},
      {"0.0000001", 0, DecimalError::TooManyPlaces},
      {"1.", 0, DecimalError::Malformed},
      {".5", 0, DecimalError::Malformed},
      {"", 0, DecimalError::Malformed},
      {"-", 0, DecimalError::Malformed},
      {"1e3", 0, DecimalError::Malformed},
      {"1 000", 0, DecimalError::Malformed},
      {"1,5", 0, DecimalError::Malformed},
      {"1.2.3", 0, DecimalError::Malformed},
  };
  for (const Row& row : rows) {
    CAPTURE(std::string(row.text));
    const ParsedDecimal parsed = parse_decimal(row.text);
    CHECK(parsed.error == row.error);
    if (row.error == DecimalError::None) {
      CHECK(parsed.value.millionths == row.millionths);
    }
  }
}

TEST_CASE("decimals are written as they are, with as many places as asked") {
  CHECK(print_decimal({62'500'000}).view() == "62.5");
  CHECK(print_decimal({62'500'000}, 2).view() == "62.50");
  CHECK(print_decimal({-1}).view() == "-0.000001");
  CHECK(print_decimal({0}).view() == "0");
  CHECK(print_decimal({9'223'372'036'854'775'807}).view() ==
        "9223372036854.775807");
}

TEST_CASE("what is written is read back") {
  for (std::int64_t value = 1; value > 0; value = value * 7 + 3) {
    CHECK(parse_decimal(print_decimal({value}).view()).value.millionths ==
          value);
    if (value > std::int64_t{1} << 59) break;
  }
}

TEST_CASE("bits are counted") {
  CHECK(count_bits(0) == 0);
  CHECK(count_bits(~std::uint64_t{0}) == 64);
  for (unsigned i = 0; i < 64; ++i) {
    CHECK(count_bits(std::uint64_t{1} << i) == 1);
    CHECK(count_bits((std::uint64_t{1} << i) - 1) == i);
  }
}

}  // namespace
}  // namespace origo
