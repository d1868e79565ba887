// Tariff codes: text to ordered integers and back.
#include "engine/core/hs_code.hpp"

namespace origo {

std::optional<HsCode> parse_hs_code(std::string_view text) noexcept {
  std::uint64_t bits = 0;
  int digits = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '.') {
      const bool is_placed = digits == 4 || digits == 6 || digits == 8;
      if (!is_placed || text[i - 1] == '.' || i + 1 == text.size()) return {};
      continue;
    }
    if (c < '0' || c > '9' || digits == 10) return {};
    bits |= static_cast<std::uint64_t>(c - '0') << (60 - 4 * digits);
    ++digits;
  }
  if (digits < 2 || digits % 2 != 0) return {};
  return hs_code(bits, digits);
}

HsCodeText print_hs_code(HsCode code) noexcept {
  HsCodeText text;
  for (int i = 0; i < code.digits(); ++i) {
    if (i == 4 || i == 6 || i == 8) text.buffer[text.size++] = '.';
    text.buffer[text.size++] =
        static_cast<char>('0' + ((code.bits >> (60 - 4 * i)) & 0xF));
  }
  return text;
}

}  // namespace origo
