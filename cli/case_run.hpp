// Compiles a pack together with what its cases expect, and judges a case: what
// `origo test` and `origo examples` share.
#pragma once

#include <cstdint>
#include <vector>

#include "cli/tested.hpp"
#include "engine/diag/diagnostics.hpp"
#include "engine/explain/explanation.hpp"
#include "grammar/ast.hpp"

namespace origo {

// Checks and emits the pack whose sources `tested` holds. False when there are
// errors, or where its image, which is then missing, does not verify.
[[nodiscard]] bool compile_cases(TestedPack& tested,
                                 const std::vector<ast::Tree>& trees,
                                 Diagnostics& diagnostics);

struct CaseResult {
  TestedCase tested;
  Explanation explanation;
};

// `program` is that of the first expected requirement, and is moved on.
[[nodiscard]] CaseResult run_case(const TestedPack& tested,
                                  const ir::Case& from,
                                  const std::uint16_t*& program,
                                  bool has_worksheet);

}  // namespace origo
