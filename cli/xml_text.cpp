// Text as content and as attributes of XML.
#include "cli/xml_text.hpp"

#include "engine/diag/render_line.hpp"

namespace origo {
namespace {

// Whether what begins at `at` is of three bytes and no character of XML: half
// of a surrogate pair, U+FFFE or U+FFFF.
bool is_no_character(std::string_view text, std::size_t at) {
  if (at + 2 >= text.size()) return false;
  const auto byte = [&text, at](std::size_t i) {
    return static_cast<unsigned char>(text[at + i]);
  };
  return (byte(0) == 0xED && byte(1) >= 0xA0) ||
         (byte(0) == 0xEF && byte(1) == 0xBF && byte(2) >= 0xBE);
}

}  // namespace

std::string xml_text(std::string_view line) {
  const std::string text = shown_text(line);
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_no_character(text, i)) {
      result += '?';
      i += 2;
      continue;
    }
    switch (text[i]) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      default:
        result += text[i];
    }
  }
  return result;
}

}  // namespace origo
