// An explanation as a sheet that a broker prints and an auditor checks.
#pragma once

#include <string>

#include "engine/explain/explanation.hpp"

namespace origo {

// The verdict first, then what it rests on: the provisions, every requirement
// with its numbers and citations, the materials, what was assumed, and what
// would turn it or, where it is open, what must be known. Text from outside is
// made safe for terminals.
[[nodiscard]] std::string worksheet(const Explanation& explanation,
                                    bool has_color);

}  // namespace origo
