// Truths: tests, checks, and how requirements join.
#include <bit>

#include "engine/core/bits.hpp"
#include "engine/eval/machine.hpp"

namespace origo {
namespace {

using bytecode::CheckKind;
using bytecode::CheckRecord;
using bytecode::LimitKind;
using bytecode::Op;
using bytecode::Relation;
using bytecode::Shape;
using bytecode::SharedMask;
using bytecode::TermKind;
using bytecode::TermRecord;
using bytecode::TestRecord;

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

// Adds `factor` (-1, 0 or 1) times `word`; false when the total does not fit.
bool accumulate(std::int64_t& total, int factor, std::int64_t word) noexcept {
  if (factor == 0) return true;
  return factor > 0 ? !__builtin_add_overflow(total, word, &total)
                    : !__builtin_sub_overflow(total, word, &total);
}

// Adds `factor` (-1, 0 or 1) times `amount`.
bool accumulate(Amount& total, int factor, const Amount& amount) noexcept {
  if (factor == 0) return true;
  return factor > 0 ? add(total, amount, total)
                    : subtract(total, amount, total);
}

// Every value that a sum of amounts with factors may have.
struct Span {
  Int256 low;
  Int256 high;
  bool has_low = true;
  bool has_high = true;

  // Adds `factor * amount`; false when a bound does not fit.
  [[nodiscard]] bool add(const Int256& factor, const Amount& amount) noexcept {
    const int sign = factor.sign();
    const bool has_least = sign > 0 ? amount.has_low : amount.has_high;
    const bool has_most = sign > 0 ? amount.has_high : amount.has_low;
    Int256 least;
    Int256 most;
    if (!multiply(factor, sign > 0 ? amount.low : amount.high, least) ||
        !multiply(factor, sign > 0 ? amount.high : amount.low, most)) {
      return false;
    }
    has_low = has_low && (sign == 0 || has_least);
    has_high = has_high && (sign == 0 || has_most);
    return origo::add(low, least, low) && origo::add(high, most, high);
  }

