// Text as content and as attributes of XML.
#pragma once

#include <string>
#include <string_view>

namespace origo {

// One line, safe as content and as an attribute alike. What is not text is
// shown as `shown_text` does, and characters that XML does not have as `?`.
[[nodiscard]] std::string xml_text(std::string_view line);

}  // namespace origo
