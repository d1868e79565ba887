// Tariff codes as examples write them, in the language's notation.
#pragma once

#include <string>
#include <string_view>

#include "cli/examples/member.hpp"

namespace origo::examples {

// Whether a text begins like a tariff code or a chapter.
[[nodiscard]] bool is_code(std::string_view text);

// A set of codes: `8431`, `chapter 39`, `8408.10-8408.90`, a list of them.
// Other words become tags of materials, as in `materials tagged x_sugar`, and
// are refused here.
[[nodiscard]] std::string code_set(const Member& codes);

// The same of a text; empty where it names anything else.
[[nodiscard]] std::string codes_in(const std::string& text);

// One code for a good or a material: the first of a range, a heading for a
// chapter.
[[nodiscard]] std::string single_code(std::string_view text);

}  // namespace origo::examples
