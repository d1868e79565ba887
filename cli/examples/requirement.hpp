// The `rule` of an example as a requirement of the language.
#pragma once

#include <string>
#include <vector>

#include "cli/examples/draft.hpp"

namespace origo::examples {

// A content that the rule asks for: `RVC net_cost`, and how much of it.
struct Content {
  std::string measure;
  std::string base;  // the fact it divides by
};

// The content that a method names, or that the facts allow for; empty when
// neither says. Declares what it needs.
[[nodiscard]] Content content_of(const std::string& method, const Member& facts,
                                 Draft& draft);

// Whether the facts state an amount that contents divide by.
[[nodiscard]] bool has_base(const Member& facts, std::string_view fact);

// The fact that a text like `EXW` or `transaction value FOB` names; empty when
// it names none.
[[nodiscard]] std::string base_named(std::string_view text);

// `<=`, or the relation that the example states instead.
[[nodiscard]] std::string relation(const Member& op,
                                   std::string_view otherwise);

// The tariff change alone that a rule asks for, empty where it asks for none.
[[nodiscard]] std::string change_of(const Member& rule, Draft& draft);

// What limits of a rule divide by, empty where it has none.
[[nodiscard]] std::string base_of_rule(const Member& rule);

// Requirements joined by `and`; alternatives by `or`.
[[nodiscard]] std::string requirement_of(const Member& rule,
                                         const Member& facts, Draft& draft);

}  // namespace origo::examples
