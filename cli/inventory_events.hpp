// Events of a stock from CSV and JSON.
#pragma once

#include <vector>

#include "engine/diag/diagnostics.hpp"
#include "engine/diag/source.hpp"
#include "engine/inventory/inventory.hpp"

namespace origo {

// Reads a list of events: JSON where the text begins with a bracket, else a
// sheet whose first line names the columns. `source` must outlive what is
// returned and reported.
[[nodiscard]] std::vector<inventory::Event> read_events(
    const SourceFile& source, Diagnostics& diagnostics);

}  // namespace origo
