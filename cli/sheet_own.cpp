// Cells of the pack's own columns, read by their types.
#include "cli/sheet_own.hpp"

#include <algorithm>

#include "cli/facts.hpp"
#include "cli/sheet_words.hpp"
#include "cli/value_text.hpp"

namespace origo {

std::string amount_text(const SheetCell& cell, const SheetNumber& number,
                        Type type, const ColumnMeaning& column) {
  if (number.number.empty()) return cell.text;
  std::string unit = number.unit;
  if (unit.empty() && type == Type::Weight) {
    unit = column.unit.empty() ? "kg" : column.unit;
  }
  if (unit.empty()) return number.number;
  return number.number + (unit == "%" ? "" : " ") + unit;
}

std::vector<OwnValue> own_values(
    const bytecode::Image& image, const SheetRow& row,
    const std::vector<std::optional<ColumnMeaning>>& columns, DecimalMark mark,
    bool are_facts, FactSheet& good, Diagnostics& diagnostics) {
  std::vector<OwnValue> values;
  for (std::size_t i = 0; i < columns.size() && i < row.size(); ++i) {
    if (!columns[i] || row[i].text.empty()) continue;
    const ColumnMeaning& column = *columns[i];
    const bool is_wanted = are_facts ? column.field == SheetField::Fact
                                     : column.field == SheetField::Own ||
                                           column.field == SheetField::Tag;
    if (!is_wanted) continue;
    const ValueType type = own_type(image, column);
    std::string text = row[i].text;
    SheetNumber number;
    if (type.type == Type::Truth) text = lower(text);
    if (is_number(type.type)) {
      number = normalized(text, mark);
      text = amount_text(row[i], number, type.type, column);
    }
    const ReadValue value = read_value(text, type);
    if (!value.is_read()) {
      Diagnostic& it = diagnostics.report(
          Code::WrongFact, row[i].span, std::string(own_name(image, column)),
          kTypePhrases[static_cast<std::size_t>(type.type)], value.wrong);
      if (!value.help.empty()) it.help(value.help);
      continue;
    }
    const std::uint16_t stated =
        number.number.empty() ? value.currency : number.currency;
    const bool is_money = type.type == Type::Money;
    const std::uint16_t currency =
        stated == 0 && is_money ? column.currency : stated;
    if (!takes_currency(good, currency, row[i].span, diagnostics)) continue;
    values.push_back({column, value.value, row[i].span});
  }
  return values;
}

}  // namespace origo
