// Expressions: names to what they stand for, definitions expanded in place.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>

#include "engine/check/checker.hpp"
#include "engine/core/limits.hpp"
#include "grammar/print.hpp"

namespace origo::checker {

using ir::NumberId;
using ir::NumberOp;
using ir::RequirementId;
using ir::RequirementOp;

RequirementId Checker::make(const Cursor& label, RequirementOp op,
                            std::uint32_t a, std::uint32_t b, std::uint32_t c) {
  ir::Requirement it{op, a, b, c};
  it.label = pack_.add_string(grammar::print_inline(label));
  return noted(label, pack_.add(it));
}

RequirementId Checker::make(const Cursor& label, RequirementOp op,
                            std::uint32_t a, std::vector<RequirementId> parts) {
  return noted(label,
               make(grammar::print_inline(label), op, a, std::move(parts)));
}

RequirementId Checker::make(const std::string& label, RequirementOp op,
                            std::uint32_t a, std::vector<RequirementId> parts) {
  ir::Requirement it{op, a};
  it.label = pack_.add_string(label);
  it.parts = std::move(parts);
  return pack_.add(it);
}

// Notes where a requirement stands. Of equal ones the first gave the label.
RequirementId Checker::noted(const Cursor& at, RequirementId id) {
  written_.push_back({pack_.requirement(id).label,
                      static_cast<std::uint32_t>(&at.tree() - trees_.data()),
                      at.node().begin});
  return id;
}

RequirementId Checker::check_fact(const Cursor& label, const ir::Check& check) {
  return make(label, RequirementOp::Check, pack_.add_fact_check(check));
}

NumberId Checker::constant(const Value& value) {
  ir::Number number{NumberOp::Constant, pack_.add_constant(value.value)};
  number.unit = ir::unit_of(value.type);
  return pack_.add(number);
}

Lowered Checker::lower_literal(const Cursor& literal) {
  const auto value = this->literal(literal);
  Lowered result;
  if (!value) return result;
  if (value->type == Type::Truth) {
    result.requirement =
        make(literal, RequirementOp::Literal,
             static_cast<std::uint32_t>(truth_of(value->value != 0)));
  } else if (value->type == Type::Date) {
    result.date = value->value;
  } else {
    if (value->type == Type::Money) {
      if (pack_.currency == 0) pack_.currency = value->currency;
      if (pack_.currency != value->currency) {
        const std::string_view text = literal.text();
        diagnostics_
            .report(Code::SecondCurrency, literal.span(),
                    text.substr(text.size() - 3),
                    money_constants_.front().text().substr(
                        money_constants_.front().text().size() - 3))
            .also(money_constants_.front(), "")
            .help(
                "state all amounts of the rules in one currency; facts are "
                "converted before they are evaluated");
        return result;
      }
      money_constants_.push_back(literal.span());
    }
    result.number = constant(*value);
  }
  return result;
}

std::optional<RequirementId> Checker::requirement(const Cursor& expression,
                                                  const Scope& scope) {
  const Lowered lowered = lower(expression, scope);
  if (lowered.is_error() || lowered.requirement) return lowered.requirement;
  const std::string found =
      lowered.number ? ir::phrase_of(pack_.number(*lowered.number).unit)
                     : std::string("a date");
  diagnostics_.report(Code::NotARequirement, expression.span(), found)
      .help(fmt::format("compare it with something, as in `{} >= ...`",
                        grammar::print_inline(expression)));
  return {};
}

std::optional<NumberId> Checker::number(const Cursor& expression,
                                        const Scope& scope) {
  return number(lower(expression, scope), expression);
}

std::optional<NumberId> Checker::number(const Lowered& lowered,
                                        const Cursor& expression) {
  if (lowered.is_error() || lowered.number) return lowered.number;
  if (lowered.requirement) {
    diagnostics_.report(Code::NotAnAmount, expression.span(), "a requirement");
    return {};
  }
  // A date among amounts, as in `exportation + 30 days`.
  ir::Number date{NumberOp::Fact, lowered.date_fact.value_or(0)};
  if (lowered.date) {
    date = {NumberOp::Constant, pack_.add_constant(*lowered.date)};
  }
  date.unit = ir::unit_of(Type::Date);
  return pack_.add(date);
}

// `label` parts joined: every child of `expression` from the `from`-th on.
Lowered Checker::lower_joined(const Cursor& expression, RequirementOp op,
                              std::uint32_t count, const Scope& scope) {
  std::vector<RequirementId> parts;
  bool is_sound = true;
  for (const Cursor part : expression) {
    if (part.is(Kind::integer)) continue;
    const auto lowered = requirement(part, scope);
    is_sound = is_sound && lowered.has_value();
    if (lowered) parts.push_back(*lowered);
  }
  Lowered result;
  if (is_sound) {
    result.requirement = make(expression, op, count, std::move(parts));
  }
  return result;
}

// How many of its parts `at least` and `at most` ask for: not so many, or so
// few, that it makes no difference what they are.
std::optional<std::uint32_t> Checker::count_of(const Cursor& expression) {
  const Cursor number = expression.first();
  const std::string_view text = number.text();
  const bool is_least = expression.is(Kind::at_least);
  const auto parts = static_cast<std::uint32_t>(expression.count()) - 1;
  std::uint32_t count = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), count);
  if (error != std::errc{}) count = std::numeric_limits<std::uint32_t>::max();
  const bool is_some = is_least ? count > 0 : count < parts;
  const bool is_possible = !is_least || count <= parts;
  if (is_some && is_possible) return count;
  diagnostics_
      .report(Code::CountWithoutEffect, number.span(),
              fmt::format("at {} {} of {}", is_least ? "least" : "most", text,
                          parts),
              is_possible ? "always" : "never")
      .help(parts == 1 ? "leave it out, and write the requirement alone"
            : is_least ? fmt::format("write a number from 1 to {}", parts)
                       : fmt::format("write a number from 0 to {}", parts - 1));
  return {};
}

