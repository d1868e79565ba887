// Numbers of sheets: what they show of the decimal mark, and what they are.
#include "cli/sheet_numbers.hpp"

#include "engine/eval/good.hpp"
#include "tests/support/catch.hpp"

namespace origo {
namespace {

TEST_CASE("a number shows its mark, or leaves it open") {
  struct Row {
    const char* text;
    DecimalMark mark;
    bool is_ambiguous;
  };
  const Row rows[] = {
      {"1,234.50", DecimalMark::Point, false},
      {"1.234,50", DecimalMark::Comma, false},
      {"12,5", DecimalMark::Comma, false},
      {"12.50", DecimalMark::Point, false},
      {"1,234", DecimalMark::Unknown, true},
      {"1.234", DecimalMark::Unknown, true},
      {"0,125", DecimalMark::Comma, false},
      {"1,234,567", DecimalMark::Point, false},
      {"1.234.567", DecimalMark::Comma, false},
      {"1234,567", DecimalMark::Comma, false},
      {"$1,234.50", DecimalMark::Point, false},
      {"1 234,50 EUR", DecimalMark::Comma, false},
      {"1234", DecimalMark::Unknown, false},
      {"", DecimalMark::Unknown, false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const MarkEvidence evidence = evidence_of(row.text);
    CHECK(evidence.mark == row.mark);
    CHECK(evidence.is_ambiguous == row.is_ambiguous);
  }
}

TEST_CASE("numbers lose their grouping and nothing else") {
  CHECK(normalized("1,234.50", DecimalMark::Point).number == "1234.50");
  CHECK(normalized("1.234,50", DecimalMark::Comma).number == "1234.50");
  CHECK(normalized("1 234,50", DecimalMark::Comma).number == "1234.50");
  CHECK(normalized("1'234.50", DecimalMark::Point).number == "1234.50");
  CHECK(normalized("-12.5", DecimalMark::Point).number == "-12.5");
  CHECK(normalized("USD 7.25", DecimalMark::Point).number == "7.25");
  CHECK(normalized("USD 7.25", DecimalMark::Point).currency ==
        pack_currency("USD"));
}

TEST_CASE("what is no number is none") {
  for (const char* text : {"", "abc", "1.2.3", "12,34.5", "1,23", "1.", ".5",
                           "--1", "1e5", "12-5", "n/a"}) {
    CAPTURE(text);
    CHECK(normalized(text, DecimalMark::Point).number.empty());
  }
}

}  // namespace
}  // namespace origo
