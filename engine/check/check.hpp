// Resolves names, types and units: what the author wrote becomes what it means.
#pragma once

#include <vector>

#include "engine/diag/diagnostics.hpp"
#include "engine/ir/ir.hpp"
#include "grammar/ast.hpp"

namespace origo {

// Checks the files of one pack together; their order does not matter. Reports
// everything an author can get wrong after syntax. The result is complete when
// nothing reported is an error, and can be printed in any case.
[[nodiscard]] ir::Pack check(const std::vector<ast::Tree>& trees,
                             Diagnostics& diagnostics);

}  // namespace origo
