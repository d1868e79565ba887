// Costs that goods bear together, shared by the formulas of
// rules/common/allocation.roo.
#include <fmt/format.h>

#include <algorithm>

#include "cli/examples/convert.hpp"

namespace origo::examples {
namespace {

// Two terms, each rounded to the last printed place before they are subtracted.
std::string rounded_steps(const std::string& measure, const Printed& value,
                          const std::string& unit) {
  std::int64_t last = 1'000'000;
  for (int i = 0; i < value.places; ++i) last /= 10;
  return fmt::format("{0} >= {1}{3} and {0} <= {2}{3}", measure,
                     number_text(value.millionths - last),
                     number_text(value.millionths + last), unit);
}

class Converter {
 public:
  Converter(const Example& example, Draft& draft)
      : example_(example), facts_(example.facts), draft_(draft) {}

  bool run() {
    Member shared = facts_.any({"cost", "cost_to_allocate"});
    for (const auto& [name, it] : facts_.items()) {
      // `overhead`, `indirect_overhead_net`, `overhead_minus_excluded` ...
      const bool is_shared =
          name.starts_with("overhead") || name.starts_with("indirect_overhead");
      if (is_shared && it.is_number()) shared = it;
    }
    if (!shared) return false;
    const Member base = facts_.any({"base", "bases", "allocation_base"});
    const auto goods = base ? base.items() : goods_of(facts_);
    if (goods.empty()) return false;
    draft_.use("allocation.roo");
    const Member excluded = facts_.any({"excluded", "excluded_costs"});
    if (base) {
      by_base(shared, goods);
      if (excluded) excluded.refuse("is not mapped beside a base");
      return true;
    }
    by_direct_costs(shared, excluded, goods);
    return true;
  }

 private:
  // Goods are what is expected of by name.
  std::vector<std::pair<std::string, Member>> goods_of(const Member& facts) {
    std::vector<std::pair<std::string, Member>> goods;
    for (const auto& [name, it] : facts.items()) {
      const bool is_expected =
          example_.expected.has(name) ||
          example_.expected.any({"allocated", "allocated_printed"}).has(name);
      if (is_expected) goods.emplace_back(name, it);
    }
    return goods;
  }

  // Hours, units or money of each good in their sum.
  void by_base(const Member& shared,
               const std::vector<std::pair<std::string, Member>>& goods) {
    std::string total;
    std::vector<std::string> lines = {"cost_to_allocate " +
                                      draft_.money(shared.number())};
    std::vector<std::string> bases;
    for (const auto& [name, it] : goods) {
      std::string base;
      if (it.is_object()) {  // `{"units": 2000, "price": 4000}`
        for (const auto& [part, member] : it.items()) {
          const std::string fact =
              draft_.attribute(part + "_of_" + name, "number", part);
          lines.push_back(fact + " " + number_text(member.number().millionths));
          base += (base.empty() ? "" : " * ") + fact;
        }
      } else {
        base = draft_.attribute("base_of_" + name, "number",
                                "hours, units, area or money");
        lines.push_back(base + " " + number_text(it.number().millionths));
      }
      bases.push_back(base);
      total += (total.empty() ? "" : " + ") + base;
    }
    draft_.declare("measure all_bases = " + total +
                   "\n    cite \"as the example has it\"");
    for (std::size_t i = 0; i < goods.size(); ++i) {
      const std::string& name = goods[i].first;
      const std::string ratio = fmt::format("({}) / all_bases", bases[i]);
      const std::string amount =
          fmt::format("cost_to_allocate * ({}) / all_bases", bases[i]);
      DraftCase& each = draft_.add_case(example_.title + ", " + name);
      each.lines = lines;
      compare_ratio(each, name, ratio);
      compare_amount(each, name, amount);
      if (each.expected.empty()) goods[i].second.refuse("is not expected of");
    }
  }

  void compare_ratio(DraftCase& each, const std::string& good,
                     const std::string& ratio) {
    const Member it = example_.expected.any({"ratio", "ratio_printed"})[good];
    if (!it) return;
    ratio_ = it.number();
    // Numbers that exceed one are percentages.
    const bool is_percent = ratio_->millionths > 1'000'000;
    each.expected.push_back({it.path(),
                             as_printed(ratio, *ratio_, is_percent ? "%" : ""),
                             {},
                             ratio_->number,
                             false});
    if (is_percent) ratio_.reset();
  }

