// Gains and losses on converting currency: in the total cost as far as they are
// related to making the good, never in the value of a material.
// rules/common/allocation.roo has the formula.
#include <fmt/format.h>

#include <algorithm>

#include "cli/examples/convert.hpp"
#include "cli/examples/wording.hpp"

namespace origo::examples {
namespace {

bool has_word(const std::string& name, std::string_view word) {
  const auto words = split(plain(name), " ");
  return std::any_of(words.begin(), words.end(), [word](const auto& it) {
    return it == word || it == std::string(word) + 's';
  });
}

// Of a gain or loss what is related: stated, in one part or several, or all of
// it without the rest. Nothing where they do not agree.
std::optional<std::int64_t> related(const Member& facts,
                                    std::string_view word) {
  std::optional<std::int64_t> whole;
  std::optional<std::int64_t> part;
  std::int64_t rest = 0;
  for (const auto& [name, it] : facts.items()) {
    if (!has_word(name, word) || !it.is_number()) continue;
    const std::int64_t amount = it.number().millionths;
    const bool is_rest = has_word(name, "unrelated") ||
                         (has_word(name, "not") && has_word(name, "related"));
    const bool is_part =
        has_word(name, "related") || has_word(name, "material") ||
        has_word(name, "purchase") || has_word(name, "production");
    if (is_rest) {
      rest += amount;
    } else if (is_part) {
      part = part.value_or(0) + amount;
    } else if (whole) {
      return {};  // which of both is all of it?
    } else {
      whole = amount;
    }
  }
  if (part && whole && *part + rest > *whole) return {};
  if (part && whole && rest != 0 && *part + rest != *whole) return {};
  if (part) return part;
  if (whole) return *whole - rest;
  return {};
}

}  // namespace

bool convert_conversion(const Example& example, Draft& draft) {
  const Member& facts = example.facts;
  const Member cost =
      facts.any({"total_cost_before_fx", "total_cost_before",
                 "total_cost_before_conversion", "total_cost_without_fx"});
  if (!cost) return false;
  const auto gain = related(facts, "gain");
  const auto loss = related(facts, "loss");
  if (!gain || !loss) cost.refuse("stands beside no gain and loss that agree");
  draft.use("allocation.roo");
  DraftCase& each = draft.add_case(example.title);
  constexpr std::int64_t kForeign = 100'000'000;
  each.lines = {"total_cost " + draft.money(cost.number()),
                "currency_gain " + draft.money(*gain),
                "currency_loss " + draft.money(*loss),
                "material \"what is bought\" 9999 " + draft.money(kForeign) +
                    " non-originating"};
  for (const auto& [name, it] : example.expected.items()) {
    if (it.is_truth() && holds(name, "vnm")) {
      each.expected.push_back(
          {it.path(),
           fmt::format("{}(value of non-originating materials = {})",
                       it.truth() ? "not " : "", draft.money(kForeign)),
           {},
           {},
           false});
    } else if (it.is_number() && holds(name, "total_cost")) {
      const Printed value = it.number();
      each.expected.push_back({it.path(),
                               as_printed("total_cost_after_conversion", value,
                                          " " + draft.currency),
                               {},
                               value.number,
                               false});
    }
  }
  return true;
}

}  // namespace origo::examples
