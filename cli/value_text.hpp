// Values of facts as people write them: `20000.00 USD`, `62.5%`, `2010-05-01`.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/bytecode/image.hpp"
#include "engine/core/fact.hpp"

namespace origo {

// A value as a Good stores it, or why there is none.
struct ReadValue {
  std::int64_t value = 0;
  std::uint16_t currency = 0;  // of money that names one
  std::string wrong;           // what was found, when it is no such value
  std::string help;            // and what to write

  [[nodiscard]] bool is_read() const { return wrong.empty(); }
};

// A type of value, with the words of a choice.
struct ValueType {
  Type type = Type::Number;
  std::vector<std::string> choices;
};

[[nodiscard]] ValueType type_of_fact(const bytecode::Image& image,
                                     std::size_t fact);
// `column` as Column numbers them, the pack's own after the built-in ones.
[[nodiscard]] ValueType type_of_column(const bytecode::Image& image,
                                       std::size_t column);

// Reads the spellings of the language, and money and quantities without unit.
// Exact: a decimal that cannot be kept as it is written is not read.
[[nodiscard]] ReadValue read_value(std::string_view text,
                                   const ValueType& type);

}  // namespace origo
