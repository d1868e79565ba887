// Amounts and ratios.
#include <bit>

#include "engine/core/bits.hpp"
#include "engine/eval/machine.hpp"

namespace origo {
namespace {

using bytecode::SharedMask;

// Amounts stay this far from overflow, so that a test can add all its terms
// without looking. Real ones need 96 bits.
bool is_small(const Amount& amount) noexcept {
  constexpr std::int64_t kBound = std::int64_t{1} << 54;
  return amount.low.high < kBound && amount.low.high > -kBound &&
         amount.high.high < kBound && amount.high.high > -kBound;
}

}  // namespace

void Machine::compute(Frame& frame, Op op, const Instruction& it) noexcept {
  if (op >= Op::Ratio) {
    compute_ratio(frame, op, it);
    return;
  }
  const Amount* const amounts = scratch_.amounts + frame.first_amount;
  Amount& result = scratch_.amounts[frame.first_amount + frame.amounts++];
  bool fits = true;
  switch (op) {
    case Op::Sum:
      sum(frame, it.a, it.b, result);
      break;
    case Op::Count:
      result = count(mask(frame, it.a));
      break;
    case Op::Fact:
      result = fact(it.b);
      break;
    case Op::Constant:
      result = known(std::int64_t{image_.constants()[it.b]});
      break;
    case Op::Threshold:
      result = threshold(it.b);
      break;
    case Op::Otherwise: {
      const std::int64_t value = stated(it.b);
      result = value == kMissing ? amounts[it.a] : known(value);
      if (!result.is_known()) note(Subject::Fact, it.b);
      break;
    }
    case Op::Add:
      fits = add(amounts[it.a], amounts[it.b], result) && is_small(result);
      break;
    case Op::Subtract:
      fits = subtract(amounts[it.a], amounts[it.b], result) && is_small(result);
      break;
    case Op::Least:
      result = least(amounts[it.a], amounts[it.b]);
      break;
    case Op::Greatest:
      result = greatest(amounts[it.a], amounts[it.b]);
      break;
    default: {  // Choose
      const Truth truth = pop(frame);
      if (truth == Truth::Unknown) {
        result = hull(amounts[it.a], amounts[it.b]);
      } else {
        result = amounts[truth == Truth::Met ? std::uint16_t{it.a}
                                             : std::uint16_t{it.b}];
      }
      break;
    }
  }
  if (!fits) fail(Failure::Overflow);
}

void Machine::compute_ratio(Frame& frame, Op op,
                            const Instruction& it) noexcept {
  const Ratio* const ratios = scratch_.ratios + frame.first_ratio;
  Ratio& result = scratch_.ratios[frame.first_ratio + frame.ratios++];
  bool fits = true;
  switch (op) {
    case Op::Ratio:
      result = ratio_of(scratch_.amounts[frame.first_amount + it.a]);
      break;
    case Op::RatioAdd:
      fits = add(ratios[it.a], ratios[it.b], result);
      break;
    case Op::RatioSubtract:
      fits = subtract(ratios[it.a], ratios[it.b], result);
      break;
    case Op::RatioMultiply:
      fits = multiply(ratios[it.a], ratios[it.b], result);
      break;
    case Op::RatioDivide:
      fits = divide(ratios[it.a], ratios[it.b], result);
      break;
    case Op::RatioLeast:
      fits = least(ratios[it.a], ratios[it.b], result);
      break;
    case Op::RatioGreatest:
      fits = greatest(ratios[it.a], ratios[it.b], result);
      break;
    default: {  // RatioChoose
      const Truth truth = pop(frame);
      if (truth == Truth::Unknown) {
        fits = hull(ratios[it.a], ratios[it.b], result);
      } else {
        result = ratios[truth == Truth::Met ? std::uint16_t{it.a}
                                            : std::uint16_t{it.b}];
      }
      break;
    }
  }
  if (!fits) {
    result = {};
    fail(Failure::Overflow);
  }
}

void Machine::sum(const Frame& frame, std::uint32_t operand,
                  std::uint16_t column, Amount& total) noexcept {
  const bool is_value = column == static_cast<std::uint16_t>(Column::Value);
  const auto shared = static_cast<SharedMask>(operand);
  if (survey_.is_usable && is_value && shared == SharedMask::NonOriginating) {
    total = known(survey_.non_originating_value);
  } else if (is_failing_surveyed_ && is_value &&
             shared == SharedMask::Failing) {
    total = known(survey_.unchanged_value);
  } else {
    sum(mask(frame, operand), column, total);
  }
}

void Machine::sum(const MaskWord* mask, std::uint16_t index,
                  Amount& total) noexcept {
  const Strided<std::int64_t> values = column(index);
  total = known(0);
  total.has_high = good_.materials.is_complete;
  std::int64_t signs = 0;
  Lack lack;
  for (std::uint32_t word = 0; word < scratch_.words; ++word) {
    std::uint64_t rest = mask[word].possible;
    for (; rest != 0; rest &= rest - 1) {
      const auto bit = static_cast<std::uint32_t>(std::countr_zero(rest));
      const std::uint32_t material = word * 64 + bit;
      const std::int64_t value =
          values.is_given() ? values[material] : kMissing;
      if (value <= kOpen) {
        total.has_high = false;
        lack.add(material);
        continue;
      }
      signs |= value;
      total.high = total.high + value;
      if ((mask[word].certain >> bit & 1) != 0) total.low = total.low + value;
    }
  }
  if (signs < 0) fail(Failure::NegativeAmount);
  if (lack.materials > 0) note(Subject::Column, index, lack);
}

Amount Machine::count(const MaskWord* mask) const noexcept {
  std::int64_t certain = 0;
  std::int64_t possible = 0;
  for (std::uint32_t word = 0; word < scratch_.words; ++word) {
    certain += count_bits(mask[word].certain);
    possible += count_bits(mask[word].possible);
  }
  return {certain * limits::kDecimalScale, possible * limits::kDecimalScale,
          true, good_.materials.is_complete};
}

Amount Machine::fact(std::uint16_t index) const noexcept {
  const std::int64_t value = wanted(index);
  if (value != kMissing) return known(value);
  Amount missing;
  missing.has_low = image_.facts()[index].least ==
                    static_cast<std::uint8_t>(LeastValue::Zero);
  return missing;
}

// The threshold's value where it is certain, else kMissing.
std::int64_t Machine::threshold_word(std::uint16_t index) const noexcept {
  if (index < options_.thresholds.size() &&
      options_.thresholds[index] != kMissing) {
    return options_.thresholds[index];
  }
  const bytecode::ThresholdRecord& record = image_.thresholds()[index];
  const bytecode::StepRecord* const first =
      image_.steps().data() + record.first_step;
  // One value for all time needs no date.
  const std::int64_t date = stated(record.clock);
  if (date == kMissing)
    return record.step_count == 1 ? std::int64_t{first->value} : kMissing;
  for (const bytecode::StepRecord* it = first; it != first + record.step_count;
       ++it) {
    if (it->from <= date && date <= it->until) return it->value;
  }
  return kMissing;
}

Amount Machine::threshold(std::uint16_t index) const noexcept {
  const std::int64_t word = threshold_word(index);
  if (word != kMissing) return known(word);
  const bytecode::ThresholdRecord& record = image_.thresholds()[index];
  // On a day without a value nothing is known of it; without a day it may be
  // any of its values.
  if (wanted(record.clock) != kMissing) return {};
  Amount any = known(std::int64_t{image_.steps()[record.first_step].value});
  for (const bytecode::StepRecord& it :
       image_.steps().subspan(record.first_step, record.step_count)) {
    any = hull(any, known(std::int64_t{it.value}));
  }
  return any;
}

}  // namespace origo
