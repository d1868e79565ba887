// The least number of goods for which every amount is whole.
#include "cli/exact_amounts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace origo {
namespace {

using bytecode::Image;

Type type_of(const bytecode::FactRecord& fact) {
  return static_cast<Type>(std::uint8_t{fact.type});
}

bool is_amount_column(const Image& image, std::size_t column) {
  if (column < kBuiltInColumns) return true;
  return is_amount(static_cast<Type>(
      std::uint8_t{image.columns()[column - kBuiltInColumns].type}));
}

// Of a fact or of a column of that type.
bool is_fixed(const Image& image, const bytecode::CheckRecord& check,
              bool is_of_amount) {
  return is_of_amount &&
         check.kind ==
             static_cast<std::uint8_t>(bytecode::CheckKind::Relates) &&
         image.constants()[check.operand] != 0;
}

bool is_fixed(const Image& image, const bytecode::TestRecord& test) {
  const auto shape = static_cast<bytecode::Shape>(std::uint8_t{test.shape});
  const bool is_absolute =
      shape == bytecode::Shape::Absolute &&
      is_amount(static_cast<Type>(std::uint8_t{test.type}));
  const bool is_threshold =
      test.limit_kind ==
      static_cast<std::uint8_t>(bytecode::LimitKind::Threshold);
  if (is_absolute && (is_threshold || image.constants()[test.limit] != 0)) {
    return true;
  }
  if (shape != bytecode::Shape::Share && shape != bytecode::Shape::Absolute) {
    return false;
  }
  const auto terms = image.terms().subspan(test.first_term, test.term_count);
  return is_amount(static_cast<Type>(std::uint8_t{test.type})) &&
         std::any_of(terms.begin(), terms.end(), [&](const auto& term) {
           return term.kind ==
                      static_cast<std::uint8_t>(bytecode::TermKind::Constant) &&
                  image.constants()[term.index] != 0;
         });
}

}  // namespace

bool is_amount(Type type) {
  return type == Type::Money || type == Type::Weight || type == Type::Quantity;
}

bool has_fixed_amounts(const Image& image) {
  if (image.agreement().currency != 0) return true;
  for (const bytecode::ThresholdRecord& it : image.thresholds()) {
    if (is_amount(static_cast<Type>(std::uint8_t{it.type}))) return true;
  }
  for (const bytecode::CheckRecord& it : image.fact_checks()) {
    const Type type = type_of(image.facts()[it.subject]);
    if (is_fixed(image, it, is_amount(type))) return true;
  }
  for (const bytecode::CheckRecord& it : image.column_checks()) {
    if (is_fixed(image, it, is_amount_column(image, it.subject))) return true;
  }
  return std::any_of(
      image.tests().begin(), image.tests().end(),
      [&image](const bytecode::TestRecord& it) { return is_fixed(image, it); });
}

void ExactAmounts::set(const AmountPlace& place, const Proportion& value,
                       Span span, std::string_view name,
                       std::string_view path) {
  if (const auto whole = value.whole()) return store(place, *whole);
  Broken it{place, value, span, std::string(name), std::string(path)};
  // Whole, and still not counted: there is no way to make it less.
  if (!value.is_counted() || value.bottom == 1) {
    return refuse(it, "state amounts of the parts for smaller quantities");
  }
  broken_.push_back(std::move(it));
}

void ExactAmounts::store(const AmountPlace& place, std::int64_t value) {
  switch (place.of) {
    case AmountPlace::Of::Material:
      return sheet_.set_column(place.index, place.column, value);
    case AmountPlace::Of::Production:
      return sheet_.set_fact_of(place.index, place.column, value);
    case AmountPlace::Of::Switching:
      sheet_.material(place.index).switching_cost = value;
      return;
  }
}

void ExactAmounts::refuse(const Broken& it, const std::string& why) {
  diagnostics_
      .report(Code::UnevenAmount, it.span, it.name, it.path,
              shown_millionths(it.value))
      .help(why);
}

void ExactAmounts::settle() {
  if (broken_.empty()) return;
  std::int64_t multiple = 1;
  for (const Broken& it : broken_) {
    const auto more = common_multiple(multiple, it.value.bottom);
    if (!more) {
      return refuse(it,
                    "round it as the agreement says, and state it for the "
                    "base quantity");
    }
    multiple = *more;
  }
  const Broken& first = broken_.front();
  if (has_fixed_amounts(image_)) {
    return refuse(
        first,
        fmt::format("the rules compare with fixed amounts, so that the good "
                    "cannot be evaluated for {} of it: round the amount as "
                    "the agreement says, and state it for a base quantity "
                    "that divides it",
                    multiple));
  }
  bool is_counted = multiply(multiple);
  for (const Broken& it : broken_) {
    const auto whole = (it.value * fraction(multiple)).whole();
    if (!whole) {
      is_counted = false;
      break;
    }
    store(it.place, *whole);
  }
  if (!is_counted) {
    return refuse(first,
                  fmt::format("no amount would be broken for {} of the good, "
                              "but that is more than is counted: round it as "
                              "the agreement says",
                              multiple));
  }
  sheet_.remarks.push_back(fmt::format(
      "all amounts are for {} of the good, because the {} of {} is {} for one",
      multiple, first.name, first.path, shown_millionths(first.value)));
}

bool ExactAmounts::multiply(std::int64_t multiple) {
  bool is_counted = true;
  const auto multiplied = [&](std::int64_t value) {
    std::int64_t result = value;
    if (value != kMissing) {
      is_counted = !__builtin_mul_overflow(value, multiple, &result) &&
                   result != kMissing && is_counted;
    }
    return result;
  };
  for (std::size_t fact = 0; fact < image_.facts().size(); ++fact) {
    if (!is_amount(type_of(image_.facts()[fact]))) continue;
    sheet_.set_fact(fact, multiplied(sheet_.fact(fact)));
    for (std::size_t i = 0; i < sheet_.productions(); ++i) {
      sheet_.set_fact_of(i, fact, multiplied(sheet_.fact_of(i, fact)));
    }
  }
  const std::size_t columns = kBuiltInColumns + image_.columns().size();
  for (std::size_t column = 0; column < columns; ++column) {
    if (!is_amount_column(image_, column)) continue;
    for (std::size_t i = 0; i < sheet_.materials(); ++i) {
      sheet_.set_column(i, column, multiplied(sheet_.column(i, column)));
    }
  }
  for (std::size_t i = 0; i < sheet_.materials(); ++i) {
    std::int64_t& cost = sheet_.material(i).switching_cost;
    cost = multiplied(cost);
  }
  sheet_.multiple = multiple;
  return is_counted;
}

}  // namespace origo
