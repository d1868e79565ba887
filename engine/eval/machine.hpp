// Runs the programs of an image over the facts of one good.
//
// Every number is an interval and every selection a pair of masks, so that a
// missing fact is only a wider interval: there is one meaning, and no second
// way for complete facts. What is complete costs little because each
// instruction looks whether its own operands are exact.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/bytecode/image.hpp"
#include "engine/eval/evaluate.hpp"
#include "engine/eval/good.hpp"
#include "engine/eval/interval.hpp"
#include "engine/eval/outcome.hpp"
#include "engine/eval/scratch.hpp"
#include "engine/eval/survey.hpp"

namespace origo {

// What a look at materials found missing.
struct Lack {
  std::uint32_t materials = 0;
  std::uint32_t first = 0;

  void add(std::uint32_t material) noexcept {
    if (materials++ == 0) first = material;
  }
};

class Machine {
 public:
  Machine(const bytecode::Image& image, const Good& good,
          std::span<std::byte> memory, const Options& options) noexcept
      : image_(image),
        good_(good),
        options_(options),
        scratch_(image, good.materials.count, memory) {}

  [[nodiscard]] bool has_room() const noexcept {
    return scratch_.amounts != nullptr;
  }

  // Looks over the materials, the first time it is called, with the change that
  // `program` will ask for in mind. Must come before run().
  void begin(std::uint16_t program) noexcept {
    if (!has_begun_) look_over(program);
  }

  // Runs a decision. Meaningless once failure() is not None.
  Standing run(std::uint16_t program, Reason::Context context,
               std::uint16_t subject) noexcept;

  // machine_selection.cpp: runs a program that selects materials. tree.cpp: one
  // that computes an amount. What they return holds until the next program
  // runs.
  const MaskWord* selection(std::uint16_t program,
                            Reason::Context context) noexcept;
  const Amount& amount(std::uint16_t program) noexcept;

  // The country of origin of a material; none where it is not known.
  [[nodiscard]] Country origin_of(std::uint32_t material) const noexcept {
    const Strided<Country> origin = good_.materials.origin;
    return origin.is_given() ? origin[material] : Country{};
  }

  // Writes down a fact that is missing, for the running program or, outside of
  // one, for all.
  [[gnu::noinline]] void note(Subject subject, std::uint32_t index,
                              const Lack& lack = {}) const noexcept;

  // Writes as what each material counted, if the trace wants to know.
  [[gnu::noinline]] void show_counted() noexcept;

  [[nodiscard]] Failure failure() const noexcept { return failure_; }
  [[nodiscard]] std::uint32_t assumed_materials() const noexcept {
    return assumed_materials_;
  }

 private:
  using Op = bytecode::Op;
  using Instruction = bytecode::Instruction;

  // A running program: where its registers begin, and how many of each kind it
  // has written.
  struct Frame {
    Standing* top;  // one past the last truth pushed
    std::uint32_t first_mask;
    std::uint32_t first_amount;
    std::uint32_t first_ratio;
    std::uint16_t masks = 0;
    std::uint16_t amounts = 0;
    std::uint16_t ratios = 0;
    std::uint16_t ordinal = 0;  // of the next truth, when there is a trace
    std::uint16_t program;
    std::uint16_t subject;
    std::uint16_t run;
    Reason::Context context;
    std::uint32_t loose_reasons = 0;  // popped by a number, not by a truth
    const Instruction* at = nullptr;
  };

  void execute(Frame& frame) noexcept;
  void look_over(std::uint16_t program) noexcept;

  // machine_select.cpp: selections of materials.
  [[gnu::noinline]] void prepare() noexcept;
  [[gnu::noinline]] void select(Frame& frame, Op op,
                                const Instruction& instruction) noexcept;
  void count_assumed(const MaskWord* unproven, std::uint32_t unproven_count,
                     const Lack& open) noexcept;
  void filter(Op op, std::uint16_t operand, const MaskWord* from,
              MaskWord* to) noexcept;
  [[nodiscard]] bool lacks(Op op, std::uint16_t operand,
                           std::uint32_t material) const noexcept;
  void note_selection(Op op, std::uint16_t operand,
                      const Lack& lack) const noexcept;
  void same_as(int digits, const MaskWord* from, MaskWord* to) noexcept;
  void combine(Op op, const MaskWord* a, const MaskWord* b,
               MaskWord* to) const noexcept;
  void treat_as(const MaskWord* mask, bool is_originating) noexcept;
  [[nodiscard]] Truth holds(Op op, std::uint16_t operand,
                            std::uint32_t material) const noexcept;
  [[nodiscard]] Truth same_as(int digits,
                              std::uint32_t material) const noexcept;
  [[nodiscard]] Truth check_column(const bytecode::CheckRecord& check,
                                   std::uint32_t material) const noexcept;
  [[nodiscard]] Truth relates(const bytecode::CheckRecord& check,
                              std::int64_t value) const noexcept;
  [[nodiscard]] Strided<std::int64_t> column(
      std::uint16_t index) const noexcept;
  // The mask an operand names. Shared masks are made when first asked for.
  [[nodiscard]] MaskWord* mask(const Frame& frame,
                               std::uint32_t operand) noexcept;

