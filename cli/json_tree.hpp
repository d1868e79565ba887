// JSON with the place of every value, and every number as it is written.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/diag/diagnostics.hpp"
#include "engine/diag/source.hpp"

namespace origo {

struct JsonNode {
  enum class Kind : std::uint8_t { Null, Truth, Number, Text, Array, Object };

  Kind kind = Kind::Null;
  bool truth = false;
  std::string text;  // of texts; of numbers, their digits
  Span span;         // of arrays and objects, their first byte
  // Of an array its values, of an object its members in order.
  std::vector<JsonNode> values;
  std::vector<std::string> names;
  std::vector<Span> name_spans;

  // The member of that name, or null.
  [[nodiscard]] const JsonNode* find(std::string_view name) const;
};

// How a message calls a value: `a number`, `a list`.
[[nodiscard]] std::string_view phrase_for(JsonNode::Kind kind);

// The values that stand one after the other in a source: one, or JSON lines.
// What cannot be read is reported as R0701 and ends the reading. `source` must
// outlive what is returned and reported.
[[nodiscard]] std::vector<JsonNode> parse_json(const SourceFile& source,
                                               Diagnostics& diagnostics);

}  // namespace origo
