// The machine's loop.
#include "engine/eval/machine.hpp"

namespace origo {

void Machine::look_over(std::uint16_t program) noexcept {
  has_begun_ = true;
  if (program != bytecode::kNone && image_.treats_only_unproven() &&
      options_.supposed_material == Options::kNoMaterial) {
    survey_digits_ = image_.programs()[program].change_digits;
    survey(good_.materials, good_.code, survey_digits_, survey_);
  }
  if (!survey_.is_usable) prepare();
}

Standing Machine::run(std::uint16_t program, Reason::Context context,
                      std::uint16_t subject) noexcept {
  // Without a trace there may be nothing to run: the survey has said it all.
  const bytecode::ProgramRecord& record = image_.programs()[program];
  Truth truth = Truth::Unknown;
  if (options_.trace == nullptr && record.instruction_count == 1 &&
      record.names_currency == 0 &&
      answers(image_.code()[record.first_instruction], truth)) {
    return Standing::of(truth, 1);
  }
  Frame frame{scratch_.truths,
              bytecode::kOwnMasks,
              0,
              0,
              0,
              0,
              0,
              0,
              program,
              subject,
              runs_++,
              context,
              0};
  execute(frame);
  return *scratch_.truths;
}

void Machine::note(Subject subject, std::uint32_t index,
                   const Lack& lack) const noexcept {
  Trace* const trace = options_.trace;
  if (trace == nullptr) return;
  if (trace->missing_count == trace->missing.size()) {
    trace->is_truncated = true;
    return;
  }
  Missing& missing = trace->missing[trace->missing_count++];
  missing = {subject,        static_cast<std::uint16_t>(index),
             kNoIndex,       kNoIndex,
             lack.materials, lack.first};
  if (frame_ == nullptr) return;
  const bytecode::ProgramRecord& program = image_.programs()[frame_->program];
  const Instruction* const first =
      image_.code().data() + program.first_instruction;
  if (frame_->context != Reason::Context::Prologue) missing.run = frame_->run;
  missing.instruction = static_cast<std::uint16_t>(frame_->at - first);
}

void Machine::execute(Frame& frame) noexcept {
  const Frame* const outer = frame_;
  frame_ = &frame;
  const bytecode::ProgramRecord& program = image_.programs()[frame.program];
  if (program.names_currency != 0 &&
      good_.currency != image_.agreement().currency) {
    fail(Failure::OtherCurrency);
  }
  const Instruction* it = image_.code().data() + program.first_instruction;
  const Instruction* const end = it + program.instruction_count;
  for (; it != end; ++it) {
    frame.at = it;
    const auto op = static_cast<Op>(std::uint8_t{it->op});
    // The opcodes are in the order of what they make.
    if (op == Op::ChangeTest) {
      change_and_test(frame, *it);
    } else if (op <= Op::TreatAs || op == Op::FromFact) {
      select(frame, op, *it);
    } else if (op >= Op::Literal) {
      judge(frame, op, *it);
    } else {
      compute(frame, op, *it);
    }
  }
  frame_ = outer;
}

}  // namespace origo
