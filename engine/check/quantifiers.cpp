// Requirements that name the materials which fail them: quantifiers, and
// changes joined by `and`.
#include "engine/check/checker.hpp"
#include "grammar/print.hpp"

namespace origo::checker {

using ir::MaskId;
using ir::MaskOp;
using ir::Requirement;
using ir::RequirementId;
using ir::RequirementOp;

Scope unforgivable(const Scope& scope) {
  Scope inner = scope;
  inner.is_forgivable = false;
  return inner;
}

// `every ... is ...`, `no ...`, `only originating materials`: nothing is left
// of a selection. Where the agreement's tolerances cover it, what is left fails
// as a change does.
Lowered Checker::lower_quantifier(const Cursor& expression,
                                  const Scope& scope) {
  const Scope inner = unforgivable(scope);
  std::optional<MaskId> mask;
  if (expression.is(Kind::only_originating)) {
    mask = shared(bytecode::SharedMask::NonOriginating);
  } else {
    mask = selection(*expression.begin(), inner);
  }
  if (mask && expression.is(Kind::every)) {
    const auto some = property(expression.child(1), *mask, inner);
    if (!some) return {};
    mask = pack_.add(ir::Mask{MaskOp::Without, index(*mask), index(*some)});
  }
  Lowered result;
  if (mask) {
    result.requirement = make(
        expression,
        scope.is_forgivable ? RequirementOp::Change : RequirementOp::NoMaterial,
        index(*mask));
  }
  return result;
}

// What a greatest weight counts are the materials that fail it where they weigh
// more: as with a change, a tolerance may forgive all of them.
RequirementId Checker::forgivable(const Cursor& expression,
                                  RequirementId requirement,
                                  const ir::Test& test) {
  if (test.relation != ir::Relation::AtMost &&
      test.relation != ir::Relation::Below) {
    return requirement;
  }
  std::optional<MaskId> counted;
  for (const ir::Term& term : test.terms) {
    if (term.in_measure == 0) continue;
    const ir::Number it = pack_.number(term.number);
    if (term.in_measure < 0 || it.op != ir::NumberOp::Sum) return requirement;
    counted = counted
                  ? pack_.add(ir::Mask{MaskOp::Either, index(*counted), it.a})
                  : MaskId{it.a};
  }
  if (!counted) return requirement;
  const std::string text = grammar::print_inline(expression);
  const RequirementId is_missed =
      make("not " + text, RequirementOp::Not, 0, {requirement});
  const MaskId failing =
      pack_.add(ir::Mask{MaskOp::Provided, index(*counted), index(is_missed)});
  Requirement change{RequirementOp::Change, index(failing)};
  change.label = pack_.add_string(text);
  const RequirementId either =
      make(expression, RequirementOp::Or, 0, {requirement, pack_.add(change)});
  forgivable_weights_.emplace(index(either), failing);
  return either;
}

// Parts that a tolerance may forgive are one requirement: what fails any of
// them shares one limit.
Lowered Checker::lower_joined_changes(const Cursor& expression,
                                      const Scope& scope) {
  const Lowered joined = lower_joined(expression, RequirementOp::And, 0, scope);
  if (!joined.requirement) return joined;
  std::vector<RequirementId> others;
  std::vector<RequirementId> changes;  // a limit of weight among them
  // Copies: adding requirements moves them.
  std::vector<RequirementId> open =
      pack_.requirement(*joined.requirement).parts;
  while (!open.empty()) {
    const RequirementId id = open.front();
    open.erase(open.begin());
    const Requirement part = pack_.requirement(id);
    if (part.op == RequirementOp::And) {
      open.insert(open.begin(), part.parts.begin(), part.parts.end());
    } else if (part.op == RequirementOp::Change ||
               part.op == RequirementOp::ChangeLevel) {
      changes.push_back(id);
    } else if (forgivable_weights_.contains(index(id))) {
      changes.push_back(id);
      others.push_back(id);
    } else {
      others.push_back(id);
    }
  }
  if (changes.size() < 2) return joined;

  std::string label;
  std::optional<MaskId> failing;
  for (const RequirementId id : changes) {
    const Requirement change = pack_.requirement(id);
    const MaskId mask =
        change.op == RequirementOp::Or ? forgivable_weights_.at(index(id))
        : change.op == RequirementOp::Change
            ? MaskId{change.a}
            : pack_.add(
                  ir::Mask{MaskOp::SameAs,
                           index(shared(bytecode::SharedMask::NonOriginating)),
                           change.a});
    failing =
        failing
            ? pack_.add(ir::Mask{MaskOp::Either, index(*failing), index(mask)})
            : mask;
    label += (label.empty() ? "" : " and ") + pack_.strings[change.label];
  }
  Requirement merged{RequirementOp::Change, index(*failing)};
  merged.label = pack_.add_string(label);
  others.insert(others.begin(), pack_.add(merged));
  Lowered result;
  result.requirement = others.size() == 1 ? others.front()
                                          : make(expression, RequirementOp::And,
                                                 0, std::move(others));
  return result;
}

}  // namespace origo::checker
