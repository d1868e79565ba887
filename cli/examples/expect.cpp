// What an example expects, as expectations of the language.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <optional>

#include "cli/examples/boundary.hpp"
#include "cli/examples/codes.hpp"
#include "cli/examples/good.hpp"

namespace origo::examples {
namespace {

std::string without(std::string text, std::string_view ending) {
  if (text.ends_with(ending)) text.resize(text.size() - ending.size());
  return text;
}

// Whether a text says that something is met; nothing where it says neither.
std::optional<bool> met(const std::string& text) {
  for (const std::string_view word :
       {"pass", "met", "satisf", "respected", "yes", "originating"}) {
    if (text.starts_with(word)) return true;
  }
  for (const std::string_view word :
       {"fail", "not ", "exceeded", "no", "non-originating"}) {
    if (text.starts_with(word)) return false;
  }
  return {};
}

// What a source is known to print wrong may be off by a twentieth.
std::string nearly(const std::string& measure, const Printed& value,
                   const std::string& unit) {
  const std::int64_t slip = std::abs(value.millionths) / 20;
  return fmt::format("{0} >= {1}{3} and {0} <= {2}{3}", measure,
                     number_text(value.millionths - slip),
                     number_text(value.millionths + slip), unit);
}

class Expecting {
 public:
  Expecting(const Example& example, ConvertedGood& good, Draft& draft)
      : example_(example), good_(good), draft_(draft) {}

  void run() {
    const Member& expected = example_.expected;
    const Member verdict = expected.any({"verdict", "result", "outcome"});
    if (verdict && verdict.is_text() && is_boundary(verdict.text())) {
      expect_boundary(example_, verdict, good_, draft_);
    } else {
      case_of(example_, good_, draft_);
      if (verdict) of_verdict(verdict);
    }
    for (const auto& [name, it] : expected.items()) {
      if (it.path() != verdict.path()) one(name, it);
    }
    draft_.cases.front().expected.insert(draft_.cases.front().expected.end(),
                                         good_.expected.begin(),
                                         good_.expected.end());
  }

 private:
  void add(const Member& it, std::string text) {
    draft_.cases.front().expected.push_back(
        {it.path(), std::move(text), {}, {}, false});
  }

  void of_verdict(const Member& it) {
    if (it.is_truth()) {
      add(it, it.truth() ? "originating" : "not originating");
      return;
    }
    const auto is_met = met(it.text());
    if (!is_met) it.refuse("is no verdict that is mapped");
    add(it, *is_met ? "originating" : "not originating");
  }

  void one(const std::string& name, const Member& it) {
    for (const std::string_view list :
         {"blocked_headings", "blocked", "failing", "failing_materials"}) {
      if (name == list && it.is_array()) return blocked(it);
    }
    if (name == "treated_originating") {
      for (const auto& [index, code] : it.items()) {
        const std::string codes = code_set(code);
        add(code, fmt::format("no non-originating materials of {0} and not (no "
                              "materials of {0})",
                              codes));
      }
      return;
    }
    if (name == "accepted") return accepted(it);
    if (name == "alternative" || name == "alternative_met") {
      add(it, "alternative " + number_text(it.number().millionths));
      return;
    }
    if (it.is_text() && !it.is_number()) return named(name, it);
    if (name == "all_core_parts_originate") {
      add(it, std::string(it.truth() ? "" : "not ") +
                  "(only originating materials)");
      return;
    }
    if (name == "usable_as_originating_material_in_B") return usable(it);
    if (it.is_truth() && draft_.named.contains(name)) {
      add(it, fmt::format("{}({})", it.truth() ? "" : "not ",
                          draft_.named.at(name)));
      return;
    }
    if (it.is_number()) number(name, it);
  }

  // `"ctc": "passes"`, `"individual": "respected"`, `"column_4": "fails"`.
  void named(const std::string& name, const Member& it) {
    const auto found = draft_.named.find(name);
    std::string requirement;
    if (name == "ctc") {
      requirement = good_.change;
    } else if (found != draft_.named.end()) {
      requirement = found->second;
    } else if (name == "rule" || name == "psr" || name.starts_with("column_")) {
      requirement = good_.requirement;
      other_columns(name);
    }
    const std::string text = it.text();
    const auto is_met = met(text);
    if (requirement.empty() || !is_met) {
      it.refuse("is not mapped");
    }
    // A change is asked about by itself, whatever a tolerance forgives.
    if (name == "ctc" && !*is_met && good_.tolerance &&
        !good_.failing.empty()) {
      add(it, fmt::format("not (no non-originating materials of {})",
                          good_.failing));
      return;
    }
    for (DraftCase& each : draft_.cases) {
      // A change that a tolerance completes counts as made.
      const bool is_forgiven =
          std::any_of(each.expected.begin(), each.expected.end(),
                      [](const Expected& expected) {
                        return expected.text == "tolerance de_minimis" ||
                               expected.text == "criterion product_rule";
                      });
      if (is_forgiven && !*is_met) continue;
      each.expected.push_back(
          {it.path(),
           fmt::format("{}({})", *is_met ? "" : "not ", requirement),
           {},
           {},
           false});
    }
  }

  // Where one column of a rule is asked about, another is beside the question.
  void other_columns(const std::string& name) {
    if (!name.starts_with("column_")) return;
    for (const auto& [other, it] : example_.facts.items()) {
      const bool is_other = other.starts_with("column_") && other != name;
      if (is_other && !example_.expected.has(other)) it.skip();
    }
  }

