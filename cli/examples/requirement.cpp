// Reads rules: changes, contents, limits, and what they are joined by.
#include "cli/examples/requirement.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cli/examples/codes.hpp"
#include "cli/examples/wording.hpp"

namespace origo::examples {
namespace {

struct Method {
  std::string_view word;    // in the name of a method, or of a kind
  std::string_view member;  // of the facts, which allows for it
  std::string_view measure;
  std::string_view base;
};

// In the order in which they are tried: where nothing is elected, net cost
// before price, as only it is never refused.
constexpr Method kMethods[] = {
    {"net", "net_cost", "RVC net_cost", "net_cost"},
    {"build_up", "vom", "RVC build_up", "adjusted_value"},
    {"build-up", "vom", "RVC build_up", "adjusted_value"},
    {"build up", "vom", "RVC build_up", "adjusted_value"},
    {"focus", "fvnm", "RVC focused", "adjusted_value"},
    {"build", "adjusted_value", "RVC build_down", "adjusted_value"},
    {"adjusted", "adjusted_value", "RVC build_down", "adjusted_value"},
    {"f.o.b", "fob", "RVC free_on_board", "fob_value"},
    {"fob", "fob_value", "RVC free_on_board", "fob_value"},
    {"transaction", "transaction_value", "RVC transaction_value",
     "transaction_value"},
    {"tv", "tv", "RVC transaction_value", "transaction_value"},
};

// A focused content is of the materials that the rule names; where the example
// only gives their value, they are those without a code.
Content content_by(const Method& method, const Member& facts, Draft& draft) {
  Content content{std::string(method.measure), std::string(method.base)};
  if (method.word != "focus") return content;
  if (!facts.has("adjusted_value") && !facts.has("av")) {
    // The price without international shipment is the value of the good.
    draft.declare(
        "derive adjusted_value = transaction_value\n    cite \"as the example "
        "has it\"");
  }
  const Member named = facts.any({"named", "specified", "specified_headings",
                                  "focused_on", "named_headings"});
  content.measure += fmt::format("({})", named ? code_set(named) : "9999");
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
    } else if (word == "any" || word == "from any heading") {
      text = "change from any";
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

Content content_of(const std::string& method, const Member& facts,
                   Draft& draft) {
  draft.use("value_content.roo");
  const std::string text = lower(method);
  if (!text.empty()) {
    for (const Method& it : kMethods) {
      if (holds(text, it.word)) return content_by(it, facts, draft);
    }
  }
  for (const Method& it : kMethods) {
    if (facts.has(it.member)) return content_by(it, facts, draft);
  }
  return {};
}

std::string change_of(const Member& rule, Draft& draft) {
  if (rule.is_text()) return rule.text();
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
    rule.refuse("is a rule in words");
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
  weight_limits(rule, draft, all);
  if (all.empty()) rule.refuse("has no requirement that is mapped");
  return fmt::format("{}", fmt::join(all, " and "));
}

}  // namespace origo::examples
