// One function for each type of value.
#include "cli/value_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <optional>

#include "engine/core/country.hpp"
#include "engine/core/date.hpp"
#include "engine/core/decimal.hpp"
#include "engine/diag/suggest.hpp"
#include "engine/eval/good.hpp"

namespace origo {
namespace {

constexpr std::int64_t kPerCent = 100;

__extension__ using Wide = __int128;  // the program runs on hosts that have it

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

ReadValue failed(std::string wrong, std::string help = {}) {
  ReadValue result;
  result.wrong = std::move(wrong);
  result.help = std::move(help);
  return result;
}

// The example that a help shows for a type.
std::string_view example_of(Type type) {
  switch (type) {
    case Type::Truth:
      return "yes";
    case Type::Percent:
      return "62.5%";
    case Type::Number:
      return "4";
    case Type::Money:
      return "20000.00 USD";
    case Type::Weight:
      return "12.5 kg";
    case Type::Quantity:
      return "4 pcs";
    case Type::Days:
      return "30 days";
    case Type::Date:
      return "2010-05-01";
    case Type::Country:
      return "MX";
    case Type::Choice:
      return "";
    case Type::Places:
      return "US, MX";
  }
  return {};
}

ReadValue not_of_type(std::string_view text, Type type) {
  return failed(fmt::format("`{}`", text),
                fmt::format("write {}, as in `{}`",
                            kTypePhrases[static_cast<std::size_t>(type)],
                            example_of(type)));
}

// A number in front of a unit: `12.5 kg` is 12.5 and `kg`.
struct Amount {
  std::string_view number;
  std::string_view unit;
};

Amount split(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size() &&
         (text[end] == '-' || text[end] == '.' || text[end] == ',' ||
          (text[end] >= '0' && text[end] <= '9'))) {
    ++end;
  }
  return {text.substr(0, end), trimmed(text.substr(end))};
}

ReadValue read_number(std::string_view number, Type type) {
  const ParsedDecimal parsed = parse_decimal(number);
  ReadValue result;
  switch (parsed.error) {
    case DecimalError::None:
      result.value = parsed.value.millionths;
      return result;
    case DecimalError::Malformed:
      if (number.find(',') != std::string_view::npos) {
        return failed(fmt::format("`{}`", number),
                      "write digits with a point and without grouping, as in "
                      "`20000.00`");
      }
      return not_of_type(number, type);
    case DecimalError::TooManyPlaces:
      return failed(fmt::format("more than six decimal places in `{}`", number),
                    "round it as the agreement says, and state the result");
    case DecimalError::OutOfRange:
      return failed(
          fmt::format("`{}`, which is beyond what is counted", number),
          "state amounts below 9223372036854.775808");
  }
  return result;
}

ReadValue read_percent(std::string_view text) {
  if (!text.ends_with('%')) return not_of_type(text, Type::Percent);
  text.remove_suffix(1);
  ReadValue result = read_number(trimmed(text), Type::Percent);
  if (!result.is_read()) return result;
  if (result.value % kPerCent != 0) {
    return failed(fmt::format("more than four decimal places in `{}%`", text),
                  "round it as the agreement says, and state the result");
  }
  result.value /= kPerCent;
  return result;
}

ReadValue read_money(std::string_view text) {
  const Amount amount = split(text);
  if (amount.number.empty()) return not_of_type(text, Type::Money);
  ReadValue result = read_number(amount.number, Type::Money);
  if (!result.is_read() || amount.unit.empty()) return result;
  result.currency = pack_currency(amount.unit);
  if (result.currency == 0) return not_of_type(text, Type::Money);
  return result;
}

// A number and a unit of the type; only pieces may go without.
ReadValue read_measured(std::string_view text, Type type) {
  const Amount amount = split(text);
  if (amount.number.empty()) return not_of_type(text, type);
  ReadValue result = read_number(amount.number, type);
  if (!result.is_read()) return result;
  if (amount.unit.empty() && type == Type::Quantity) return result;
  for (const UnitWord& unit : kUnits) {
    if (unit.word != amount.unit || unit.type != type) continue;
    // Both are counts of millionths; the product must be one.
    const auto wide = static_cast<Wide>(result.value) * unit.millionths;
    if (wide % limits::kDecimalScale != 0) {
      return failed(fmt::format("more places in `{}` than are counted", text),
                    "state it in grams");
    }
    const auto scaled = wide / limits::kDecimalScale;
    if (scaled > std::numeric_limits<std::int64_t>::max() ||
        scaled <= kMissing) {
      return failed(fmt::format("`{}`, which is beyond what is counted", text));
    }
    result.value = static_cast<std::int64_t>(scaled);
    return result;
  }
  return not_of_type(text, type);
}

// Whole days; the word may be left out.
ReadValue read_days(std::string_view text) {
  const Amount amount = split(text);
  const bool is_of_days =
      amount.unit.empty() || amount.unit == "days" || amount.unit == "day";
  ReadValue result = read_number(amount.number, Type::Days);
  if (!result.is_read()) return result;
  if (!is_of_days || result.value % limits::kDecimalScale != 0) {
    return not_of_type(text, Type::Days);
  }
  result.value /= limits::kDecimalScale;
  return result;
}

std::optional<bool> truth_of(std::string_view text) {
  if (text == "yes" || text == "true") return true;
  if (text == "no" || text == "false") return false;
  return {};
}

ReadValue read_choice(std::string_view text,
                      const std::vector<std::string>& choices) {
  const auto position = std::find(choices.begin(), choices.end(), text);
  if (position != choices.end()) {
    ReadValue result;
    result.value = position - choices.begin();
    return result;
  }
  const auto meant = nearest(text, choices);
  return failed(
      fmt::format("`{}`", text),
      meant ? fmt::format("did you mean `{}`?", *meant)
            : fmt::format("write one of `{}`", fmt::join(choices, "`, `")));
}

// Where a process was performed: yes (in the parties), no, or countries.
ReadValue read_places(std::string_view text) {
  ReadValue result;
  if (const auto truth = truth_of(text)) {
    result.value = *truth ? kPerformedInParties : kNotPerformed;
    return result;
  }
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(','), text.size());
    const auto place = parse_country(trimmed(text.substr(0, end)));
    if (!place) return not_of_type(text, Type::Places);
    const auto more = add_place(result.value, *place);
    if (!more) {
      return failed("more countries than are kept",
                    fmt::format("name at most {}", limits::kProcessPlaces));
    }
    result.value = *more;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return result;
}

}  // namespace

