// Selections of materials, their properties, and changes of classification.
#include <fmt/format.h>

#include <algorithm>

#include "engine/check/checker.hpp"
#include "grammar/print.hpp"

namespace origo::checker {

using bytecode::SharedMask;
using ir::Mask;
using ir::MaskId;
using ir::MaskOp;

namespace {

bool is_literal(const Cursor& expression) {
  return expression.is(Kind::percent) || expression.is(Kind::money) ||
         expression.is(Kind::weight) || expression.is(Kind::quantity) ||
         expression.is(Kind::days) || expression.is(Kind::number) ||
         expression.is(Kind::date) || expression.is(Kind::yes) ||
         expression.is(Kind::no);
}

}  // namespace

MaskId Checker::shared(SharedMask mask) {
  return pack_.add(Mask{MaskOp::Shared, static_cast<std::uint32_t>(mask)});
}

std::optional<MaskId> Checker::selection(const Cursor& selection,
                                         const Scope& scope) {
  MaskId mask = shared(SharedMask::All);
  const Scope inner = unforgivable(scope);
  for (const Cursor part : selection) {
    if (part.is(Kind::status)) {
      const std::string_view text = part.text();
      if (text == "originating") {
        mask = shared(SharedMask::Originating);
      } else if (text == "non-originating") {
        mask = shared(SharedMask::NonOriginating);
      } else if (text == "unproven") {
        mask = shared(SharedMask::Unproven);
      } else if (scope.is_tolerance) {
        mask = shared(SharedMask::Failing);
      } else {
        diagnostics_.report(Code::FailingOutsideTolerance, part.span())
            .help("write the requirement in a `tolerance`");
        return {};
      }
      continue;
    }
    const Cursor filter = part.is(Kind::where) ? *part.begin() : part;
    const auto kept = property(filter, mask, inner);
    if (!kept) return {};
    mask = *kept;
  }
  return mask;
}

std::optional<MaskId> Checker::of_code_set(const Cursor& codes, MaskId of,
                                           const Scope& scope) {
  const CodeSet set = codes_of(*codes.begin(), scope);
  std::optional<MaskId> mask;
  auto widen = [&](MaskId more) {
    mask = mask ? pack_.add(Mask{MaskOp::Either, index(*mask), index(more)})
                : more;
  };
  if (!set.ranges.empty()) {
    widen(pack_.add(
        Mask{MaskOp::OfCodes, index(of), pack_.add_codes(set.ranges)}));
  }
  for (const int digits : set.levels_of_good) {
    widen(pack_.add(
        Mask{MaskOp::SameAs, index(of), static_cast<std::uint32_t>(digits)}));
  }
  if (!mask) return {};
  const Cursor excepted = codes.child(1);
  if (!excepted) return mask;
  const CodeSet without = codes_of(excepted, scope);
  if (!without.ranges.empty()) {
    const MaskId out = pack_.add(
        Mask{MaskOp::OfCodes, index(*mask), pack_.add_codes(without.ranges)});
    mask = pack_.add(Mask{MaskOp::Without, index(*mask), index(out)});
  }
  for (const int digits : without.levels_of_good) {
    const MaskId out = pack_.add(
        Mask{MaskOp::SameAs, index(*mask), static_cast<std::uint32_t>(digits)});
    mask = pack_.add(Mask{MaskOp::Without, index(*mask), index(out)});
  }
  return mask;
}

// The materials of `of` that have a property.
std::optional<MaskId> Checker::property(const Cursor& property, MaskId of,
                                        const Scope& outer) {
  Scope scope = outer;
  scope.is_of_materials = true;
  auto without = [&](MaskId some) {
    return pack_.add(Mask{MaskOp::Without, index(of), index(some)});
  };
  switch (property.kind()) {
    case Kind::of_codes:
      return of_code_set(*property.begin(), of, scope);
    case Kind::from_countries:
      return from_places(*property.begin(), of, scope);
    case Kind::tagged: {
      const Name* tag = expect_name(*property.begin(), NameKind::Tag);
      if (tag == nullptr) return {};
      return pack_.add(Mask{MaskOp::Tagged, index(of), tag->index});
    }
    case Kind::status_property: {
      const std::string_view text = property.text();
      if (text == "wholly_obtained") {
        return pack_.add(Mask{MaskOp::WholeOrigin, index(of)});
      }
      const MaskId status =
          shared(text == "originating"       ? SharedMask::Originating
                 : text == "non-originating" ? SharedMask::NonOriginating
                                             : SharedMask::Unproven);
      return pack_.add(Mask{MaskOp::Both, index(of), index(status)});
    }
    case Kind::negated:
    case Kind::inversion: {
      const auto some = this->property(*property.begin(), of, outer);
      if (!some) return {};
      return without(*some);
    }
    case Kind::parenthesis:
      return this->property(*property.begin(), of, outer);
    case Kind::conjunction: {
      MaskId mask = of;
      for (const Cursor part : property) {
        const auto some = this->property(part, mask, outer);
        if (!some) return {};
        mask = *some;
      }
      return mask;
    }
    case Kind::disjunction: {
      std::optional<MaskId> mask;
      for (const Cursor part : property) {
        const auto some = this->property(part, of, outer);
        if (!some) return {};
        mask = mask
                   ? pack_.add(Mask{MaskOp::Either, index(*mask), index(*some)})
                   : *some;
      }
      return mask;
    }
    case Kind::comparison:
      return compared_property(property, of, scope);
    case Kind::named_property:
    case Kind::reference:
      return named_property(property, of, scope);
    default:
      break;
  }
  // A requirement on the good: all of the materials, or none.
  const auto condition = requirement(property, outer);
  if (!condition) return {};
  return pack_.add(Mask{MaskOp::Provided, index(of), index(*condition)});
}

// `tag`, `kind is packing`, `grade is prime`.
std::optional<MaskId> Checker::named_property(const Cursor& property, MaskId of,
                                              const Scope& scope) {
  const Cursor name = *property.begin();
  const Cursor choice = property.find(Kind::is_choice);
  const std::string_view text = name.text();
  std::optional<MaskId> mask;
  if (text == "kind" && choice) {
    const Cursor word = choice.find(Kind::name);
    for (std::size_t i = 0; i < kKinds.size(); ++i) {
      if (kKinds[i].word != word.text()) continue;
      mask = pack_.add(
          Mask{MaskOp::OfKind, index(of), static_cast<std::uint32_t>(i)});
    }
    if (!mask) {
      Diagnostic& error = diagnostics_.report(Code::UnknownChoice, word.span(),
                                              word.text(), "kind");
      std::string words;
      for (const Word& kind : kKinds) {
        words += (words.empty() ? "`" : ", `") + std::string(kind.word) + "`";
      }
      error.help(fmt::format("write one of {}", words));
      return {};
    }
  } else if (const Name* known = find(text);
             known != nullptr && known->kind == NameKind::Tag && !choice) {
    return pack_.add(Mask{MaskOp::Tagged, index(of), known->index});
  } else if (known != nullptr && known->kind == NameKind::Column && !choice &&
             pack_.columns[known->index - kBuiltInColumns].type ==
                 Type::Truth) {
    return where(of, {known->index, ir::CheckKind::IsTrue});
  } else if (known != nullptr && known->kind == NameKind::Column && choice) {
    const ir::ColumnInfo& column =
        pack_.columns[known->index - kBuiltInColumns];
    const Cursor word = choice.find(Kind::name);
    const auto position =
        std::find(column.choices.begin(), column.choices.end(), word.text());
    if (position == column.choices.end()) {
      diagnostics_.report(Code::UnknownChoice, word.span(), word.text(), text);
      return {};
    }
    mask = where(
        of, {known->index, ir::CheckKind::IsChoice, ir::Relation::AtLeast,
             static_cast<std::uint32_t>(position - column.choices.begin())});
  } else {
    const auto condition = requirement(property, scope);
    if (!condition) return {};
    return pack_.add(Mask{MaskOp::Provided, index(of), index(*condition)});
  }
  if (choice.find(Kind::word_not)) {
    return pack_.add(Mask{MaskOp::Without, index(of), index(*mask)});
  }
  return mask;
}

std::optional<std::uint32_t> Checker::column_of(const Cursor& name,
                                                ir::Unit& unit) {
  const std::string_view text = name.text();
  if (text == "value") {
    unit = ir::unit_of(Type::Money);
    return static_cast<std::uint32_t>(Column::Value);
  }
  if (text == "weight") {
    unit = ir::unit_of(Type::Weight);
    return static_cast<std::uint32_t>(Column::Weight);
  }
  if (text == "quantity") {
    unit = ir::unit_of(Type::Quantity);
    return static_cast<std::uint32_t>(Column::Quantity);
  }
  const Name* known = find(text);
  if (known == nullptr || known->kind != NameKind::Column) return {};
  unit = ir::unit_of(pack_.columns[known->index - kBuiltInColumns].type);
  return known->index;
}

// Choices and the like have no order and no sum, though they are stored as
// numbers.
bool Checker::is_amount(const Cursor& at, std::uint32_t column) {
  if (column < kBuiltInColumns) return true;
  const Type type = pack_.columns[column - kBuiltInColumns].type;
  if (type != Type::Truth && type != Type::Choice && type != Type::Country &&
      type != Type::Date) {
    return true;
  }
  diagnostics_
      .report(Code::NotAnAmount, at.span(),
              kTypePhrases[static_cast<std::size_t>(type)])
      .help(
          "for an order, declare a `number`; a choice is asked for by its "
          "word, as in `where (stage is yarn)`");
  return false;
}

// `thread_count >= 70`, `weight < 5 kg`.
std::optional<MaskId> Checker::compared_property(const Cursor& comparison,
                                                 MaskId of,
                                                 const Scope& scope) {
  const Cursor left = *comparison.begin();
  const Cursor relation = comparison.child(1);
  const Cursor right = comparison.child(2);
  ir::Unit unit;
  std::optional<std::uint32_t> column;
  if (left.is(Kind::reference) && left.count() == 1) {
    column = column_of(*left.begin(), unit);
  }
  if (!column) {
    const auto condition = requirement(comparison, scope);
    if (!condition) return {};
    return pack_.add(Mask{MaskOp::Provided, index(of), index(*condition)});
  }
  if (!is_amount(left, *column)) return {};
  if (!is_literal(right)) {
    diagnostics_
        .report(Code::NotAWrittenValue, right.span(),
                grammar::print_inline(right))
        .help(
            "compare what the materials come to together, as in `weight of "
            "materials of 1701 <= 20% of net_weight`");
    return {};
  }
  const auto limit = literal(right);
  if (!limit) return {};
  if (ir::unit_of(limit->type) != unit) {
    diagnostics_
        .report(Code::IncomparableUnits, comparison.span(), ir::phrase_of(unit),
                kTypePhrases[static_cast<std::size_t>(limit->type)])
        .also(right.span(), "");
    return {};
  }
  const std::string_view sign = relation.text();
  const ir::Relation kind = sign == ">="   ? ir::Relation::AtLeast
                            : sign == "<=" ? ir::Relation::AtMost
                            : sign == ">"  ? ir::Relation::Above
                            : sign == "<"  ? ir::Relation::Below
                                           : ir::Relation::Equal;
  return where(of, {*column, ir::CheckKind::Relates, kind,
                    pack_.add_constant(limit->value)});
}

Lowered Checker::lower_amount_of(const Cursor& amount, const Scope& scope) {
  const Cursor name = *amount.begin();
  const auto mask = selection(amount.child(1), scope);
  if (!mask) return {};
  Lowered result;
  if (name.text() == "count") {
    ir::Number number{ir::NumberOp::Count, index(*mask)};
    result.number = pack_.add(number);
    return result;
  }
  ir::Unit unit;
  const auto column = column_of(name, unit);
  if (!column) {
    report_unknown(name, "amount of materials", {NameKind::Column});
    return {};
  }
  if (!is_amount(name, *column)) return {};
  result.number = sum_of(*mask, *column, unit);
  return result;
}

// `content of US` is the pack's measure `content` for those countries.
Lowered Checker::lower_content(const Cursor& content, const Scope& scope) {
  const Name* measure = find("content");
  if (measure == nullptr || measure->kind != NameKind::Measure) {
    if (is_unread("content")) return {};
    diagnostics_.report(Code::UnknownName, content.span(), "measure", "content")
        .help(measure == nullptr
                  ? "define what the agreement counts as content, as in "
                    "`measure content(places countries) = ...`"
                  : "`content of` speaks of countries: give what is declared "
                    "as `content` another name");
    return {};
  }
  return expand(content, *measure, scope);
}

// The materials of `of` that come from a source: codes, with tags or without.
std::optional<MaskId> Checker::from_source(const Cursor& source, MaskId of,
                                           const Scope& scope) {
  CodeSet plain;
  std::optional<MaskId> mask;
  auto widen = [&](MaskId more) {
    mask = mask ? pack_.add(Mask{MaskOp::Either, index(*mask), index(more)})
                : more;
  };
  for (const Cursor term : source) {
    const Cursor tag = term.find(Kind::tagged);
    if (!tag) {
      add_code_term(*term.begin(), scope, plain);
      continue;
    }
    CodeSet codes;
    add_code_term(*term.begin(), scope, codes);
    const Name* name = expect_name(*tag.begin(), NameKind::Tag);
    if (name == nullptr) return {};
    std::optional<MaskId> coded;
    if (!codes.ranges.empty()) {
      coded = pack_.add(
          Mask{MaskOp::OfCodes, index(of), pack_.add_codes(codes.ranges)});
    }
    for (const int digits : codes.levels_of_good) {
      coded = pack_.add(
          Mask{MaskOp::SameAs, index(of), static_cast<std::uint32_t>(digits)});
    }
    if (!coded) return {};
    widen(pack_.add(Mask{MaskOp::Tagged, index(*coded), name->index}));
  }
  if (!plain.ranges.empty()) {
    widen(pack_.add(
        Mask{MaskOp::OfCodes, index(of), pack_.add_codes(plain.ranges)}));
  }
  for (const int digits : plain.levels_of_good) {
    widen(pack_.add(
        Mask{MaskOp::SameAs, index(of), static_cast<std::uint32_t>(digits)}));
  }
  return mask;
}

// A change accepts some materials; what it does not accept, fails. Each
// `including` accepts more and each `except` less, in the order written.
Lowered Checker::lower_change(const Cursor& change, const Scope& scope) {
  if (scope.is_tolerance || scope.is_condition) {
    diagnostics_.report(Code::ChangeInTolerance, change.span())
        .help("ask for it in the `require` of a rule");
    return {};
  }
  const MaskId all = shared(SharedMask::NonOriginating);
  std::optional<MaskId> failing;  // none: nothing fails
  for (const Cursor part : change) {
    switch (part.kind()) {
      case Kind::change_level: {
        const std::string_view text = part.text();
        const std::uint32_t digits = text == "CC"     ? 2
                                     : text == "CTH"  ? 4
                                     : text == "CTSH" ? 6
                                                      : 8;
        failing = pack_.add(Mask{MaskOp::SameAs, index(all), digits});
        break;
      }
      case Kind::change_any:
        break;
      case Kind::change_source: {
        const auto accepted = from_source(part, all, scope);
        if (!accepted) return {};
        failing =
            pack_.add(Mask{MaskOp::Without, index(all), index(*accepted)});
        break;
      }
      case Kind::including: {
        if (!failing) break;
        const auto accepted = from_source(part, *failing, scope);
        if (!accepted) return {};
        failing =
            pack_.add(Mask{MaskOp::Without, index(*failing), index(*accepted)});
        break;
      }
      default: {  // excepting
        const auto refused = from_source(part, all, scope);
        if (!refused) return {};
        failing = failing ? pack_.add(Mask{MaskOp::Either, index(*failing),
                                           index(*refused)})
                          : *refused;
        break;
      }
    }
  }
  Lowered result;
  if (!failing) {
    // "No required change": always met.
    result.requirement = make(change, ir::RequirementOp::Literal,
                              static_cast<std::uint32_t>(Truth::Met));
    return result;
  }
  if (scope.untested) {
    failing = pack_.add(
        Mask{MaskOp::Without, index(*failing), index(*scope.untested)});
  }
  const Mask& mask = pack_.mask(*failing);
  const bool is_level = mask.op == MaskOp::SameAs && mask.a == index(all);
  result.requirement =
      is_level ? make(change, ir::RequirementOp::ChangeLevel, mask.b)
               : make(change, ir::RequirementOp::Change, index(*failing));
  return result;
}

}  // namespace origo::checker
