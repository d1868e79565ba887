// Producers one after the other: the last one's good is tested on what he buys,
// or with their production accumulated on what the first one began with.
#include <fmt/format.h>

#include "cli/examples/codes.hpp"
#include "cli/examples/convert.hpp"
#include "cli/examples/requirement.hpp"
#include "cli/examples/wording.hpp"

namespace origo::examples {
namespace {

struct Step {
  std::string made;
  std::string of;  // a code, or nothing where it is what the one before made
};

class Converter {
 public:
  Converter(const Example& example, Draft& draft)
      : example_(example), facts_(example.facts), draft_(draft) {}

  bool run() {
    const Member list =
        facts_.any({"chain", "producers", "steps_of_production"});
    if (!list.is_array() || list.items().size() < 2) return false;
    for (const auto& [index, it] : list.items()) {
      if (!it.is_object() || !it.any({"to", "makes", "output"})) return false;
      step(it);
    }
    if (steps_.front().of.empty()) list.refuse("begins with no material");
    const Member rule = facts_.any({"rule", "psr"});
    if (!rule) list.refuse("has no rule");
    draft_.requirement = requirement_of(rule, facts_, draft_);
    good_ = steps_.back().made;
    if (const Member stated = facts_["good"].any({"hs", "hs_code", "code"})) {
      good_ = single_code(stated.text());
      if (!good_.starts_with(steps_.back().made) &&
          !steps_.back().made.starts_with(good_)) {
        stated.refuse("is not what the last one makes");
      }
    }
    for (const auto& [name, it] : example_.expected.items()) one(name, it);
    return true;
  }

 private:
  void step(const Member& it) {
    it.any({"producer", "name"}).skip();
    it["country"].skip();
    Step step;
    const Member made = it.any({"to", "makes", "output"});
    step.made = single_code(made.text());
    if (step.made.empty()) made.refuse("is no tariff code");
    Member of = it.any({"from", "input", "uses"});
    if (of.is_array()) {
      const auto inputs = of.items();
      if (inputs.size() != 1) of.refuse("are several materials");
      of = inputs.front().second;
    }
    if (of.is_object()) {
      const Member status = of["originating"];
      if (status && status.truth()) of.refuse("originates");
      of = of.any({"hs", "code"});
    }
    if (of) {
      const std::string text = of.text();
      // Another producer's good is named by that producer, or by its code.
      if (is_code(text)) step.of = single_code(text);
    }
    const bool is_first = steps_.empty();
    const bool is_broken = !is_first && !step.of.empty() &&
                           !step.of.starts_with(steps_.back().made) &&
                           !steps_.back().made.starts_with(step.of);
    if (is_broken) of.refuse("is not what the one before makes");
    steps_.push_back(std::move(step));
  }

  void one(const std::string& name, const Member& it) {
    const std::string words = plain(name);
    const bool is_alone = words.starts_with("not accumulating") ||
                          words.starts_with("without accumulation") ||
                          words == "alone";
    const bool is_together = words.starts_with("accumulating") ||
                             words.starts_with("with accumulation") ||
                             words == "verdict" || words == "result";
    if (!is_alone && !is_together) return;
    const std::string text = it.is_truth() ? "" : plain(it.text());
    const bool is_met = it.is_truth() ? it.truth()
                                      : text.starts_with("originating") ||
                                            text.starts_with("pass");
    const bool is_not = text.starts_with("non originating") ||
                        text.starts_with("fail") ||
                        text.starts_with("not originating");
    if (!it.is_truth() && !is_met && !is_not) it.refuse("is no verdict");
    DraftCase& each = draft_.add_case(name);
    each.code = good_;
    each.lines = {fmt::format(
        "material \"what is bought\" {} non-originating",
        is_alone ? steps_[steps_.size() - 2].made : steps_.front().of)};
    each.expected.push_back(
        {it.path(), is_met ? "originating" : "not originating", {}, {}, false});
  }

  const Example& example_;
  const Member& facts_;
  Draft& draft_;
  std::vector<Step> steps_;
  std::string good_;
};

}  // namespace

bool convert_chain(const Example& example, Draft& draft) {
  return Converter(example, draft).run();
}

}  // namespace origo::examples