  // machine_compute.cpp: amounts and ratios.
  [[gnu::noinline]] void compute(Frame& frame, Op op,
                                 const Instruction& instruction) noexcept;
  void compute_ratio(Frame& frame, Op op,
                     const Instruction& instruction) noexcept;
  // The sum of a column over the mask an operand names.
  void sum(const Frame& frame, std::uint32_t operand, std::uint16_t column,
           Amount& total) noexcept;
  void sum(const MaskWord* mask, std::uint16_t column, Amount& total) noexcept;
  [[nodiscard]] Amount count(const MaskWord* mask) const noexcept;
  [[nodiscard]] Amount fact(std::uint16_t index) const noexcept;
  [[nodiscard]] Amount threshold(std::uint16_t index) const noexcept;
  [[nodiscard, gnu::noinline]] std::int64_t threshold_word(
      std::uint16_t index) const noexcept;

  // machine_judge.cpp: truths. `reason` is null when nobody asked.
  [[gnu::noinline]] void judge(Frame& frame, Op op,
                               const Instruction& instruction) noexcept;
  void join(Frame& frame, Op op, const Instruction& instruction) noexcept;
  void change(Frame& frame, Op op, const Instruction& instruction) noexcept;
  void change_and_test(Frame& frame, const Instruction& instruction) noexcept;
  [[nodiscard]] bool is_surveyed(int digits) const noexcept {
    return digits == survey_digits_ && survey_.is_usable;
  }
  [[nodiscard]] const MaskWord* failing(
      const Frame& frame, Op op, const Instruction& instruction) noexcept;
  [[nodiscard]] Standing forgiven(std::uint16_t tolerance) noexcept;
  [[nodiscard]] Truth none_of(const MaskWord* mask,
                              Reason* reason) const noexcept;
  [[gnu::noinline]] void show_selection(const MaskWord* mask,
                                        Reason& reason) const noexcept;
  [[nodiscard]] Truth compare(const Frame& frame,
                              const Instruction& instruction,
                              Reason* reason) noexcept;
  [[nodiscard]] Truth check_fact(
      const bytecode::CheckRecord& check) const noexcept;
  [[nodiscard]] Truth good_of(std::uint16_t set) const noexcept;
  void push(Frame& frame, Standing standing, Reason* reason) noexcept;
  Truth pop(Frame& frame) noexcept;
  [[gnu::noinline]] Reason* make_reason(Frame& frame, Op op) noexcept;
  Reason* open_reason(Frame& frame, Op op) noexcept {
    return options_.trace == nullptr ? nullptr : make_reason(frame, op);
  }

  // machine_content.cpp: content tests.
  [[nodiscard]] Truth test(const Frame& frame, std::uint16_t index,
                           Reason* reason) noexcept;
  // Whether the survey has what a program of one instruction asks, as most do;
  // then what it comes to.
  [[nodiscard]] bool answers(const Instruction& instruction,
                             Truth& truth) const noexcept;
  [[nodiscard]] std::int64_t surveyed_base(
      const bytecode::TestRecord& test) const noexcept;
  [[nodiscard]] Truth test_surveyed(const bytecode::TestRecord& test,
                                    std::int64_t base,
                                    Reason* reason) const noexcept;
  [[nodiscard, gnu::noinline]] Truth test_terms(const Frame& frame,
                                                std::uint16_t index,
                                                Reason* reason) noexcept;
  [[nodiscard, gnu::noinline]] Truth test_bounds(const Frame& frame,
                                                 std::uint16_t index,
                                                 const Amount& limit,
                                                 Reason* reason) noexcept;
  [[nodiscard, gnu::noinline]] bool weigh(const Frame& frame,
                                          const bytecode::TestRecord& test,
                                          std::int64_t& measure,
                                          std::int64_t& base) noexcept;
  [[nodiscard]] Amount term(const Frame& frame,
                            const bytecode::TermRecord& term) noexcept;
  [[nodiscard]] std::int64_t word_of(const Frame& frame,
                                     const bytecode::TermRecord& term) noexcept;

  [[nodiscard]] std::int64_t wanted(std::uint16_t fact) const noexcept {
    const std::int64_t value = stated(fact);
    if (value == kMissing) note(Subject::Fact, fact);
    return value;
  }
  [[nodiscard]] std::int64_t stated(std::uint16_t fact) const noexcept {
    return fact < good_.facts.size() ? good_.facts[fact] : kMissing;
  }
  void fail(Failure failure) noexcept {
    if (failure_ == Failure::None) failure_ = failure;
  }

  const bytecode::Image& image_;
  const Good& good_;
  const Options& options_;
  const Scratch scratch_;
  Survey survey_;
  int survey_digits_ = 0;
  const Frame* frame_ = nullptr;  // the running program
  std::uint16_t runs_ = 0;
  bool has_begun_ = false;
  bool is_prepared_ = false;
  // The shared mask Failing is what the survey summed, and is not made until an
  // instruction asks for it.
  bool is_failing_surveyed_ = false;
  Failure failure_ = Failure::None;
  std::uint32_t assumed_materials_ = 0;
};

}  // namespace origo
