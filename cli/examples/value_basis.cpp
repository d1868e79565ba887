// By what a material is valued, told in words:
// rules/common/bought_materials.roo.
#include <fmt/format.h>

#include <algorithm>
#include <regex>

#include "cli/examples/convert.hpp"
#include "cli/examples/wording.hpp"

namespace origo::examples {
namespace {

struct Basis {
  std::string_view words;
  std::string_view measure;
};
constexpr Basis kBases[] = {
#define VALUE_BASIS(words, measure) {words, #measure},
#include "cli/examples/value_bases.def"
#undef VALUE_BASIS
};

}  // namespace

bool convert_value_basis(const Example& example, Draft& draft) {
  const Member& facts = example.facts;
  const Member basis =
      example.expected.any({"value_basis", "basis", "valued_by"});
  if (!basis || !basis.is_text()) return false;
  draft.use("bought_materials.roo");
  DraftCase& each = draft.add_case(example.title);
  const auto state = [&](std::string_view fact, const Member& it) {
    if (it) {
      each.lines.push_back(
          fmt::format("{} {}", fact, draft.money(it.number())));
    }
    return static_cast<bool>(it);
  };
  const auto decide = [&](std::string_view fact, const Member& it) {
    if (!it) return;
    each.lines.push_back(fmt::format("{} {}", fact, it.truth() ? "yes" : "no"));
  };
  const Member is_imported =
      facts.any({"imported_by_producer", "producer_imports"});
  const Member is_own = facts.any({"self_produced", "own_making"});
  const Member where =
      facts.any({"purchase_country", "acquired_in", "purchased_in"});
  const bool has_price =
      state("price_paid", facts.any({"price", "price_paid", "purchase_price"}));
  state("value_at_import",
        facts.any({"adjusted_value", "value_at_import", "customs_value"}));
  state("costs_of_making", facts.any({"costs", "expenses", "total_cost"}));
  state("profit_of_making", facts["profit"]);
  state("value_by_other_articles",
        facts.any({"value_by_other_articles", "computed_value"}));
  decide("seller_is_related", facts.any({"related", "seller_related"}));
  decide("price_is_influenced", facts.any({"influenced", "price_influenced",
                                           "relationship_influenced_price"}));
  // Where it was bought, and where its seller had it from, only matters in that
  // it was bought.
  where.skip();
  for (const std::string_view silent : {"imported_from", "made_in", "seller"}) {
    facts[silent].skip();
  }
  std::string_view way;
  if (is_imported && is_imported.truth()) {
    way = "import";
  } else if (is_own && is_own.truth()) {
    way = "own_making";
  } else if (where || has_price) {
    way = "purchase";
  } else {
    basis.refuse("is of a material that is neither bought, imported nor made");
  }
  each.lines.push_back(fmt::format("came_by {}", way));
  const std::string text = basis.text();
  const std::string words = plain(text);
  const auto found = std::find_if(
      std::begin(kBases), std::end(kBases),
      [&words](const Basis& it) { return words.starts_with(it.words); });
  if (found == std::end(kBases)) basis.refuse("names no basis that is mapped");
  std::string rest = words.substr(found->words.size());
  // By which rule it is adjusted is a citation.
  static const std::regex kAdjusted(
      "^( ?\\([^)]*\\))? adjusted under (?:[a-z]+ )?(?:art(?:icle)?|s)\\.? ?");
  rest = std::regex_replace(rest, kAdjusted, "$1 under article ");
  if (!is_rest(rest)) basis.refuse("says more than its basis");
  const auto expect = [&each](const Member& it, std::string wanted,
                              std::string printed = {}) {
    each.expected.push_back(
        {it.path(), std::move(wanted), {}, std::move(printed), false});
  };
  expect(basis, fmt::format("value_of_material = {}", found->measure));
  static const std::regex kAmount("\\$?\\s?([0-9][0-9,]*(?:\\.[0-9]+)?)");
  static const std::regex kParenthesis("\\(([^)]*)\\)");
  std::smatch remark;
  if (std::regex_search(text, remark, kParenthesis)) {
    const std::string inside = remark[1].str();
    std::smatch amount;
    if (std::regex_match(inside, amount, kAmount)) {
      const Printed value = *read_printed(amount[1].str());
      expect(basis,
             as_printed("value_of_material", value, " " + draft.currency),
             value.number);
    }
  }
  for (const std::string_view name : {"value", "value_of_material", "vnm"}) {
    const Member it = example.expected[name];
    if (!it) continue;
    const Printed value = it.number();
    expect(it, as_printed("value_of_material", value, " " + draft.currency),
           value.number);
  }
  return true;
}

}  // namespace origo::examples
