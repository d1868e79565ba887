// Headers compared without case, blanks and punctuation.
#include "cli/sheet_columns.hpp"

#include <fmt/format.h>

#include <array>

#include "cli/sheet_words.hpp"
#include "engine/core/fact.hpp"
#include "engine/eval/good.hpp"

namespace origo {
namespace {

struct FieldInfo {
  std::string_view word;
  std::string_view phrase;
  std::string_view aliases;
};

constexpr std::array kFields{
#define FIELD(name, word, phrase, aliases) FieldInfo{word, phrase, aliases},
#include "cli/sheet_columns.def"
#undef FIELD
};

// Small letters without accents, and digits.
std::string plain(std::string_view text) {
  std::string result;
  for (const char c : folded(text)) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) result += c;
  }
  return result;
}

std::optional<ColumnMeaning> field_of(std::string_view header) {
  const std::string word = plain(header);
  if (word.empty()) return {};
  const std::string wanted = "|" + word + "|";
  for (std::size_t i = 0; i < kFields.size(); ++i) {
    if (kFields[i].aliases.find(wanted) != std::string_view::npos) {
      return ColumnMeaning{static_cast<SheetField>(i), 0, 0, {}};
    }
  }
  return {};
}

// An attribute or a tag of the pack.
std::optional<ColumnMeaning> own_of(const bytecode::Image& image,
                                    std::string_view header) {
  const std::string word = plain(header);
  for (std::size_t i = 0; i < image.columns().size(); ++i) {
    if (plain(image.text(image.columns()[i].name)) == word) {
      return ColumnMeaning{SheetField::Own, i, 0, {}};
    }
  }
  for (std::size_t i = 0; i < image.tags().size(); ++i) {
    if (plain(image.text(image.tags()[i].name)) == word) {
      return ColumnMeaning{SheetField::Tag, i, 0, {}};
    }
  }
  return {};
}

std::optional<ColumnMeaning> fact_of(const bytecode::Image& image,
                                     std::string_view header) {
  const std::string word = plain(header);
  for (std::size_t i = 0; i < image.facts().size(); ++i) {
    if (plain(image.text(image.facts()[i].name)) == word) {
      return ColumnMeaning{SheetField::Fact, i, 0, {}};
    }
  }
  return {};
}

bool is_unit(std::string_view word) {
  for (const UnitWord& it : kUnits) {
    if (it.word == word) return true;
  }
  return false;
}

// Takes a currency or a unit off the end of a header: `Value (USD)`,
// `Unit cost USD`, `Weight [kg]`.
std::string_view without_unit(std::string_view header, ColumnMeaning& unit) {
  std::string_view rest = header;
  const auto is_mark = [](char c) {
    return c == '(' || c == ')' || c == '[' || c == ']' || c == ' ' ||
           c == ',' || c == '/' || c == ':';
  };
  while (!rest.empty() && is_mark(rest.back())) rest.remove_suffix(1);
  std::size_t begin = rest.size();
  while (begin > 0 && !is_mark(rest[begin - 1])) --begin;
  const std::string_view word = rest.substr(begin);
  if (begin == 0) return header;
  if (pack_currency(word) != 0 && word != "COO") {
    unit.currency = pack_currency(word);
  } else if (is_unit(word)) {
    unit.unit = word;
  } else {
    return header;
  }
  return rest.substr(0, begin);
}

}  // namespace

std::optional<ColumnMeaning> meaning_of(const bytecode::Image& image,
                                        std::string_view header) {
  // What columns of materials are usually called they are, whatever facts of a
  // good have the same name.
  if (auto own = own_of(image, header)) return own;
  if (auto field = field_of(header)) return field;
  if (auto fact = fact_of(image, header)) return fact;
  ColumnMeaning unit;
  const std::string_view rest = without_unit(header, unit);
  if (rest.size() == header.size()) return {};
  auto meaning = own_of(image, rest);
  if (!meaning) meaning = field_of(rest);
  if (!meaning) meaning = fact_of(image, rest);
  if (!meaning) return {};
  meaning->currency = unit.currency;
  meaning->unit = unit.unit;
  return meaning;
}

std::optional<ColumnMeaning> field_named(const bytecode::Image& image,
                                         std::string_view word) {
  for (std::size_t i = 0; i < kFields.size(); ++i) {
    if (kFields[i].word == word) {
      return ColumnMeaning{static_cast<SheetField>(i), 0, 0, {}};
    }
  }
  if (auto own = own_of(image, word)) return own;
  return fact_of(image, word);
}

std::string_view own_name(const bytecode::Image& image,
                          const ColumnMeaning& column) {
  switch (column.field) {
    case SheetField::Tag:
      return image.text(image.tags()[column.index].name);
    case SheetField::Fact:
      return image.text(image.facts()[column.index].name);
    default:
      return image.text(image.columns()[column.index].name);
  }
}

std::string phrase_for(const bytecode::Image& image,
                       const ColumnMeaning& meaning) {
  const std::string_view kind = meaning.field == SheetField::Own   ? "attribute"
                                : meaning.field == SheetField::Tag ? "tag"
                                : meaning.field == SheetField::Fact ? "fact"
                                                                    : "";
  if (!kind.empty()) {
    return fmt::format("{} `{}`", kind, own_name(image, meaning));
  }
  return std::string(kFields[static_cast<std::size_t>(meaning.field)].phrase);
}

ValueType own_type(const bytecode::Image& image, const ColumnMeaning& column) {
  if (column.field == SheetField::Tag) return {Type::Truth, {}};
  if (column.field == SheetField::Fact) {
    return type_of_fact(image, column.index);
  }
  return type_of_column(image, kBuiltInColumns + column.index);
}

bool is_number(Type type) {
  return type == Type::Money || type == Type::Weight ||
         type == Type::Quantity || type == Type::Percent ||
         type == Type::Number || type == Type::Days;
}

std::vector<std::string> field_words(const bytecode::Image& image) {
  std::vector<std::string> words;
  for (const FieldInfo& it : kFields) words.emplace_back(it.word);
  for (const auto& it : image.columns())
    words.emplace_back(image.text(it.name));
  for (const auto& it : image.tags()) words.emplace_back(image.text(it.name));
  return words;
}

}  // namespace origo
