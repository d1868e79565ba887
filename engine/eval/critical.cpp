// Which requirements a verdict hangs on.
//
// Reasons are in post-order, so walking them backwards meets every parent
// before its parts, and a mark set on a parent is passed on by what kind of
// parent it is. No stack is needed.
#include "engine/eval/analysis.hpp"
#include "engine/eval/parts.hpp"

namespace origo {
namespace {

using bytecode::Op;

struct Counts {
  std::uint32_t met = 0;
  std::uint32_t unknown = 0;
  std::uint32_t not_met = 0;
};

Counts count_parts(const Trace& trace, std::uint32_t reason) noexcept {
  Counts counts;
  for (Parts parts(trace, reason); parts.has_next();) {
    switch (trace.reasons[parts.next()].truth) {
      case Truth::Met:
        ++counts.met;
        break;
      case Truth::Unknown:
        ++counts.unknown;
        break;
      case Truth::NotMet:
        ++counts.not_met;
        break;
    }
  }
  return counts;
}

void mark_parts(Trace& trace, std::uint32_t reason, Truth truth) noexcept {
  for (Parts parts(trace, reason); parts.has_next();) {
    Reason& part = trace.reasons[parts.next()];
    part.is_critical = part.is_critical || part.truth == truth;
  }
}

// The truth of those parts any one of which, were it otherwise, would turn the
// reason; Unknown when no single part would.
Truth turning_parts(const bytecode::Image& image, const Reason& reason,
                    const Counts& counts) noexcept {
  const bool is_met = reason.truth == Truth::Met;
  switch (reason.op) {
    case Op::And:
      if (is_met) return Truth::Met;
      return counts.not_met == 1 && counts.unknown == 0 ? Truth::NotMet
                                                        : Truth::Unknown;
    case Op::Or:
    case Op::Alternatives:
      if (!is_met) return Truth::NotMet;
      return counts.met == 1 && counts.unknown == 0 ? Truth::Met
                                                    : Truth::Unknown;
    case Op::AtLeast:
    case Op::AtMost: {
      const bytecode::ProgramRecord& program = image.programs()[reason.program];
      const std::uint32_t wanted =
          image.code()[program.first_instruction + reason.instruction].a;
      if (counts.unknown != 0) return Truth::Unknown;
      // One more than enough, or one less, does not hang on a single part.
      const std::uint32_t enough =
          reason.op == Op::AtLeast ? wanted : wanted + 1;
      const bool has_enough = counts.met >= enough;
      if (has_enough && counts.met == enough) return Truth::Met;
      if (!has_enough && counts.met + 1 == enough) return Truth::NotMet;
      return Truth::Unknown;
    }
    case Op::Not:
      return negate(reason.truth);
    case Op::Change:
    case Op::ChangeLevel:
      // The parts are the tolerances, any of which could forgive.
      return is_met ? Truth::Unknown : Truth::NotMet;
    default:
      return Truth::Unknown;  // a leaf: its parts are of its numbers
  }
}

// The programs whose truth alone decides: the one condition that is not met, or
// the criteria when every condition is.
void mark_roots(const bytecode::Image& image, const Outcome& outcome,
                Trace& trace) noexcept {
  const bool has_rule = has_product_rule(image);
  auto is_criterion_root = [has_rule](const Reason& root) noexcept {
    return root.context == Reason::Context::Criterion ||
           (has_rule && root.context == Reason::Context::Rule);
  };
  Counts conditions;
  Counts criteria;
  for (Roots roots(trace); roots.has_next();) {
    const Reason& root = trace.reasons[roots.next()];
    const bool is_condition = root.context == Reason::Context::Condition;
    const bool is_criterion = is_criterion_root(root);
    if (!is_condition && !is_criterion) continue;
    Counts& counts = is_condition ? conditions : criteria;
    counts.met += root.truth == Truth::Met ? 1 : 0;
    counts.unknown += root.truth == Truth::Unknown ? 1 : 0;
    counts.not_met += root.truth == Truth::NotMet ? 1 : 0;
  }
  if (outcome.verdict == Verdict::Undetermined || outcome.rules > 1) return;
  const bool is_originating = outcome.verdict == Verdict::Originating;
  for (Roots roots(trace); roots.has_next();) {
    Reason& root = trace.reasons[roots.next()];
    const bool is_condition = root.context == Reason::Context::Condition;
    const bool is_criterion = is_criterion_root(root);
    if (is_originating) {
      root.is_critical =
          is_condition || (is_criterion && root.truth == Truth::Met);
    } else if (is_condition) {
      root.is_critical = root.truth == Truth::NotMet && criteria.met > 0 &&
                         conditions.not_met == 1 && conditions.unknown == 0;
    } else if (is_criterion) {
      root.is_critical = criteria.met == 0 && conditions.not_met == 0 &&
                         conditions.unknown == 0 && root.truth == Truth::NotMet;
    }
  }
}

}  // namespace

void mark_critical(const bytecode::Image& image, const Outcome& outcome,
                   Trace& trace) noexcept {
  if (trace.is_truncated) return;
  mark_roots(image, outcome, trace);
  for (std::uint32_t i = trace.count; i > 0; --i) {
    const Reason& reason = trace.reasons[i - 1];
    if (!reason.is_critical) continue;
    const Counts counts = count_parts(trace, i - 1);
    const Truth truth = turning_parts(image, reason, counts);
    if (truth != Truth::Unknown) mark_parts(trace, i - 1, truth);
  }
}

}  // namespace origo
