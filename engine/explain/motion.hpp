// How the numbers of a program move when a threshold rises.
//
// What is compared is followed through the instructions of one program, for
// one good. Where both bounds of a difference only rise, or only fall, the
// comparison is met, then open, then not met, or the other way round: it has
// the same truth between two values of the threshold at which it has the same
// truth. Where that cannot be shown, it is said so and nothing is concluded.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/bytecode/image.hpp"
#include "engine/eval/evaluate.hpp"
#include "engine/eval/good.hpp"

namespace origo {

// Bits, so that what depends on two numbers moves as `a | b`.
enum class Motion : std::uint8_t {
  Still = 0,
  Rises = 1,
  Falls = 2,
  Wanders = 3
};

struct ComparisonMotion {
  Motion motion = Motion::Still;
  // It moves so only where the base is known exactly, and where nothing at all
  // is missing.
  bool needs_known_base = false;
  bool needs_all_facts = false;
  // Where nothing is missing the difference is a straight line, whichever way
  // it goes: it passes zero once.
  bool is_line = true;
};

// For each instruction of `program`, how what it compares moves with
// `threshold` from `least` upwards; Still for those that compare nothing. Of
// `options` the values of other thresholds are used.
[[nodiscard]] std::vector<ComparisonMotion> motions_of(
    const bytecode::Image& image, const Good& good, std::uint16_t program,
    std::uint16_t threshold, std::int64_t least, const Options& options);

}  // namespace origo
