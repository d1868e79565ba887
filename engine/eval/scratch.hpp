// The caller's scratch memory, divided into the registers of a machine.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/bytecode/image.hpp"
#include "engine/eval/interval.hpp"
#include "engine/eval/outcome.hpp"

namespace origo {

// A truth that waits on the stack, with what a verdict must be able to say:
// the tolerance without which it is not met, the alternative that is met, and
// how many reasons it is made of. Packed into one word, because a processor
// stalls on reading back a whole that was written in parts.
struct Standing {
  static constexpr std::uint64_t kTolerance = 0xFFFF0000;
  static constexpr std::uint64_t kSize = 0xFFFFFFFF00000000;

  std::uint64_t bits = static_cast<std::uint64_t>(Truth::Unknown);

  static constexpr Standing of(Truth truth, std::uint64_t size,
                               std::uint64_t tolerance = kNoIndex,
                               std::uint64_t alternative = 0) noexcept {
    return {static_cast<std::uint64_t>(truth) | alternative << 2 |
            ((tolerance + 1) & 0xFFFF) << 16 | size << 32};
  }
  [[nodiscard]] constexpr Truth truth() const noexcept {
    return static_cast<Truth>(bits & 3);
  }
  [[nodiscard]] constexpr std::uint16_t alternative() const noexcept {
    return static_cast<std::uint16_t>(bits >> 2 & 0x3FFF);
  }
  [[nodiscard]] constexpr std::uint16_t tolerance() const noexcept {
    return static_cast<std::uint16_t>((bits >> 16) - 1);
  }
  [[nodiscard]] constexpr bool has_tolerance() const noexcept {
    return (bits & kTolerance) != 0;
  }
  [[nodiscard]] constexpr std::uint32_t size() const noexcept {
    return static_cast<std::uint32_t>(bits >> 32);
  }
};

// One word of a selection: 64 materials, lowest bit first. A material whose
// membership hangs on a missing fact is possible but not certain.
struct MaskWord {
  std::uint64_t certain = 0;
  std::uint64_t possible = 0;
};

// Registers of a decision come first; those of a tolerance, which runs in the
// middle of one, follow.
struct Scratch {
  Amount* amounts = nullptr;
  Ratio* ratios = nullptr;
  Standing* truths = nullptr;
  MaskWord* masks = nullptr;  // `words` for each register
  std::uint32_t words = 1;

  // Null members when `memory` is too small.
  Scratch(const bytecode::Image& image, std::uint32_t materials,
          std::span<std::byte> memory) noexcept;
};

}  // namespace origo
