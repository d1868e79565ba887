// One material of a good in JSON, as layers that say something of it: its part
// in the list, its line, its supplier. What a later layer states replaces what
// an earlier one does.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/declarations.hpp"
#include "cli/fact_sheet.hpp"
#include "cli/fraction.hpp"
#include "cli/json_tree.hpp"
#include "cli/json_values.hpp"
#include "engine/bytecode/image.hpp"

namespace origo {

constexpr std::string_view kSwitchingCost = "switching_cost";

struct Layer {
  const JsonNode* node = nullptr;
  Proportion times;             // of the amounts it states, in the good
  std::optional<Measured> per;  // what a `unit_value` is multiplied by
  // Not all of them may say everything.
  enum class From : std::uint8_t { Line, List, Supplier } from = From::Line;
};

struct DraftAmount {
  Proportion value;
  Span span;
};

// A material that was read, before it is put into a sheet.
struct MaterialDraft {
  FactSheet::Material material;
  std::vector<std::optional<DraftAmount>> columns;
  std::optional<DraftAmount> switching_cost;
  std::vector<Answer> tags;
  const Declaration* declaration = nullptr;
};

class MaterialReader {
 public:
  MaterialReader(const bytecode::Image& image, Declarations& own,
                 Declarations& shared, Diagnostics& diagnostics)
      : image_(image),
        own_(own),
        shared_(shared),
        diagnostics_(diagnostics),
        values_(diagnostics),
        members_(members()) {}

  // `used` is how much of the material goes into the good, where it is known.
  [[nodiscard]] MaterialDraft read(const std::vector<Layer>& layers,
                                   const std::optional<Measured>& used,
                                   Span used_span, FactSheet& good);
  [[nodiscard]] std::string_view column_name(std::size_t column) const;

  // Reports members that a layer may not hold.
  void check_members(const Layer& layer);

 private:
  [[nodiscard]] std::vector<std::string> members() const;
  void member(const std::string& name, const Layer& layer, const JsonNode& node,
              FactSheet& good, MaterialDraft& to);
  void status(const JsonNode& node, MaterialDraft& to);
  void declaration(const JsonNode& node, MaterialDraft& to);
  void amount(const std::string& name, const Layer& layer, const JsonNode& node,
              FactSheet& good, MaterialDraft& to);
  void switching_cost(const Layer& layer, const JsonNode& node, FactSheet& good,
                      MaterialDraft& to);
  void unit_value(const Layer& layer, FactSheet& good, MaterialDraft& to);
  void tags(const JsonNode& from, MaterialDraft& to);
  void tag(const std::string& name, Span span, bool is_tagged,
           MaterialDraft& to);
  [[nodiscard]] std::optional<std::size_t> column_named(
      std::string_view name) const;

  const bytecode::Image& image_;
  Declarations& own_;
  Declarations& shared_;
  Diagnostics& diagnostics_;
  JsonValues values_;
  std::vector<std::string> members_;  // what a material may hold
};

}  // namespace origo
