// Syntax tree to text, in the one canonical form.
#pragma once

#include <string>

#include "grammar/ast.hpp"

namespace origo::grammar {

// Prints a file that was read without errors. Every comment is kept: one on a
// line of its own before the clause it stood in or above, one at the end of a
// line at the end of that clause. Printing what was printed changes nothing.
[[nodiscard]] std::string print(const ast::Tree& tree);

// One expression on one line, as reasons and messages quote it.
[[nodiscard]] std::string print_inline(const ast::Cursor& expression);

}  // namespace origo::grammar
