// A good with materials, a rule, perhaps a tolerance; and what is expected.
#include <fmt/format.h>

#include <algorithm>
#include <regex>
#include <set>

#include "cli/examples/boundary.hpp"
#include "cli/examples/codes.hpp"
#include "cli/examples/convert.hpp"
#include "cli/examples/costs.hpp"
#include "cli/examples/good.hpp"
#include "cli/examples/requirement.hpp"
#include "cli/examples/wording.hpp"

namespace origo::examples {
namespace {

// Facts of the good, and how examples call them.
struct BaseFact {
  std::string_view member;
  std::string_view fact;
};
constexpr BaseFact kBaseFacts[] = {
#define BASE(member, fact) {#member, #fact},
#include "cli/examples/bases.def"
#undef BASE
};

bool is_change(const std::string& requirement) {
  for (const std::string_view word : {"CC", "CTH", "CTSH", "CTI", "change"}) {
    if (requirement.find(word) != std::string::npos) return true;
  }
  return false;
}

// The chapters after `never`, as in `never in chapters 50-55`.
std::string chapters_never_in(const std::string& text) {
  static const std::regex kNever(
      "never (?:in )?ch(?:apters?|\\.)? ?([0-9]{1,2})(?: ?- ?([0-9]{1,2}))?",
      std::regex::icase);
  std::smatch found;
  if (!std::regex_search(text, found, kNever)) return {};
  return found[2].matched ? found[1].str() + " - " + found[2].str()
                          : found[1].str();
}

class Converter {
 public:
  Converter(const Example& example, Draft& draft)
      : example_(example), facts_(example.facts), draft_(draft) {}

  bool run() {
    if (!has_shape()) return false;
    if (const Member it = facts_["currency"]) draft_.currency = it.text();
    subject();
    bases();
    const bool is_direct = facts_["direct_labour"] || facts_["direct_labor"] ||
                           facts_["direct_costs"];
    if (is_direct) {
      direct_costs(facts_, good_, draft_);
    } else if (has_costs(facts_)) {
      cost_elements(facts_, good_, draft_);
    }
    const std::vector<Part> parts = parts_of(facts_, draft_, good_.scale);
    good_.parts.insert(good_.parts.end(), parts.begin(), parts.end());
    accumulation();
    whole_weight();
    rule();
    tolerance();
    fallback();
    notes();
    facts_["component"].skip();
    deemed();
    mixture();
    settle();
    draft_.requirement = good_.requirement;
    expect_of_good(example_, good_, draft_);
    return true;
  }

 private:
  [[nodiscard]] bool has_shape() const {
    for (const std::string_view name :
         {"good", "materials", "members", "nom", "rule", "alternatives",
          "list_rule", "origin_rule", "psr", "weight_pct_of_product", "values",
          "requirement_pct", "de_minimis", "tolerance", "limits",
          "core_parts"}) {
      if (facts_.has(name)) return true;
    }
    if (has_costs(facts_)) return true;
    return std::any_of(
        std::begin(kBaseFacts), std::end(kBaseFacts),
        [this](const BaseFact& it) { return facts_.has(it.member); });
  }

  void subject() {
    const Member good = facts_["good"];
    if (!good) return;
    if (good.is_text()) {
      const std::string text = good.text();
      if (is_code(text)) good_.code = single_code(text);
      return;
    }
    if (const Member code =
            good.any({"hs", "hs_code", "code", "chapter", "hs_chapter"})) {
      good_.code = single_code(code.text());
      if (good_.code.empty()) code.refuse("is no tariff code");
    }
    if (const Member it = good["wholly_obtained"]) {
      good_.lines.push_back(std::string("wholly_obtained ") +
                            (it.truth() ? "yes" : "no"));
    }
    // What the good is for has chosen the requirement that is given.
    for (const std::string_view name :
         {"use", "table", "component", "remanufactured"}) {
      good[name].skip();
    }
  }

