// `origo inventory`: stocks of what cannot be told apart, replayed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/streams.hpp"

namespace origo {

struct InventoryOptions {
  std::string path;
  std::string method;
  std::string same_day = "refuse";
  std::string opening = "receipts";
  std::string period = "month";
  std::optional<int> ratio_places;
  std::optional<int> value_places;
  bool has_whole_units = false;
  bool is_json = false;
};

[[nodiscard]] std::vector<std::string> inventory_methods();

// docs/inventories.md says what events hold. Figures are exact; in text those
// that have no end are cut and end in `...`, in JSON their fraction stands
// beside. JSON:
//   {"method", "withdrawals": [{"date", "kind", "units", "originating_units",
//     "non_originating_units", "originating_value", "non_originating_value",
//     "non_originating_ratio", "unit_value", "after": {...}}],
//    "periods": [{"from", "until", "originating_ratio", "unit_value",
//     "withdrawn": {...}, "remaining": {...}}], "remaining": {...}}
int run_inventory(const InventoryOptions& options, Streams& streams);

}  // namespace origo
