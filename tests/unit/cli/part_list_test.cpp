// Lists of parts taken apart come to what multiplying along every path does.
#include <fmt/format.h>

#include <random>
#include <string>
#include <vector>

#include "cli/facts.hpp"
#include "cli/fraction.hpp"
#include "engine/compile.hpp"
#include "tests/support/catch.hpp"

namespace origo {
namespace {

constexpr int kParts = 7;

struct Line {
  int part;
  int quantity;
  int scrap;  // in percent
};

struct Made {
  int base = 1;
  std::vector<Line> lines;
};

using List = std::vector<Made>;

// Each part is made from later ones; the last is bought.
List random_list(std::mt19937& random) {
  const auto below = [&random](int n) {
    return static_cast<int>(random() % static_cast<unsigned>(n));
  };
  List list(kParts);
  for (int i = 0; i < kParts - 1; ++i) {
    list[static_cast<std::size_t>(i)].base = 1 + below(7);
    for (int k = i + 1; k < kParts; ++k) {
      if (k > i + 1 && below(2) == 0) continue;
      list[static_cast<std::size_t>(i)].lines.push_back(
          {k, 1 + below(5), below(2) * 5});
    }
  }
  return list;
}

std::string json_of(const List& list) {
  std::string parts;
  for (std::size_t i = 0; i < list.size(); ++i) {
    std::string lines;
    for (const Line& it : list[i].lines) {
      lines += fmt::format(
          R"({}{{"part": "P{}", "quantity": {}, "scrap": "{}%"}})",
          lines.empty() ? "" : ", ", it.part, it.quantity, it.scrap);
    }
    parts += fmt::format(R"({}{{"part": "P{}", "quantity": {})",
                         i == 0 ? "" : ", ", i, list[i].base);
    parts += lines.empty() ? R"(, "unit_value": 3})"
                           : R"(, "materials": [)" + lines + "]}";
  }
  return R"({"code": "8703.23", "facts": {"net_cost": 100},
            "materials": [{"part": "P0", "quantity": 1}], "parts": [)" +
         parts + "]}";
}

// How much of the bought part goes into one of a part.
Proportion bought_in(const List& list, std::size_t part) {
  if (list[part].lines.empty()) return fraction(1);
  Proportion sum = fraction(0);
  for (const Line& it : list[part].lines) {
    sum = sum + fraction(it.quantity * (100 + it.scrap), 100) *
                    bought_in(list, static_cast<std::size_t>(it.part));
  }
  return sum / fraction(list[part].base);
}

TEST_CASE("a list of parts comes to the sum over its paths, exactly") {
  Diagnostics diagnostics;
  const auto bytes = compile({{"t.roo",
                               "agreement T\n"
                               "rule 8703\n    require  CTH\n"
                               "    cite     \"1\"\n"}},
                             diagnostics);
  REQUIRE(bytes);
  const bytecode::Loaded loaded = bytecode::load(*bytes);
  std::mt19937 random(7);
  int multiplied = 0;
  for (int i = 0; i < 200; ++i) {
    const List list = random_list(random);
    const SourceFile source{"goods.json", json_of(list)};
    INFO(source.text);
    std::vector<FactSheet> goods;
    read_json_facts(
        loaded.image, source, [](const std::string&, Span, FactSheet&) {},
        diagnostics, goods);
    REQUIRE_FALSE(diagnostics.has_errors());
    const FactSheet& sheet = goods.front();
    Proportion quantity = fraction(0);
    Proportion value = fraction(0);
    for (std::size_t k = 0; k < sheet.materials(); ++k) {
      if (sheet.material(k).part != fmt::format("P{}", kParts - 1)) continue;
      value = value + fraction(sheet.column(k, 0));
      quantity = quantity + fraction(sheet.column(k, 2));
    }
    const Proportion expected =
        bought_in(list, 0) * fraction(sheet.multiple * limits::kDecimalScale);
    CHECK(quantity == expected);
    CHECK(value == expected * fraction(3));
    CHECK(sheet.fact(static_cast<std::size_t>(BuiltIn::NetCost)) ==
          sheet.multiple * 100 * limits::kDecimalScale);
    if (sheet.multiple > 1) ++multiplied;
  }
  CHECK(multiplied > 50);
}

}  // namespace
}  // namespace origo