  [[nodiscard]] int lowest_sign() const noexcept {
    return has_low ? low.sign() : -1;
  }
  [[nodiscard]] int highest_sign() const noexcept {
    return has_high ? high.sign() : 1;
  }
};

// Writes down what a test on known numbers came to; returns it.
[[gnu::noinline]] Truth show(Reason& reason, std::int64_t measure,
                             std::int64_t base, std::int64_t limit,
                             Truth truth) noexcept {
  reason.is_measured = true;
  reason.measure = {measure, base};
  reason.measure_high = {measure, base};
  reason.limit = {limit, limits::kDecimalScale};
  return truth;
}

// Whether `measure / base RELATION limit / scale`, multiplied out.
Truth hold(const TestRecord& test, std::int64_t measure, std::int64_t base,
           std::int64_t limit, Reason* reason) noexcept {
  const Int128 lead = multiply_signed(measure, limits::kDecimalScale) -
                      multiply_signed(base, limit);
  const Truth truth =
      decide(static_cast<Relation>(std::uint8_t{test.relation}), lead.sign());
  return reason == nullptr ? truth : show(*reason, measure, base, limit, truth);
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

Amount Machine::term(const Frame& frame, const TermRecord& term) noexcept {
  switch (static_cast<TermKind>(std::uint8_t{term.kind})) {
    case TermKind::NonOriginatingValue: {
      Amount total;
      sum(frame, static_cast<std::uint32_t>(SharedMask::NonOriginating),
          static_cast<std::uint16_t>(Column::Value), total);
      return total;
    }
    case TermKind::Fact:
      return fact(term.index);
    case TermKind::Constant:
      return known(std::int64_t{image_.constants()[term.index]});
    case TermKind::Amount:
      break;
  }
  return scratch_.amounts[frame.first_amount + term.index];
}

// The term's value if it is known and fits a word, else kMissing.
std::int64_t Machine::word_of(const Frame& frame,
                              const TermRecord& term) noexcept {
  const auto kind = static_cast<TermKind>(std::uint8_t{term.kind});
  if (kind == TermKind::Fact) return stated(term.index);
  if (kind == TermKind::Constant) return image_.constants()[term.index];
  if (kind == TermKind::NonOriginatingValue && survey_.is_usable) {
    return survey_.non_originating_value;
  }
  const Amount amount = this->term(frame, term);
  return amount.is_known() && amount.low.fits_int64()
             ? static_cast<std::int64_t>(amount.low.low)
             : kMissing;
}

// The measure and base of a test when all that enters them is known and fits a
// word, as it nearly always does.
bool Machine::weigh(const Frame& frame, const TestRecord& test,
                    std::int64_t& measure, std::int64_t& base) noexcept {
  TermRecord room[2];
  measure = 0;
  base = test.shape == static_cast<std::uint8_t>(Shape::Absolute)
             ? limits::kDecimalScale
             : 0;
  for (const TermRecord& it : image_.terms_of(test, room)) {
    const std::int64_t word = word_of(frame, it);
    if (word == kMissing || !accumulate(measure, it.in_measure, word) ||
        !accumulate(base, it.in_base, word)) {
      return false;
    }
  }
  return true;
}

// The base of a test that the survey has the measure of: a share of a fact,
// held against a constant. Not positive where the test is of another kind, or
// where the fact is missing.
std::int64_t Machine::surveyed_base(const TestRecord& test) const noexcept {
  const bool is_share =
      test.shape >= static_cast<std::uint8_t>(Shape::NonOriginatingShare) &&
      test.limit_kind == static_cast<std::uint8_t>(LimitKind::Constant);
  return survey_.is_usable && is_share
             ? stated(static_cast<std::uint16_t>(test.first_term))
             : 0;
}

Truth Machine::test_surveyed(const TestRecord& test, std::int64_t base,
                             Reason* reason) const noexcept {
  const bool is_regional =
      test.shape == static_cast<std::uint8_t>(Shape::RegionalShare);
  const std::int64_t value = survey_.non_originating_value;
  return hold(test, is_regional ? base - value : value, base,
              image_.constants()[test.limit], reason);
}

// What a program of one instruction comes to, as most are, when the survey has
// the answer. False when it has not.
bool Machine::answers(const Instruction& it, Truth& truth) const noexcept {
  const auto op = static_cast<Op>(std::uint8_t{it.op});
  if (op != Op::ChangeTest && op != Op::ChangeLevel && op != Op::Test) {
    return false;
  }
  const int digits = op == Op::ChangeTest ? int{it.a} : int{it.b};
  truth = Truth::Met;
  if (op != Op::Test && (!is_surveyed(digits) || survey_.has_unchanged)) {
    return false;
  }
  if (op == Op::ChangeLevel) return true;
  const TestRecord& test = image_.tests()[it.b];
  const std::int64_t base = surveyed_base(test);
  if (base <= 0) return false;
  truth = test_surveyed(test, base, nullptr);
  return true;
}

Truth Machine::test(const Frame& frame, std::uint16_t index,
                    Reason* reason) noexcept {
  const TestRecord& test = image_.tests()[index];
  const std::int64_t base = surveyed_base(test);
  return base > 0 ? test_surveyed(test, base, reason)
                  : test_terms(frame, index, reason);
}

Truth Machine::test_terms(const Frame& frame, std::uint16_t index,
                          Reason* reason) noexcept {
  const TestRecord& test = image_.tests()[index];
  const std::int64_t limit =
      test.limit_kind == static_cast<std::uint8_t>(LimitKind::Constant)
          ? std::int64_t{image_.constants()[test.limit]}
          : threshold_word(test.limit);
  if (limit == kMissing) {
    return test_bounds(frame, index, threshold(test.limit), reason);
  }
  std::int64_t measure = 0;
  std::int64_t base = 0;
  if (!weigh(frame, test, measure, base)) {
    return test_bounds(frame, index, known(limit), reason);
  }
  const Truth truth = hold(test, measure, base, limit, reason);
  return base > 0 ? truth : Truth::Unknown;
}

// Every amount occurs once in `measure - limit * base`, with one coefficient,
// so that a missing base is not counted as two unknowns: a net cost that
// cancels out is not asked for.
Truth Machine::test_bounds(const Frame& frame, std::uint16_t index,
                           const Amount& limit, Reason* reason) noexcept {
  const TestRecord& test = image_.tests()[index];
  const bool is_absolute =
      test.shape == static_cast<std::uint8_t>(Shape::Absolute);
  TermRecord room[2];
  const auto terms = image_.terms_of(test, room);
  Amount measure = known(0);
  Amount base = known(is_absolute ? limits::kDecimalScale : 0);
  bool fits = true;
  for (const TermRecord& it : terms) {
    const Amount amount = term(frame, it);
    fits = fits && accumulate(measure, it.in_measure, amount) &&
           accumulate(base, it.in_base, amount);
  }
  if (reason != nullptr) {
    reason->is_measured = limit.is_known() && base.is_known() &&
                          measure.has_low && measure.has_high;
    reason->measure = {measure.low, base.low};
    reason->measure_high = {measure.high, base.low};
    reason->limit = {limit.low, Int128(limits::kDecimalScale)};
  }
  if (base.has_high && base.high.sign() <= 0) return Truth::Unknown;
  if (!limit.has_low || !limit.has_high) return Truth::Unknown;

  // In millionths of millionths throughout: whole numbers, and far from 256
  // bits whatever the amounts.
  const Amount unit = known(limits::kDecimalScale);
  int lowest = 1;
  int highest = -1;
  for (const Int128& at : {limit.low, limit.high}) {
    Span difference;
    if (is_absolute) fits = fits && difference.add(Int256(-at), unit);
    for (const TermRecord& it : terms) {
      Int256 share;
      Int256 factor;
      fits = fits &&
             multiply(Int256(at), Int256(std::int64_t{it.in_base}), share) &&
             subtract(Int256(it.in_measure * limits::kDecimalScale), share,
                      factor) &&
             difference.add(factor, term(frame, it));
    }
    lowest = std::min(lowest, difference.lowest_sign());
    highest = std::max(highest, difference.highest_sign());
  }
  if (!fits) {
    fail(Failure::Overflow);
    return Truth::Unknown;
  }
  return decide(static_cast<Relation>(std::uint8_t{test.relation}), lowest,
                highest);
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
