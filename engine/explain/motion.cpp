// Abstract interpretation of straight-line code: one pass, no fixed point.
#include "engine/explain/motion.hpp"

#include <algorithm>

#include "engine/core/date.hpp"

namespace origo {
namespace {

using bytecode::Image;
using bytecode::Instruction;
using bytecode::LimitKind;
using bytecode::Op;
using bytecode::Relation;
using bytecode::Shape;
using bytecode::TermKind;
using bytecode::TermRecord;

Motion operator|(Motion a, Motion b) {
  return static_cast<Motion>(static_cast<std::uint8_t>(a) |
                             static_cast<std::uint8_t>(b));
}

Motion reversed(Motion motion) {
  switch (motion) {
    case Motion::Rises:
      return Motion::Falls;
    case Motion::Falls:
      return Motion::Rises;
    case Motion::Still:
    case Motion::Wanders:
      break;
  }
  return motion;
}

// What is known of a register.
struct Course {
  Motion motion = Motion::Still;  // of both its bounds
  bool is_natural = false;  // its lower bound is there and never below zero
  // Where no fact is missing: it is one value for each value of the threshold,
  // and these lie on a line.
  bool is_point = true;
  bool is_line = true;

  [[nodiscard]] bool is_still() const { return motion == Motion::Still; }
};

class Follower {
 public:
  Follower(const Image& image, const Good& good, std::uint16_t threshold,
           std::int64_t least, const Options& options)
      : image_(image),
        good_(good),
        threshold_(threshold),
        least_(least),
        options_(options),
        selects_for_certain_(std::none_of(
            image.code().begin(), image.code().end(),
            [](const Instruction& it) {
              return it.op == static_cast<std::uint8_t>(Op::Provided);
            })) {}

  std::vector<ComparisonMotion> run(std::uint16_t program) {
    const auto code = image_.code_of(image_.programs()[program]);
    std::vector<ComparisonMotion> result(code.size());
    for (std::size_t i = 0; i < code.size(); ++i) {
      const Instruction& it = code[i];
      const auto op = static_cast<Op>(std::uint8_t{it.op});
      switch (bytecode::kOps[it.op].result) {
        case bytecode::Operand::Amount:
          amounts_.push_back(amount(op, it));
          break;
        case bytecode::Operand::Ratio:
          ratios_.push_back(ratio(op, it));
          break;
        default:
          if (op == Op::Test || op == Op::ChangeTest) result[i] = test(it.b);
          if (op == Op::Compare) result[i] = compare(it);
          break;
      }
    }
    return result;
  }

 private:
  [[nodiscard]] std::int64_t stated(std::uint16_t fact) const {
    return fact < good_.facts.size() ? good_.facts[fact] : kMissing;
  }

  [[nodiscard]] Course fact(std::uint16_t index) const {
    const std::int64_t value = stated(index);
    const bool is_natural =
        value == kMissing ? image_.facts()[index].least ==
                                static_cast<std::uint8_t>(LeastValue::Zero)
                          : value >= 0;
    return {Motion::Still, is_natural, true, true};
  }

  [[nodiscard]] Course constant(std::uint16_t index) const {
    return {Motion::Still, image_.constants()[index] >= 0, true, true};
  }

  [[nodiscard]] Course threshold(std::uint16_t index) const {
    if (index == threshold_) return {Motion::Rises, least_ >= 0, true, true};
    if (index < options_.thresholds.size() &&
        options_.thresholds[index] != kMissing) {
      return {Motion::Still, options_.thresholds[index] >= 0, true, true};
    }
    // On a day without a value nothing is known of it.
    const bytecode::ThresholdRecord& record = image_.thresholds()[index];
    const bytecode::StepRecord& step = image_.steps()[record.first_step];
    const bool is_for_ever = record.step_count == 1 &&
                             step.from == kEarliest.days &&
                             step.until == kLatest.days;
    return {Motion::Still, is_for_ever && step.value >= 0, is_for_ever, true};
  }

