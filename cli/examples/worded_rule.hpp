// Rules that examples write as a text: `CTH except 8407`, `CC or RVC 40 FOB`.
#pragma once

#include <string>

#include "cli/examples/draft.hpp"

namespace origo::examples {

// The tariff change that a text asks for and nothing else; empty where it is
// anything else.
[[nodiscard]] std::string worded_change(const std::string& text);

// The first change that a text asks for, among whatever else it asks.
[[nodiscard]] std::string first_change(const std::string& text);

// The requirement of a text; empty where it has words that are not mapped.
[[nodiscard]] std::string worded_requirement(const std::string& text,
                                             const Member& facts, Draft& draft);

}  // namespace origo::examples
