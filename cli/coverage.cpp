// Reads off the traces of the cases what each label of each program came out
// as, and where its words stand in the files.
#include "cli/coverage.hpp"

#include <fmt/format.h>
#include <fmt/ostream.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/bytecode/records.hpp"
#include "engine/explain/figures.hpp"

namespace origo {
namespace {

using Json = nlohmann::ordered_json;

// A label that is not counted.
constexpr std::size_t kUncounted = static_cast<std::size_t>(-1);

// Cut, not rounded: 100.00 % is all of it. Of nothing all is reached.
std::string percent(std::size_t reached, std::size_t all) {
  const std::size_t hundredths = all == 0 ? 10000 : reached * 10000 / all;
  return fmt::format("{}.{:02}", hundredths / 100, hundredths % 100);
}

// How many alternatives a rule has. Where notes or a step ask for more, they
// stand within what is asked together.
std::size_t alternatives_of(const ir::Pack& pack, ir::RequirementId id) {
  const ir::Requirement& it = pack.requirement(id);
  if (it.op == ir::RequirementOp::Alternatives) return it.parts.size();
  if (it.op != ir::RequirementOp::And) return 0;
  for (const ir::RequirementId part : it.parts) {
    const std::size_t count = alternatives_of(pack, part);
    if (count > 0) return count;
  }
  return 0;
}

constexpr const char* kTotalNames[] = {"rules", "alternatives", "outcomes"};

}  // namespace

Coverage::Coverage(const TestedPack& tested) : tested_(tested) {
  const ir::Pack& pack = tested.pack;
  const bytecode::Image& image = *tested.image;
  for (const ir::Requirement& it : pack.requirements) {
    if (it.op == ir::RequirementOp::Literal) constants_.insert(it.label);
  }
  for (std::size_t i = 0; i < pack.rules.size(); ++i) {
    const ir::Rule& rule = pack.rules[i];
    Rule& added = rules_.emplace_back();
    added.text = shown_codes(image.ranges_of(image.rules()[i].codes));
    if (!rule.title.empty()) added.text += ", " + rule.title;
    added.is_own = is_own(rule.place.file);
    added.alternatives.resize(alternatives_of(pack, rule.requirement));
    add_program(Reason::Context::When, i, image.rules()[i].when, rule.written);
    add_program(Reason::Context::Rule, i, image.rules()[i].require,
                rule.written);
  }
  const auto add_articles = [this](Reason::Context context,
                                   const std::vector<ir::Article>& articles,
                                   const auto& records) {
    for (std::size_t i = 0; i < articles.size(); ++i) {
      add_program(context, i, records[i].program, articles[i].written);
    }
  };
  add_articles(Reason::Context::Criterion, pack.criteria, image.criteria());
  add_articles(Reason::Context::Condition, pack.conditions, image.conditions());
  add_articles(Reason::Context::Tolerance, pack.tolerances, image.tolerances());
}

bool Coverage::is_own(std::uint32_t file) const {
  return tested_.sources[file].layer == 0;
}

std::size_t Coverage::line_of(std::uint32_t file, std::uint32_t begin) const {
  return place_of(tested_.sources[file], begin).line;
}

const ir::Written* Coverage::find(const std::vector<ir::Written>& written,
                                  std::string_view text) const {
  const auto it = std::find_if(written.begin(), written.end(),
                               [this, text](const ir::Written& at) {
                                 return tested_.pack.strings[at.label] == text;
                               });
  return it == written.end() ? nullptr : &*it;
}

void Coverage::add_program(Reason::Context context, std::size_t subject,
                           std::uint16_t program,
                           const std::vector<ir::Written>& written) {
  if (program == bytecode::kNone) return;
  const bytecode::Image& image = *tested_.image;
  const bytecode::ProgramRecord& record = image.programs()[program];
  const bool is_article =
      context != Reason::Context::When && context != Reason::Context::Rule;
  std::vector<std::size_t>& labels =
      labels_[{context, static_cast<std::uint16_t>(subject), program}];
  labels.assign(record.label_count, kUncounted);
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const std::string_view text =
        image.text(image.labels()[record.first_label + i]);
    const ir::Written* at = find(written, text);
    if (at == nullptr || !is_own(at->file) || constants_.contains(at->label)) {
      continue;
    }
    std::vector<std::size_t>& here = by_place_[{at->file, at->begin}];
    const auto known = std::find_if(
        here.begin(), here.end(),
        [&](std::size_t index) { return requirements_[index].text == text; });
    if (known == here.end()) {
      labels[i] = requirements_.size();
      here.push_back(labels[i]);
      requirements_.push_back({at->file, at->begin, std::string(text), {}});
    } else {
      labels[i] = *known;
    }
    Requirement& requirement = requirements_[labels[i]];
    if (is_article) {
      requirement.is_article = true;
    } else if (requirement.rules.empty() ||
               requirement.rules.back() != subject) {
      requirement.rules.push_back(static_cast<std::uint32_t>(subject));
    }
  }
}