  [[nodiscard]] Course amount(Op op, const Instruction& it) const {
    switch (op) {
      case Op::Sum:
      case Op::Count:
        // A negative amount of a material ends the evaluation.
        return {Motion::Still, true, selects_for_certain_, true};
      case Op::Fact:
        return fact(it.b);
      case Op::Constant:
        return constant(it.b);
      case Op::Threshold:
        return threshold(it.b);
      case Op::Otherwise:
        return stated(it.b) == kMissing ? amounts_[it.a] : fact(it.b);
      default:
        return joined(op, amounts_[it.a], amounts_[it.b]);
    }
  }

  [[nodiscard]] Course ratio(Op op, const Instruction& it) const {
    if (op == Op::Ratio) return amounts_[it.a];
    const Course& a = ratios_[it.a];
    const Course& b = ratios_[it.b];
    if (op == Op::RatioMultiply) return product(a, b);
    if (op == Op::RatioDivide) return quotient(a, b);
    return joined(op, a, b);
  }

  // Sums, differences, the smaller, the larger, and whichever of two: all of
  // them rise where both operands do.
  [[nodiscard]] static Course joined(Op op, const Course& a, const Course& b) {
    const bool is_difference = op == Op::Subtract || op == Op::RatioSubtract;
    const bool is_sum = is_difference || op == Op::Add || op == Op::RatioAdd;
    const bool is_larger = op == Op::Greatest || op == Op::RatioGreatest;
    const bool is_either = op == Op::Choose || op == Op::RatioChoose;
    Course result;
    result.motion = a.motion | (is_difference ? reversed(b.motion) : b.motion);
    result.is_natural =
        is_larger ? a.is_natural || b.is_natural : a.is_natural && b.is_natural;
    if (is_difference) result.is_natural = false;
    // Of two that may be chosen from it is both while the choice is open.
    result.is_point = a.is_point && b.is_point && !is_either;
    result.is_line = result.is_still() || (is_sum && a.is_line && b.is_line);
    return result;
  }

  [[nodiscard]] static Course product(const Course& a, const Course& b) {
    Course result;
    result.is_natural = a.is_natural && b.is_natural;
    result.is_point = a.is_point && b.is_point;
    if (result.is_natural) {
      result.motion = a.motion | b.motion;
    } else if (a.is_still() && (a.is_natural || b.is_still())) {
      result.motion = b.motion;
    } else if (b.is_still() && b.is_natural) {
      result.motion = a.motion;
    } else {
      result.motion = Motion::Wanders;
    }
    // An undefined factor would be defined where the other is zero.
    result.is_line = (a.is_still() && a.is_point && b.is_line) ||
                     (b.is_still() && b.is_point && a.is_line) ||
                     result.is_still();
    return result;
  }

  // The inverse of what stands still is never below zero, so the quotient moves
  // as what is divided. It may have no bounds at all.
  [[nodiscard]] static Course quotient(const Course& a, const Course& b) {
    Course result;
    result.motion = b.is_still() ? a.motion : Motion::Wanders;
    result.is_point = false;
    result.is_line = result.is_still() ||
                     (b.is_still() && b.is_point && a.is_line && a.is_point);
    return result;
  }

  [[nodiscard]] Course term(const TermRecord& it) const {
    switch (static_cast<TermKind>(std::uint8_t{it.kind})) {
      case TermKind::NonOriginatingValue:
        return {Motion::Still, true, selects_for_certain_, true};
      case TermKind::Fact:
        return fact(it.index);
      case TermKind::Constant:
        return constant(it.index);
      case TermKind::Amount:
        break;
    }
    return amounts_[it.index];
  }

