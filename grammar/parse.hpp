// Text to syntax tree.
#pragma once

#include "engine/diag/diagnostics.hpp"
#include "engine/diag/source.hpp"
#include "grammar/ast.hpp"

namespace origo::grammar {

// Reads `source`, which must outlive the tree; of Markdown, its `roo` blocks,
// each of which holds whole declarations. Every declaration that cannot be
// read is reported once, at the furthest place that made sense, and left out;
// the tree holds the others.
[[nodiscard]] ast::Tree parse(const SourceFile& source,
                              Diagnostics& diagnostics);

}  // namespace origo::grammar
