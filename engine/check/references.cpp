// What names in expressions stand for: facts, thresholds, and definitions that
// are expanded in place.
#include <fmt/format.h>

#include <algorithm>

#include "engine/check/checker.hpp"
#include "engine/core/limits.hpp"

namespace origo::checker {

using ir::NumberId;
using ir::NumberOp;
using ir::RequirementId;
using ir::RequirementOp;

// A fact that a `derive` declaration computes where it is not stated.
std::optional<NumberId> Checker::derived(std::uint32_t fact) {
  ir::Number stated{NumberOp::Fact, fact};
  stated.unit = ir::unit_of(pack_.facts[fact].type);
  const auto it = derivations_.find(fact);
  if (it == derivations_.end()) return pack_.add(stated);

  const std::string& name = pack_.facts[fact].name;
  if (std::find(expanding_.begin(), expanding_.end(), name) !=
      expanding_.end()) {
    diagnostics_.report(Code::SelfReference, it->second.span(), name)
        .help("compute it from other facts");
    return {};
  }
  expanding_.push_back(name);
  auto formula = number(it->second, Scope{});
  expanding_.pop_back();
  if (!formula) return {};
  if (pack_.number(*formula).unit != stated.unit) {
    NumberId same = pack_.add(stated);
    reconcile(*formula, same);
  }
  const ir::Number computed = pack_.number(*formula);
  if (computed.unit != stated.unit) {
    diagnostics_.report(Code::WrongValueType, it->second.span(), name,
                        ir::phrase_of(stated.unit),
                        ir::phrase_of(computed.unit));
    return {};
  }
  if (computed.is_ratio != 0) {
    diagnostics_
        .report(Code::WrongValueType, it->second.span(), name, "a whole amount",
                "a fraction")
        .help("define the fraction as a `measure` instead");
    return {};
  }
  ir::Number otherwise{NumberOp::Otherwise, index(*formula), fact};
  otherwise.unit = stated.unit;
  return pack_.add(otherwise);
}

Lowered Checker::lower_fact_reference(const Cursor& expression,
                                      std::uint32_t fact) {
  Lowered result;
  switch (pack_.facts[fact].type) {
    case Type::Truth:
    case Type::Places:
      result.requirement =
          check_fact(expression, {fact, ir::CheckKind::IsTrue});
      break;
    case Type::Date:
      result.date_fact = fact;
      break;
    case Type::Country:
    case Type::Choice:
      diagnostics_
          .report(
              Code::NotARequirement, expression.span(),
              kTypePhrases[static_cast<std::size_t>(pack_.facts[fact].type)])
          .help(fmt::format("say what it must be: `good.{} is ...`",
                            pack_.facts[fact].name));
      break;
    default:
      result.number = derived(fact);
      break;
  }
  return result;
}

Lowered Checker::lower_choice_of_fact(const Cursor& is_choice,
                                      std::uint32_t fact, const Cursor& whole) {
  Lowered result;
  const Cursor word = is_choice.find(Kind::name);
  const ir::FactInfo& info = pack_.facts[fact];
  if (info.type == Type::Country) {
    const auto country = parse_country(word.text());
    if (!country) {
      diagnostics_.report(Code::UnknownCountry, word.span(), word.text());
      return result;
    }
    result.requirement =
        check_fact(whole, {fact, ir::CheckKind::IsIn, ir::Relation::AtLeast,
                           pack_.add_countries({*country})});
  } else {
    const auto position =
        std::find(info.choices.begin(), info.choices.end(), word.text());
    if (position == info.choices.end()) {
      Diagnostic& error = diagnostics_.report(Code::UnknownChoice, word.span(),
                                              word.text(), info.name);
      std::string words;
      for (const std::string& choice : info.choices) {
        words += (words.empty() ? "`" : ", `") + choice + "`";
      }
      if (!words.empty()) error.help(fmt::format("write one of {}", words));
      return result;
    }
    result.requirement = check_fact(
        whole, {fact, ir::CheckKind::IsChoice, ir::Relation::AtLeast,
                static_cast<std::uint32_t>(position - info.choices.begin())});
  }
  if (is_choice.find(Kind::word_not)) {
    result.requirement =
        make(whole, RequirementOp::Not, 0, {*result.requirement});
  }
  return result;
}

Lowered Checker::lower_good(const Cursor& expression, const Scope& scope) {
  Lowered result;
  switch (expression.kind()) {
    case Kind::good_of: {
      const std::vector<HsRange> codes =
          absolute_codes(*expression.begin(), scope);
      result.requirement =
          make(expression, RequirementOp::GoodOf, pack_.add_codes(codes));
      return result;
    }
    case Kind::made_in:
    case Kind::exported_from:
    case Kind::imported_into: {
      const BuiltIn fact =
          expression.is(Kind::made_in)         ? BuiltIn::ProductionCountry
          : expression.is(Kind::exported_from) ? BuiltIn::ExportCountry
                                               : BuiltIn::ImportCountry;
      result.requirement = check_fact(
          expression,
          {static_cast<std::uint32_t>(fact), ir::CheckKind::IsIn,
           ir::Relation::AtLeast,
           pack_.add_countries(countries_of(*expression.begin(), scope))});
      return result;
    }
    default:
      break;
  }
  const Cursor name = expression.find(Kind::name);
  const Name* fact = expect_name(name, NameKind::Fact);
  if (fact == nullptr) return result;
  if (expression.is(Kind::good_fact)) {
    const Cursor choice = expression.find(Kind::is_choice);
    return choice ? lower_choice_of_fact(choice, fact->index, expression)
                  : lower_fact_reference(expression, fact->index);
  }
  result = lower_fact_reference(expression, fact->index);
  if (!result.requirement) {
    if (!result.is_error()) {
      diagnostics_
          .report(Code::WrongKindOfName, name.span(), name.text(),
                  fmt::format("a fact of type {}",
                              kTypeWords[static_cast<std::size_t>(
                                  pack_.facts[fact->index].type)]),
                  "a truth")
          .help(fmt::format("compare it: `good.{} >= ...`", name.text()));
    }
    return {};
  }
  if (expression.find(Kind::word_not)) {
    result.requirement =
        make(expression, RequirementOp::Not, 0, {*result.requirement});
  }
  return result;
}

Lowered Checker::lower_process(const Cursor& expression, const Scope& scope) {
  Lowered result;
  const Cursor name = *expression.begin();
  const Name* fact = expect_name(name, NameKind::Fact);
  if (fact == nullptr) return result;
  const bool is_process = pack_.facts[fact->index].type == Type::Places;
  if (is_process != expression.is(Kind::process)) {
    diagnostics_.report(
        Code::WrongKindOfName, name.span(), name.text(),
        is_process ? "a process" : "a fact",
        expression.is(Kind::process) ? "a process" : "a judgement");
    return result;
  }
  const Cursor places = expression.find(Kind::country_list);
  result.requirement =
      places
          ? check_fact(expression,
                       {fact->index, ir::CheckKind::IsIn, ir::Relation::AtLeast,
                        pack_.add_countries(countries_of(places, scope))})
          : check_fact(expression, {fact->index, ir::CheckKind::IsTrue});
  return result;
}

// An argument means what it meant where it was written: in `f(f(x))` the inner
// use is no part of the definition.
Lowered Checker::lower_argument(const Scope::Argument& argument) {
  const auto here =
      expanding_.begin() + static_cast<std::ptrdiff_t>(argument.depth);
  const std::vector<std::string> inner(here, expanding_.end());
  expanding_.resize(argument.depth);
  const Lowered result = lower(argument.value, *argument.scope);
  expanding_.insert(expanding_.end(), inner.begin(), inner.end());
  return result;
}

Lowered Checker::lower_reference(const Cursor& expression, const Scope& scope) {
  const Cursor first = *expression.begin();
  const Cursor second = expression.child(1);
  const std::string_view name = first.text();
  if (second && second.is(Kind::name)) {
    const std::string full = fmt::format("{} {}", name, second.text());
    const auto it = methods_.find(full);
    if (it != methods_.end()) return expand(expression, it->second, scope);
    report_unknown(expression, "method", {NameKind::Method});
    return {};
  }
  if (const auto argument = scope.arguments.find(name);
      argument != scope.arguments.end()) {
    return lower_argument(argument->second);
  }
  const Name* known = find(name);
  if (known == nullptr) {
    report_unknown(first, "fact, measure or definition",
                   {NameKind::Fact, NameKind::Threshold, NameKind::Measure,
                    NameKind::Definition});
    return {};
  }
  const Cursor choice = expression.find(Kind::is_choice);
  switch (known->kind) {
    case NameKind::Fact:
      return choice ? lower_choice_of_fact(choice, known->index, expression)
                    : lower_fact_reference(expression, known->index);
    case NameKind::Threshold: {
      Lowered result;
      ir::Number threshold{NumberOp::Threshold, known->index};
      threshold.unit = ir::unit_of(pack_.thresholds[known->index].type);
      result.number = pack_.add(threshold);
      return result;
    }
    case NameKind::Measure:
    case NameKind::Definition:
      return expand(expression, *known, scope);
    case NameKind::Column:
    case NameKind::Tag:
      diagnostics_
          .report(Code::PropertyOutsideSelection, first.span(),
                  fmt::format("`{}`", name))
          .help(
              "select the materials first, as in `value of materials where "
              "...`");
      return {};
    default:
      diagnostics_.report(Code::WrongKindOfName, first.span(), name,
                          "a list or an article", "an amount or a requirement");
      return {};
  }
}

// Whether an argument is an amount of the unit its parameter is declared with.
// Lists of codes and countries are seen for what they are where they are used.
bool Checker::fits_parameter(const Cursor& parameter, const Cursor& argument,
                             const Scope& scope) {
  const Cursor declared = parameter.find(Kind::parameter_type);
  const auto type =
      std::find(kTypeWords.begin(), kTypeWords.end(), declared.text());
  if (type == kTypeWords.end()) {
    const std::string_view word = declared.text();
    if (word == "codes" || word == "countries" || word == "requirement") {
      return true;
    }
    diagnostics_.report(Code::UnknownType, declared.span(), word)
        .help(
            "write `percent`, `number`, `money`, `weight`, `quantity`, `days`, "
            "`date`, `codes`, `countries` or `requirement`");
    return false;
  }
  const auto given = number(argument, scope);
  if (!given) return false;
  const ir::Unit unit =
      ir::unit_of(static_cast<Type>(type - kTypeWords.begin()));
  const ir::Unit found = pack_.number(*given).unit;
  check_share(argument);
  if (found == unit) return true;
  diagnostics_
      .report(Code::WrongValueType, argument.span(),
              parameter.begin().operator*().text(), ir::phrase_of(unit),
              ir::phrase_of(found))
      .also(parameter.span(), "declared here");
  return false;
}

// A use of a definition, if with those within it there are not too many. That
// is reported once: the definitions that use such a one are no better.
Lowered Checker::expand(const Cursor& use, const Name& definition,
                        const Scope& scope) {
  if (open_expansions_ == 0) expansions_ = 0;
  const bool is_too_deep = expanding_.size() >= limits::kExpansionDepth;
  if (++expansions_ > limits::kExpansions || is_too_deep) {
    if (is_expansion_reported_) return {};
    is_expansion_reported_ = true;
    diagnostics_
        .report(Code::TooManyEntries, use.span(),
                std::to_string(is_too_deep ? limits::kExpansionDepth
                                           : limits::kExpansions),
                is_too_deep ? "definitions within one another"
                            : "definitions to expand")
        .help("let definitions use one another less often");
    return {};
  }
  ++open_expansions_;
  const Lowered result = substitute(use, definition, scope);
  --open_expansions_;
  return result;
}

// Puts the body of a definition in the place of its use.
Lowered Checker::substitute(const Cursor& use, const Name& definition,
                            const Scope& scope) {
  std::string name;
  std::vector<Cursor> parameters;
  Cursor body;
  for (const Cursor part : definition.declaration) {
    if (part.is(Kind::parameter)) {
      parameters.push_back(part);
    } else if (part.is(Kind::name) && !body) {
      name += (name.empty() ? "" : " ") + std::string(part.text());
    } else if (!part.is(Kind::cite) && !body) {
      body = part;
    }
  }
  if (std::find(expanding_.begin(), expanding_.end(), name) !=
      expanding_.end()) {
    diagnostics_.report(Code::SelfReference, use.span(), name)
        .also(definition.declaration.find(Kind::name).span(), "defined here")
        .help("a definition may use others, and never itself");
    return {};
  }

  std::vector<Cursor> arguments;
  if (use.is(Kind::content)) {
    arguments.push_back(*use.begin());
  } else if (const Cursor given = use.find(Kind::arguments)) {
    for (const Cursor argument : given) arguments.push_back(argument);
  }
  if (arguments.size() != parameters.size()) {
    auto counted = [](std::size_t n) {
      return n == 0   ? std::string("no arguments")
             : n == 1 ? std::string("1 argument")
                      : fmt::format("{} arguments", n);
    };
    diagnostics_
        .report(Code::WrongArguments, use.span(), name,
                counted(parameters.size()), counted(arguments.size()))
        .also(definition.declaration.find(Kind::name).span(), "defined here");
    return {};
  }
  Scope inner;
  inner.range = scope.range;
  inner.untested = scope.untested;
  inner.is_tolerance = scope.is_tolerance;
  inner.is_condition = scope.is_condition;
  inner.is_forgivable = scope.is_forgivable;
  inner.forgives_weights = scope.forgives_weights;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    if (!fits_parameter(parameters[i], arguments[i], scope)) return {};
    inner.arguments.emplace(
        std::string(parameters[i].begin().operator*().text()),
        Scope::Argument{arguments[i], &scope, expanding_.size()});
  }
  expanding_.push_back(name);
  const Lowered result = lower(body, inner);
  expanding_.pop_back();
  return result;
}

}  // namespace origo::checker
