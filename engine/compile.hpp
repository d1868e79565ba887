// Rule files to an image: the whole compiler.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "engine/diag/diagnostics.hpp"
#include "engine/diag/source.hpp"
#include "engine/emit/emit.hpp"
#include "engine/ir/ir.hpp"

namespace origo {

// Compiles the files of one pack. Nothing is returned when there are errors;
// `diagnostics` then says which, and in any case what else was found. The image
// is as `bytecode::load` accepts it.
[[nodiscard]] std::optional<std::vector<std::byte>> compile(
    const std::vector<SourceFile>& sources, Diagnostics& diagnostics);

// Emits a pack that was checked without errors; what is too large for an image
// is reported.
[[nodiscard]] Emitted emit_within_limits(
    const ir::Pack& pack, const std::vector<SourceFile>& sources,
    Diagnostics& diagnostics, std::span<const ir::RequirementId> extra = {});

}  // namespace origo
