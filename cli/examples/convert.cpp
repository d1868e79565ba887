// Which converter an example needs, and whether it was understood whole.
#include "cli/examples/convert.hpp"

#include <algorithm>
#include <regex>

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

// The currencies of all amounts, where they are told apart.
void currencies_in(const Member& part, std::set<std::string>& found) {
  if (part.is_object() || part.is_array()) {
    for (const auto& [name, it] : part.items()) currencies_in(it, found);
  } else if (part.is_text() && part.is_number()) {
    const std::string_view currency = currency_in(part.text());
    if (!currency.empty()) found.emplace(currency);
  }
}

// The one of the example. Nothing is converted: there is no rate.
std::string currency_of(const Example& example) {
  std::set<std::string> found;
  currencies_in(example.facts, found);
  currencies_in(example.expected, found);
  if (const Member stated = example.facts["currency"]) {
    found.insert(stated.text());
  }
  if (found.size() > 1) {
    throw NotExpressed{"amounts are in more than one currency"};
  }
  return found.empty() ? "USD" : *found.begin();
}

// All figures of facts, without points and spaces.
void figures_of(const Member& part, std::string& figures) {
  if (part.is_object() || part.is_array()) {
    for (const auto& [name, it] : part.items()) figures_of(it, figures);
  } else if (part && !part.is_truth()) {
    for (const char c : part.text()) {
      if (c != '.' && c != ' ') figures += c;
    }
    figures += ' ';
  }
}

// A tariff code that an expectation speaks of is one of the facts.
void refuse_other_codes(const Member& part, const std::string& figures) {
  static const std::regex kNamed(
      "(?:\\bfor |\\bof |\\bthe |\\()"
      "(?!19[1-9]|20[1-9])([0-9]{4})(?:\\.?[0-9]{2})*(?![0-9.,]*[0-9%])");
  if (part.is_object() || part.is_array()) {
    for (const auto& [name, it] : part.items()) {
      if (part.is_object() && is_descriptive(name)) continue;
      refuse_other_codes(it, figures);
    }
  } else if (part.is_text()) {
    const std::string text = part.text();
    for (std::sregex_iterator it(text.begin(), text.end(), kNamed), end;
         it != end; ++it) {
      if (figures.find((*it)[1].str()) == std::string::npos) {
        part.refuse("speaks of " + (*it)[1].str() + ", which no fact does");
      }
    }
  }
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
  const std::string currency = currency_of(example);
  std::string figures;
  figures_of(example.facts, figures);
  refuse_other_codes(example.expected, figures);
  Draft draft;
  bool is_converted = false;
  for (const auto converter : kConverters) {
    // What one has looked at in vain is not understood.
    draft = {};
    draft.currency = currency;
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
