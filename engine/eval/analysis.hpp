// After an evaluation: what its verdict hangs on.
//
// All of this works on the trace of one evaluation, in the caller's memory:
// what would turn a verdict, and which missing facts would settle one.
#pragma once

#include <cstdint>
#include <span>

#include "engine/bytecode/image.hpp"
#include "engine/eval/evaluate.hpp"
#include "engine/eval/good.hpp"
#include "engine/eval/outcome.hpp"

namespace origo {

// Marks the reasons on which the verdict hangs: were that one requirement the
// other way and all else as it is, so would the verdict be. A good that fails
// two requirements hangs on neither.
void mark_critical(const bytecode::Image& image, const Outcome& outcome,
                   Trace& trace) noexcept;

// One change that turns the verdict: "not originating" into "originating", or
// the other way.
struct Flip {
  enum class Kind : std::uint8_t {
    Material,             // `index`: this material alone, were it originating,
                          // or, of a good that originates, were it not
    WithoutMaterial,      // `index`: this material alone, were it not used, or
                          // replaced by one that no requirement counts
    Fact,                 // `index`: this fact, were it `amount`
    Threshold,            // `index`: this threshold, were it `amount`
    NonOriginatingValue,  // `amount` less of non-originating materials
    FailingValue,         // `amount` less of materials that fail the change
  };

  Kind kind = Kind::Material;
  std::uint32_t index = 0;
  std::int64_t amount = 0;   // millionths
  std::uint32_t reason = 0;  // the requirement it turns; none for materials
};

// Materials of which find_flips tries what would be if each were otherwise.
// More are not tried: every one is an evaluation.
inline constexpr std::uint32_t kMaterialsTried = 256;

// Bytes of scratch that find_flips needs.
[[nodiscard]] std::size_t flips_scratch_size(const bytecode::Image& image,
                                             const Good& good) noexcept;

// Writes the single changes that would turn the verdict of `good` into `flips`,
// and returns how many. Call mark_critical first; options are those of the
// evaluation. A change of a material, a fact or a threshold is written only if
// evaluating the good with it confirms it.
[[nodiscard]] std::uint32_t find_flips(const bytecode::Image& image,
                                       const Good& good, const Outcome& outcome,
                                       const Trace& trace,
                                       std::span<std::byte> scratch,
                                       const Options& options,
                                       std::span<Flip> flips) noexcept;

// What an undetermined verdict wants to know.
struct Inquiry {
  std::uint32_t count = 0;     // facts written: those that matter
  std::uint64_t deciding = 0;  // bits: the smallest set that decides, whatever
                               // the facts turn out to be
  std::uint64_t asking = 0;    // bits: the smallest that could decide
  bool is_smallest = true;     // false: too many to try all; still irreducible
};

// Writes the missing facts that matter to the verdict into `facts`, at most 64,
// and which of them would settle it. Of a good without any code that is the
// code: what the rules for it ask is seen when it is known.
[[nodiscard]] Inquiry inquire(const bytecode::Image& image,
                              const Outcome& outcome, Trace& trace,
                              std::span<Missing> facts) noexcept;

}  // namespace origo
