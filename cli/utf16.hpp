// Text that a spreadsheet saved as "Unicode".
#pragma once

#include <string>

namespace origo {

// `text` in UTF-8 where it begins with a byte-order mark of UTF-16; else as it
// is. Halves of characters become the mark of what cannot be shown.
[[nodiscard]] std::string as_utf8(std::string text);

}  // namespace origo