Lowered Checker::lower(const Cursor& expression, const Scope& scope) {
  switch (expression.kind()) {
    case Kind::parenthesis:
      return lower(*expression.begin(), scope);
    case Kind::disjunction:
      return lower_joined(expression, RequirementOp::Or, 0, scope);
    case Kind::conjunction:
      return scope.is_forgivable
                 ? lower_joined_changes(expression, scope)
                 : lower_joined(expression, RequirementOp::And, 0, scope);
    case Kind::inversion:
      return lower_joined(expression, RequirementOp::Not, 0,
                          unforgivable(scope));
    case Kind::at_least:
    case Kind::at_most: {
      const auto count = count_of(expression);
      if (!count) return {};
      return lower_joined(expression,
                          expression.is(Kind::at_least) ? RequirementOp::AtLeast
                                                        : RequirementOp::AtMost,
                          *count, unforgivable(scope));
    }
    case Kind::comparison:
      return lower_comparison(expression, scope);
    case Kind::sum:
    case Kind::product:
    case Kind::minus:
    case Kind::percent_of:
      return lower_arithmetic(expression, scope);
    case Kind::least:
      return lower_extreme(expression, NumberOp::Least, scope);
    case Kind::greatest:
      return lower_extreme(expression, NumberOp::Greatest, scope);
    case Kind::choice:
      return lower_choice(expression, scope);
    case Kind::change:
      return lower_change(expression, scope);
    case Kind::amount_of:
      return lower_amount_of(expression, scope);
    case Kind::content:
      return lower_content(expression, scope);
    case Kind::good_is:
    case Kind::good_of:
    case Kind::good_fact:
    case Kind::made_in:
    case Kind::exported_from:
    case Kind::imported_into:
      return lower_good(expression, scope);
    case Kind::process:
    case Kind::judgement:
      return lower_process(expression, scope);
    case Kind::reference:
    case Kind::named_property:
      return lower_reference(expression, scope);
    case Kind::max_nom: {
      // MaxNOM 50% of base: the value of all non-originating materials.
      Lowered result;
      const Cursor limit = *expression.begin();
      const auto right = number(limit, scope);
      ir::Number sum{NumberOp::Sum,
                     index(shared(bytecode::SharedMask::NonOriginating)),
                     static_cast<std::uint32_t>(Column::Value)};
      sum.unit = ir::unit_of(Type::Money);
      if (!right) return result;
      const ir::Unit unit = pack_.number(*right).unit;
      if (unit != sum.unit) {
        diagnostics_
            .report(Code::IncomparableUnits, limit.span(), "money",
                    ir::phrase_of(unit))
            .help(fmt::format("say of what: `MaxNOM {}{} of ex_works_price`",
                              limit.text(), limit.is(Kind::number) ? "%" : ""));
        return result;
      }
      const NumberId left = pack_.add(sum);
      const auto test = content_test(left, ir::Relation::AtMost, *right);
      result.requirement =
          test ? make(expression, RequirementOp::Test, pack_.add(*test))
               : make(expression, RequirementOp::Compare, index(left),
                      index(*right),
                      static_cast<std::uint32_t>(ir::Relation::AtMost));
      return result;
    }
    case Kind::every:
    case Kind::no_materials:
    case Kind::only_originating:
      return lower_quantifier(expression, scope);
    case Kind::wholly_obtained_good: {
      Lowered result;
      result.requirement = check_fact(
          expression, {static_cast<std::uint32_t>(BuiltIn::WhollyObtained),
                       ir::CheckKind::IsTrue});
      return result;
    }
    case Kind::of_codes:
    case Kind::tagged:
    case Kind::from_countries:
    case Kind::status_property:
      diagnostics_
          .report(Code::PropertyOutsideSelection, expression.span(),
                  fmt::format("`{}`", grammar::print_inline(expression)))
          .help(fmt::format("say of which materials, as in `every material is "
                            "{}`",
                            grammar::print_inline(expression)));
      return {};
    default:
      return lower_literal(expression);
  }
}

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
                  fmt::format("fact of type {}",
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
        is_process ? "process" : "fact",
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
                          "list or an article", "an amount or a requirement");
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
