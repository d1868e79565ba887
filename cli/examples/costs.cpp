// Net cost from cost elements: of one good, or of several that share costs.
#include "cli/examples/costs.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/examples/convert.hpp"
#include "cli/examples/wording.hpp"

namespace origo::examples {
namespace {

// What a member of a table of costs is.
enum class Element : std::uint8_t { Cost, Excluded, Originating, Foreign };

Element element_named(std::string_view name) {
  if (holds(name, "exclu")) return Element::Excluded;
  if (holds(name, "orig")) {
    return holds(name, "non") ? Element::Foreign : Element::Originating;
  }
  return Element::Cost;
}

constexpr std::string_view kTables[] = {
    "product_costs", "period_costs", "other_costs",        "excluded_costs",
    "orig",          "nonorig",      "other_product",      "period",
    "excluded",      "other",        "other_product_costs"};

// The costs of one good.
class Costs {
 public:
  Costs(std::string prefix, Draft& draft)
      : prefix_(std::move(prefix)), draft_(draft) {}

  void add(const std::string& name, const Member& it) {
    add(name, it, element_named(name));
  }

  void add(const std::string& name, const Member& it, Element element) {
    if (it.is_object() || it.is_array()) {
      for (const auto& [part, member] : it.items()) {
        const Element own = element_named(part);
        add(name + "_" + part, member,
            element == Element::Excluded ? element : own);
      }
      return;
    }
    const Printed amount = it.number();
    if (element == Element::Originating || element == Element::Foreign) {
      Part part;
      part.title = name;
      part.value = amount.millionths;
      part.status =
          element == Element::Foreign ? "non-originating" : "originating";
      parts.push_back(std::move(part));
    }
    const std::string fact =
        draft_.attribute(prefix_ + name, "money", prefix_ + name);
    lines.push_back(fact + " " + draft_.money(amount));
    (element == Element::Excluded ? excluded_ : counted_).push_back(fact);
  }

  [[nodiscard]] bool has_excluded() const { return !excluded_.empty(); }
  [[nodiscard]] std::string total() const {
    return fmt::format("{}", fmt::join(counted_, " + "));
  }
  [[nodiscard]] std::string excluded() const {
    return fmt::format("{}", fmt::join(excluded_, " + "));
  }
  [[nodiscard]] std::string net() const {
    std::string text = total();
    for (const std::string& it : excluded_) text += " - " + it;
    return text;
  }

  std::vector<std::string> lines;
  std::vector<Part> parts;

