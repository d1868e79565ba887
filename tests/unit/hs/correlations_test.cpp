// Tests what codes became of others from edition to edition.
#include "engine/hs/correlations.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "engine/hs/editions.hpp"
#include "tests/support/catch.hpp"

namespace origo {
namespace {

HsCode code_of(std::string_view text) {
  const auto code = parse_hs_code(text);
  REQUIRE(code.has_value());
  return *code;
}

std::string correlated_text(std::string_view text, int from, int to) {
  std::string codes;
  for (const HsCode it : correlated(code_of(text), from, to)) {
    codes += (codes.empty() ? "" : " ");
    codes += print_hs_code(it).view();
  }
  return codes;
}

TEST_CASE("a code that no edition touched stays, with its national digits") {
  for (const int from : {2012, 2017, 2022}) {
    for (const int to : {2012, 2017, 2022}) {
      CAPTURE(from, to);
      CHECK(correlated_text("0101.21", from, to) == "0101.21");
      CHECK(correlated_text("0101.21.00.10", from, to) == "0101.21.00.10");
      CHECK(correlated_text("0101", from, to) == "0101");
    }
  }
}

TEST_CASE("a code that was split is a set of codes") {
  // HS 2017 gave electric and hybrid vehicles subheadings of their own.
  CHECK(correlated_text("8703.22", 2012, 2017) == "8703.22 8703.40 8703.60");
  CHECK(correlated_text("8703.22.10", 2012, 2017) == "8703.22 8703.40 8703.60");
  CHECK(correlated_text("8703.22", 2017, 2012) == "8703.22");
  CHECK(correlated_text("8703.22.10", 2017, 2012) == "8703.22");
}

TEST_CASE("a code may have come from several") {
  CHECK(correlated_text("8703.40", 2022, 2012) ==
        "8703.21 8703.22 8703.23 8703.24 8703.90");
  CHECK(correlated_text("8703", 2022, 2012) == "8703");
}

TEST_CASE("correlations lie in the edition asked for, and can be walked back") {
  for (const int from : {2012, 2017, 2022}) {
    for (const int to : {2012, 2017, 2022}) {
      if (from == to) continue;
      for (const int chapter : {3, 27, 29, 30, 44, 84, 87}) {
        const HsCode all = hs_code(
            static_cast<std::uint64_t>(chapter / 10 * 16 + chapter % 10) << 56,
            2);
        for (const HsCode code : subheadings_of(all, from)) {
          const auto found = correlated(code, from, to);
          CAPTURE(from, to, print_hs_code(code).view());
          // One subheading was deleted without a successor.
          CHECK((!found.empty() || print_hs_code(code).view() == "3002.19"));
          CHECK(std::is_sorted(found.begin(), found.end()));
          if (found.empty()) continue;
          for (const HsCode it : {found.front(), found.back()}) {
            CHECK(is_in_edition(it, to));
            const auto back = correlated(it, to, from);
            CHECK(std::find(back.begin(), back.end(), code) != back.end());
          }
        }
      }
    }
  }
}

}  // namespace
}  // namespace origo
