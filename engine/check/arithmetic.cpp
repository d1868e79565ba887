// Arithmetic: sums, products, extremes and choices, and the units they have.
#include "engine/check/checker.hpp"

namespace origo::checker {

using ir::NumberId;
using ir::NumberOp;
using ir::RequirementId;
using ir::RequirementOp;

// Nothing is nothing of any unit: a plain `0` takes the unit beside it.
void Checker::reconcile(NumberId& a, NumberId& b) {
  auto is_zero = [this](const ir::Number& it) {
    return it.op == NumberOp::Constant && pack_.constants[it.a] == 0 &&
           it.unit == ir::Unit{};
  };
  const ir::Number left = pack_.number(a);
  const ir::Number right = pack_.number(b);
  // No day is none.
  if (left.unit.is_date() || right.unit.is_date()) return;
  auto with_unit = [this](ir::Number number, const ir::Unit& unit) {
    number.unit = unit;
    return pack_.add(number);
  };
  if (is_zero(left)) {
    a = with_unit(left, right.unit);
  } else if (is_zero(right)) {
    b = with_unit(right, left.unit);
  }
}

namespace {

// A date and days are a later date, and between two dates there are days.
std::optional<ir::Unit> of_calendar(NumberOp op, const ir::Unit& left,
                                    const ir::Unit& right) {
  const ir::Unit date = ir::unit_of(Type::Date);
  const ir::Unit days = ir::unit_of(Type::Days);
  if (op == NumberOp::Add && left == days && right == date) return date;
  if (op == NumberOp::Subtract && left == date && right == date) return days;
  if (op == NumberOp::Add || op == NumberOp::Subtract) {
    return right == days ? std::optional(left) : std::nullopt;
  }
  const bool is_scale = op == NumberOp::Multiply || op == NumberOp::Divide;
  return left == right && !is_scale ? std::optional(left) : std::nullopt;
}

// The unit of a sum, difference, product or quotient; none where there is no
// such thing.
std::optional<ir::Unit> unit_after(NumberOp op, const ir::Unit& left,
                                   const ir::Unit& right) {
  if (left.is_of_calendar() && right.is_of_calendar()) {
    return of_calendar(op, left, right);
  }
  if (op != NumberOp::Multiply && op != NumberOp::Divide) {
    return left == right ? std::optional(left) : std::nullopt;
  }
  if (left.is_of_calendar() || right.is_of_calendar()) return {};
  const int sign = op == NumberOp::Multiply ? 1 : -1;
  auto power = [sign](std::int8_t x, std::int8_t y) {
    return static_cast<std::int8_t>(x + sign * y);
  };
  ir::Unit result;
  result.money = power(left.money, right.money);
  result.weight = power(left.weight, right.weight);
  result.quantity = power(left.quantity, right.quantity);
  const bool is_share = sign < 0 && left == right && left != ir::Unit{};
  if (result == ir::Unit{} &&
      (is_share || left.is_percent() || right.is_percent())) {
    result.scale = ir::Scale::Percent;
  }
  return result;
}

}  // namespace

std::optional<NumberId> Checker::arithmetic(NumberOp op, NumberId a, NumberId b,
                                            const Cursor& at) {
  const bool is_scale = op == NumberOp::Multiply || op == NumberOp::Divide;
  if (!is_scale) reconcile(a, b);
  const ir::Number left = pack_.number(a);
  const ir::Number right = pack_.number(b);
  ir::Number result{op, index(a), index(b)};
  const auto unit = unit_after(op, left.unit, right.unit);
  if (!unit) {
    Diagnostic& error = diagnostics_.report(
        Code::UnitMismatch, at.span(),
        op == NumberOp::Subtract   ? "subtract"
        : op == NumberOp::Multiply ? "multiply"
        : op == NumberOp::Divide   ? "divide"
                                   : "add",
        ir::phrase_of(left.unit), ir::phrase_of(right.unit));
    if (!is_scale && left.unit.is_date() && right.unit == ir::Unit{}) {
      error.help("say of what there are so many, as in `30 days`");
    } else if (op == NumberOp::Add && left.unit.is_date() &&
               right.unit.is_date()) {
      error.help(
          "days are added to a date, as in `importation + 30 days`; between "
          "two dates there are days, as in `exportation - importation`");
    }
    return {};
  }
  if (!is_scale) {
    result.unit = *unit;
    result.is_ratio = left.is_ratio | right.is_ratio;
    return pack_.add(result);
  }
  result.unit = *unit;
  result.is_ratio = 1;
  return pack_.add(result);
}

Lowered Checker::lower_arithmetic(const Cursor& expression,
                                  const Scope& scope) {
  Lowered result;
  if (expression.is(Kind::minus)) {
    const auto operand = number(*expression.begin(), scope);
    if (!operand) return result;
    if (pack_.number(*operand).unit.is_date()) {
      diagnostics_.report(Code::NotAnAmount, expression.first().span(),
                          "a date");
      return result;
    }
    ir::Number zero{NumberOp::Constant, pack_.add_constant(0)};
    zero.unit = pack_.number(*operand).unit;
    result.number =
        arithmetic(NumberOp::Subtract, pack_.add(zero), *operand, expression);
    return result;
  }
  if (expression.is(Kind::percent_of)) {
    const Cursor share = *expression.begin();
    check_share(share);
    const auto left = number(share, scope);
    const auto right = number(expression.child(1), scope);
    if (!left || !right) return result;
    if (!pack_.number(*left).unit.is_percent()) {
      diagnostics_.report(Code::NotAShare, share.span(),
                          ir::phrase_of(pack_.number(*left).unit));
      return result;
    }
    result.number = arithmetic(NumberOp::Multiply, *left, *right, expression);
    return result;
  }
  std::optional<NumberId> total;
  NumberOp op = NumberOp::Add;
  bool is_sound = true;
  for (const Cursor part : expression) {
    if (part.is(Kind::plus_or_minus) || part.is(Kind::times)) {
      find_open_condition(*expression.begin(), part);
    }
    if (part.is(Kind::plus_or_minus)) {
      op = part.text() == "+" ? NumberOp::Add : NumberOp::Subtract;
    } else if (part.is(Kind::times)) {
      op = part.text() == "*" ? NumberOp::Multiply : NumberOp::Divide;
    } else {
      const auto operand = number(part, scope);
      is_sound = is_sound && operand.has_value();
      if (!is_sound) continue;
      total = total ? arithmetic(op, *total, *operand, expression) : operand;
      is_sound = total.has_value();
    }
  }
  if (is_sound) result.number = total;
  return result;
}

Lowered Checker::lower_extreme(const Cursor& expression, NumberOp op,
                               const Scope& scope) {
  Lowered result;
  std::optional<NumberId> extreme;
  for (const Cursor part : expression) {
    const auto operand = number(part, scope);
    if (!operand) return {};
    if (!extreme) {
      extreme = operand;
      continue;
    }
    NumberId next = *operand;
    reconcile(*extreme, next);
    const ir::Unit unit = pack_.number(next).unit;
    if (unit != pack_.number(*extreme).unit) {
      diagnostics_.report(Code::IncomparableUnits, part.span(),
                          ir::phrase_of(pack_.number(*extreme).unit),
                          ir::phrase_of(unit));
      return {};
    }
    extreme = arithmetic(op, *extreme, next, expression);
  }
  result.number = extreme;
  return result;
}

Lowered Checker::lower_choice(const Cursor& expression, const Scope& scope) {
  const auto condition = requirement(*expression.begin(), unforgivable(scope));
  const Lowered then = lower(expression.child(1), scope);
  const Lowered otherwise = lower(expression.child(2), scope);
  if (!condition || then.is_error() || otherwise.is_error()) return {};
  Lowered result;
  if (then.requirement && otherwise.requirement) {
    // Both branches where it is unknown: (c and a) or (not c and b).
    const RequirementId not_condition =
        make(*expression.begin(), RequirementOp::Not, 0, {*condition});
    result.requirement = make(expression, RequirementOp::Or, 0,
                              {make(expression, RequirementOp::And, 0,
                                    {*condition, *then.requirement}),
                               make(expression, RequirementOp::And, 0,
                                    {not_condition, *otherwise.requirement})});
    return result;
  }
  auto a = number(then, expression.child(1));
  auto b = number(otherwise, expression.child(2));
  if (!a || !b) return {};
  reconcile(*a, *b);
  const ir::Number left = pack_.number(*a);
  const ir::Number right = pack_.number(*b);
  if (left.unit != right.unit) {
    diagnostics_.report(Code::IncomparableUnits, expression.span(),
                        ir::phrase_of(left.unit), ir::phrase_of(right.unit));
    return {};
  }
  ir::Number choice{NumberOp::Choose, index(*a), index(*b), index(*condition)};
  choice.unit = left.unit;
  choice.is_ratio = left.is_ratio | right.is_ratio;
  result.number = pack_.add(choice);
  return result;
}

}  // namespace origo::checker
