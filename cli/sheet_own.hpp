// What the lines of a sheet say in the pack's own words: attributes, tags, and
// facts of what is produced.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/fact_sheet.hpp"
#include "cli/sheet_columns.hpp"
#include "cli/sheet_numbers.hpp"
#include "cli/sheet_rows.hpp"
#include "engine/diag/diagnostics.hpp"

namespace origo {

struct OwnValue {
  ColumnMeaning column;
  std::int64_t value;
  Span span;
};

// An amount as the language writes it; the cell as it is where it holds no
// number. The cell's own unit comes before that of its column.
[[nodiscard]] std::string amount_text(const SheetCell& cell,
                                      const SheetNumber& number, Type type,
                                      const ColumnMeaning& column);

// The line's facts, or all but them. What cannot be read is reported and left
// out.
[[nodiscard]] std::vector<OwnValue> own_values(
    const bytecode::Image& image, const SheetRow& row,
    const std::vector<std::optional<ColumnMeaning>>& columns, DecimalMark mark,
    bool are_facts, FactSheet& good, Diagnostics& diagnostics);

}  // namespace origo
