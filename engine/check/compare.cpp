// Comparisons: what is compared with what, and the form in which it is decided.
//
// Nearly every comparison of a treaty is one amount, or a share of amounts,
// against a limit. Those become content tests, sums of terms multiplied out,
// for which margins and bounds are exact. The others are compared as fractions.
#include <fmt/format.h>

#include <algorithm>

#include "engine/check/checker.hpp"
#include "engine/core/limits.hpp"

namespace origo::checker {

using ir::NumberId;
using ir::NumberOp;
using ir::Relation;

namespace {

Relation relation_of(const Cursor& relation) {
  const std::string_view sign = relation.text();
  if (sign == ">=") return Relation::AtLeast;
  if (sign == "<=") return Relation::AtMost;
  if (sign == ">") return Relation::Above;
  if (sign == "<") return Relation::Below;
  return Relation::Equal;
}

// `a RELATION b` read from the other side.
Relation mirrored(Relation relation) {
  switch (relation) {
    case Relation::AtLeast:
      return Relation::AtMost;
    case Relation::AtMost:
      return Relation::AtLeast;
    case Relation::Above:
      return Relation::Below;
    case Relation::Below:
      return Relation::Above;
    case Relation::Equal:
      break;
  }
  return Relation::Equal;
}

}  // namespace

bool Checker::is_limit(NumberId number) const {
  const NumberOp op = pack_.number(number).op;
  return op == NumberOp::Constant || op == NumberOp::Threshold;
}

// Adds `sign` times an amount to the terms of a test, taking sums and
// differences apart. False when it is no amount but a fraction.
bool Checker::add_terms(NumberId number, int sign, bool is_measure,
                        std::vector<ir::Term>& terms) const {
  const ir::Number& it = pack_.number(number);
  if (it.is_ratio != 0) return false;
  if (it.op == NumberOp::Add || it.op == NumberOp::Subtract) {
    return add_terms(NumberId{it.a}, sign, is_measure, terms) &&
           add_terms(NumberId{it.b}, it.op == NumberOp::Add ? sign : -sign,
                     is_measure, terms);
  }
  auto known = std::find_if(
      terms.begin(), terms.end(),
      [number](const ir::Term& term) { return term.number == number; });
  if (known == terms.end()) known = terms.insert(known, ir::Term{number});
  std::int32_t& factor = is_measure ? known->in_measure : known->in_base;
  factor += sign;
  return factor >= -1 && factor <= 1;
}

std::optional<ir::Test> Checker::content_test(NumberId left, Relation relation,
                                              NumberId right) {
  // Copies: adding a number may move them.
  const ir::Number measured = pack_.number(left);
  const ir::Number limit = pack_.number(right);
  ir::Test test;
  test.relation = relation;
  if (measured.op == NumberOp::Divide && is_limit(right)) {
    // (net_cost - VNM) / net_cost >= 62.5%
    const NumberId over{measured.a};
    const NumberId under{measured.b};
    if (pack_.number(over).unit == pack_.number(under).unit &&
        add_terms(over, 1, true, test.terms) &&
        add_terms(under, 1, false, test.terms)) {
      test.has_base = true;
      test.limit = right;
      test.unit = pack_.number(over).unit;
      return test;
    }
    return {};
  }
  if (limit.op == NumberOp::Multiply && is_limit(NumberId{limit.a}) &&
      pack_.number(NumberId{limit.a}).unit.is_percent() &&
      !pack_.number(NumberId{limit.b}).unit.is_percent()) {
    // VNM <= 50% of ex_works_price
    if (add_terms(left, 1, true, test.terms) &&
        add_terms(NumberId{limit.b}, 1, false, test.terms)) {
      test.has_base = true;
      test.limit = NumberId{limit.a};
      test.unit = measured.unit;
      return test;
    }
    return {};
  }
  if (is_limit(left)) return {};
  if (is_limit(right)) {
    if (!add_terms(left, 1, true, test.terms)) return {};
    test.limit = right;
    test.unit = measured.unit;
    return test;
  }
  // One amount against another: their difference against nothing.
  if (!add_terms(left, 1, true, test.terms) ||
      !add_terms(right, -1, true, test.terms)) {
    return {};
  }
  ir::Number zero{NumberOp::Constant, pack_.add_constant(0)};
  zero.unit = measured.unit;
  test.limit = pack_.add(zero);
  test.unit = measured.unit;
  return test;
}

// The method that one side of a comparison names, to be cited with it.
std::uint32_t Checker::method_of(const Cursor& side, const Scope& scope) const {
  if (!side.is(Kind::reference)) return ir::kNone;
  const Cursor family = *side.begin();
  const Cursor name = side.child(1);
  if (!name || !name.is(Kind::name)) {
    const auto argument = scope.arguments.find(family.text());
    if (argument == scope.arguments.end()) return ir::kNone;
    return method_of(argument->second.value, *argument->second.scope);
  }
  const auto it =
      methods_.find(fmt::format("{} {}", family.text(), name.text()));
  return it == methods_.end() ? ir::kNone : it->second.index;
}

// A date fact against a day that is written out. Dates that are computed, or
// two of the facts, are compared as amounts are.
std::optional<ir::RequirementId> Checker::compare_dates(const Cursor& at,
                                                        const Lowered& left,
                                                        Relation relation,
                                                        const Lowered& right) {
  if (left.date_fact && right.date) {
    const std::uint32_t operand = pack_.add_constant(*right.date);
    return check_fact(
        at, {*left.date_fact, ir::CheckKind::Relates, relation, operand});
  }
  if (left.date && right.date_fact) {
    return compare_dates(at, right, mirrored(relation), left);
  }
  return {};
}

// The terms of a date, the days and dates that are written out added together.
bool Checker::add_date_terms(NumberId number, int sign,
                             std::vector<ir::Term>& terms,
                             std::int64_t& days) const {
  const ir::Number& it = pack_.number(number);
  if (it.op == NumberOp::Constant) {
    days += sign * pack_.constants[it.a];
    return true;
  }
  if (it.op != NumberOp::Add && it.op != NumberOp::Subtract) {
    return add_terms(number, sign, true, terms);
  }
  return add_date_terms(NumberId{it.a}, sign, terms, days) &&
         add_date_terms(NumberId{it.b}, it.op == NumberOp::Add ? sign : -sign,
                        terms, days);
}

// Days from one date to the other against the days that are written out:
// `declared <= importation + 30 days` is `declared - importation <= 30 days`.
// Or a date against a day: `2020-01-01 <= declared - storage` is
// `declared - storage >= 2020-01-01`.
std::optional<ir::Test> Checker::date_test(NumberId left, Relation relation,
                                           NumberId right) {
  ir::Test test;
  std::int64_t days = 0;
  if (!add_date_terms(left, 1, test.terms, days) ||
      !add_date_terms(right, -1, test.terms, days)) {
    return {};
  }
  std::erase_if(test.terms,
                [](const ir::Term& term) { return term.in_measure == 0; });
  if (test.terms.empty()) return {};
  int dates = 0;
  for (const ir::Term& term : test.terms) {
    if (pack_.number(term.number).unit.is_date()) dates += term.in_measure;
  }
  if (dates < -1 || dates > 1) return {};
  test.relation = relation;
  if (dates < 0) {
    for (ir::Term& term : test.terms) term.in_measure = -term.in_measure;
    test.relation = mirrored(relation);
  } else {
    days = -days;
  }
  test.unit = ir::unit_of(dates == 0 ? Type::Days : Type::Date);
  ir::Number limit{NumberOp::Constant, pack_.add_constant(days)};
  limit.unit = test.unit;
  test.limit = pack_.add(limit);
  return test;
}

void Checker::check_share(const Cursor& written) {
  const bool is_negative = written.is(Kind::minus);
  const Cursor percent = is_negative ? written.first() : written;
  if (!percent.is(Kind::percent)) return;
  const auto value = literal(percent);
  if (!value || (!is_negative && value->value <= limits::kDecimalScale)) return;
  const Span span = written.span();
  const bool is_reported = std::any_of(
      odd_shares_.begin(), odd_shares_.end(), [&span](const Span& it) {
        return it.source == span.source && it.begin == span.begin;
      });
  if (is_reported) return;
  odd_shares_.push_back(span);
  diagnostics_.report(Code::PercentOutOfRange, span, written.text());
}

Lowered Checker::lower_comparison(const Cursor& expression,
                                  const Scope& scope) {
  const Cursor left_side = *expression.begin();
  const Cursor right_side = expression.child(2);
  const Relation relation = relation_of(expression.child(1));
  find_open_condition(left_side, expression.child(1));
  // What is measured may well be below zero, as a case may expect.
  if (relation != Relation::Equal) {
    check_share(left_side);
    check_share(right_side);
  }
  Lowered result;
  Lowered left = lower(left_side, scope);
  Lowered right = lower(right_side, scope);
  if (left.is_error() || right.is_error()) return {};
  result.requirement = compare_dates(expression, left, relation, right);
  if (result.requirement) return result;
  left.number = number(left, left_side);
  right.number = number(right, right_side);
  if (!left.number || !right.number) return {};
  reconcile(*left.number, *right.number);
  const ir::Unit left_unit = pack_.number(*left.number).unit;
  const ir::Unit right_unit = pack_.number(*right.number).unit;
  if (left_unit != right_unit) {
    Diagnostic& error = diagnostics_.report(
        Code::IncomparableUnits, right_side.span(), ir::phrase_of(left_unit),
        ir::phrase_of(right_unit));
    error.label(ir::phrase_of(right_unit))
        .also(left_side.span(), ir::phrase_of(left_unit));
    if (left_unit.is_percent() &&
        (right_side.is(Kind::money) || right_side.is(Kind::number))) {
      const std::string_view text = right_side.text();
      error.help(
          fmt::format("write `{}%`",
                      text.substr(0, text.find_first_not_of("0123456789."))));
    } else if (right_unit.is_percent()) {
      error.help(fmt::format("say of what: `{} of ...`", right_side.text()));
    } else if (left_unit == ir::unit_of(Type::Days) &&
               right_side.is(Kind::number)) {
      error.help(fmt::format("write `{} days`", right_side.text()));
    } else if (right_unit == ir::unit_of(Type::Days) &&
               left_side.is(Kind::number)) {
      error.help(fmt::format("write `{} days`", left_side.text()));
    } else if (left_unit.is_date() || right_unit.is_date()) {
      error.help(
          "compare a date with a date, as in `importation >= 2020-07-01`, or "
          "the days between two with days, as in `importation - exportation "
          "<= 30 days`");
    }
    return {};
  }
  const std::uint32_t method = method_of(left_side, scope) != ir::kNone
                                   ? method_of(left_side, scope)
                                   : method_of(right_side, scope);
  auto test = left_unit.is_date()
                  ? date_test(*left.number, relation, *right.number)
                  : content_test(*left.number, relation, *right.number);
  if (!test && !left_unit.is_date()) {
    test = content_test(*right.number, mirrored(relation), *left.number);
  }
  if (test) {
    test->method = method;
    result.requirement =
        make(expression, ir::RequirementOp::Test, pack_.add(*test));
    if (scope.is_forgivable && scope.forgives_weights &&
        test->unit == ir::unit_of(Type::Weight)) {
      result.requirement = forgivable(expression, *result.requirement, *test);
    }
  } else {
    result.requirement =
        make(expression, ir::RequirementOp::Compare, index(*left.number),
             index(*right.number), static_cast<std::uint32_t>(relation));
  }
  return result;
}

}  // namespace origo::checker
