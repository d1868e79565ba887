// Which examples are cases of packs already, by what the cases cite.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/examples/draft.hpp"
#include "cli/message.hpp"

namespace origo::examples {

// A citation as its words: `14(6)`, `example`, `1`, `situation`, `a`.
using Cite = std::vector<std::string>;

// The citations of all cases below a folder.
[[nodiscard]] std::optional<std::vector<Cite>> cites_of_cases(
    const std::string& folder, InputError& error);

// Whether one of them is in the instrument of the example and names its place.
[[nodiscard]] bool is_cited(const Example& example,
                            const std::vector<Cite>& cites);

}  // namespace origo::examples
