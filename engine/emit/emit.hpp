// Checked pack to image.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "engine/ir/ir.hpp"

namespace origo {

// A part of a pack that has more of something than an image can hold.
struct TooLarge {
  ir::Place place;  // of a rule; else line 0
  std::string_view what;
  std::uint32_t limit = 0;
};

struct Emitted {
  // As `bytecode::load` accepts it, unless something is too large.
  std::vector<std::byte> image;
  std::vector<TooLarge> too_large;
  // The program of each requirement asked for beside those of the pack.
  std::vector<std::uint16_t> programs;
};

// Writes the image of a pack that was checked without errors. `extra` are
// requirements of the pack that get programs of their own, such as the
// expectations of its cases.
[[nodiscard]] Emitted emit(const ir::Pack& pack,
                           std::span<const ir::RequirementId> extra = {});

}  // namespace origo
