// Building the graph: equal nodes become one.
#include "engine/ir/ir.hpp"

#include <algorithm>

namespace origo::ir {

Unit unit_of(Type type) {
  switch (type) {
    case Type::Money:
      return {1, 0, 0};
    case Type::Weight:
      return {0, 1, 0};
    case Type::Quantity:
      return {0, 0, 1};
    case Type::Percent:
      return {0, 0, 0, Scale::Percent};
    case Type::Days:
      return {0, 0, 0, Scale::Days};
    case Type::Date:
      return {0, 0, 0, Scale::Date};
    default:
      return {};
  }
}

Type type_of(const Unit& unit) {
  for (const Type type : {Type::Money, Type::Weight, Type::Quantity,
                          Type::Percent, Type::Days, Type::Date}) {
    if (unit == unit_of(type)) return type;
  }
  return Type::Number;
}

std::string phrase_of(const Unit& unit) {
  if (unit == unit_of(type_of(unit))) {
    return std::string(kTypePhrases[static_cast<std::size_t>(type_of(unit))]);
  }
  // A compound, such as money a piece.
  std::string above;
  std::string below;
  auto append = [&above, &below](int power, std::string_view word) {
    std::string& side = power > 0 ? above : below;
    for (int i = 0; i < std::abs(power); ++i) {
      if (!side.empty()) side += " times ";
      side += word;
    }
  };
  append(unit.money, "money");
  append(unit.weight, "weight");
  append(unit.quantity, "quantity");
  if (above.empty()) above = "a number";
  return below.empty() ? above : above + " per " + below;
}

MaskId Pack::add(const Mask& mask) {
  std::string key;
  append_key(key, mask);
  return MaskId{masks.add(std::move(key), mask)};
}

NumberId Pack::add(const Number& number) {
  std::string key;
  append_key(key, number);
  return NumberId{numbers.add(std::move(key), number)};
}

RequirementId Pack::add(const Requirement& it) {
  std::string key;
  for (const std::uint32_t part :
       {static_cast<std::uint32_t>(it.op), it.a, it.b, it.c, it.label}) {
    append_key(key, part);
  }
  for (const RequirementId part : it.parts) append_key(key, index(part));
  return RequirementId{requirements.add(std::move(key), it)};
}

std::uint32_t Pack::add(const Test& test) {
  std::string key;
  append_key(key, test.relation);
  append_key(key, test.has_base);
  append_key(key, index(test.limit));
  append_key(key, test.method);
  append_key(key, test.unit);
  for (const Term& term : test.terms) append_key(key, term);
  return tests.add(std::move(key), test);
}

namespace {

std::string key_of(const Check& check) {
  std::string key;
  append_key(key, check.subject);
  append_key(key, check.kind);
  append_key(key, check.relation);
  append_key(key, check.operand);
  return key;
}

}  // namespace

std::uint32_t Pack::add_fact_check(const Check& check) {
  return fact_checks.add(key_of(check), check);
}

std::uint32_t Pack::add_column_check(const Check& check) {
  return column_checks.add(key_of(check), check);
}

std::uint32_t Pack::add_codes(std::vector<HsRange> ranges) {
  std::sort(ranges.begin(), ranges.end());
  std::vector<HsRange> merged;
  for (const HsRange& range : ranges) {
    // Ranges that touch become one, so that a short code that spans both lies
    // within the set.
    if (!merged.empty() && range.first <= merged.back().last + 1) {
      merged.back().last = std::max(merged.back().last, range.last);
    } else {
      merged.push_back(range);
    }
  }
  std::string key;
  for (const HsRange& range : merged) append_key(key, range);
  return code_sets.add(std::move(key), std::move(merged));
}

std::uint32_t Pack::add_countries(std::vector<Country> countries) {
  std::sort(countries.begin(), countries.end());
  countries.erase(std::unique(countries.begin(), countries.end()),
                  countries.end());
  std::string key;
  for (const Country country : countries) append_key(key, country);
  return country_sets.add(std::move(key), std::move(countries));
}

std::uint32_t Pack::add_constant(std::int64_t value) {
  std::string key;
  append_key(key, value);
  return constants.add(std::move(key), value);
}

std::uint32_t Pack::add_string(std::string_view text) {
  return strings.add(std::string(text), std::string(text));
}

}  // namespace origo::ir
