// Rules and articles: requirements with their place in the law.
#include <fmt/format.h>

#include "engine/check/checker.hpp"
#include "engine/core/limits.hpp"
#include "grammar/print.hpp"

namespace origo::checker {

using ir::RequirementId;
using ir::RequirementOp;

namespace {

std::string title_of(const Cursor& declaration) {
  const Cursor title = declaration.find(Kind::string);
  return title ? unquoted(title) : std::string();
}

}  // namespace

std::string Checker::cite_of(const Cursor& declaration, std::string_view what,
                             bool is_needed) {
  std::string cites;
  for (const Cursor clause : declaration) {
    if (!clause.is(Kind::cite)) continue;
    cites += (cites.empty() ? "" : "; ") + unquoted(*clause.begin());
  }
  if (cites.empty() && is_needed) {
    diagnostics_
        .report(Code::NoCitation, declaration.begin().operator*().span(), what)
        .help("say where the agreement says it: `cite \"Article ...\"`");
  }
  return cites;
}

void Checker::check_clauses(const Cursor& declaration, std::string_view what) {
  struct Once {
    Kind kind;
    std::string_view word;
  };
  static constexpr Once kOnce[] = {
      {Kind::when, "when"},         {Kind::require, "require"},
      {Kind::period_from, "from"},  {Kind::period_until, "until"},
      {Kind::for_codes, "for"},     {Kind::by_rule, "by rule"},
      {Kind::parties, "parties"},   {Kind::nomenclature, "nomenclature"},
      {Kind::in_force, "in force"}, {Kind::selected_by, "selected by"},
  };
  // Of a tolerance, each that is written must hold.
  const bool is_conjunction = declaration.is(Kind::tolerance);
  for (const Once& once : kOnce) {
    const bool is_requirement =
        once.kind == Kind::when || once.kind == Kind::require;
    if (is_requirement && is_conjunction) continue;
    Cursor first;
    for (const Cursor clause : declaration) {
      if (!clause.is(once.kind)) continue;
      if (!first) {
        first = clause;
        continue;
      }
      diagnostics_.report(Code::RepeatedClause, clause.span(), once.word, what)
          .also(first.span(), "the first")
          .help(is_requirement
                    ? fmt::format("join them with `and`, or write a {} for "
                                  "each",
                                  what)
                    : std::string("leave one of them out"));
    }
  }
}

ir::Period Checker::period_of(const Cursor& parent) {
  ir::Period period;
  for (const Cursor part : parent) {
    const bool is_from = part.is(Kind::period_from);
    if (!is_from && !part.is(Kind::period_until)) continue;
    const auto date = date_of(*part.begin());
    if (date) (is_from ? period.from : period.until) = *date;
  }
  if (period.until < period.from) {
    diagnostics_.report(Code::ReversedPeriod, parent.span())
        .help("write the earlier day first");
    period = {};
  }
  return period;
}

// That the agreement's clock is within `period`, which `of` states.
std::vector<RequirementId> Checker::within(const Cursor& of,
                                           const ir::Period& period) {
  std::vector<RequirementId> parts;
  if (period.is_always()) return parts;
  for (const Cursor part : of) {
    const bool is_from = part.is(Kind::period_from);
    if (!is_from && !part.is(Kind::period_until)) continue;
    const Date date = is_from ? period.from : period.until;
    parts.push_back(check_fact(
        part, {pack_.agreement.clock, ir::CheckKind::Relates,
               is_from ? ir::Relation::AtLeast : ir::Relation::AtMost,
               pack_.add_constant(date.days)}));
  }
  return parts;
}

// `requirement`, and the agreement's clock within the period of `of`.
std::optional<RequirementId> Checker::in_period(const Cursor& of,
                                                RequirementId requirement) {
  std::vector<RequirementId> parts = within(of, period_of(of));
  if (parts.empty()) return requirement;
  parts.push_back(requirement);
  return make(of, RequirementOp::And, 0, std::move(parts));
}

std::optional<RequirementId> Checker::alternatives(const Cursor& require,
                                                   const Scope& scope) {
  std::vector<RequirementId> parts;
  bool is_sound = true;
  for (const Cursor alternative : require) {
    const auto lowered = requirement(*alternative.begin(), scope);
    is_sound = is_sound && lowered.has_value();
    if (!lowered) continue;
    const auto dated = in_period(alternative, *lowered);
    if (dated) parts.push_back(*dated);
  }
  if (!is_sound) return {};
  if (parts.size() == 1) return parts.front();
  const RequirementId all =
      make(require, RequirementOp::Alternatives, 0, std::move(parts));
  find_unreachable_alternatives(require, all);
  return all;
}

void Checker::lower_treat(const Cursor& declaration) {
  ir::Treat treat;
  treat.text = grammar::print_inline(*declaration.begin());
  const Cursor as = declaration.find(Kind::treated_as);
  const std::string_view word = as.text();
  treat.as = as.find(Kind::their_materials) ? ir::TreatedAs::TheirMaterials
             : word.find("non") == std::string_view::npos
                 ? ir::TreatedAs::Originating
                 : ir::TreatedAs::NonOriginating;
  treat.text += ' ' + grammar::print_inline(as);
  treat.cite = cite_of(declaration, "treatment", true);
  check_clauses(declaration, "treatment");
  const auto mask = selection(*declaration.begin(), Scope{});
  if (!mask) return;
  treat.mask = *mask;
  treat.is_unproven = treat.mask == shared(bytecode::SharedMask::Unproven);
  if (const Cursor when = declaration.find(Kind::when)) {
    Scope scope;
    scope.is_condition = true;
    const auto condition = requirement(*when.begin(), scope);
    if (!condition) return;
    treat.mask = pack_.add(
        ir::Mask{ir::MaskOp::Provided, index(*mask), index(*condition)});
    treat.is_unproven = false;
  }
  pack_.treats.push_back(std::move(treat));
}

// What a material brings with it from its own production.
void Checker::lower_material_derive(const Cursor& declaration) {
  const Cursor name = *declaration.begin();
  const Cursor formula = declaration.child(1);
  (void)cite_of(declaration, "derivation", true);
  ir::Unit unit;
  const auto column = column_of(name, unit);
  Scope scope;
  scope.is_condition = true;
  const auto computed = number(formula, scope);
  if (!column && find(name.text()) == nullptr) {
    report_unknown(name, "amount of materials", {NameKind::Column});
  } else if (!column) {
    (void)expect_name(name, NameKind::Column);
  }
  if (!column || !computed) return;
  const auto [first, is_new] = material_derivations_.emplace(*column, name);
  if (!is_new) {
    Diagnostic& error =
        diagnostics_.report(Code::DuplicateName, name.span(), name.text())
            .also(first->second.span(), "first here");
    help_replace(error, declaration, first->second);
    return;
  }
  const bool is_built_in = *column < kBuiltInColumns;
  const Type type = is_built_in ? ir::type_of(unit)
                                : pack_.columns[*column - kBuiltInColumns].type;
  const ir::Number& it = pack_.number(*computed);
  if (it.unit != unit || (type == Type::Truth && !is_built_in)) {
    diagnostics_
        .report(Code::WrongValueType, formula.span(), name.text(),
                kTypePhrases[static_cast<std::size_t>(type)],
                ir::phrase_of(it.unit))
        .also(name.span(), "what it gives a value");
    return;
  }
  if (it.is_ratio != 0) {
    diagnostics_.report(Code::NotWhole, formula.span())
        .help("carry the amounts, and divide where they are compared");
    return;
  }
  pack_.derivations.push_back({*column, *computed});
}

// A tolerance is met when it serves the good, its conditions hold, no material
// it never forgives is among those that fail, and its requirement is met.
void Checker::lower_tolerance(const Cursor& declaration) {
  const Cursor name = declaration.find(Kind::name);
  ir::Article tolerance;
  tolerance.name = name.text();
  tolerance.title = title_of(declaration);
  tolerance.cite = cite_of(declaration, "tolerance", true);
  check_clauses(declaration, "tolerance");
  add_name(name,
           {NameKind::Tolerance,
            static_cast<std::uint32_t>(pack_.tolerances.size()), declaration});
  Scope scope;
  scope.is_tolerance = true;
  written_.clear();
  std::vector<RequirementId> parts;
  bool is_sound = true;
  bool has_requirement = false;
  auto add = [&](std::optional<RequirementId> part) {
    is_sound = is_sound && part.has_value();
    if (part) parts.push_back(*part);
  };
  for (const Cursor clause : declaration) {
    switch (clause.kind()) {
      case Kind::for_codes:
        add(make(clause, RequirementOp::GoodOf,
                 pack_.add_codes(absolute_codes(*clause.begin(), scope))));
        break;
      case Kind::when:
        add(requirement(*clause.begin(), scope));
        break;
      case Kind::require:
        has_requirement = true;
        add(alternatives(clause, scope));
        break;
      case Kind::never: {
        const auto mask = of_code_set(
            *clause.begin(), shared(bytecode::SharedMask::Failing), scope);
        if (!mask) {
          is_sound = false;
          break;
        }
        const RequirementId none =
            make(clause, RequirementOp::NoMaterial, index(*mask));
        const Cursor goods = clause.child(1);
        if (!goods || !goods.is(Kind::code_set)) {
          parts.push_back(none);
          break;
        }
        const std::string such = "good of " + grammar::print_inline(goods);
        const RequirementId is_such =
            make(such, RequirementOp::GoodOf,
                 pack_.add_codes(absolute_codes(goods, scope)), {});
        parts.push_back(make(
            clause, RequirementOp::Or, 0,
            {make("not " + such, RequirementOp::Not, 0, {is_such}), none}));
        break;
      }
      default:
        break;
    }
  }
  if (!has_requirement) {
    diagnostics_.report(Code::NothingRequired, name.span(), "tolerance")
        .help(
            "say how much it forgives, as in `require value of failing "
            "materials <= 10% of transaction_value`");
    return;
  }
  if (!is_sound) return;
  tolerance.requirement =
      parts.size() == 1 ? parts.front()
                        : make(name, RequirementOp::And, 0, std::move(parts));
  tolerance.written = std::move(written_);
  pack_.tolerances.push_back(std::move(tolerance));
}

// A criterion or a condition.
void Checker::lower_article(const Cursor& declaration) {
  const bool is_criterion = declaration.is(Kind::criterion);
  require_one_kind(declaration);
  std::vector<ir::Article>& list =
      is_criterion ? pack_.criteria : pack_.conditions;
  const Cursor name = declaration.find(Kind::name);
  ir::Article article;
  article.name = name.text();
  article.title = title_of(declaration);
  article.cite =
      cite_of(declaration, is_criterion ? "criterion" : "condition", true);
  add_name(name, {is_criterion ? NameKind::Criterion : NameKind::Condition,
                  static_cast<std::uint32_t>(list.size()), declaration});
  check_clauses(declaration, is_criterion ? "criterion" : "condition");
  const Cursor by_rule = declaration.find(Kind::by_rule);
  const Cursor require = declaration.find(Kind::require);
  if (by_rule && require) {
    diagnostics_.report(Code::RuleAndRequirement, require.span())
        .also(by_rule.span(), "")
        .help(
            "write a criterion for each, or a `condition` for what every good "
            "must meet");
  }
  if (!by_rule && !require) {
    diagnostics_
        .report(Code::NothingRequired, name.span(),
                is_criterion ? "criterion" : "condition")
        .help(is_criterion ? "write `by rule` or `require ...`"
                           : "write `require ...`");
    return;
  }
  if (require) {
    written_.clear();
    const auto requirement = alternatives(require, Scope{});
    if (!requirement) return;
    article.requirement = *requirement;
    article.written = std::move(written_);
  }
  list.push_back(std::move(article));
}

void Checker::lower_rule(const Cursor& declaration) {
  const Cursor set = declaration.find(Kind::code_set);
  ir::Rule rule;
  rule.title = title_of(declaration);
  rule.place = place_of(declaration);
  rule.is_override = declaration.is(Kind::override);
  rule.codes = pack_.add_codes(absolute_codes(set, Scope{}));
  rule.cite = cite_of(declaration, "rule", true);
  rule.period = period_of(declaration);
  written_.clear();
  Scope scope;
  scope.range = rule.codes;
  // What overrides the rules overrides what they are read with.
  std::vector<Note*> notes;
  if (!rule.is_override) notes = notes_on(rule.codes);
  bool is_sound = true;
  check_clauses(declaration, "rule");
  for (const Cursor clause :
       {declaration.find(Kind::when), declaration.find(Kind::require)}) {
    if (!clause) continue;
    if (clause.is(Kind::when)) {
      Scope condition = scope;
      condition.is_condition = true;
      const auto when = requirement(*clause.begin(), condition);
      is_sound = is_sound && when.has_value();
      if (when) rule.when = *when;
    } else {
      Scope tested = scope;
      const Cursor coverage =
          agreement_ ? agreement_.find(Kind::coverage) : Cursor{};
      tested.is_forgivable = static_cast<bool>(coverage);
      tested.forgives_weights = coverage && coverage.find(Kind::weights);
      tested.untested = untested_by(notes, rule.codes);
      const auto required = alternatives(clause, tested);
      is_sound = is_sound && required.has_value();
      if (required) rule.requirement = with_notes(notes, *required, rule);
    }
  }
  if (!declaration.find(Kind::require)) {
    diagnostics_.report(Code::NothingRequired, set.span(), "rule")
        .help(
            "write `require ...`, with `change from any` where no change is "
            "needed");
    return;
  }
  if (!is_sound) return;
  require_room(set, pack_.rules.size(), "rules");
  rule.written = std::move(written_);
  pack_.rules.push_back(std::move(rule));
  rule_declarations_.push_back(declaration);
}

void Checker::lower_articles() {
  auto each = [this](auto what) {
    for (const Cursor& declaration : declarations_) what(declaration);
  };
  each([this](const Cursor& it) {
    if (it.is(Kind::note)) lower_note(it);
  });
  each([this](const Cursor& it) {
    switch (it.kind()) {
      case Kind::treat:
        lower_treat(it);
        break;
      case Kind::tolerance:
        lower_tolerance(it);
        break;
      case Kind::criterion:
      case Kind::condition:
        lower_article(it);
        break;
      case Kind::country:
        lower_country(it);
        break;
      case Kind::rule:
      case Kind::override:
        lower_rule(it);
        break;
      default:
        break;
    }
  });
  add_to_rules();
  const Cursor coverage =
      agreement_ ? agreement_.find(Kind::coverage) : Cursor{};
  if (coverage && pack_.tolerances.empty()) {
    diagnostics_.report(Code::NoToleranceToCover, coverage.span())
        .help("declare a `tolerance`, or leave the clause out");
  }
  each([this](const Cursor& it) {
    if (it.is(Kind::material_derive)) lower_material_derive(it);
  });
  find_idle_notes();
  if (pack_.criteria.empty() && !step_) {
    // A pack that names no criterion is judged by its product rules alone.
    pack_.criteria.push_back({"rule", "", "", ir::kNoRequirement});
  }
  // What no rule uses is still looked at once.
  for (const auto& [fact, formula] : derivations_) (void)derived(fact);
  each([this](const Cursor& it) {
    const bool is_definition =
        it.is(Kind::measure) || it.is(Kind::define) || it.is(Kind::method);
    if (!is_definition || it.find(Kind::parameter)) return;
    for (const Cursor part : it) {
      if (part.is(Kind::name) || part.is(Kind::cite)) continue;
      (void)lower(part, Scope{});
    }
  });
}

}  // namespace origo::checker
