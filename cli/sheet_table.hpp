// A sheet as a table: its lines, what its columns are, and its decimal mark.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "cli/facts.hpp"
#include "cli/sheet_columns.hpp"
#include "cli/sheet_numbers.hpp"
#include "cli/sheet_rows.hpp"
#include "engine/bytecode/image.hpp"
#include "engine/diag/diagnostics.hpp"

namespace origo {

struct SheetTable {
  std::vector<SheetRow> rows;
  std::vector<std::optional<ColumnMeaning>> columns;
  std::size_t header = 0;  // the row that names the columns
  DecimalMark mark = DecimalMark::Unknown;
};

// Nothing when it cannot be told which line is the header, or what the numbers
// are, which is reported.
[[nodiscard]] std::optional<SheetTable> read_table(const bytecode::Image& image,
                                                   const SourceFile& source,
                                                   const SheetOptions& options,
                                                   Diagnostics& diagnostics,
                                                   Mapping& mapping);

}  // namespace origo
