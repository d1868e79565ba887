// Rule files to an image: the whole compiler.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "engine/diag/diagnostics.hpp"
#include "engine/diag/source.hpp"

namespace origo {

// Compiles the files of one pack. Nothing is returned when there are errors;
// `diagnostics` then says which, and in any case what else was found. The image
// is as `bytecode::load` accepts it.
[[nodiscard]] std::optional<std::vector<std::byte>> compile(
    const std::vector<SourceFile>& sources, Diagnostics& diagnostics);

}  // namespace origo
