// One content over many goods: their costs and their foreign values together.
#include <fmt/format.h>

#include "cli/examples/convert.hpp"

namespace origo::examples {

bool convert_averaging(const Example& example, Draft& draft) {
  const Member& facts = example.facts;
  const Member list =
      facts.any({"units", "vehicles", "models", "goods", "core_parts"});
  if (!list.is_array() || list.items().empty()) return false;
  const Member first = list.items().front().second;
  if (!first.any({"net_cost", "nc"}) && !first.any({"vnm", "VNM"}))
    return false;
  const std::string cite = "\n    cite \"as the example has it\"";
  DraftCase each;
  each.title = example.title;
  std::string cost;
  std::string foreign;
  for (const auto& [index, it] : list.items()) {
    if (!it.is_object()) return false;
    it.any({"part", "model", "vehicle"}).skip();
    const auto state = [&](std::string_view name, std::string_view type,
                           const std::string& value) {
      const std::string fact =
          draft.attribute(std::string(name) + "_" + index, type, name);
      each.lines.push_back(fact + " " + value);
      return fact;
    };
    std::string times;
    if (const Member count = it.any({"quantity", "units", "count"})) {
      times = " * " +
              state("units", "number", number_text(count.number().millionths));
    }
    const Member own = it.any({"net_cost", "nc"});
    const Member vnm = it.any({"vnm", "VNM"});
    if (!own || !vnm) it.refuse("states no net cost and foreign value");
    cost += (cost.empty() ? "" : " + ") +
            state("net_cost", "money", draft.money(own.number())) + times;
    foreign += (foreign.empty() ? "" : " + ") +
               state("vnm", "money", draft.money(vnm.number())) + times;
  }
  draft.declare("measure all_net_cost = " + cost + cite);
  draft.declare("measure foreign_value = " + foreign + cite);
  draft.declare(
      "method RVC averaged = (all_net_cost - foreign_value) / all_net_cost" +
      cite);
  const Member required = facts.any({"requirement_pct", "required_pct"});
  if (!required) facts["requirement_pct"].refuse("is missing");
  draft.requirement = fmt::format("RVC averaged >= {}%",
                                  number_text(required.number().millionths));
  if (const Member method = facts["method"]) {
    if (method.text().find("net") == std::string::npos) {
      method.refuse("is not mapped for an average");
    }
  }
  const Member& expected = example.expected;
  const auto figure = [&each](const Member& it, const std::string& measure,
                              const std::string& unit) {
    if (!it) return;
    const Printed value = it.number();
    each.expected.push_back(
        {it.path(), as_printed(measure, value, unit), {}, value.number, false});
  };
  const std::string money = " " + draft.currency;
  figure(expected.any({"net_cost", "total_net_cost"}), "all_net_cost", money);
  figure(expected.any({"vnm", "total_vnm"}), "foreign_value", money);
  figure(expected.any({"rvc_pct", "rvc_pct_printed"}), "RVC averaged", "%");
  if (const Member verdict = expected["verdict"]) {
    const bool is_met = verdict.text().starts_with("originating");
    each.expected.push_back({verdict.path(),
                             is_met ? "originating" : "not originating",
                             {},
                             {},
                             false});
  }
  draft.cases.push_back(std::move(each));
  return true;
}

}  // namespace origo::examples
