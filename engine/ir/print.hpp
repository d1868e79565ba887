// Checked pack to text, for `origo dump ir` and for eyes in a debugger.
#pragma once

#include <string>

#include "engine/ir/ir.hpp"

namespace origo::ir {

// One line for each entry of a table and each node of the graph, whose ids are
// a letter and a number: masks m, numbers n, tests t, requirements q, code sets
// c, country sets p. What a node is made of is printed before it or is named
// where it is used. Built-in facts are left out. Equal packs give equal text.
[[nodiscard]] std::string print(const Pack& pack);

}  // namespace origo::ir