 private:
  std::string prefix_;
  Draft& draft_;
  std::vector<std::string> counted_;
  std::vector<std::string> excluded_;
};

// Everything below `it` that is filed under `group`.
void collect(const std::string& name, const Member& it,
             const std::string& group, Costs& costs) {
  if (!it.is_object()) return;
  if (const Member own = it[group]) {
    costs.add(name, own);
    return;
  }
  for (const auto& [part, member] : it.items()) {
    collect(name + "_" + part, member, group, costs);
  }
}

}  // namespace

bool has_costs(const Member& facts) {
  return facts.has("product_costs") || facts.has("period_costs") ||
         facts.has("period") || facts.has("other_product") ||
         facts.has("excluded_costs");
}

void cost_elements(const Member& facts, ConvertedGood& good, Draft& draft) {
  Costs costs("", draft);
  for (const std::string_view name : kTables) {
    if (const Member it = facts[name]) costs.add(std::string(name), it);
  }
  const std::string cite = "\n    cite \"as the example has it\"";
  // Its elements, or itself.
  if (!costs.total().empty()) {
    draft.declare("derive total_cost = " + costs.total() + cite);
  }
  if (costs.has_excluded()) {
    draft.declare("measure excluded_total = " + costs.excluded() + cite);
    draft.named["excluded_total"] = "excluded_total";
    draft.named["excluded_costs"] = "excluded_total";
  }
  draft.declare("derive net_cost = total_cost" +
                std::string(costs.has_excluded() ? " - excluded_total" : "") +
                cite);
  good.lines.insert(good.lines.end(), costs.lines.begin(), costs.lines.end());
  good.parts.insert(good.parts.end(), costs.parts.begin(), costs.parts.end());
}

void direct_costs(const Member& facts, ConvertedGood& good, Draft& draft) {
  struct Cost {
    std::string_view fact;
    std::initializer_list<std::string_view> names;
  };
  const Cost costs[] = {
      {"direct_labour_cost",
       {"direct_labour", "direct_labor", "direct_labour_cost"}},
      {"direct_overhead_cost", {"direct_overhead", "direct_overhead_cost"}},
      {"other_direct_cost", {"other_costs", "other_cost", "other"}},
      {"maker_profit", {"profit"}},
      {"local_materials", {"local_materials", "materials_produced_locally"}},
      {"direct_processing_cost",
       {"direct_costs", "direct_processing_costs", "processing_costs"}}};
  for (const Cost& cost : costs) {
    const Member it = facts.any(cost.names);
    if (!it) continue;
    good.lines.push_back(
        fmt::format("{} {}", cost.fact, draft.money(it.number())));
  }
}

bool convert_costs(const Example& example, Draft& draft) {
  const Member& facts = example.facts;
  std::vector<std::pair<std::string, Member>> groups;
  std::vector<std::pair<std::string, Member>> sums;
  Member expected = example.expected;
  if (const Member net = expected["net_cost"]; net.is_object()) expected = net;
  for (const auto& [name, it] : expected.items()) {
    if (name == "sum" || name == "total") {
      sums.emplace_back(name, it);
    } else {
      groups.emplace_back(name, it);
    }
  }
  const bool is_by_good = std::all_of(
      groups.begin(), groups.end(),
      [&facts](const auto& it) { return facts[it.first].is_object(); });
  const bool is_by_cost =
      std::any_of(groups.begin(), groups.end(), [&facts](const auto& group) {
        for (const std::string_view name :
             {"total", "total_cost", "total_costs", "excluded",
              "excluded_costs", "product_costs"}) {
          if (facts[name].has(group.first)) return true;
        }
        return false;
      });
  if (groups.empty() || (!is_by_good && !is_by_cost)) return false;
  if (is_by_good && !is_by_cost) {
    const Member first = facts[groups.front().first];
    const bool is_cost_table = std::any_of(
        std::begin(kTables), std::end(kTables),
        [&first](std::string_view name) { return first.has(name); });
    if (!is_cost_table) return false;
  }
  DraftCase each;
  each.title = example.title;
  std::string sum;
  for (const auto& [group, it] : groups) {
    Costs costs(group + "_", draft);
    if (is_by_cost) {
      for (const auto& [name, member] : facts.items()) {
        collect(name, member, group, costs);
      }
    } else {
      for (const auto& [name, member] : facts[group].items()) {
        if (!is_descriptive(name)) costs.add(name, member);
      }
    }
    const std::string measure = "net_cost_" + name_from(group);
    draft.declare(
        fmt::format("measure {} = {}\n    cite \"as the example has it\"",
                    measure, costs.net()));
    each.lines.insert(each.lines.end(), costs.lines.begin(), costs.lines.end());
    const Printed value = it.number();
    each.expected.push_back({it.path(),
                             as_printed(measure, value, " " + draft.currency),
                             {},
                             value.number,
                             false});
    sum += (sum.empty() ? "" : " + ") + measure;
  }
  for (const auto& [name, it] : sums) {
    const Printed value = it.number();
    each.expected.push_back(
        {it.path(),
         as_printed("(" + sum + ")", value, " " + draft.currency),
         {},
         value.number,
         false});
  }
  draft.cases.push_back(std::move(each));
  return true;
}

}  // namespace origo::examples
