// Expressions: literals, joined requirements, and which phase lowers the rest.
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

}  // namespace origo::checker
