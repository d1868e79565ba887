// Labour value content, by rules/common/labour_value.roo.
#include <fmt/format.h>

#include <algorithm>

#include "cli/examples/convert.hpp"
#include "cli/examples/requirement.hpp"
#include "cli/examples/wording.hpp"

namespace origo::examples {
namespace {

struct Amount {
  std::string_view fact;
  std::initializer_list<std::string_view> names;
};

class Converter {
 public:
  Converter(const Example& example, Draft& draft)
      : example_(example), facts_(example.facts), draft_(draft) {}

  bool run() {
    const bool has_shape = facts_.has("hwm") || facts_.has("apv") ||
                           facts_.has("high_wage_material_cost") ||
                           facts_.has("high_wage_purchases");
    if (!has_shape) return false;
    draft_.use("labour_value.roo");
    each_.title = example_.title;
    const Amount amounts[] = {
        {"net_cost", {"net_cost", "nc"}},
        {"high_wage_labour_cost",
         {"hwlc", "high_wage_labour_cost", "high_wage_labor_cost"}},
        {"high_wage_material_cost", {"hwm", "high_wage_material_cost"}},
        {"high_wage_purchases", {"apv", "high_wage_purchases"}},
        {"vehicle_plant_purchases", {"tapv", "vehicle_plant_purchases"}},
        {"technology_wages", {"technology_wages", "hwtc_wages", "rd_it_wages"}},
        {"production_wages", {"production_wages", "direct_production_wages"}}};
    for (const Amount& it : amounts) {
      if (const Member stated = facts_.any(it.names)) {
        state(it.fact, draft_.money(stated.number()));
      }
    }
    refuse_both_measures();
    credits();
    points_ = points();
    total_ = fmt::format("({} + {} + {})", points_, technology_, assembly_);
    requirement();
    for (const auto& [name, it] : example_.expected.items()) one(name, it);
    draft_.cases.push_back(std::move(each_));
    return true;
  }

 private:
  void state(std::string_view fact, const std::string& value) {
    each_.lines.push_back(fmt::format("{} {}", fact, value));
  }

  // Credits are derived from wages and plants, or stated as points.
  void credits() {
    if (const Member it = facts_.any({"technology_credit_pct", "hwtc_pct"})) {
      const std::string fact = draft_.attribute("technology_credit", "percent",
                                                "credit for technology wages");
      state(fact, number_text(it.number().millionths) + "%");
      technology_ = fmt::format("least of (technology_credit_limit, {})", fact);
    } else if (!facts_.any({"technology_wages", "hwtc_wages", "rd_it_wages"})) {
      technology_ = "0%";
    }
    const Member plant =
        facts_.any({"assembly_credit", "high_wage_assembly_plant"});
    if (const Member it = facts_.any({"assembly_credit_pct", "hwac_pct"})) {
      const bool has_credit = it.number().millionths != 0;
      state("high_wage_assembly_plant", has_credit ? "yes" : "no");
      if (has_credit) {
        expect(it, fmt::format("assembly_points = {}%",
                               number_text(it.number().millionths)));
      }
    } else if (plant) {
      state("high_wage_assembly_plant", plant.truth() ? "yes" : "no");
    } else {
      assembly_ = "0%";
    }
  }

  void refuse_both_measures() const {
    const Member purchases = facts_.any(
        {"apv", "high_wage_purchases", "tapv", "vehicle_plant_purchases"});
    if (purchases && facts_.any({"hwm", "high_wage_material_cost"})) {
      purchases.refuse("stands beside a cost of materials: which counts?");
    }
  }

  // Over the net cost, or over purchases with labour on both sides or without.
  std::string points() {
    const bool has_labour = static_cast<bool>(
        facts_.any({"hwlc", "high_wage_labour_cost", "high_wage_labor_cost"}));
    if (facts_.any({"hwm", "high_wage_material_cost"})) {
      return "labour_points_of_cost";
    }
    return has_labour ? "labour_points_of_purchases_and_labour"
                      : "labour_points_of_purchases";
  }

  void requirement() {
    if (const Member it = facts_.any(
            {"requirement_pct", "lvc_requirement_pct", "required_pct"})) {
      draft_.requirement =
          fmt::format("{} {} {}%", total_, relation(facts_["op"], ">="),
                      number_text(it.number().millionths));
    }
    if (const Member it = facts_.any({"material_requirement_pct",
                                      "labour_and_material_min_pct",
                                      "material_and_labour_min_pct"})) {
      draft_.requirement +=
          fmt::format("{}{} >= {}%", draft_.requirement.empty() ? "" : " and ",
                      points_, number_text(it.number().millionths));
    }
  }

  void expect(const Member& it, std::string text, std::string printed = {}) {
    each_.expected.push_back(
        {it.path(), std::move(text), {}, std::move(printed), false});
  }

  void one(const std::string& name, const Member& it) {
    const std::string key =
        name.ends_with("_printed") ? name.substr(0, name.size() - 8) : name;
    if (key == "verdict" || key == "result") {
      if (draft_.requirement.empty()) it.refuse("has no requirement");
      const auto is_met =
          it.is_truth() ? std::optional(it.truth()) : says_met(it.text());
      if (!is_met) it.refuse("is no verdict that is mapped");
      expect(it, *is_met ? "originating" : "not originating");
      return;
    }
    std::string measure;
    if (key == "lvc_pct" || key == "lvc" || key == "labour_value_pct") {
      measure = total_;
    } else if (key == "technology_pct" || key == "hwtc_pct") {
      measure = technology_;
    } else if (key == "assembly_pct" || key == "hwac_pct") {
      measure = assembly_;
    } else if (key == "material_and_labour_pct" || key == "points_pct" ||
               key == "labour_and_material_pct") {
      measure = points_;
    }
    if (measure.empty()) it.refuse("is not mapped");
    const Printed value = it.number();
    expect(it, as_printed(measure, value, "%"), value.number);
  }

  const Example& example_;
  const Member& facts_;
  Draft& draft_;
  DraftCase each_;
  std::string points_;
  std::string technology_ = "technology_points";
  std::string assembly_ = "assembly_points";
  std::string total_;
};

}  // namespace

bool convert_labour(const Example& example, Draft& draft) {
  return Converter(example, draft).run();
}

}  // namespace origo::examples