  // The difference is the sum of `(in_measure - limit * in_base) * amount`.
  [[nodiscard]] ComparisonMotion test(std::uint16_t index) const {
    const bytecode::TestRecord& test = image_.tests()[index];
    const bool is_constant =
        test.limit_kind == static_cast<std::uint8_t>(LimitKind::Constant);
    const bool is_limit = !is_constant && test.limit == threshold_;
    const bool is_absolute =
        test.shape == static_cast<std::uint8_t>(Shape::Absolute);
    ComparisonMotion result;
    if (is_limit && is_absolute) result.motion = Motion::Falls;
    Motion base = Motion::Still;
    bool are_points = true;
    TermRecord room[2];
    for (const TermRecord& it : image_.terms_of(test, room)) {
      const Course course = term(it);
      are_points = are_points && course.is_point;
      result.is_line = result.is_line && course.is_line;
      if (it.in_measure != 0) {
        result.motion = result.motion | signed_by(it.in_measure, course.motion);
      }
      if (it.in_base == 0) continue;
      base = base | signed_by(it.in_base, course.motion);
      if (!course.is_still()) {
        result.needs_all_facts = true;
        result.is_line = result.is_line && !is_limit;
      }
      result.motion = result.motion | of_share(test, it, course, result);
    }
    // Of a base that falls to zero or below, and of a measure that is one of
    // two, the truths between are another matter.
    if (base == Motion::Wanders || (result.needs_all_facts && !are_points)) {
      result.motion = Motion::Wanders;
    }
    result.is_line = result.is_line && are_points;
    return settled(result, static_cast<Relation>(std::uint8_t{test.relation}));
  }

  static Motion signed_by(int factor, Motion motion) {
    return factor < 0 ? reversed(motion) : motion;
  }

  // How `- limit * in_base * amount` moves.
  [[nodiscard]] Motion of_share(const bytecode::TestRecord& test,
                                const TermRecord& it, const Course& course,
                                ComparisonMotion& result) const {
    const bool is_constant =
        test.limit_kind == static_cast<std::uint8_t>(LimitKind::Constant);
    if (!is_constant && test.limit == threshold_) {
      if (course.is_still()) {
        // The whole base is above zero, or there is no truth.
        if (it.in_base < 0 || !course.is_natural) {
          result.needs_known_base = true;
        }
        return Motion::Falls;
      }
      const bool grows =
          course.is_natural && course.motion == Motion::Rises && least_ >= 0;
      return grows ? signed_by(-it.in_base, Motion::Rises) : Motion::Wanders;
    }
    if (course.is_still()) return Motion::Still;
    if (!is_constant) return Motion::Wanders;
    const std::int64_t limit = image_.constants()[test.limit];
    return signed_by(limit < 0 ? int{it.in_base} : -it.in_base, course.motion);
  }

  [[nodiscard]] ComparisonMotion compare(const Instruction& it) const {
    const Course& left = ratios_[it.a];
    const Course& right = ratios_[std::uint16_t{it.b} & 0xFF];
    ComparisonMotion result;
    result.motion = left.motion | reversed(right.motion);
    result.is_line = left.is_line && right.is_line;
    return settled(result,
                   static_cast<Relation>(std::uint16_t{it.b} >> 8 & 0xF));
  }

  // An equation is met between two values at which it is not.
  static ComparisonMotion settled(ComparisonMotion motion, Relation relation) {
    if (relation == Relation::Equal && motion.motion != Motion::Still) {
      motion.motion = Motion::Wanders;
      motion.is_line = false;
    }
    return motion;
  }

  const Image& image_;
  const Good& good_;
  std::uint16_t threshold_;
  std::int64_t least_;
  const Options& options_;
  // A selection that depends on a truth may be open though nothing is missing,
  // as where that is a share of nothing.
  bool selects_for_certain_;
  std::vector<Course> amounts_;
  std::vector<Course> ratios_;
};

}  // namespace

std::vector<ComparisonMotion> motions_of(const Image& image, const Good& good,
                                         std::uint16_t program,
                                         std::uint16_t threshold,
                                         std::int64_t least,
                                         const Options& options) {
  return Follower(image, good, threshold, least, options).run(program);
}

}  // namespace origo