  void bases() {
    for (const BaseFact& it : kBaseFacts) {
      const Member amount = facts_[it.member];
      if (!amount || !amount.is_number()) continue;
      good_.bases.emplace_back(it.fact, amount.number().millionths);
    }
    if (const Member date = facts_.any({"date", "importation_date"})) {
      good_.code_dates = " imported " + whole_date(date.text());
    }
    std::int64_t cost = 0;
    for (const auto& [name, it] : facts_.items()) {
      if (!name.starts_with("international_") || !it.is_number()) continue;
      cost += it.number().millionths;
    }
    if (cost != 0) {
      for (auto& [fact, amount] : good_.bases) {
        if (fact != "transaction_value") continue;
        const std::string gross =
            draft_.attribute("price", "money", "the price as invoiced");
        const std::string out = draft_.attribute(
            "international_shipment", "money", "international shipment");
        draft_.declare(fmt::format(
            "derive transaction_value = {} - {}\n    cite \"as the example "
            "has it\"",
            gross, out));
        good_.lines.push_back(gross + " " + draft_.money(amount));
        good_.lines.push_back(out + " " + draft_.money(cost));
        fact.clear();
      }
      std::erase_if(good_.bases, [](const auto& it) { return it.first == ""; });
    }
  }

  // A statement of the maker of a material whose production counts.
  void accumulation() {
    const Member maker = facts_["A"];
    const Member how = facts_["accumulation"];
    if (!maker && !how) return;
    accumulate(facts_, maker, how, good_, draft_);
  }

  void rule() {
    std::vector<std::string> all;
    const Member rule =
        facts_.any({"rule", "alternatives", "psr", "list_rule", "origin_rule"});
    if (rule) {
      all.push_back(requirement_of(rule, facts_, draft_));
      good_.change = change_of(rule, draft_);
      good_.failing = failing_by(rule);
      good_.base = base_of_rule(rule);
    } else if (const Member limits = facts_["limits"]; limits.is_array()) {
      all.push_back(requirement_of(facts_, facts_, draft_));
    }
    processes();
    stated_shares(all);
    for (const std::string_view word : {"bd", "bu", "tv", "nc", "fob", "fv"}) {
      const Member required = facts_[fmt::format("requirement_{}_pct", word)];
      if (!required) continue;
      const Content it = content_of(std::string(word), facts_, draft_);
      if (it.measure.empty()) required.refuse("has no base");
      draft_.named[fmt::format("rvc_{}_pct", word)] = it.measure;
      draft_.named[fmt::format("rvc_{}_pct_printed", word)] = it.measure;
      either_.push_back(fmt::format("{} >= {}%", it.measure,
                                    number_text(required.number().millionths)));
    }
    if (facts_.has("core_parts"))
      all.emplace_back("only originating materials");
    if (!either_.empty()) {
      all.push_back(fmt::format("({})", fmt::join(either_, " or ")));
    }
    if (const Member required =
            facts_.any({"requirement_pct", "rvc_requirement_pct",
                        "required_pct", "threshold_pct"})) {
      all.push_back(content(required));
    }
    if (const Member limit =
            facts_.any({"maxnom_pct", "max_nom_pct", "nom_limit_pct"})) {
      const Member named = facts_["base"];
      std::string base = named ? base_named(named.text()) : "";
      if (base.empty()) base = first_base("ex_works_price");
      all.push_back(fmt::format("MaxNOM {}% of {}",
                                number_text(limit.number().millionths), base));
      good_.base = base;
    }
    if (const Member steps = facts_.any({"steps", "phases", "phase_in"})) {
      all.push_back(stepped(steps));
    }
    if (facts_.has("members")) {
      all.push_back(set_limit());
    } else if (const Member set = facts_.any({"gri3_set", "gri_3_set"})) {
      // One that the nomenclature names is a good like any other.
      const std::string fact = draft_.attribute(
          "gri3_set", "truth", "did general rule 3 classify it as a set?");
      good_.lines.push_back(fact + (set.truth() ? " yes" : " no"));
      draft_.named["set_rule_applies"] = "good is " + fact;
      if (set.truth()) set.refuse("has no members");
    }
    good_.requirement = fmt::format("{}", fmt::join(all, " and "));
  }

  // `"lvc_pct": "40", "lvc_requirement_pct": "40"`: shares that are stated,
  // each with its own limit; and what else the facts say originates or not.
  void stated_shares(std::vector<std::string>& all) {
    constexpr std::string_view kEnding = "_requirement_pct";
    for (const auto& [name, it] : facts_.items()) {
      if (name.ends_with("_originating") && it.is_truth()) {
        const std::string fact = draft_.attribute(name, "truth", name);
        good_.lines.push_back(fact + (it.truth() ? " yes" : " no"));
        all.push_back("good is " + fact);
      }
      if (!name.ends_with(kEnding)) continue;
      const std::string share = name.substr(0, name.size() - kEnding.size());
      const Member stated = facts_[share + "_pct"];
      if (!stated) continue;
      const std::string fact = draft_.attribute(share, "percent", share);
      good_.lines.push_back(
          fmt::format("{} {}%", fact, number_text(stated.number().millionths)));
      all.push_back(
          fmt::format("{} >= {}%", fact, number_text(it.number().millionths)));
      draft_.named[share] = all.back();
    }
  }

