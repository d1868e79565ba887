// What every random test does: compile a text, evaluate facts in both ways, and
// say what differs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "cli/fact_sheet.hpp"
#include "engine/bytecode/image.hpp"
#include "engine/eval/evaluate.hpp"
#include "engine/ir/interpret.hpp"
#include "engine/ir/ir.hpp"

namespace origo::random {

// A program as graph and as image. Stays where it is: the image refers to
// `bytes`.
struct Compiled {
  // Throws std::runtime_error with the program and what was found wrong with
  // it, which is a defect of the generator or of the compiler. Requirements of
  // the graph get programs of their own, `requirements_max` at most.
  explicit Compiled(const std::string& text, std::size_t requirements_max = 0);
  Compiled(const Compiled&) = delete;
  Compiled& operator=(const Compiled&) = delete;

  ir::Pack pack;
  std::vector<ir::RequirementId> requirements;
  std::vector<std::uint16_t> programs;  // of `requirements`
  std::vector<std::byte> bytes;
  bytecode::Loaded loaded;
};

// Evaluates in scratch memory that is no larger than it need be and holds
// rubbish.
[[nodiscard]] Outcome evaluate(const Compiled& program, const Good& good,
                               const Options& options = {});
[[nodiscard]] Truth evaluate_requirement(const Compiled& program,
                                         const Good& good, std::size_t index,
                                         Failure& failure);

// An evaluation with its reasons.
class Traced {
 public:
  // Keeps at most `room` reasons, missing facts and words of selections.
  Traced(const Compiled& program, const Good& good, std::size_t room = 5'000);
  Traced(const Traced&) = delete;
  Traced& operator=(const Traced&) = delete;

  Outcome outcome;
  Trace trace;
  std::vector<Status> counted;

 private:
  std::vector<Reason> reasons_;
  std::vector<Missing> missing_;
  std::vector<std::uint64_t> selections_;
};

// Whether the pack, and not a missing fact, leaves the verdict open: a share of
// nothing, a day without a value, an amount that is refused.
[[nodiscard]] bool is_undefined(const Compiled& program, const Good& good);

[[nodiscard]] Type type_of_column(const ir::Pack& pack, std::size_t column);
// Whether materials in two lines are to the pack what they are in one.
[[nodiscard]] bool does_not_see_lines(const ir::Pack& pack);

// Whether two outcomes say the same of everything an outcome says.
[[nodiscard]] bool is_same(const Outcome& a, const Outcome& b);
// Failures that no rational could have.
[[nodiscard]] bool is_of_machine(Failure failure);
// Nothing where the oracle and the evaluator agree, else what each says.
[[nodiscard]] std::string difference(const ir::Outcome& oracle,
                                     const Outcome& outcome);

[[nodiscard]] std::string text_of(const Outcome& outcome);
[[nodiscard]] std::string text_of(const ir::Outcome& outcome);
[[nodiscard]] std::string text_of(Truth truth);
// Every fact that is known, one a line.
[[nodiscard]] std::string text_of(const ir::Pack& pack, const Good& good);

// How many pairs of programs and facts to try: ORIGO_RANDOM_PAIRS, or 100,000.
[[nodiscard]] std::size_t pairs_wanted();
// The seed of the first program: ORIGO_RANDOM_SEED, or 1. The n-th program has
// the n-th seed from there.
[[nodiscard]] std::uint64_t first_seed();

}  // namespace origo::random
