// Countries of origin: the steps of a cascade, the countries they give, and
// what cases expect of them.
#include <fmt/format.h>

#include "engine/check/case_parts.hpp"
#include "engine/core/limits.hpp"
#include "engine/eval/outcome.hpp"
#include "grammar/print.hpp"

namespace origo::checker {

using ir::Mask;
using ir::MaskOp;
using ir::RequirementId;
using ir::RequirementOp;

// Those of `of` that come from countries, or from the one that a fact names.
ir::MaskId Checker::from_places(const Cursor& list, ir::MaskId of,
                                const Scope& scope) {
  const std::string_view first = list.begin().operator*().text();
  const bool is_parameter =
      scope.arguments.find(first) != scope.arguments.end();
  const Name* fact = list.count() == 1 && !is_parameter ? find(first) : nullptr;
  if (fact != nullptr && fact->kind == NameKind::Fact &&
      pack_.facts[fact->index].type == Type::Country) {
    return pack_.add(Mask{MaskOp::FromFact, index(of), fact->index});
  }
  return pack_.add(Mask{MaskOp::FromPlaces, index(of),
                        pack_.add_countries(countries_of(list, scope))});
}

// The result of a pack is a verdict or countries, not both.
void Checker::require_one_kind(const Cursor& declaration) {
  const bool is_step = declaration.is(Kind::country);
  Cursor& own = is_step ? step_ : criterion_;
  const Cursor& other = is_step ? criterion_ : step_;
  if (own) return;  // said of the first
  own = declaration;
  if (!other) return;
  diagnostics_
      .report(Code::MixedResults, declaration.find(Kind::name).span(),
              is_step                           ? "country"
              : declaration.is(Kind::criterion) ? "criterion"
                                                : "condition",
              is_step ? "has criteria or conditions" : "gives countries")
      .also(other.find(Kind::name).span(), "the first of the others")
      .help(
          "what decides whether a good originates, and what decides where it "
          "is from, are packs of their own");
}

std::optional<ir::Gives> Checker::gives(const Cursor& clause) {
  const Cursor what = *clause.begin();
  ir::Gives gives;
  if (what.is(Kind::countries_of)) {
    const auto materials = selection(*what.begin(), Scope{});
    if (!materials) return {};
    gives.materials = *materials;
    return gives;
  }
  const Name* fact = expect_name(what, NameKind::Fact);
  if (fact == nullptr) return {};
  const Type type = pack_.facts[fact->index].type;
  if (type != Type::Country) {
    diagnostics_
        .report(Code::NotACountry, what.span(), what.text(),
                kTypePhrases[static_cast<std::size_t>(type)])
        .help(
            "give a fact that is a country, such as `production_country`, or "
            "`countries of` materials");
    return {};
  }
  gives.fact = fact->index;
  return gives;
}

// A step. One that gives the countries of materials is met only where there are
// such materials.
void Checker::lower_country(const Cursor& declaration) {
  const Cursor name = declaration.find(Kind::name);
  require_one_kind(declaration);
  ir::Article step;
  step.name = name.text();
  if (const Cursor title = declaration.find(Kind::string)) {
    step.title = unquoted(title);
  }
  step.cite = cite_of(declaration, "step", true);
  add_name(name,
           {NameKind::Step, static_cast<std::uint32_t>(pack_.criteria.size()),
            declaration});
  Cursor by_rule;
  Cursor require;
  Cursor given_by;
  for (const Cursor clause : declaration) {
    if (clause.is(Kind::cite) || clause.is(Kind::name) ||
        clause.is(Kind::string)) {
      continue;
    }
    Cursor& seen = clause.is(Kind::gives)     ? given_by
                   : clause.is(Kind::require) ? require
                                              : by_rule;
    if (seen) {
      diagnostics_
          .report(Code::RepeatedClause, clause.span(),
                  clause.is(Kind::gives)     ? "gives"
                  : clause.is(Kind::require) ? "require"
                                             : "by rule",
                  "step")
          .also(seen.span(), "the first")
          .help("write a step for each: they are tried in order");
      return;
    }
    seen = clause;
  }
  if (!by_rule && !require) {
    diagnostics_.report(Code::NothingRequired, name.span(), "step")
        .help("write `by rule` or `require ...`; `require yes` for the rest");
  }
  if (!given_by) {
    diagnostics_.report(Code::GivesNothing, name.span())
        .help(
            "write `gives production_country` or `gives countries of "
            "materials ...`");
  }
  if ((!by_rule && !require) || !given_by) return;
  step.gives = gives(given_by);
  if (by_rule && rule_step_ && (require || of_rules_ != ir::kNoRequirement)) {
    diagnostics_.report(Code::SecondRuleStep, by_rule.span())
        .also(rule_step_.find(Kind::by_rule).span(), "the first")
        .help(
            "of several steps by rule none can ask for more: write it into the "
            "rules, or into one step");
    return;
  }
  if (by_rule) rule_step_ = declaration;
  std::optional<RequirementId> some;
  if (require && step.gives && step.gives->fact == ir::kNone) {
    const Cursor materials = *given_by.begin();
    some = some_of(*materials.begin(), step.gives->materials);
  }
  if (by_rule) {
    if (require) ask_of_rules(require, some);
  } else {
    written_.clear();
    const auto requirement = alternatives(require, Scope{});
    if (!requirement) return;
    step.requirement = *requirement;
    step.written = std::move(written_);
  }
  if (!step.gives) return;
  if (some && !by_rule) {
    step.requirement =
        make(require, RequirementOp::And, 0, {step.requirement, *some});
  }
  pack_.criteria.push_back(std::move(step));
}

// A step that is met by rule and asks for more: each rule asks for it as well.
void Checker::ask_of_rules(const Cursor& require,
                           std::optional<ir::RequirementId> some) {
  std::vector<ir::RequirementId> parts;
  bool is_sound = true;
  for (const Cursor alternative : require) {
    const auto lowered = requirement(*alternative.begin(), Scope{});
    is_sound = is_sound && lowered.has_value();
    if (!lowered) continue;
    if (const auto dated = in_period(alternative, *lowered)) {
      parts.push_back(*dated);
    }
  }
  if (!is_sound || parts.empty()) return;
  of_rules_ = parts.size() == 1
                  ? parts.front()
                  : make(require, RequirementOp::Or, 0, std::move(parts));
  if (some)
    of_rules_ = make(require, RequirementOp::And, 0, {of_rules_, *some});
}

void Checker::add_to_rules() {
  if (of_rules_ == ir::kNoRequirement) return;
  const std::string& step = pack_.strings[pack_.requirement(of_rules_).label];
  const std::uint32_t label =
      pack_.add_string(fmt::format("the rule, and {}", step));
  for (ir::Rule& rule : pack_.rules) {
    rule.requirement =
        with_label(label, RequirementOp::And, {rule.requirement, of_rules_});
  }
}

// That there are materials whose countries a step gives.
ir::RequirementId Checker::some_of(const Cursor& materials, ir::MaskId mask) {
  const std::string text = grammar::print_inline(materials);
  ir::Requirement none{RequirementOp::NoMaterial, index(mask)};
  none.label = pack_.add_string("no " + text);
  ir::Requirement some{RequirementOp::Not};
  some.label = pack_.add_string("some " + text);
  some.parts = {pack_.add(none)};
  return pack_.add(some);
}

// Whether what a case expects is of the kind that the pack comes to.
bool Checker::is_of_result(const Cursor& what, bool of_countries) {
  const bool is_cascade = static_cast<bool>(step_);
  if (of_countries == is_cascade) return true;
  diagnostics_
      .report(Code::OtherResult, what.span(), grammar::print_inline(what),
              is_cascade ? "countries" : "a verdict")
      .help(is_cascade ? "write `expect country MX`, or `no country`"
                       : "write `expect originating`, or the like");
  return false;
}

void Checker::lower_expected_country(const Cursor& clause, const Cursor& what,
                                     CaseParts& parts) {
  if (!is_of_result(what, true)) return;
  const Cursor list = *what.begin();
  ir::Expectation expectation;
  expectation.place = place_of(clause);
  expectation.kind = ir::ExpectKind::Countries;
  expectation.text = "country " + grammar::print_inline(list);
  expectation.value = pack_.add_countries(countries_of(list, Scope{}));
  parts.to.expectations.push_back(expectation);
  const Cursor by = what.child(1);
  if (!by) return;
  const Name* step = expect_name(by, NameKind::Step);
  if (step == nullptr) return;
  expectation.kind = ir::ExpectKind::Criterion;
  expectation.text = fmt::format("step {}", by.text());
  expectation.value = step->index;
  parts.to.expectations.push_back(std::move(expectation));
}

}  // namespace origo::checker
