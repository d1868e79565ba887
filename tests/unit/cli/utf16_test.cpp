// Text of spreadsheets in UTF-16, to UTF-8.
#include "cli/utf16.hpp"

#include <string>

#include "tests/support/catch.hpp"

namespace origo {
namespace {

// `units` after a byte-order mark.
std::string utf16(const std::u16string& units, bool is_little) {
  std::string bytes;
  for (const char16_t unit : u"\uFEFF" + units) {
    const auto low = static_cast<char>(unit & 0xFF);
    const auto high = static_cast<char>(unit >> 8);
    bytes += is_little ? low : high;
    bytes += is_little ? high : low;
  }
  return bytes;
}

TEST_CASE("text in UTF-16 becomes UTF-8, in either order of bytes") {
  for (const bool is_little : {true, false}) {
    CHECK(as_utf8(utf16(u"Wert\t12,5\r\n", is_little)) == "Wert\t12,5\r\n");
    CHECK(as_utf8(utf16(u"Gr\u00F6\u00DFe \u20AC", is_little)) ==
          "Gr\xC3\xB6\xC3\x9F"
          "e \xE2\x82\xAC");
    CHECK(as_utf8(utf16(u"\xD83D\xDEB2", is_little)) == "\xF0\x9F\x9A\xB2");
  }
}

TEST_CASE("halves of characters are marked") {
  CHECK(as_utf8(utf16(u"\xD83D!", true)) == "\xEF\xBF\xBD!");
  CHECK(as_utf8(utf16(u"\xDEB2", true)) == "\xEF\xBF\xBD");
  CHECK(as_utf8(std::string("\xFF\xFE\x41", 3)) == "\xEF\xBF\xBD");
}

TEST_CASE("text without a mark of UTF-16 stays as it is") {
  CHECK(as_utf8("") == "");
  CHECK(as_utf8("\xEF\xBB\xBFPart") == "\xEF\xBB\xBFPart");
  CHECK(as_utf8("Gr\xF6\xDF") == "Gr\xF6\xDF");
}

}  // namespace
}  // namespace origo