  // The print multiplies with the ratio as it printed it.
  void compare_amount(DraftCase& each, const std::string& good,
                      const std::string& amount) {
    const Member list = example_.expected.any(
        {"allocated", "allocated_printed", "amount", "amounts"});
    const Member it = list ? list[good] : example_.expected[good];
    if (!it) return;
    const Printed value = it.number();
    std::string chain;
    if (ratio_) {
      chain =
          as_printed("cost_to_allocate * " + number_text(ratio_->millionths),
                     value, " " + draft_.currency);
    }
    each.expected.push_back({it.path(),
                             as_printed(amount, value, " " + draft_.currency),
                             chain, value.number, false});
  }

  void by_direct_costs(
      const Member& shared, const Member& excluded,
      const std::vector<std::pair<std::string, Member>>& goods) {
    const bool is_indirect =
        shared.path().find("indirect") != std::string::npos ||
        example_.kind.find("dcr") != std::string::npos;
    struct Element {
      std::string_view fact;
      std::initializer_list<std::string_view> names;
    };
    const Element elements[] = {
        {"direct_labour", {"dlc", "direct_labour", "direct_labor"}},
        {"direct_material", {"dmc", "direct_material", "direct_materials"}},
        {"direct_overhead", {"do", "direct_overhead", "doh"}}};
    const std::string overhead = is_indirect ? "indirect_overhead" : "overhead";
    const std::string measure =
        is_indirect ? "allocated_indirect_overhead" : "allocated_overhead";
    std::vector<std::string> lines = {
        overhead + " " + draft_.money(shared.number()),
        "excluded_" + overhead + " " +
            (excluded ? draft_.money(excluded.number()) : draft_.money(0))};
    std::vector<std::vector<std::string>> facts(std::size(elements));
    std::vector<std::vector<std::string>> own(goods.size());
    for (std::size_t g = 0; g < goods.size(); ++g) {
      const auto& [name, it] = goods[g];
      for (std::size_t i = 0; i < std::size(elements); ++i) {
        const Element& element = elements[i];
        if (element.fact == "direct_overhead" && !is_indirect) continue;
        std::string amount;
        if (it.is_object()) {
          Member stated;
          for (const std::string_view spelling : element.names) {
            if (!stated) stated = it[spelling];
          }
          if (!stated && element.fact != "direct_overhead") {
            it.refuse("states no direct labour and material");
          }
          amount = stated ? draft_.money(stated.number()) : draft_.money(0);
        } else {
          // Only the sum of the direct costs enters, and only it is stated.
          amount = i == 0 ? draft_.money(it.number()) : draft_.money(0);
        }
        const std::string fact = draft_.attribute(
            fmt::format("{}_of_{}", element.fact, name), "money",
            fmt::format("{} of {}", element.fact, name));
        lines.push_back(fact + " " + amount);
        own[g].push_back(fmt::format("{} {}", element.fact, amount));
        facts[i].push_back(fact);
      }
    }
    for (std::size_t i = 0; i < std::size(elements); ++i) {
      if (facts[i].empty()) continue;
      draft_.declare(fmt::format(
          "derive total_{} = {}\n    cite \"as the example has it\"",
          elements[i].fact, fmt::join(facts[i], " + ")));
    }
    for (std::size_t g = 0; g < goods.size(); ++g) {
      const std::string& name = goods[g].first;
      DraftCase& each = draft_.add_case(example_.title + ", " + name);
      each.lines = lines;
      each.lines.insert(each.lines.end(), own[g].begin(), own[g].end());
      const Member list =
          example_.expected.any({"allocated", "allocated_printed"});
      const Member it = list ? list[name] : example_.expected[name];
      const Printed value = it.number();
      const std::string unit = " " + draft_.currency;
      each.expected.push_back(
          {it.path(), as_printed(measure, value, unit),
           excluded ? rounded_steps(measure, value, unit) : std::string(),
           value.number, false});
    }
  }

  const Example& example_;
  const Member& facts_;
  Draft& draft_;
  std::optional<Printed> ratio_;
};

}  // namespace

bool convert_allocation(const Example& example, Draft& draft) {
  return Converter(example, draft).run();
}

}  // namespace origo::examples
