// The rows of a sheet, each cell with its place.
#pragma once

#include <string>
#include <vector>

#include "engine/diag/diagnostics.hpp"
#include "engine/diag/source.hpp"

namespace origo {

struct SheetCell {
  std::string text;  // without quotes and the space around
  Span span;         // as it stands in the file
};

using SheetRow = std::vector<SheetCell>;

// Splits a sheet at `delimiter` as RFC 4180 says; lines without any text are
// left out. What cannot be read is reported as R0718 and ends the reading.
[[nodiscard]] std::vector<SheetRow> sheet_rows(const SourceFile& source,
                                               char delimiter,
                                               Diagnostics& diagnostics);

}  // namespace origo
