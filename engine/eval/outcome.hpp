// What an evaluation returns: the verdict, and on request its reasons.
#pragma once

#include <cstdint>
#include <span>

#include "engine/bytecode/image.hpp"
#include "engine/core/truth.hpp"
#include "engine/core/wide.hpp"

namespace origo {

enum class Verdict : std::uint8_t {
  Originating,
  NotOriginating,
  Undetermined,  // facts are missing that could decide it either way
  NoRule,        // the agreement has no rule for the good at that date
};

// Why a verdict could not be reached although no fact is missing. The verdict
// is then Undetermined.
enum class Failure : std::uint8_t {
  None,
  ScratchTooSmall,
  TooManyMaterials,
  TooManyRules,    // the good's code is too short to choose among them
  NegativeAmount,  // a material's value, weight or quantity
  OtherCurrency,   // a rule names an amount in another currency
  Overflow,        // an exact value exceeds 256 bits
};

inline constexpr std::uint16_t kNoIndex = bytecode::kNone;

struct Outcome {
  Verdict verdict = Verdict::Undetermined;
  Failure failure = Failure::None;
  // Indexes into the image; kNoIndex where none applies. For a verdict other
  // than Originating, `criterion` is none and `rule` the one that applied.
  std::uint16_t criterion = kNoIndex;
  std::uint16_t rule = kNoIndex;
  std::uint16_t tolerance = kNoIndex;  // without it the good would not qualify
  std::uint16_t alternative = 0;       // the first that is met, from 1; 0: none
  // Rules that were tried: more than one where a missing fact leaves open which
  // applies.
  std::uint32_t rules = 0;
  // Materials without evidence that the agreement lets count as it says.
  std::uint32_t assumed_materials = 0;
};

// An exact fraction as far as 128 bits reach; beyond, both parts are shifted
// down together, which only what is shown can notice.
struct Fraction128 {
  Int128 numerator;
  Int128 denominator = 1;
};

// One requirement as it was evaluated. Reasons are in post-order: the `size`
// reasons that end here are this one and all it is made of.
struct Reason {
  enum class Context : std::uint8_t {
    Prologue,
    When,
    Rule,
    Criterion,
    Condition,
    Tolerance,
  };

  bytecode::Op op = bytecode::Op::Literal;
  Truth truth = Truth::Unknown;
  Context context = Context::Rule;
  bool is_measured = false;   // `measure` and `limit` hold
  std::uint16_t subject = 0;  // the rule, criterion, ... of the context
  std::uint16_t program = 0;
  std::uint16_t ordinal = 0;  // the label of this truth within its program
  std::uint16_t test = kNoIndex;
  std::uint32_t size = 1;
  // For tests on materials: how many failed, and the first of them.
  std::uint32_t materials = 0;
  std::uint32_t first_material = 0;
  // For content tests: what was measured and what it was held against. When
  // facts are missing these are the bounds of what is possible.
  Fraction128 measure;
  Fraction128 measure_high;
  Fraction128 limit;
};

// Where `evaluate` writes its reasons. The caller owns the memory.
struct Trace {
  std::span<Reason> reasons;
  std::uint32_t count = 0;
  bool is_truncated = false;  // more reasons than room: the first are kept
};

}  // namespace origo
