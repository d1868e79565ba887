// A line of a rule file as a terminal shows it.
//
// Tabs become spaces, wide characters take two columns and combining ones none,
// and what would move the cursor or turn the text around is replaced.
// Underlines are placed by columns, so they stand below what they mark.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace origo {

struct ShownLine {
  std::string text;
  std::vector<std::size_t> columns;  // of each byte, and of the end; from 0
};

[[nodiscard]] ShownLine shown_line(std::string_view line);

// Text that stands outside a source line: a message, a label, a file name.
[[nodiscard]] std::string shown_text(std::string_view text);

}  // namespace origo
