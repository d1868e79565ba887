// Findings: what the language allows and an author probably did not mean.
#include "engine/check/checker.hpp"

#include <algorithm>

namespace origo::checker {

using ir::RequirementId;
using ir::RequirementOp;

// Whether meeting `a` is enough to meet `b`, as far as their form shows: the
// same requirement, one with more conditions, or a lower limit on the same
// measure.
bool Checker::implies(RequirementId a, RequirementId b) const {
  const ir::Requirement& left = pack_.requirement(a);
  const ir::Requirement& right = pack_.requirement(b);
  auto is_same = [](const ir::Requirement& x, const ir::Requirement& y) {
    return x.op == y.op && x.a == y.a && x.b == y.b && x.c == y.c &&
           x.parts == y.parts;
  };
  if (is_same(left, right)) return true;
  if (right.op == RequirementOp::And) {
    return std::all_of(
        right.parts.begin(), right.parts.end(),
        [this, a](RequirementId part) { return implies(a, part); });
  }
  if (left.op == RequirementOp::And) {
    return std::any_of(
        left.parts.begin(), left.parts.end(),
        [this, b](RequirementId part) { return implies(part, b); });
  }
  if (right.op == RequirementOp::Or) {
    return std::any_of(
        right.parts.begin(), right.parts.end(),
        [this, a](RequirementId part) { return implies(a, part); });
  }
  if (left.op == RequirementOp::ChangeLevel && right.op == left.op) {
    // Another chapter is another heading is another subheading.
    return left.a <= right.a;
  }
  if (left.op == RequirementOp::Test && right.op == left.op) {
    const ir::Test& x = pack_.tests[left.a];
    const ir::Test& y = pack_.tests[right.a];
    const ir::Number& x_limit = pack_.number(x.limit);
    const ir::Number& y_limit = pack_.number(y.limit);
    const bool is_same_measure =
        x.relation == y.relation && x.has_base == y.has_base &&
        x.terms.size() == y.terms.size() &&
        std::equal(x.terms.begin(), x.terms.end(), y.terms.begin(),
                   [](const ir::Term& p, const ir::Term& q) {
                     return p.number == q.number &&
                            p.in_measure == q.in_measure &&
                            p.in_base == q.in_base;
                   });
    if (!is_same_measure || x_limit.op != ir::NumberOp::Constant ||
        y_limit.op != ir::NumberOp::Constant) {
      return false;
    }
    const std::int64_t x_value = pack_.constants[x_limit.a];
    const std::int64_t y_value = pack_.constants[y_limit.a];
    return (x.relation == ir::Relation::AtLeast && x_value >= y_value) ||
           (x.relation == ir::Relation::AtMost && x_value <= y_value);
  }
  return false;
}

void Checker::find_unreachable_alternatives(const Cursor& require,
                                            RequirementId requirement) {
  const std::vector<RequirementId> parts = pack_.requirement(requirement).parts;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    for (std::size_t k = 0; k < parts.size(); ++k) {
      // Of two that say the same, the later is the one too many.
      const bool is_later = k < i || !implies(parts[k], parts[i]);
      if (k == i || !is_later || !implies(parts[i], parts[k])) continue;
      diagnostics_
          .report(Code::UnreachableAlternative, require.child(i).span(),
                  std::to_string(i + 1), std::to_string(k + 1))
          .also(require.child(k).span(), "")
          .help("remove it, or see whether it was meant to be stricter");
      break;
    }
  }
}

// `if a then b else c + d` adds to whichever it is: `else` takes one term. Who
// reads it aloud hears the other.
void Checker::find_open_condition(const Cursor& left, const Cursor& sign) {
  if (!left.is(Kind::choice)) return;
  diagnostics_
      .report(Code::ConditionWithoutParentheses, sign.span(), sign.text())
      .also(left.span(), "the condition ends here")
      .help(
          "write parentheses around the condition, or around what follows "
          "`else`");
}

}  // namespace origo::checker