ValueType type_of_fact(const bytecode::Image& image, std::size_t fact) {
  const bytecode::FactRecord& record = image.facts()[fact];
  ValueType type{static_cast<Type>(std::uint8_t{record.type}), {}};
  for (const bytecode::U32& choice :
       image.choices().subspan(record.first_choice, record.choice_count)) {
    type.choices.emplace_back(image.text(choice));
  }
  return type;
}

ValueType type_of_column(const bytecode::Image& image, std::size_t column) {
  constexpr Type kBuiltIn[] = {Type::Money, Type::Weight, Type::Quantity};
  if (column < kBuiltInColumns) return {kBuiltIn[column], {}};
  const bytecode::ColumnRecord& record =
      image.columns()[column - kBuiltInColumns];
  ValueType type{static_cast<Type>(std::uint8_t{record.type}), {}};
  for (const bytecode::U32& choice :
       image.choices().subspan(record.first_choice, record.choice_count)) {
    type.choices.emplace_back(image.text(choice));
  }
  return type;
}

ReadValue read_value(std::string_view text, const ValueType& type) {
  text = trimmed(text);
  ReadValue result;
  switch (type.type) {
    case Type::Truth:
      if (const auto truth = truth_of(text)) {
        result.value = *truth ? 1 : 0;
        return result;
      }
      return not_of_type(text, type.type);
    case Type::Percent:
      return read_percent(text);
    case Type::Number:
      return read_number(text, type.type);
    case Type::Money:
      return read_money(text);
    case Type::Weight:
    case Type::Quantity:
      return read_measured(text, type.type);
    case Type::Days:
      return read_days(text);
    case Type::Date:
      if (const auto date = parse_date(text)) {
        result.value = date->days;
        return result;
      }
      return not_of_type(text, type.type);
    case Type::Country:
      if (const auto country = parse_country(text)) {
        result.value = country->code;
        return result;
      }
      return not_of_type(text, type.type);
    case Type::Choice:
      return read_choice(text, type.choices);
    case Type::Places:
      return read_places(text);
  }
  return result;
}

}  // namespace origo