  // What is done to the good: those that are listed.
  void processes() {
    const Member list = facts_.any({"processes", "operations"});
    std::set<std::string> open = draft_.processes;
    const auto state = [&](const std::string& name, bool is_done) {
      const std::string fact =
          draft_.attribute(name, "truth", name + ": is it done?");
      open.erase(fact);
      good_.lines.push_back(fmt::format("{} {}", fact, is_done ? "yes" : "no"));
    };
    for (const auto& [name, it] : list.items()) {
      if (it.is_truth()) {
        state(name, it.truth());
      } else {
        state(it.text(), true);
      }
    }
    // What a list of what is done leaves out is not done.
    if (!list) return;
    for (const std::string& fact : open) good_.lines.push_back(fact + " no");
  }

  // Materials of these do not change as a plain rule asks.
  static std::string failing_by(const Member& rule) {
    const Member ctc = rule["ctc"];
    if (!ctc.is_text() || rule["including"]) return "";
    const std::string word = ctc.text();
    std::string codes = word == "CC"     ? "chapter of the good"
                        : word == "CTH"  ? "heading of the good"
                        : word == "CTSH" ? "subheading of the good"
                                         : "";
    const Member except = rule.any({"except", "except_from", "excluding"});
    if (!codes.empty() && except) codes += ", " + code_set(except);
    return codes;
  }

  [[nodiscard]] std::string first_base(std::string otherwise) const {
    return good_.bases.empty() ? otherwise : good_.bases.front().first;
  }

  std::string content(const Member& required) {
    const Member method = facts_.any({"method", "rvc_method"});
    const Content it =
        content_of(method ? method.text() : example_.kind, facts_, draft_);
    if (it.measure.empty()) required.refuse("has no base");
    good_.content = it.measure;
    good_.base = it.base;
    const std::string op = relation(facts_["op"], ">=");
    std::string text = fmt::format("{} {} {}%", it.measure, op,
                                   number_text(required.number().millionths));
    for (const auto& [name, measure] :
         {std::pair{"requirement_alt_tv_pct", "RVC transaction_value"},
          std::pair{"requirement_alt_nc_pct", "RVC net_cost"}}) {
      const Member other = facts_[name];
      if (!other) continue;
      // The method is elected where it is named: the other is not claimed.
      const std::string share = number_text(other.number().millionths);
      if (method) continue;
      text = fmt::format("({} or {} {} {}%)", text, measure, op, share);
    }
    return text;
  }

  // A content that rises with the date.
  std::string stepped(const Member& steps) {
    std::string threshold =
        "threshold x_required \"required content\"\n    selected by "
        "importation\n";
    for (const auto& [index, it] : steps.items()) {
      threshold += fmt::format(
          "    {}%",
          number_text(it.any({"pct", "rvc_pct", "requirement_pct", "value"})
                          .number()
                          .millionths));
      for (const char* end : {"from", "until"}) {
        if (const Member date = it[end]) {
          threshold += fmt::format(" {} {}", end, whole_date(date.text()));
        }
      }
      threshold += '\n';
    }
    draft_.declare(threshold + "    cite \"as the example has it\"");
    draft_.named["requirement_pct"] = "x_required";
    draft_.named["required_pct"] = "x_required";
    const Member method = facts_.any({"method", "rvc_method"});
    const Content it =
        content_of(method ? method.text() : example_.kind, facts_, draft_);
    if (it.measure.empty()) steps.refuse("has no base");
    good_.content = it.measure;
    good_.base = it.base;
    return it.measure + " >= x_required";
  }

  static std::string whole_date(std::string date) {
    if (date.size() == 4) date += "-01";
    return date.size() == 7 ? date + "-01" : date;
  }

  std::string set_limit() {
    const Member set = facts_.any({"gri3_set", "gri_3_set", "set"});
    if (set.is_truth() && !set.truth()) set.refuse("says that it is no set");
    set.skip();
    const Member limit = facts_.any({"limit_pct", "limit", "max_pct"});
    if (!limit) facts_["members"].refuse("has no limit");
    good_.base = "value of materials";
    if (const Member base = facts_["base"]) {
      // Where the set has no price of its own, it is worth what is in it.
      const std::string named = base_named(base.text());
      if (named.empty()) base.refuse("names no base");
      for (const auto& [fact, amount] : good_.bases) {
        if (fact == named) good_.base = named;
      }
    }
    return fmt::format("value of non-originating materials {} {}% of {}",
                       relation(facts_["op"], "<="),
                       number_text(limit.number().millionths), good_.base);
  }

