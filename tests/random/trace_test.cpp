// Looking does not change what is seen: an evaluation with reasons says what
// one without says, and the reasons say it too.
#include <fmt/format.h>

#include "engine/eval/analysis.hpp"
#include "engine/eval/margin.hpp"
#include "engine/eval/parts.hpp"
#include "tests/random/pairs.hpp"
#include "tests/support/catch.hpp"

namespace origo::random {
namespace {

using bytecode::Op;

// What the parts of a reason make of it; Unknown for a leaf.
bool is_joined(Op op) {
  return op >= Op::And && op != Op::ChangeTest;
}

Truth joined(const Compiled& program, const Trace& trace, std::uint32_t at) {
  const Reason& reason = trace.reasons[at];
  const bytecode::Image& image = program.loaded.image;
  const std::uint32_t wanted =
      image
          .code()[image.programs()[reason.program].first_instruction +
                  reason.instruction]
          .a;
  Truth all = Truth::Met;
  Truth any = Truth::NotMet;
  std::uint32_t met = 0;
  std::uint32_t possible = 0;
  for (Parts parts(trace, at); parts.has_next();) {
    const Truth truth = trace.reasons[parts.next()].truth;
    all = both(all, truth);
    any = either(any, truth);
    met += truth == Truth::Met ? 1 : 0;
    possible += truth != Truth::NotMet ? 1 : 0;
  }
  if (reason.op == Op::And) return all;
  if (reason.op == Op::AtLeast) return at_least(wanted, met, possible);
  if (reason.op == Op::AtMost) {
    return negate(at_least(wanted + 1, met, possible));
  }
  return reason.op == Op::Not ? negate(all) : any;
}

std::string wrong_margin(const Compiled& program, const Reason& reason) {
  const bytecode::Image& image = program.loaded.image;
  const bool is_measured =
      (reason.op == Op::Test || reason.op == Op::Compare) && reason.is_measured;
  if (!is_measured || reason.truth == Truth::Unknown) return {};
  const Margin margin = margin_of(image, reason);
  const bytecode::Relation relation = comparison_of(image, reason).relation;
  if (relation == bytecode::Relation::Equal) return {};
  // Rounded down, what is missed is negative, and what is met is not.
  const bool is_missed = (margin.has_points && margin.points < 0) ||
                         (margin.has_amount && margin.amount < 0);
  if (is_missed && reason.truth == Truth::Met) return "met, margin negative";
  return {};
}

std::string wrong_reason(const Compiled& program, const Trace& trace) {
  for (std::uint32_t i = 0; i < trace.count; ++i) {
    const Reason& reason = trace.reasons[i];
    if (reason.size == 0 || reason.size > i + 1) {
      return fmt::format("reason {} has {} parts", i, reason.size);
    }
    if (is_joined(reason.op) && joined(program, trace, i) != reason.truth) {
      return fmt::format("reason {} is {}, its parts make {}", i,
                         text_of(reason.truth),
                         text_of(joined(program, trace, i)));
    }
    const std::string margin = wrong_margin(program, reason);
    if (!margin.empty()) return fmt::format("reason {}: {}", i, margin);
  }
  return {};
}

std::string disagreement(const Compiled& program, FactSheet& sheet) {
  const Good good = sheet.good();
  const Outcome plain = evaluate(program, good);
  const Traced traced(program, good);
  if (!is_same(plain, traced.outcome)) {
    return "plain:  " + text_of(plain) + "\ntraced: " + text_of(traced.outcome);
  }
  if (traced.trace.is_truncated) return "no room for the reasons";
  const Traced cramped(program, good, 3);
  if (!is_same(plain, cramped.outcome)) {
    return "plain:   " + text_of(plain) +
           "\ncramped: " + text_of(cramped.outcome);
  }
  if (plain.failure != Failure::None) return {};
  return wrong_reason(program, traced.trace);
}

}  // namespace

TEST_CASE("evaluations with and without reasons agree on everything") {
  hold(pairs_wanted() / 2, {}, disagreement);
}

}  // namespace origo::random
