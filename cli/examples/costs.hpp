// Cost elements as facts of a good, and net cost derived from them.
#pragma once

#include "cli/examples/good.hpp"

namespace origo::examples {

[[nodiscard]] bool has_costs(const Member& facts);

// Every element becomes a fact, materials become materials as well; total and
// net cost are derived by the pack.
void cost_elements(const Member& facts, ConvertedGood& good, Draft& draft);

// What is done where the good is made, for contents that add it up.
void direct_costs(const Member& facts, ConvertedGood& good, Draft& draft);

}  // namespace origo::examples