  // Where weights are no percentages, the good weighs what is stated, or what
  // its materials do, of which those outside of the component do not count.
  void whole_weight() {
    if (!good_.scale.is_weight || good_.scale.whole != 0) return;
    if (const Member it =
            facts_.any({"net_weight", "total_weight", "weight"})) {
      good_.scale.whole = it.number().millionths;
      return;
    }
    const Member tolerance = facts_.any({"de_minimis", "tolerance"});
    const bool is_basic = tolerance["base"].is_text() &&
                          holds(lower(tolerance["base"].text()), "basic");
    std::int64_t sum = 0;
    for (const Part& it : good_.parts) {
      if (it.is_outside || (is_basic && it.basics.empty())) continue;
      if (!it.weight) return;
      sum += *it.weight;
    }
    good_.scale.whole = sum;
  }

  void tolerance() {
    const Member it = facts_.any({"de_minimis", "tolerance"});
    if (!it) return;
    const Member share = it.any({"pct", "percent", "limit_pct", "max_pct"});
    if (!share) it.refuse("states no percentage");
    Tolerance& tolerance = good_.tolerance.emplace();
    tolerance.share = share.number().millionths;
    const std::string op = relation(it["op"], "<=");
    if (const Member unit = it["unit"]) {
      tolerance.is_weight = unit.text() == "weight";
    }
    tolerance.is_weight |= good_.scale.is_weight;
    tolerance.base = tolerance.is_weight ? "net_weight" : "transaction_value";
    std::string among;
    if (const Member base = it["base"]) {
      const std::string text = base.text();
      const std::string named = base_named(text);
      if (text.find("component") != std::string::npos) {
        tolerance.base = draft_.attribute(
            "component_weight", "weight",
            "weight of the component that determines the classification");
      } else if (!named.empty() && !tolerance.is_weight) {
        tolerance.base = named;
      } else if (!tolerance.is_weight) {
        base.refuse("names no base");
      }
    }
    for (const Part& part : good_.parts) {
      if (part.is_outside) among = " tagged x_in_component";
    }
    const std::string what = tolerance.is_weight ? "weight" : "value";
    std::string required =
        fmt::format("{} of failing materials{} {} {}% of {}", what, among, op,
                    number_text(tolerance.share), tolerance.base);
    if (const Member elastic = it["elastomeric_pct"]) {
      draft_.tag("elastomeric");
      required += fmt::format(
          " and {} of failing materials{} tagged x_elastomeric {} {}% of {}",
          what, among, op, number_text(elastic.number().millionths),
          tolerance.base);
    }
    declare_tolerance(required, draft_);
  }

  // Parts classified with the good: a content instead of a change.
  void fallback() {
    const Member it = facts_.any({"fallback_rule", "fallback"});
    if (!it) return;
    const auto contents = contents_in(it.text());
    if (!contents) it.refuse("states no contents for price and cost");
    good_.fallback = *contents;
    draft_.use("value_content.roo");
    const std::string outside = chapters_never_in(it.text());
    draft_.declare(fmt::format(
        "criterion value_without_change \"content instead of a change\"\n"
        "    require {}(RVC transaction_value >= {}% or RVC net_cost >= {}%)\n"
        "    cite \"as the example has it\"",
        outside.empty() ? "" : "not good of chapter " + outside + " and ",
        number_text(contents->first), number_text(contents->second)));
  }

  // What a section note takes out of the question, or adds to it.
  void notes() {
    if (const Member note = facts_["section_note"]) {
      note["chapters"].skip();
      const Member free = note["disregard_origin_of"];
      if (!free) note.refuse("is not mapped");
      draft_.declare("treat materials of " + code_set(free) +
                     " as originating\n    cite \"as the example has it\"");
      if (good_.requirement.empty()) {
        good_.requirement = "only originating materials";
      }
    }
    for (const auto& [index, it] : facts_["also_required"].items()) {
      const Member what = it.is_object() ? it.any({"what", "requirement"}) : it;
      const Member is_met = it["met"];
      const std::string text = what.text();
      const std::string fact = draft_.attribute(
          text, "truth", text + ": is what is required of it met?");
      good_.lines.push_back(fact +
                            (!is_met || is_met.truth() ? " yes" : " no"));
      also_.push_back("good is " + fact);
    }
  }

