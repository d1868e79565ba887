// What an evaluation returns: the verdict, and on request its reasons.
#pragma once

#include <cstdint>
#include <span>

#include "engine/bytecode/image.hpp"
#include "engine/core/fact.hpp"
#include "engine/core/truth.hpp"
#include "engine/core/wide.hpp"

namespace origo {

enum class Verdict : std::uint8_t {
  Originating,
  NotOriginating,
  Undetermined,  // facts are missing that could decide it either way
  NoRule,        // no rule for the good at that date, or none is in force
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

// A fact that an evaluation wanted and did not have.
enum class Subject : std::uint8_t {
  Fact,      // of the good; `index` is the fact
  GoodCode,  // more digits of the good's own code
  Status,    // of materials, and so on
  Code,
  Origin,
  Column,  // `index` as Column numbers them
  Tag,
  Materials,  // the rest of the bill of materials
};

struct Missing {
  Subject subject = Subject::Fact;
  std::uint16_t index = 0;
  // The program that wanted it, by its place among those that were run, and the
  // instruction. Where every program does, both are kNoIndex; what the
  // agreement's treatments wanted, every program wants that asks for statuses:
  // of that there is the instruction only.
  std::uint16_t run = kNoIndex;
  std::uint16_t instruction = kNoIndex;
  // For subjects of materials: how many lack it, and the first that does.
  std::uint32_t materials = 0;
  std::uint32_t first_material = 0;

  [[nodiscard]] bool is_same_fact(const Missing& other) const noexcept {
    return subject == other.subject && index == other.index;
  }
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

  static constexpr std::uint32_t kNoSelection = 0xFFFFFFFF;

  bytecode::Op op = bytecode::Op::Literal;
  Truth truth = Truth::Unknown;
  Context context = Context::Rule;
  bool is_measured = false;   // `measure` and `limit` hold
  bool is_critical = false;   // were it otherwise, so would the verdict be
  std::uint8_t possible = 0;  // used by inquire()
  std::uint16_t subject = 0;  // the rule, criterion, ... of the context
  std::uint16_t program = 0;
  std::uint16_t ordinal = 0;  // the label of this truth within its program
  std::uint16_t run = 0;      // the program's place among those that were run
  std::uint16_t instruction = 0;
  std::uint16_t test = kNoIndex;
  std::uint32_t size = 1;
  // For requirements on materials: how many do not or may not meet it, the
  // first, and where in Trace::selections the words that say which begin.
  std::uint32_t materials = 0;
  std::uint32_t first_material = 0;
  std::uint32_t selection = kNoSelection;
  std::uint64_t missing = 0;  // used by inquire()
  // For content tests: what was measured and what it was held against. When
  // facts are missing these are the bounds of what is possible.
  Fraction128 measure;
  Fraction128 measure_high;
  Fraction128 limit;
};

// Where `evaluate` writes its reasons and what it missed. The caller owns the
// memory; where there is too little, the first are kept.
struct Trace {
  std::span<Reason> reasons;
  std::span<Missing> missing;
  // Optional. Which materials do not meet a requirement: a bit for each, 64 to
  // a word, lowest first.
  std::span<std::uint64_t> selections;
  // Optional, one for each material: as what it counted, once the agreement's
  // `treat` declarations were applied. Unproven stays what could not be said.
  std::span<Status> counted;
  std::uint32_t count = 0;
  std::uint32_t missing_count = 0;
  std::uint32_t selection_count = 0;
  bool is_truncated = false;  // reasons or missing facts had no room
};

}  // namespace origo
