// What the columns of a costed bill of materials are called.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/value_text.hpp"
#include "engine/bytecode/image.hpp"

namespace origo {

enum class SheetField : std::uint8_t {
#define FIELD(name, word, phrase, aliases) name,
#include "cli/sheet_columns.def"
#undef FIELD
  Own,   // an attribute of the pack
  Tag,   // a tag of the pack
  Fact,  // a fact, of the good and of lines with others below them
};

struct ColumnMeaning {
  SheetField field = SheetField::Own;
  std::size_t index = 0;       // of the attribute, tag or fact
  std::uint16_t currency = 0;  // named in the header: `Value (USD)`
  std::string unit;            // likewise: `Weight (kg)`

  [[nodiscard]] bool is_same(const ColumnMeaning& other) const {
    return field == other.field && index == other.index;
  }
};

// What a header means; nothing when it is none of ours.
[[nodiscard]] std::optional<ColumnMeaning> meaning_of(
    const bytecode::Image& image, std::string_view header);

// The field of that word, as `--map` names it; nothing when there is none.
[[nodiscard]] std::optional<ColumnMeaning> field_named(
    const bytecode::Image& image, std::string_view word);

// What the pack calls a column of its own: an attribute, a tag or a fact.
[[nodiscard]] std::string_view own_name(const bytecode::Image& image,
                                        const ColumnMeaning& column);

// How reports call a column: `tariff code`.
[[nodiscard]] std::string phrase_for(const bytecode::Image& image,
                                     const ColumnMeaning& meaning);

// The type of an attribute or a fact of the pack, or truth for its tags.
[[nodiscard]] ValueType own_type(const bytecode::Image& image,
                                 const ColumnMeaning& column);

// Whether sheets write values of the type as numbers, with a decimal mark.
[[nodiscard]] bool is_number(Type type);

// The words that field_named knows.
[[nodiscard]] std::vector<std::string> field_words(
    const bytecode::Image& image);

}  // namespace origo
