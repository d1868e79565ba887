// Truths: changes, comparisons, checks, and how requirements join.
#include <bit>

#include "engine/core/bits.hpp"
#include "engine/eval/machine.hpp"

namespace origo {
namespace {

using bytecode::CheckKind;
using bytecode::CheckRecord;
using bytecode::Op;
using bytecode::Relation;
using bytecode::SharedMask;

// As much of an exact fraction as 128 bits show.
Fraction128 shown(const Fraction& fraction) noexcept {
  Int256 numerator = fraction.numerator;
  Int256 denominator = fraction.denominator;
  while (!numerator.fits_int128() || !denominator.fits_int128()) {
    halve(numerator);
    halve(denominator);
  }
  return {numerator.low_int128(), denominator.low_int128()};
}

// All of the operands are met. Of what is read together with a note, the
// alternative stays known.
Standing conjunction(const Standing* first, std::uint32_t count) noexcept {
  Truth truth = Truth::Met;
  std::uint64_t tolerance = 0;
  std::uint64_t alternative = 0;
  std::uint64_t size = std::uint64_t{1} << 32;
  for (const Standing* it = first; it != first + count; ++it) {
    truth = both(truth, it->truth());
    if (it->alternative() != 0) alternative = it->alternative();
    tolerance =
        it->has_tolerance() ? it->bits & Standing::kTolerance : tolerance;
    size += it->bits & Standing::kSize;
  }
  if (truth != Truth::Met) tolerance = alternative = 0;
  return {static_cast<std::uint64_t>(truth) | alternative << 2 | tolerance |
          size};
}

// One of the operands is met. Of several, one met without a tolerance is
// preferred, so that a tolerance is named only where the verdict needs it. Only
// what the author wrote as alternatives is numbered.
Standing disjunction(Op op, const Standing* first,
                     std::uint32_t count) noexcept {
  Truth truth = Truth::NotMet;
  std::uint64_t size = std::uint64_t{1} << 32;
  std::uint64_t tolerance = 0;
  std::uint64_t alternative = 0;
  const bool is_numbered = op == Op::Alternatives;
  for (const Standing* it = first; it != first + count; ++it) {
    size += it->bits & Standing::kSize;
    const bool is_better =
        it->truth() == Truth::Met &&
        (truth != Truth::Met || (tolerance != 0 && !it->has_tolerance()));
    truth = either(truth, it->truth());
    if (!is_better) continue;
    tolerance = it->bits & Standing::kTolerance;
    if (is_numbered) alternative = static_cast<std::uint64_t>(it - first + 1);
  }
  return {static_cast<std::uint64_t>(truth) | alternative << 2 | tolerance |
          size};
}

// At least so many, at most so many, or not.
Standing counted(Op op, std::uint32_t wanted, const Standing* first,
                 std::uint32_t count) noexcept {
  std::uint32_t met = 0;
  std::uint32_t met_without = 0;
  std::uint32_t possibly_met = 0;
  std::uint16_t tolerance = kNoIndex;
  std::uint64_t size = 1;
  for (const Standing* it = first; it != first + count; ++it) {
    size += it->size();
    possibly_met += it->truth() != Truth::NotMet ? 1 : 0;
    if (it->truth() != Truth::Met) continue;
    ++met;
    met_without += it->has_tolerance() ? 0 : 1;
    if (it->has_tolerance()) tolerance = it->tolerance();
  }
  if (op == Op::AtLeast) {
    // Named only where too few are met without one.
    const bool needs_one = met >= wanted && met_without < wanted;
    return Standing::of(at_least(wanted, met, possibly_met), size,
                        needs_one ? tolerance : kNoIndex);
  }
  if (op == Op::Not) wanted = 0;
  return Standing::of(negate(at_least(wanted + 1, met, possibly_met)), size);
}

}  // namespace

Reason* Machine::make_reason(Frame& frame, Op op) noexcept {
  Trace* trace = options_.trace;
  if (trace->count == trace->reasons.size()) {
    ++frame.ordinal;
    trace->is_truncated = true;
    return nullptr;
  }
  Reason& reason = trace->reasons[trace->count++];
  reason.op = op;
  reason.context = frame.context;
  reason.is_measured = false;
  reason.subject = frame.subject;
  reason.program = frame.program;
  reason.run = frame.run;
  reason.instruction = static_cast<std::uint16_t>(
      frame.at - image_.code().data() -
      image_.programs()[frame.program].first_instruction);
  reason.is_critical = false;
  reason.missing = 0;
  reason.ordinal = frame.ordinal++;
  reason.test = kNoIndex;
  reason.materials = 0;
  reason.selection = Reason::kNoSelection;
  return &reason;
}

void Machine::push(Frame& frame, Standing standing, Reason* reason) noexcept {
  if (reason != nullptr) {
    standing.bits += std::uint64_t{frame.loose_reasons} << 32;
    frame.loose_reasons = 0;
    reason->truth = standing.truth();
    reason->size = standing.size();
  }
  *frame.top++ = standing;
}

// Takes a truth that a number or a selection depends on.
Truth Machine::pop(Frame& frame) noexcept {
  const Standing top = *--frame.top;
  frame.loose_reasons += top.size();
  return top.truth();
}

// Three in one: the most usual requirement of all.
void Machine::change_and_test(Frame& frame, const Instruction& it) noexcept {
  Instruction part;
  part.op = static_cast<std::uint8_t>(Op::ChangeLevel);
  part.b = std::uint16_t{it.a};
  judge(frame, Op::ChangeLevel, part);
  part.b = it.b;
  judge(frame, Op::Test, part);
  part.b = std::uint16_t{2};
  judge(frame, Op::And, part);
}

void Machine::judge(Frame& frame, Op op, const Instruction& it) noexcept {
  if (op == Op::Change || op == Op::ChangeLevel) {
    change(frame, op, it);
    return;
  }
  if (op >= Op::And) {
    join(frame, op, it);
    return;
  }
  Reason* const reason = open_reason(frame, op);
  Truth truth = Truth::Unknown;
  switch (op) {
    case Op::Test:
      if (reason != nullptr) reason->test = it.b;
      truth = test(frame, it.b, reason);
      break;
    case Op::NoMaterial:
      truth = none_of(mask(frame, it.a), reason);
      break;
    case Op::Check:
      truth = check_fact(image_.fact_checks()[it.b]);
      break;
    case Op::GoodOf:
      truth = good_of(it.b);
      break;
    case Op::Compare:
      truth = compare(frame, it, reason);
      break;
    default:
      truth = static_cast<Truth>(std::uint16_t{it.b});
      break;
  }
  push(frame, Standing::of(truth, 1), reason);
}

void Machine::join(Frame& frame, Op op, const Instruction& it) noexcept {
  const std::uint32_t count = op == Op::Not ? 1 : std::uint32_t{it.b};
  Reason* const reason = open_reason(frame, op);
  frame.top -= count;
  if (op == Op::And) {
    push(frame, conjunction(frame.top, count), reason);
  } else if (op == Op::Or || op == Op::Alternatives) {
    push(frame, disjunction(op, frame.top, count), reason);
  } else {
    push(frame, counted(op, it.a, frame.top, count), reason);
  }
}

// A change is met when no material fails it, or when a tolerance of the
// agreement forgives those that do.
void Machine::change(Frame& frame, Op op, const Instruction& it) noexcept {
  is_failing_surveyed_ = op == Op::ChangeLevel && is_surveyed(it.b);
  if (is_failing_surveyed_ && !survey_.has_unchanged) {
    push(frame, Standing::of(Truth::Met, 1), open_reason(frame, op));
    return;
  }
  const Truth none_fails = is_failing_surveyed_
                               ? Truth::NotMet
                               : none_of(failing(frame, op, it), nullptr);
  Truth truth = none_fails;
  std::uint32_t size = 1;
  std::uint16_t tolerance = kNoIndex;
  const auto tolerances =
      static_cast<std::uint16_t>(image_.tolerances().size());
  for (std::uint16_t i = 0; none_fails != Truth::Met && i < tolerances; ++i) {
    const Standing result = forgiven(i);
    if (result.truth() == Truth::Met && truth != Truth::Met) tolerance = i;
    truth = either(truth, result.truth());
    size += result.size();
  }
  // The reasons of a tolerance come first, as those of any other part do.
  Reason* const reason = open_reason(frame, op);
  if (reason != nullptr && none_fails != Truth::Met) {
    (void)none_of(mask(frame, static_cast<std::uint32_t>(SharedMask::Failing)),
                  reason);
  }
  push(frame, Standing::of(truth, size, tolerance), reason);
  is_failing_surveyed_ = false;
}

// Makes the shared mask of the materials that fail.
const MaskWord* Machine::failing(const Frame& frame, Op op,
                                 const Instruction& it) noexcept {
  MaskWord* const to =
      mask(frame, static_cast<std::uint32_t>(SharedMask::Failing));
  if (op == Op::ChangeLevel) {
    same_as(it.b,
            mask(frame, static_cast<std::uint32_t>(SharedMask::NonOriginating)),
            to);
    return to;
  }
  const MaskWord* const from = mask(frame, it.a);
  for (std::uint32_t word = 0; word < scratch_.words; ++word) {
    to[word] = from[word];
  }
  return to;
}

// Runs a tolerance on the materials that fail, in registers of its own.
Standing Machine::forgiven(std::uint16_t tolerance) noexcept {
  const bytecode::Needs& before = image_.needs();
  Standing* const truths = scratch_.truths + before.truths;
  Frame frame{truths,
              bytecode::kOwnMasks + before.masks,
              before.amounts,
              before.ratios,
              0,
              0,
              0,
              0,
              image_.tolerances()[tolerance].program,
              tolerance,
              runs_++,
              Reason::Context::Tolerance,
              0};
  execute(frame);
  return *truths;
}

Truth Machine::none_of(const MaskWord* mask, Reason* reason) const noexcept {
  if (reason != nullptr) show_selection(mask, *reason);
  MaskWord any;
  for (std::uint32_t word = 0; word < scratch_.words; ++word) {
    any.certain |= mask[word].certain;
    any.possible |= mask[word].possible;
  }
  if (any.certain != 0) return Truth::NotMet;
  const bool is_empty = any.possible == 0 && good_.materials.is_complete;
  return is_empty ? Truth::Met : Truth::Unknown;
}

// Writes down which materials do not, or may not, meet a requirement.
void Machine::show_selection(const MaskWord* mask,
                             Reason& reason) const noexcept {
  Trace& trace = *options_.trace;
  const std::uint32_t words = scratch_.words;
  if (trace.selections.size() - trace.selection_count >= words) {
    reason.selection = trace.selection_count;
    trace.selection_count += words;
  }
  for (std::uint32_t word = words; word > 0; --word) {
    const std::uint64_t possible = mask[word - 1].possible;
    if (reason.selection != Reason::kNoSelection) {
      trace.selections[reason.selection + word - 1] = possible;
    }
    if (possible == 0) continue;
    reason.materials += count_bits(possible);
    reason.first_material = (word - 1) * 64 + static_cast<std::uint32_t>(
                                                  std::countr_zero(possible));
  }
}

Truth Machine::compare(const Frame& frame, const Instruction& instruction,
                       Reason* reason) noexcept {
  const Ratio* const ratios = scratch_.ratios + frame.first_ratio;
  const Ratio& left = ratios[instruction.a];
  const Ratio& right = ratios[instruction.b & 0xFF];
  Truth truth = Truth::Unknown;
  if (!origo::compare(left, right,
                      static_cast<Relation>(instruction.b >> 8 & 0xF), truth)) {
    fail(Failure::Overflow);
  }
  if (reason != nullptr) {
    reason->is_measured =
        left.has_low && left.has_high && right.has_low && right.has_high;
    reason->measure = shown(left.low);
    reason->measure_high = shown(left.high);
    reason->limit = shown(right.low);
  }
  return truth;
}

Truth Machine::check_fact(const CheckRecord& check) const noexcept {
  const std::int64_t value = wanted(check.subject);
  if (value == kMissing) return Truth::Unknown;
  const auto kind = static_cast<CheckKind>(std::uint8_t{check.kind});
  const bool is_process = image_.facts()[check.subject].type ==
                          static_cast<std::uint8_t>(Type::Places);
  if (kind == CheckKind::IsChoice) return truth_of(value == check.operand);
  if (kind == CheckKind::IsTrue && !is_process) return truth_of(value != 0);
  if (kind == CheckKind::Relates) return relates(check, value);

  // A country, or every place of a process, against a set of countries. Without
  // a set it is the parties'.
  const auto parties = image_.countries_of(image_.agreement().parties);
  const auto wanted =
      kind == CheckKind::IsIn ? image_.countries_of(check.operand) : parties;
  auto is_wanted = [wanted](std::int64_t country) noexcept {
    for (const std::uint16_t it : wanted) {
      if (it == country) return true;
    }
    return false;
  };
  if (!is_process) return truth_of(is_wanted(value));
  if (value == kNotPerformed) return Truth::NotMet;
  if (value == kPerformedInParties) {
    std::size_t inside = 0;
    for (const std::uint16_t it : parties) inside += is_wanted(it) ? 1 : 0;
    if (inside == parties.size()) return Truth::Met;
    if (inside == 0) return Truth::NotMet;
    note(Subject::Fact, check.subject);  // where in the parties?
    return Truth::Unknown;
  }
  for (std::int64_t rest = value; rest != 0; rest >>= 10) {
    if (!is_wanted(rest & 0x3FF)) return Truth::NotMet;
  }
  return Truth::Met;
}

Truth Machine::good_of(std::uint16_t set) const noexcept {
  Truth truth = good_.code.is_known() ? Truth::NotMet : Truth::Unknown;
  for (const bytecode::RangeRecord& record : image_.ranges_of(set)) {
    const HsRange range = record.range();
    if (range.first <= good_.code.first() && good_.code.last() <= range.last) {
      return Truth::Met;
    }
    if (range.first <= good_.code.last() && good_.code.first() <= range.last) {
      truth = Truth::Unknown;
    }
  }
  if (truth == Truth::Unknown) note(Subject::GoodCode, 0);
  return truth;
}

}  // namespace origo