  // A material of each code by itself does not change as it must.
  void blocked(const Member& list) {
    for (const auto& [index, it] : list.items()) {
      const std::string code = single_code(it.text());
      if (code.empty()) it.refuse("is no tariff code");
      DraftCase& each = draft_.add_case("a material of " + it.text());
      each.code = good_.code;
      each.lines.push_back(
          fmt::format("material \"blocked\" {} non-originating", code));
      // By itself, whatever a tolerance would forgive.
      const std::string is_selected =
          "no non-originating materials of " + good_.failing;
      const bool is_told = good_.tolerance && !good_.failing.empty();
      each.expected.push_back(
          {it.path(),
           "not (" + (is_told ? is_selected : good_.change) + ")",
           {},
           {},
           false});
    }
  }

  // Each of these sets of materials, alone.
  void accepted(const Member& list) {
    draft_.cases.clear();
    for (const auto& [index, it] : list.items()) {
      DraftCase& each =
          draft_.add_case(fmt::format("accepted materials {}", index));
      each.code = good_.code;
      for (const auto& [place, name] : it.items()) {
        each.lines.push_back(
            fmt::format("material \"{}\" 9999 non-originating tagged {}",
                        name.text(), name_from(name.text())));
      }
      each.expected.push_back(
          {it.path(), "(" + good_.requirement + ")", {}, {}, false});
      each.expected.push_back({it.path(), "originating", {}, {}, false});
    }
    if (draft_.cases.empty()) list.refuse("accepts nothing");
  }

  // Goods of a list count as originating in whatever they are used.
  void usable(const Member& it) {
    DraftCase& each = draft_.add_case("as a material of another good");
    each.lines.push_back(
        fmt::format("material \"listed\" {} non-originating", good_.code));
    each.expected.push_back({it.path(),
                             std::string(it.truth() ? "" : "not ") +
                                 "(no non-originating materials)",
                             {},
                             {},
                             false});
  }

  void number(const std::string& printed_name, const Member& it) {
    const std::string name = without(printed_name, "_printed");
    std::string measure;
    std::string unit = " " + draft_.currency;
    if (name == "vnm" || name == "VNM") {
      measure = "value of non-originating materials";
    } else if (name == "vom" || name == "VOM") {
      measure = "value of originating materials";
    } else if (name == "net_cost" || name == "total_cost" ||
               name == "transaction_value" || name == "adjusted_value") {
      measure = name;
    } else if (draft_.named.contains(name)) {
      measure = draft_.named.at(name);
      if (name.ends_with("_pct")) unit = "%";
    } else if (const std::string share = share_named(name); !share.empty()) {
      measure = share;
      unit = "%";
    }
    if (measure.empty()) it.refuse("is not mapped");
    const Printed value = it.number();
    // The verdict decides.
    const bool is_print = printed_name != name && example_.has_erratum &&
                          example_.expected.has("verdict");
    draft_.cases.front().expected.push_back(
        {it.path(), as_printed(measure, value, unit),
         is_print ? nearly(measure, value, unit) : std::string(), value.number,
         false});
  }

  [[nodiscard]] std::string share_named(const std::string& name) const {
    if (name == "rvc_pct" || name == "rvc" || name == "content_pct" ||
        name == "qvc_pct") {
      return good_.content;
    }
    const std::string foreign = "value of non-originating materials";
    if (name == "nom_pct" || name == "maxnom_pct" || name == "vnm_pct" ||
        name == "non_originating_pct" || name == "non_originating_value_pct") {
      return good_.base.empty() ? "" : foreign + " / " + good_.base;
    }
    if (name == "sum_pct" && draft_.named.contains("sum")) {
      return "(" + draft_.named.at("sum") + ") / net_weight";
    }
    if (!good_.tolerance) return "";
    const std::string what = good_.tolerance->is_weight ? "weight" : "value";
    const bool is_said = std::any_of(good_.parts.begin(), good_.parts.end(),
                                     [](const Part& it) { return it.fails; });
    const bool is_failing =
        name == "failing_" + what + "_pct" || name == "failing_pct";
    if (is_failing && !is_said && !good_.failing.empty()) {
      return fmt::format("{} of non-originating materials of {} / {}", what,
                         good_.failing, good_.tolerance->base);
    }
    if (is_failing) {
      return fmt::format("{} of non-originating materials tagged x_fails / {}",
                         what, good_.tolerance->base);
    }
    if (name == "elastomeric_" + what + "_pct" || name == "elastomeric_pct") {
      return fmt::format(
          "{} of non-originating materials tagged x_elastomeric / {}", what,
          good_.tolerance->base);
    }
    return "";
  }

  const Example& example_;
  ConvertedGood& good_;
  Draft& draft_;
};

}  // namespace

DraftCase& case_of(const Example& example, const ConvertedGood& good,
                   Draft& draft) {
  DraftCase& it = draft.add_case(example.title);
  it.code = good.code + good.code_dates;
  it.lines = good.lines;
  for (const auto& [fact, amount] : good.bases) {
    it.lines.push_back(fact + " " + draft.money(amount));
  }
  if (good.scale.whole != 0) {
    const std::string whole = number_text(good.scale.whole);
    if (good.scale.is_weight) {
      it.lines.push_back(fmt::format("net_weight {} g", whole));
      if (good.tolerance && good.tolerance->base != "net_weight") {
        it.lines.push_back(fmt::format("{} {} g", good.tolerance->base, whole));
      }
    } else if (good.bases.empty()) {
      it.lines.push_back("transaction_value " + draft.money(good.scale.whole));
    }
  }
  for (const Part& part : good.parts) {
    it.lines.push_back(line_of(part, draft));
  }
  return it;
}

void expect_of_good(const Example& example, ConvertedGood& good, Draft& draft) {
  Expecting(example, good, draft).run();
}

}  // namespace origo::examples
