// Content tests: amounts weighed against a share of others.
//
// A test has three ways to one answer. Most are of what the survey summed
// against one fact. The next take any terms that are known and fit a word. The
// last takes intervals, of which a known amount is one.
#include "engine/eval/machine.hpp"

namespace origo {
namespace {

using bytecode::LimitKind;
using bytecode::Relation;
using bytecode::Shape;
using bytecode::SharedMask;
using bytecode::TermKind;
using bytecode::TermRecord;
using bytecode::TestRecord;

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

}  // namespace origo
