// One material from several suppliers: split by the shares that are stated, or
// taken at its worst. docs/decisions/suppliers.md says what that is.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/fraction.hpp"
#include "cli/json_material.hpp"
#include "cli/json_tree.hpp"
#include "engine/diag/diagnostics.hpp"

namespace origo {

struct Suppliers {
  std::vector<const JsonNode*> nodes;
  std::vector<Proportion> shares;  // one for each, or none at all

  [[nodiscard]] bool has_shares() const { return !shares.empty(); }
};

// Reads the `suppliers` of the material that `path` names. Nothing when they
// are wrong, which is reported.
[[nodiscard]] std::optional<Suppliers> read_suppliers(const JsonNode& from,
                                                      const std::string& path,
                                                      Diagnostics& diagnostics);

struct WorstCase {
  MaterialDraft material;
  std::string remark;  // what follows the name of the material
};

// Of drafts that differ in no more than who supplies them.
[[nodiscard]] WorstCase worst_case(const std::vector<MaterialDraft>& drafts,
                                   const MaterialReader& names);

}  // namespace origo
