// Checked pack to image.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/ir/ir.hpp"

namespace origo {

struct Emitted {
  std::vector<std::byte> image;
  // The program of each requirement asked for beside those of the pack.
  std::vector<std::uint16_t> programs;
};

// Writes the image of a pack that was checked without errors, which always
// succeeds. `extra` are requirements of the pack that get programs of their
// own, such as the expectations of its cases.
[[nodiscard]] Emitted emit(const ir::Pack& pack,
                           std::span<const ir::RequirementId> extra = {});

}  // namespace origo
