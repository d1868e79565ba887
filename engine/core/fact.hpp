// The vocabulary of facts: types, units, built-in facts, kinds and statuses.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace origo {

enum class Type : std::uint8_t {
#define TYPE(name, word, phrase) name,
#include "engine/core/types.def"
#undef TYPE
};

inline constexpr std::array kTypeWords{
#define TYPE(name, word, phrase) std::string_view{word},
#include "engine/core/types.def"
#undef TYPE
};

inline constexpr std::array kTypePhrases{
#define TYPE(name, word, phrase) std::string_view{phrase},
#include "engine/core/types.def"
#undef TYPE
};

struct UnitWord {
  std::string_view word;
  Type type;
  std::int64_t millionths;
};

inline constexpr std::array kUnits{
#define UNIT(word, type, millionths) UnitWord{word, Type::type, millionths},
#include "engine/core/units.def"
#undef UNIT
};

enum class LeastValue : std::uint8_t { Zero, None };

// Indexes of the built-in facts; a pack's own follow after kBuiltInFacts.
enum class BuiltIn : std::uint16_t {
#define FACT(name, word, type, least, meaning) name,
#include "engine/core/facts.def"
#undef FACT
};

struct BuiltInFact {
  std::string_view word;
  Type type;
  LeastValue least;
  std::string_view meaning;
};

inline constexpr std::array kBuiltInFacts{
#define FACT(name, word, type, least, meaning) \
  BuiltInFact{word, Type::type, LeastValue::least, meaning},
#include "engine/core/facts.def"
#undef FACT
};

struct Word {
  std::string_view word;
  std::string_view meaning;
};

enum class Kind : std::uint8_t {
#define KIND(name, word, meaning) name,
#include "engine/core/materials.def"
};

inline constexpr std::array kKinds{
#define KIND(name, word, meaning) Word{word, meaning},
#include "engine/core/materials.def"
};

enum class Status : std::int8_t {
#define STATUS(name, value, word, meaning) name = value,
#include "engine/core/materials.def"
};

struct StatusWord {
  Status status;
  std::string_view word;
  std::string_view meaning;
};

inline constexpr std::array kStatuses{
#define STATUS(name, value, word, meaning) \
  StatusWord{Status::name, word, meaning},
#include "engine/core/materials.def"
};

// The three amounts every material may have; a pack's own follow.
enum class Column : std::uint16_t { Value, Weight, Quantity };

inline constexpr std::size_t kBuiltInColumns = 3;

}  // namespace origo
