// Reads rules: changes, contents, limits, and what they are joined by.
#include "cli/examples/requirement.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cli/examples/codes.hpp"
#include "cli/examples/worded_rule.hpp"
#include "cli/examples/wording.hpp"

namespace origo::examples {
namespace {

enum class Form : std::uint8_t { Down, Up, Focused, Stated };

struct Method {
  std::string_view word;    // in the name of a method, or of a kind
  std::string_view member;  // of the facts, which allows for it
  Form form;
  std::string_view measure;
  std::string_view base;
};

constexpr Method kMethods[] = {
#define METHOD(word, member, form, measure, base) \
  {word, #member, Form::form, measure, #base},
#include "cli/examples/methods.def"
#undef METHOD
};

// Facts of the good, and how examples call them.
struct BaseName {
  std::string_view member;
  std::string_view fact;
};
constexpr BaseName kBaseNames[] = {
#define BASE(member, fact) {#member, #fact},
#include "cli/examples/bases.def"
#undef BASE
};

// The amount to divide by: the one that is named, or where the method's own is
// not stated, the one that is.
std::string base_for(const Method& method, const Member& facts) {
  if (const Member named = facts["base"]; named.is_text()) {
    const std::string base = base_named(named.text());
    if (base.empty()) named.refuse("names no base");
    return base;
  }
  const bool is_derived = method.base == "net_cost";
  if (is_derived || has_base(facts, method.base)) {
    return std::string(method.base);
  }
  std::string only;
  for (const BaseName& it : kBaseNames) {
    if (!facts[it.member].is_number() || it.fact == only) continue;
    if (!only.empty()) return std::string(method.base);
    only = it.fact;
  }
  return only.empty() ? std::string(method.base) : only;
}

// A focused content is of the materials that the rule names; where the example
// only gives their value, they are those without a code.
std::string focused_codes(const Member& facts) {
  const Member named = facts.any({"named", "specified", "specified_headings",
                                  "focused_on", "named_headings"});
  return named ? code_set(named) : "9999";
}

Content content_by(const Method& method, const Member& facts, Draft& draft) {
  const std::string base = base_for(method, facts);
  Content content{std::string(method.measure), base};
  if (method.form == Form::Stated) draft.use("direct_content.roo");
  if (base == method.base && method.measure != "RVC ex_works") {
    if (method.form == Form::Focused) {
      content.measure += fmt::format("({})", focused_codes(facts));
    }
    return content;
  }
  std::string formula;
  switch (method.form) {
    case Form::Down:
      formula = fmt::format("({0} - VNM) / {0}", base);
      break;
    case Form::Up:
      formula = fmt::format("VOM / {}", base);
      break;
    case Form::Focused:
      formula =
          fmt::format("({0} - value of non-originating materials of {1}) / {0}",
                      base, focused_codes(facts));
      break;
    case Form::Stated:
      return {};
  }
  const std::string name =
      fmt::format("x_{}_{}", method.form == Form::Up ? "up" : "down", base);
  draft.declare(fmt::format(
      "method RVC {} = {}\n    cite \"as the example has it\"", name, formula));
  content.measure = "RVC " + name;
  return content;
}

std::string change_text(const Member& rule, Draft& draft) {
  const Member ctc = rule.any({"ctc", "change", "tariff_change", "shift"});
  const Member from = rule.any({"from", "change_from", "from_headings"});
  std::string text;
  if (ctc) {
    const std::string word = ctc.text();
    const std::array<std::string_view, 4> known = {"CC", "CTH", "CTSH", "CTI"};
    if (word == "CTC") {
      text = "CTH";
    } else if (std::find(known.begin(), known.end(), word) != known.end()) {
      text = word;
    } else if (word == "any") {
      text = "change from any";
    } else if (const std::string worded = worded_change(word);
               !worded.empty()) {
      text = worded;
    } else {
      // A change told in words is a fact: whoever knows may state it.
      draft.is_open = true;
      return "good is " + draft.attribute(word, "truth", word);
    }
  } else if (from) {
    text = "change from " + code_set(from);
  }
  const Member except = rule.any({"except", "except_from", "excluding",
                                  "exclusions", "excluded_headings"});
  const Member including = rule.any({"including", "or_from", "allowing"});
  if (text.empty() && except) text = "change from any";
  if (including) text += " including " + code_set(including);
  if (except) text += " except " + code_set(except);
  return text;
}

// A selection of materials by code, or by tag where it has only a name.
std::string selected(const Member& name) {
  const std::string text = name.text();
  return is_code(text) ? "of " + code_set(name) : "tagged " + name_from(text);
}

void declare_tag(const std::string& name, Draft& draft) {
  if (!is_code(name)) draft.tag(name);
}

std::string weight_of(const std::string& selection) {
  return "weight of non-originating materials " + selection;
}

// Sum, each, and both, of materials by weight.
void weight_limits(const Member& rule, Draft& draft,
                   std::vector<std::string>& all) {
  const std::size_t before = all.size();
  const Member max = rule.any({"max", "max_pct", "limit_pct"});
  const auto limit = [&](const Member& it) {
    return number_text(it.number().millionths) + "% of net_weight";
  };
  const std::string op = relation(rule["op"], "<=");
  for (const auto& [name, it] : rule.any({"each_of", "individual"}).items()) {
    declare_tag(it.text(), draft);
    all.push_back(
        fmt::format("{} {} {}", weight_of(selected(it)), op, limit(max)));
  }
  for (const auto& [name, it] : rule["each"].items()) {
    declare_tag(name, draft);
    const std::string selection =
        is_code(name) ? fmt::format("of chapter {}", std::stoi(name))
                      : "tagged " + name_from(name);
    const std::string each =
        is_code(name) && name.size() > 2 ? "of " + name : selection;
    all.push_back(fmt::format("{} {} {}", weight_of(each), op, limit(it)));
  }
  if (all.size() > before) {
    draft.named["individual"] = fmt::format(
        "{}", fmt::join(all.begin() + static_cast<std::ptrdiff_t>(before),
                        all.end(), " and "));
  }
  std::string sum;
  for (const auto& [name, it] : rule.any({"sum_of", "combined"}).items()) {
    declare_tag(it.text(), draft);
    sum += (sum.empty() ? "" : " + ") + weight_of(selected(it));
  }
  if (!sum.empty()) {
    all.push_back(fmt::format("{} {} {}", sum, op, limit(max)));
    draft.named["combined"] = all.back();
    draft.named["sum"] = sum;
  }
}

// `[{"of": "8523", "max_pct": "5"}]`: several limits, each by itself.
void limits(const Member& list, const Member& rule,
            std::vector<std::string>& all) {
  for (const auto& [index, it] : list.items()) {
    const Member share = it.any({"max_pct", "limit_pct", "pct", "max"});
    const Member of = it.any({"of", "materials", "hs"});
    const Member named = it["base"] ? it["base"] : rule["base"];
    const std::string base =
        named ? base_named(named.text()) : std::string("ex_works_price");
    if (base.empty()) named.refuse("names no base");
    std::string selection;
    if (of && !holds(lower(of.text()), "all")) {
      selection = " of " + code_set(of);
    }
    all.push_back(
        fmt::format("value of non-originating materials{} {} {}% of {}",
                    selection, relation(it["op"], "<="),
                    number_text(share.number().millionths), base));
  }
}

// What is done to the good is a fact; whoever knows may state it.
std::string process_named(const Member& it, Draft& draft) {
  const std::string text = it.text();
  const std::string fact =
      draft.attribute(text, "truth", text + ": is it done?");
  draft.processes.insert(fact);
  return "good is " + fact;
}

}  // namespace

std::string base_named(std::string_view given) {
  const std::string text = lower(given);
  if (holds(text, "total cost") && !holds(text, "transaction")) {
    return "total_cost";
  }
  if (holds(text, "exw") || holds(text, "ex-works") ||
      holds(text, "ex works") || holds(text, "ex_works") ||
      holds(text, "ex-factory")) {
    return "ex_works_price";
  }
  if (holds(text, "transaction") || text == "tv") return "transaction_value";
  if (holds(text, "adjusted") || text == "av") return "adjusted_value";
  if (holds(text, "fob")) return "fob_value";
  if (holds(text, "net cost") || holds(text, "net_cost") || text == "nc") {
    return "net_cost";
  }
  if (holds(text, "customs")) return "customs_value";
  return "";
}

std::string relation(const Member& op, std::string_view otherwise) {
  if (!op) return std::string(otherwise);
  const std::string text = op.text();
  for (const std::string_view known : {"<=", ">=", "<", ">"}) {
    if (text == known) return text;
  }
  op.refuse("is no relation");
}

bool has_base(const Member& facts, std::string_view fact) {
  return std::any_of(std::begin(kBaseNames), std::end(kBaseNames),
                     [&](const BaseName& it) {
                       return it.fact == fact && facts[it.member].is_number();
                     });
}

std::string base_of_rule(const Member& rule) {
  const Member list = rule.is_array()
                          ? rule
                          : rule.any({"and", "all_of", "or", "any_of",
                                      "alternatives", "limits"});
  for (const auto& [name, it] : list.items()) {
    if (std::string base = base_of_rule(it); !base.empty()) return base;
  }
  const Member limit =
      rule.any({"maxnom_pct", "max_nom_pct", "maxnom", "nom_pct"});
  if (!limit) return "";
  const Member named = rule["base"];
  return named ? base_named(named.text()) : "ex_works_price";
}

Content content_of(const std::string& method, const Member& facts,
                   Draft& draft) {
  draft.use("value_content.roo");
  const std::string text = lower(method);
  if (!text.empty()) {
    for (const Method& it : kMethods) {
      // Short names are whole words only.
      const bool is_named = it.word.size() > 2
                                ? holds(text, it.word)
                                : holds(' ' + plain(text) + ' ',
                                        ' ' + std::string(it.word) + ' ');
      if (is_named) return content_by(it, facts, draft);
    }
  }
  for (const Method& it : kMethods) {
    if (facts.has(it.member)) return content_by(it, facts, draft);
  }
  for (const Method& it : kMethods) {
    if (it.form != Form::Down || !has_base(facts, it.base)) continue;
    return content_by(it, facts, draft);
  }
  return {};
}

std::string change_of(const Member& rule, Draft& draft) {
  if (rule.is_text()) return first_change(rule.text());
  if (!rule.is_object()) return "";
  std::string change = change_text(rule, draft);
  for (const auto& [name, it] : rule.any({"and", "all_of"}).items()) {
    if (change.empty()) change = change_text(it, draft);
  }
  return change;
}

std::string requirement_of(const Member& rule, const Member& facts,
                           Draft& draft) {
  if (rule.is_array() || rule["or"] || rule["any_of"] || rule["alternatives"]) {
    const Member list =
        rule.is_array() ? rule : rule.any({"or", "any_of", "alternatives"});
    std::vector<std::string> alternatives;
    for (const auto& [name, it] : list.items()) {
      alternatives.push_back(requirement_of(it, facts, draft));
    }
    return fmt::format("{}", fmt::join(alternatives, " or "));
  }
  if (rule.is_text()) {
    const std::string word = rule.text();
    for (const std::string_view known : {"CC", "CTH", "CTSH", "CTI"}) {
      if (word == known) return word;
    }
    const std::string worded = worded_requirement(word, facts, draft);
    if (worded.empty()) rule.refuse("is a rule in words that are not mapped");
    return worded;
  }
  std::vector<std::string> all;
  const std::string change = change_text(rule, draft);
  if (!change.empty()) all.push_back(change);
  for (const auto& [name, it] : rule.any({"and", "all_of"}).items()) {
    all.push_back("(" + requirement_of(it, facts, draft) + ")");
  }
  if (const Member content = rule.any({"rvc", "rvc_pct", "requirement_pct"})) {
    if (content.is_truth()) {
      if (!content.truth()) content.refuse("says that none is asked for");
      draft.is_open = true;
      all.push_back("good is " +
                    draft.attribute("content_is_met", "truth",
                                    "is the regional value content met?"));
    } else {
      const Member named = rule.any({"method", "rvc_method"});
      const Content it = content_of(named ? named.text() : "", facts, draft);
      if (it.measure.empty()) content.refuse("has no base");
      all.push_back(fmt::format("{} {} {}%", it.measure,
                                relation(rule["op"], ">="),
                                number_text(content.number().millionths)));
    }
  }
  if (const Member limit =
          rule.any({"maxnom_pct", "max_nom_pct", "maxnom", "nom_pct"})) {
    const Member named = rule["base"];
    std::string base = named ? base_named(named.text()) : "ex_works_price";
    if (base.empty()) named.refuse("names no base");
    all.push_back(fmt::format("MaxNOM {}% of {}",
                              number_text(limit.number().millionths), base));
  }
  if (const Member from = rule["manufacture_from"]) {
    // It binds materials of the good's own kind; others are free, as the notes
    // on the inherent nature of materials say.
    all.push_back(
        "every non-originating material of chapter of the good is of " +
        code_set(from));
  }
  if (const Member any = rule["manufacture_from_any"]) {
    std::string one_of;
    for (const auto& [name, it] : any.items()) {
      declare_tag(it.text(), draft);
      one_of +=
          (one_of.empty() ? "" : " or ") + ("tagged " + name_from(it.text()));
    }
    all.push_back("every non-originating material is (" + one_of + ")");
  }
  if (const Member excluded = rule["excluded"]) {
    declare_tag(excluded.text(), draft);
    all.push_back("no non-originating materials " + selected(excluded));
  }
  for (const Member& list : {rule["process"], rule["processes"]}) {
    if (list.is_text()) all.push_back(process_named(list, draft));
    if (!list.is_array()) continue;
    for (const auto& [name, it] : list.items()) {
      all.push_back(process_named(it, draft));
    }
  }
  for (const std::string_view level :
       {"wholly_obtained", "wholly_obtained_chapters",
        "wholly_obtained_headings"}) {
    const Member list = rule[level];
    if (list.is_truth()) {
      if (!list.truth()) list.refuse("is not mapped");
      all.emplace_back("wholly obtained");
    } else if (list) {
      all.push_back(fmt::format("every material of {} is wholly_obtained",
                                code_set(list)));
    }
  }
  limits(rule["limits"], rule, all);
  weight_limits(rule, draft, all);
  if (all.empty()) rule.refuse("has no requirement that is mapped");
  return fmt::format("{}", fmt::join(all, " and "));
}

}  // namespace origo::examples