  // Goods of a list originate by importation alone.
  void deemed() {
    const Member list =
        facts_.any({"schedule2_list", "deemed_originating", "deemed_list"});
    if (!list) return;
    facts_["history"].skip();
    const std::string codes = code_set(list);
    draft_.declare("criterion deemed \"on the list\"\n    require good of " +
                   codes + "\n    cite \"as the example has it\"");
    draft_.declare("treat materials of " + codes +
                   " as originating\n    cite \"as the example has it\"");
    is_listed_ = true;
  }

  // Whether more than one basic textile material is in it: by their names, or
  // by the chapters of what has none.
  void mixture() {
    std::set<std::string> kinds;
    for (const Part& it : good_.parts) {
      for (const std::string& tag : it.basics) kinds.insert("tagged " + tag);
      if (it.basics.empty() && it.code.size() >= 4) {
        kinds.insert(
            fmt::format("of chapter {}", std::stoi(it.code.substr(0, 2))));
      }
    }
    if (kinds.empty()) return;
    std::string mixed;
    for (const std::string& kind : kinds) {
      mixed +=
          (mixed.empty() ? "" : ", ") + ("not (no materials " + kind + ")");
    }
    draft_.named["mixed"] = kinds.size() == 1
                                ? "not every material is " + *kinds.begin()
                                : "at least 2 of (" + mixed + ")";
    draft_.named["tolerance_available"] = draft_.named["mixed"];
  }

  // Gives every material the code that it must have for what is said of it.
  void settle() {
    if (good_.requirement.empty() && (good_.tolerance || good_.fallback)) {
      good_.requirement = "CTH";
      const bool is_said = std::any_of(good_.parts.begin(), good_.parts.end(),
                                       [](const Part& it) { return it.fails; });
      std::string except;
      for (Part& it : good_.parts) {
        if (it.status != "non-originating") continue;
        if (!is_said && !it.is_outside) it.fails = true;
        if (!it.fails || it.code.empty()) continue;
        except += (except.empty() ? " except " : ", ") + it.code;
      }
      good_.requirement += except;
      good_.change = good_.requirement;
    }
    const bool has_verdict = static_cast<bool>(example_.expected.any(
        {"verdict", "result", "outcome", "originating", "qualifies"}));
    if (good_.requirement.empty() && has_verdict && !is_listed_) {
      throw NotExpressed{"no requirement is stated"};
    }
    for (const std::string& it : also_) {
      good_.requirement += (good_.requirement.empty() ? "" : " and ") + it;
    }
    // What is not said to be foreign is not nothing.
    const Member verdict = example_.expected.any({"verdict", "result"});
    const bool hangs = verdict.is_text() && is_boundary(verdict.text());
    const bool is_taken_off = !good_.content.empty() &&
                              good_.content != "RVC direct" &&
                              good_.content != "RVC appraised";
    if (is_taken_off && !hangs && good_.parts.empty() &&
        !facts_.any({"vnm", "VNM", "fvnm", "vom", "VOM", "nom"})) {
      throw NotExpressed{"no value of materials is stated"};
    }
    const bool asks_change = is_change(good_.requirement);
    const Member ctc = example_.expected["ctc"];
    const bool fails = ctc && ctc.is_text() && ctc.text().starts_with("fail");
    for (Part& it : good_.parts) {
      if (it.fails && good_.tolerance) it.tags.emplace_back("x_fails");
    }
    if (good_.tolerance) draft_.tag("fails");
    for (Part& it : good_.parts) {
      if (!it.code.empty() || it.status == "originating") continue;
      const bool is_only = good_.parts.size() == 1;
      if (it.fails || it.is_outside || (fails && is_only)) {
        it.code = good_.code;
      } else if (asks_change) {
        throw NotExpressed{fmt::format(
            "`{}` has no tariff code, and a change is asked for", it.title)};
      }
    }
  }

  const Example& example_;
  const Member& facts_;
  Draft& draft_;
  ConvertedGood good_;
  std::vector<std::string> also_;
  std::vector<std::string> either_;  // contents of which one suffices
  bool is_listed_ = false;
};

}  // namespace

void declare_tolerance(const std::string& required, Draft& draft) {
  draft.declare(fmt::format(
      "tolerance de_minimis \"de minimis\"\n    for chapter 1 - 99\n"
      "    require {}\n    cite \"as the example has it\"",
      required));
}

bool convert_good(const Example& example, Draft& draft) {
  return Converter(example, draft).run();
}

}  // namespace origo::examples
