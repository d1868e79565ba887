// Values of facts in JSON, and what is said about wrong ones.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/fact_sheet.hpp"
#include "cli/fraction.hpp"
#include "cli/json_tree.hpp"
#include "cli/value_text.hpp"
#include "engine/bytecode/image.hpp"
#include "engine/diag/diagnostics.hpp"

namespace origo {

// A quantity with the unit it is written in.
struct Measured {
  Proportion amount;  // millionths of a piece or of a gram
  Type type = Type::Quantity;
  std::int64_t unit = 0;  // millionths of the same
};

// How a message calls what is measured by it: by `weight`, by `the piece`.
[[nodiscard]] std::string_view measured_by(Type type);

class JsonValues {
 public:
  explicit JsonValues(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  void wrong(std::string_view name, const JsonNode& node,
             std::string_view expected, const std::string& help = {});
  void unknown(const std::string& name, Span span, std::string_view what,
               const std::vector<std::string>& known);

  void text(std::string_view name, const JsonNode& node, std::string& to);
  void code(const JsonNode& node, HsCode& to);
  // The year of an edition of the Harmonized System.
  void nomenclature(const JsonNode& node, int& to);
  // Nothing when it is not stated, or wrong, which is reported. A currency is
  // that of the good.
  [[nodiscard]] std::optional<std::int64_t> read(std::string_view name,
                                                 const JsonNode& node,
                                                 const ValueType& type,
                                                 FactSheet& good);
  // The same without a currency.
  [[nodiscard]] std::optional<std::int64_t> read(std::string_view name,
                                                 const JsonNode& node,
                                                 const ValueType& type);
  // In pieces or in a unit of weight.
  [[nodiscard]] std::optional<Measured> measured(std::string_view name,
                                                 const JsonNode& node);
  [[nodiscard]] std::optional<Status> status(const JsonNode& node);

 private:
  Diagnostics& diagnostics_;
};

// The texts of a list, or the only one.
[[nodiscard]] std::vector<std::string> texts_of(const JsonNode& node);

// The member of that name unless it is null, which states nothing.
[[nodiscard]] const JsonNode* stated(const JsonNode& node,
                                     std::string_view name);

}  // namespace origo
