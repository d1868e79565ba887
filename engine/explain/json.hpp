// An explanation as JSON, for programs. docs/verdicts.md is its schema.
#pragma once

#include <string>

#include "engine/explain/explanation.hpp"

namespace origo {

// One object on one line, without a line end. Amounts are texts, exact as they
// were evaluated; members that do not apply are left out.
[[nodiscard]] std::string explanation_json(const bytecode::Image& image,
                                           const Explanation& explanation);

}  // namespace origo
