// Findings: what the language allows and an author probably did not mean.
#include "engine/check/checker.hpp"

#include <algorithm>
#include <set>

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

bool Checker::describe_all(const std::vector<std::uint32_t>& rules) const {
  std::set<std::pair<std::uint32_t, std::uint32_t>> choices;
  for (const std::uint32_t rule : rules) {
    const RequirementId when = pack_.rules[rule].when;
    if (when == ir::kNoRequirement) return true;
    const ir::Requirement& it = pack_.requirement(when);
    if (it.op == RequirementOp::Not) {
      const RequirementId inner = it.parts.front();
      const bool has_opposite = std::any_of(
          rules.begin(), rules.end(), [&](const std::uint32_t other) {
            const RequirementId opposite = pack_.rules[other].when;
            return opposite != ir::kNoRequirement && implies(inner, opposite);
          });
      if (has_opposite) return true;
    }
    if (it.op != RequirementOp::Check) continue;
    const ir::Check& check = pack_.fact_checks[it.a];
    if (check.kind != ir::CheckKind::IsChoice) continue;
    choices.emplace(check.subject, check.operand);
    std::size_t found = 0;
    for (const auto& [subject, choice] : choices) {
      found += subject == check.subject ? 1 : 0;
    }
    if (found == pack_.facts[check.subject].choices.size()) return true;
  }
  return false;
}

// Rules for a part of a heading, and none for its rest. `rules` are those of
// one range, in the order in which they are tried.
void Checker::find_missing_rest(const std::vector<std::uint32_t>& rules) {
  if (rules.empty() || describe_all(rules)) return;
  const std::uint32_t last = rules.back();
  // Without the rule that it overrides an override need not be for all.
  if (pack_.rules[last].is_override || !without_rest_.insert(last).second) {
    return;
  }
  const Cursor set = rule_declarations_[last].find(Kind::code_set);
  diagnostics_.report(Code::NoRest, set.span(), set.text())
      .help("write the rule for the rest below it, without `when`");
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
