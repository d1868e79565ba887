// Codes of facts, converted to the HS edition of the agreement.
#pragma once

#include <string>
#include <string_view>

#include "cli/fact_sheet.hpp"
#include "engine/bytecode/image.hpp"
#include "engine/diag/diagnostics.hpp"

namespace origo {

// The year of an HS edition whose codes are known, or 0.
[[nodiscard]] int edition_named(std::string_view year);
[[nodiscard]] std::string editions_help();

// Puts in place of each code of another edition what is certain of it in the
// agreement's, and notes the conversions. What has none is reported.
void convert_codes(const bytecode::Image& image, FactSheet& good,
                   Diagnostics& diagnostics);

}  // namespace origo
