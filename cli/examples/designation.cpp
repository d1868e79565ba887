// Who may designate which self-produced material, and where the tools that a
// buyer provides are counted: rules/common/materials.roo.
#include <fmt/format.h>

#include <algorithm>

#include "cli/examples/convert.hpp"
#include "cli/examples/wording.hpp"

namespace origo::examples {
namespace {

class Converter {
 public:
  Converter(const Example& example, Draft& draft)
      : example_(example), facts_(example.facts), draft_(draft) {}

  bool run() {
    draft_.use("materials.roo");
    if (facts_["producer_A"].is_object() && facts_["producer_B"].is_object()) {
      return of_two_producers();
    }
    for (const auto& [name, it] : example_.expected.items()) {
      if (name == "may_designate") return all_of(it);
      if (name.starts_with("may_designate_")) {
        return within_one_another();
      }
    }
    return of_assists();
  }

 private:
  void add(const std::string& title, bool has_content, const char* within,
           std::optional<bool> is_accumulated, const Member& expected,
           bool may) {
    DraftCase& each = draft_.add_case(title);
    each.lines.push_back(
        fmt::format("content_is_required {}", has_content ? "yes" : "no"));
    each.lines.push_back(fmt::format("designated_within {}", within));
    if (is_accumulated) {
      each.lines.push_back(
          fmt::format("accumulated {}", *is_accumulated ? "yes" : "no"));
    }
    each.expected.push_back(
        {expected.path(),
         may ? "may_be_designated" : "not may_be_designated",
         {},
         {},
         false});
  }

  // `A,B,C -> Good O (none inside another)`
  bool all_of(const Member& expected) {
    const std::string tree = facts_["tree"].text();
    if (tree.find("none inside another") == std::string::npos) {
      facts_["tree"].refuse("is not mapped");
    }
    const bool has_content = facts_["each_rvc_rule"].truth();
    std::vector<std::string> all = split(tree.substr(0, tree.find("->")), ",");
    for (const auto& [index, name] : expected.items()) {
      const auto found = std::find(all.begin(), all.end(), name.text());
      if (found == all.end()) name.refuse("is not in the tree");
      add(*found, has_content, "none", {}, name, true);
      all.erase(found);
    }
    // The list leaves out only what may not.
    for (const std::string& title : all) {
      add(title, has_content, "none", {}, expected, false);
    }
    return true;
  }

  // Materials that are objects of their own, one incorporated in the other.
  bool within_one_another() {
    facts_["tree"].skip();
    for (const auto& [key, expected] : example_.expected.items()) {
      const std::string name =
          key.substr(std::string_view("may_designate_").size());
      const Member material = facts_[name];
      if (!material.is_object()) expected.refuse("is of no material");
      const Member has_content = material["rvc_rule"];
      const Member inside = material["incorporates"];
      bool is_stacked = false;
      if (inside) {
        const Member other = facts_[inside.text()];
        if (!other.is_object()) inside.refuse("is no material");
        const bool counts = !other["rvc_rule"] || other["rvc_rule"].truth();
        is_stacked =
            other["designated"] && other["designated"].truth() && counts;
      }
      add(name, has_content && has_content.truth(), is_stacked ? "own" : "none",
          {}, expected, expected.truth());
    }
    return true;
  }

  // A supplier designated before; whether that hinders hangs on accumulation.
  bool of_two_producers() {
    const Member first = facts_["producer_A"];
    const Member second = facts_["producer_B"];
    const bool is_designated = !first["designates"].items().empty();
    first["designates"].skip();
    const std::string wanted = second["wants_to_designate"].text();
    const std::string made = second["makes"].text();
    const bool has_content = made.find("RVC rule") != std::string::npos;
    for (const Member& it : {first["product"], second["uses"]}) it.skip();
    first["rvc_pct"].skip();
    for (const bool is_accumulated : {false, true}) {
      const Member it =
          example_
              .expected[is_accumulated ? "accumulating" : "not_accumulating"];
      if (!it) continue;
      const std::string text = it.is_truth() ? "" : it.text();
      const bool may = it.is_truth()
                           ? it.truth()
                           : text.find("may not") == std::string::npos;
      if (!it.is_truth() && text.find("may") == std::string::npos) {
        it.refuse("says neither may nor may not");
      }
      add(wanted, has_content, is_designated ? "of_a_supplier" : "none",
          is_accumulated, it, may);
    }
    return true;
  }

