// Decides whether a good originates.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/bytecode/image.hpp"
#include "engine/eval/good.hpp"
#include "engine/eval/outcome.hpp"

namespace origo {

struct Options {
  static constexpr std::uint32_t kNoMaterial = 0xFFFFFFFF;

  Trace* trace = nullptr;
  // A material to take as of another status than its own: "what if?".
  std::uint32_t supposed_material = kNoMaterial;
  Status supposed_status = Status::Originating;
  // Leave that material out instead: as if no requirement counted it.
  bool leaves_out = false;
  // Values in millionths to use in place of thresholds, by index; kMissing
  // leaves the image's value. Shorter than the image's table: the rest stand.
  std::span<const std::int64_t> thresholds;
};

inline constexpr Options kPlain;

// Bytes of scratch that `evaluate` needs for a good with `materials` materials.
[[nodiscard]] std::size_t scratch_size(const bytecode::Image& image,
                                       std::uint32_t materials) noexcept;

// Evaluates `good` under the agreement of `image`. Allocates nothing, keeps
// nothing, reads no global state; `scratch` may be reused at once. Time is
// linear in materials times instructions of the programs that apply. The same
// image, facts and options give the same outcome on every platform.
[[nodiscard]] Outcome evaluate(const bytecode::Image& image, const Good& good,
                               std::span<std::byte> scratch,
                               const Options& options = kPlain) noexcept;

// Evaluates one requirement of the image for `good`: the decision program of
// that index. As `evaluate`, with the reasons of that program alone.
[[nodiscard]] Truth evaluate_requirement(
    const bytecode::Image& image, const Good& good, std::uint16_t program,
    std::span<std::byte> scratch, Failure& failure,
    const Options& options = kPlain) noexcept;

}  // namespace origo
