// The law's defaults: what an attribute of materials is where their facts do
// not say it.
//
// Missing is not zero. Where the law says what it is, the attribute says so,
// and every sum and selection takes those materials apart that state it from
// those that do not. That a default was taken is listed in the verdict.
#include <fmt/format.h>

#include <algorithm>

#include "engine/check/checker.hpp"
#include "grammar/print.hpp"

namespace origo::checker {

using ir::CheckKind;
using ir::Mask;
using ir::MaskId;
using ir::MaskOp;
using ir::NumberId;
using ir::NumberOp;

namespace {

bool holds(ir::Relation relation, std::int64_t value, std::int64_t limit) {
  switch (relation) {
    case ir::Relation::AtLeast:
      return value >= limit;
    case ir::Relation::AtMost:
      return value <= limit;
    case ir::Relation::Above:
      return value > limit;
    case ir::Relation::Below:
      return value < limit;
    case ir::Relation::Equal:
      break;
  }
  return value == limit;
}

}  // namespace

// Another amount of the material, or a value as a case states it.
std::optional<ColumnDefault> Checker::default_of(const Cursor& written,
                                                 const ir::ColumnInfo& column) {
  const bool is_amount =
      ir::unit_of(column.type) != ir::Unit{} || column.type == Type::Number;
  if (written.is(Kind::name) && is_amount) {
    ir::Unit unit;
    const auto other = column_of(written, unit);
    if (!other) {
      report_unknown(written, "amount of materials", {NameKind::Column});
      return {};
    }
    if (unit != ir::unit_of(column.type)) {
      diagnostics_.report(Code::WrongValueType, written.span(), column.name,
                          ir::phrase_of(ir::unit_of(column.type)),
                          ir::phrase_of(unit));
      return {};
    }
    const bool is_own =
        *other >= kBuiltInColumns &&
        pack_.columns[*other - kBuiltInColumns].name == column.name;
    // It may be declared after this one.
    const Name* name = find(written.text());
    const bool has_default = name != nullptr && name->declaration &&
                             name->declaration.find(Kind::default_value);
    if (is_own || has_default) {
      diagnostics_
          .report(Code::DefaultOfDefault, written.span(), column.name,
                  written.text())
          .help("name an amount that has no default");
      return {};
    }
    return ColumnDefault{*other, 0};
  }
  // Nothing is nothing of any unit, and an amount joins the rules' currency.
  if (written.is(Kind::number) && is_amount) {
    const auto value = literal(written);
    if (value && value->value == 0) return ColumnDefault{{}, 0};
  }
  if (written.is(Kind::money) && lower_literal(written).is_error()) return {};
  std::uint16_t currency = pack_.currency;
  const auto value =
      value_for(written, column.name, column.type, column.choices, currency);
  if (!value) return {};
  return ColumnDefault{{}, *value};
}

void Checker::declare_default(const Cursor& declaration) {
  const Cursor clause = declaration.find(Kind::default_value);
  const Name* name = find(declaration.find(Kind::name).text());
  if (!clause || name == nullptr || name->kind != NameKind::Column) return;
  const Cursor written = *clause.begin();
  const std::uint32_t index = name->index;
  const ir::ColumnInfo& column = pack_.columns[index - kBuiltInColumns];
  const auto value = default_of(written, column);
  ir::Default listed{index, {}, cite_of(declaration, "default", true)};
  if (!value) return;
  listed.text = fmt::format("{} is {} where a material does not state it",
                            column.name, grammar::print_inline(written));
  defaults_.emplace(index, *value);
  pack_.defaults.push_back(std::move(listed));
}

MaskId Checker::where(MaskId of, const ir::Check& check) {
  const auto it = defaults_.find(check.subject);
  const MaskId known =
      pack_.add(Mask{MaskOp::Where, index(of), pack_.add_column_check(check)});
  if (it == defaults_.end()) return known;
  ir::Check is_stated{check.subject, CheckKind::IsStated};
  const MaskId stated = pack_.add(
      Mask{MaskOp::Where, index(of), pack_.add_column_check(is_stated)});
  const MaskId rest =
      pack_.add(Mask{MaskOp::Without, index(of), index(stated)});
  const MaskId holding = pack_.add(
      Mask{MaskOp::Where, index(stated), pack_.add_column_check(check)});
  MaskId more = rest;
  if (it->second.column) {
    ir::Check other = check;
    other.subject = *it->second.column;
    more = where(rest, other);
  } else {
    const std::int64_t value = it->second.value;
    const bool does_hold =
        check.kind == CheckKind::IsTrue ? value != 0
        : check.kind == CheckKind::IsChoice
            ? value == check.operand
            : holds(check.relation, value, pack_.constants[check.operand]);
    if (!does_hold) return holding;
  }
  return pack_.add(Mask{MaskOp::Either, index(holding), index(more)});
}

NumberId Checker::sum_of(MaskId of, std::uint32_t column,
                         const ir::Unit& unit) {
  ir::Number sum{NumberOp::Sum, index(of), column};
  sum.unit = unit;
  const auto it = defaults_.find(column);
  if (it == defaults_.end()) return pack_.add(sum);
  const ColumnDefault instead = it->second;
  ir::Check is_stated{column, CheckKind::IsStated};
  const MaskId stated = pack_.add(
      Mask{MaskOp::Where, index(of), pack_.add_column_check(is_stated)});
  const MaskId rest =
      pack_.add(Mask{MaskOp::Without, index(of), index(stated)});
  sum.a = index(stated);
  const NumberId own = pack_.add(sum);
  if (!instead.column && instead.value == 0) return own;
  std::optional<NumberId> more;
  if (instead.column) {
    more = sum_of(rest, *instead.column, unit);
  } else {
    const NumberId count = pack_.add(ir::Number{NumberOp::Count, index(rest)});
    ir::Number each{NumberOp::Constant, pack_.add_constant(instead.value)};
    each.unit = unit;
    ir::Number product{NumberOp::Multiply, index(pack_.add(each)),
                       index(count)};
    product.unit = unit;
    product.is_ratio = 1;
    more = pack_.add(product);
  }
  ir::Number total{NumberOp::Add, index(own), index(*more)};
  total.unit = unit;
  total.is_ratio = pack_.number(*more).is_ratio;
  return pack_.add(total);
}

}  // namespace origo::checker