  // Tools given free of charge: in the value of the material, not in the net
  // cost beside it. The amounts are ours where the example has none.
  bool of_assists() {
    const Member material = facts_.any({"material_X", "X"});
    if (!material.is_object()) return false;
    const Member value = facts_["tools_value"];
    const Member is_given = material["assist_tools_provided_free_by_buyer"];
    if (!value && !is_given) return false;
    if (is_given && !is_given.truth()) is_given.refuse("gives no tools");
    Printed tools;
    tools.millionths = 100'000'000;
    if (value) tools = value.number();
    material["originating"].skip();
    material["made_by"].skip();
    facts_["tools_on_books_of"].skip();
    facts_["method"].skip();
    const bool is_foreign =
        !material["originating"] || !material["originating"].truth();
    buyer(tools, is_foreign);
    maker(tools);
    return true;
  }

  void buyer(const Printed& tools, bool is_foreign) {
    DraftCase& each = draft_.add_case("the buyer of the material");
    constexpr std::int64_t kPaid = 1'000'000'000;
    constexpr std::int64_t kCost = 5'000'000'000;
    each.lines = {"acquired_value " + draft_.money(kPaid),
                  "assists " + draft_.money(tools),
                  "booked_assists " + draft_.money(tools),
                  "net_cost " + draft_.money(kCost),
                  fmt::format("material \"X\" 9999 {} {}",
                              draft_.money(kPaid + tools.millionths),
                              is_foreign ? "non-originating" : "originating")};
    const auto expect = [&](const Member& it, std::string text) {
      each.expected.push_back({it.path(), std::move(text), {}, {}, false});
    };
    const Member& expected = example_.expected;
    if (const Member it = expected["value_of_X_includes_tools"]) {
      expect(it, std::string(it.truth() ? "" : "not ") +
                     "(value_with_assists = acquired_value + " +
                     draft_.money(tools) + ")");
    }
    if (const Member it = expected["tools_in_value_of_X_for_good_A"]) {
      const Printed amount = it.number();
      expect(it,
             "value_with_assists = acquired_value + " + draft_.money(amount));
    }
    if (const Member it = expected["in_VNM_of_A"]) {
      expect(it, std::string(it.truth() ? "" : "not ") +
                     "(value of non-originating materials = "
                     "value_with_assists)");
    }
    for (const std::string_view name :
         {"tools_in_net_cost_separately", "separately_in_net_cost_of_A"}) {
      const Member it = expected[name];
      if (!it) continue;
      expect(it, std::string(it.truth() ? "not " : "") +
                     "(net_cost_without_assists = net_cost - " +
                     draft_.money(tools) + ")");
    }
  }

  // For its maker a tool is an indirect material, of the cost that his own
  // books record: none, where they are on those of the buyer.
  void maker(const Printed& tools) {
    const Member value = example_.expected["tools_value_when_testing_X"];
    const Member status = example_.expected["tools_status_when_testing_X"];
    if (!value && !status) return;
    const Member books = facts_["tools_on_books_of"];
    const bool is_bought = books && (holds(lower(books.text()), "buyer") ||
                                     is_buyer(books.text()));
    const Printed cost = is_bought ? Printed{} : tools;
    DraftCase& each = draft_.add_case("the maker of the material");
    each.lines = {
        fmt::format("material \"tools\" 9999 {} non-originating as indirect",
                    draft_.money(cost))};
    draft_.declare(
        "treat materials where (kind is indirect) as originating\n    cite "
        "\"as "
        "the example has it\"");
    if (value) {
      const Printed amount = value.number();
      each.expected.push_back({value.path(),
                               "value of materials = " + draft_.money(amount),
                               {},
                               amount.number,
                               false});
    }
    if (status) {
      if (!status.text().starts_with("originating")) {
        status.refuse("is not mapped");
      }
      each.expected.push_back(
          {status.path(), "no non-originating materials", {}, {}, false});
    }
  }

  // The one who did not make it.
  [[nodiscard]] bool is_buyer(const std::string& name) const {
    const Member maker = facts_.any({"material_X", "X"})["made_by"];
    return maker && maker.text() != name;
  }

  const Example& example_;
  const Member& facts_;
  Draft& draft_;
};

}  // namespace

bool convert_designation(const Example& example, Draft& draft) {
  return Converter(example, draft).run();
}

}  // namespace origo::examples
