// Which converter an example needs, and whether it was understood whole.
#include "cli/examples/convert.hpp"

#include <algorithm>

namespace origo::examples {
namespace {

bool is_within(std::string_view path, std::string_view whole) {
  return path.starts_with(whole) &&
         (path.size() == whole.size() || path[whole.size()] == '.' ||
          path[whole.size()] == '[');
}

// A value that was read and yet is held against nothing.
std::optional<std::string> first_uncompared(const Member& part,
                                            const std::set<std::string>& keys) {
  const bool is_compared = std::any_of(
      keys.begin(), keys.end(),
      [&part](const std::string& it) { return is_within(part.path(), it); });
  if (is_compared || !part) return {};
  if (part.is_object() || part.is_array()) {
    for (const auto& [name, it] : part.items()) {
      if (part.is_object() && is_descriptive(name)) continue;
      if (auto found = first_uncompared(it, keys)) return found;
    }
    return {};
  }
  return part.path();
}

}  // namespace

Draft convert(const Example& example) {
  // The first whose shape the facts have; `kind` only helps where facts are
  // silent, so that a new name for a known shape is no obstacle.
  constexpr bool (*kConverters[])(const Example&, Draft&) = {
      convert_stock,       convert_interest,   convert_allocation,
      convert_costs,       convert_conversion, convert_traced,
      convert_designation, convert_components, convert_journey,
      convert_value_basis, convert_scenarios,  convert_waiver,
      convert_tree,        convert_averaging,  convert_averaging_basis,
      convert_labour,      convert_shares,     convert_chain,
      convert_marking,     convert_good,
  };
  Draft draft;
  bool is_converted = false;
  for (const auto converter : kConverters) {
    // What one has looked at in vain is not understood.
    draft = {};
    example.facts.understood().clear();
    is_converted = converter(example, draft);
    if (is_converted) break;
  }
  if (!is_converted)
    throw NotExpressed{"the facts have no shape that is mapped", true};
  for (const Member& part : {example.facts, example.expected}) {
    if (const auto unread = part.first_unread()) throw NotExpressed{*unread};
  }
  std::set<std::string> keys;
  for (const DraftCase& each : draft.cases) {
    for (const Expected& it : each.expected) keys.insert(it.key);
  }
  for (const Compared& it : draft.compared) keys.insert(it.key);
  if (keys.empty()) {
    throw NotExpressed{"nothing is expected that can be compared"};
  }
  if (const auto path = first_uncompared(example.expected, keys)) {
    throw NotExpressed{"`" + *path + "` is compared with nothing"};
  }
  return draft;
}

}  // namespace origo::examples