void Coverage::add(const Explanation& explanation) {
  for (const Reason& reason : explanation.reasons) {
    if (reason.context == Reason::Context::Rule) {
      rules_[reason.subject].was_reached = true;
    }
    const auto labels =
        labels_.find({reason.context, reason.subject, reason.program});
    if (labels == labels_.end()) continue;
    const std::size_t index = labels->second[reason.ordinal];
    if (index == kUncounted) continue;
    Requirement& requirement = requirements_[index];
    if (reason.truth == Truth::Met) requirement.was_met = true;
    if (reason.truth == Truth::NotMet) requirement.was_not_met = true;
  }
  const Outcome& outcome = explanation.outcome;
  if (outcome.alternative == 0 || outcome.rule == kNoIndex) return;
  rules_[outcome.rule].alternatives[outcome.alternative - 1] = true;
}

std::vector<Coverage::Total> Coverage::totals() const {
  std::vector<Total> totals(std::size(kTotalNames));
  const auto count = [](Total& to, bool is_reached) {
    ++to.all;
    if (is_reached) ++to.reached;
  };
  for (const Rule& rule : rules_) {
    if (!rule.is_own) continue;
    count(totals[0], rule.was_reached);
    for (const bool it : rule.alternatives) count(totals[1], it);
  }
  for (const Requirement& it : requirements_) {
    count(totals[2], it.was_met);
    count(totals[2], it.was_not_met);
  }
  return totals;
}

std::vector<Coverage::Unreached> Coverage::unreached() const {
  std::vector<Unreached> all;
  const ir::Pack& pack = tested_.pack;
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    const ir::Rule& rule = pack.rules[i];
    if (!rules_[i].is_own) continue;
    const bool is_reached = rules_[i].was_reached;
    if (!is_reached) {
      all.push_back({"rule", rule.place.file, rule.place.line, rules_[i].text,
                     "applied", false});
    }
    const ir::Requirement& root = pack.requirement(rule.requirement);
    for (std::size_t k = 0; k < rules_[i].alternatives.size(); ++k) {
      if (rules_[i].alternatives[k]) continue;
      const std::string& text =
          pack.strings[pack.requirement(root.parts[k]).label];
      const ir::Written* at = find(rule.written, text);
      all.push_back(
          {"alternative", rule.place.file,
           at == nullptr ? rule.place.line : line_of(at->file, at->begin), text,
           "decides", !is_reached});
    }
  }
  for (const Requirement& it : requirements_) {
    if (it.was_met && it.was_not_met) continue;
    const bool is_of_unreached =
        !it.is_article &&
        std::none_of(it.rules.begin(), it.rules.end(),
                     [this](auto rule) { return rules_[rule].was_reached; });
    all.push_back({"requirement", it.file, line_of(it.file, it.begin), it.text,
                   it.was_met       ? "not met"
                   : it.was_not_met ? "met"
                                    : "met or not met",
                   is_of_unreached});
  }
  std::stable_sort(
      all.begin(), all.end(), [](const Unreached& a, const Unreached& b) {
        return std::pair(a.file, a.line) < std::pair(b.file, b.line);
      });
  return all;
}

void Coverage::print(std::ostream& out) const {
  const std::vector<Total> totals = this->totals();
  out << "coverage:";
  for (std::size_t i = 0; i < totals.size(); ++i) {
    fmt::print(out, "{} {} {} of {} ({}%)", i == 0 ? "" : ",", kTotalNames[i],
               totals[i].reached, totals[i].all,
               percent(totals[i].reached, totals[i].all));
  }
  out << '\n';
  std::size_t left_out = 0;
  for (const Unreached& it : unreached()) {
    // A rule that nothing reaches says enough.
    if (it.is_of_unreached_rule) {
      ++left_out;
      continue;
    }
    fmt::print(out, "  {}:{}: ", tested_.pack.files[it.file], it.line);
    if (it.kind == "rule") {
      fmt::print(out, "no case reaches the rule for {}\n", it.text);
    } else if (it.kind == "alternative") {
      fmt::print(out, "no good originates by `{}`\n", it.text);
    } else {
      fmt::print(out, "never {}: `{}`\n", it.what, it.text);
    }
  }
  if (left_out > 0) {
    fmt::print(out,
               "  and {} that only such rules ask for: `--format json` lists "
               "them\n",
               left_out);
  }
}

Json Coverage::json() const {
  Json json;
  const std::vector<Total> totals = this->totals();
  for (std::size_t i = 0; i < totals.size(); ++i) {
    json[kTotalNames[i]] = {
        {"reached", totals[i].reached},
        {"total", totals[i].all},
        {"percent", percent(totals[i].reached, totals[i].all)}};
  }
  json["unreached"] = Json::array();
  for (const Unreached& it : unreached()) {
    Json entry = {{"kind", it.kind},
                  {"file", tested_.pack.files[it.file]},
                  {"line", it.line},
                  {"text", it.text}};
    if (it.kind == "requirement") entry["never"] = it.what;
    json["unreached"].push_back(std::move(entry));
  }
  return json;
}

}  // namespace origo
