// Decodes UTF-8 one character at a time and knows how wide each is.
#include "engine/diag/render_line.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace origo {
namespace {

constexpr std::size_t kTabWidth = 4;

struct Character {
  std::uint32_t code = 0;
  std::size_t size = 1;  // bytes
  bool is_sound = false;
};

Character character_at(std::string_view text, std::size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  if (lead < 0x80) return {lead, 1, true};
  const std::size_t size = lead < 0xC2   ? 0
                           : lead < 0xE0 ? 2
                           : lead < 0xF0 ? 3
                           : lead < 0xF5 ? 4
                                         : 0;
  if (size == 0 || at + size > text.size()) return {};
  std::uint32_t code = lead & (0x7FU >> size);
  for (std::size_t i = 1; i < size; ++i) {
    const auto next = static_cast<unsigned char>(text[at + i]);
    if ((next & 0xC0) != 0x80) return {};
    code = code << 6 | (next & 0x3FU);
  }
  return {code, size, true};
}

struct CodeRange {
  std::uint32_t first;
  std::uint32_t last;
};

template <std::size_t N>
bool is_in(const std::array<CodeRange, N>& ranges, std::uint32_t code) {
  return std::any_of(ranges.begin(), ranges.end(), [code](const CodeRange& it) {
    return it.first <= code && code <= it.last;
  });
}

// Controls, and the marks that turn the direction of text or hide it.
constexpr std::array kReplaced{
    CodeRange{0x00, 0x1F},     CodeRange{0x7F, 0x9F},
    CodeRange{0x200B, 0x200F}, CodeRange{0x2028, 0x202E},
    CodeRange{0x2060, 0x2069}, CodeRange{0xFEFF, 0xFEFF}};

constexpr std::array kCombining{
    CodeRange{0x0300, 0x036F}, CodeRange{0x1AB0, 0x1AFF},
    CodeRange{0x1DC0, 0x1DFF}, CodeRange{0x20D0, 0x20FF},
    CodeRange{0xFE00, 0xFE0F}, CodeRange{0xFE20, 0xFE2F}};

// East Asian scripts and pictures, as Unicode's width table has them, less the
// single characters no treaty uses.
constexpr std::array kWide{
    CodeRange{0x1100, 0x115F},  CodeRange{0x2E80, 0xA4CF},
    CodeRange{0xAC00, 0xD7A3},  CodeRange{0xF900, 0xFAFF},
    CodeRange{0xFE30, 0xFE6F},  CodeRange{0xFF00, 0xFF60},
    CodeRange{0xFFE0, 0xFFE6},  CodeRange{0x1F300, 0x1FAFF},
    CodeRange{0x20000, 0x3FFFD}};

std::size_t width_of(std::uint32_t code) {
  if (code < 0x300) return 1;
  if (is_in(kCombining, code)) return 0;
  return is_in(kWide, code) ? 2 : 1;
}

}  // namespace

ShownLine shown_line(std::string_view line) {
  ShownLine shown;
  std::size_t column = 0;
  for (std::size_t at = 0; at < line.size();) {
    const Character it = character_at(line, at);
    shown.columns.insert(shown.columns.end(), it.size, column);
    if (line[at] == '\t') {
      const std::size_t spaces = kTabWidth - column % kTabWidth;
      shown.text.append(spaces, ' ');
      column += spaces;
    } else if (!it.is_sound || is_in(kReplaced, it.code)) {
      shown.text += '?';
      ++column;
    } else {
      shown.text += line.substr(at, it.size);
      column += width_of(it.code);
    }
    at += it.size;
  }
  shown.columns.push_back(column);
  return shown;
}

std::string shown_text(std::string_view text) {
  return shown_line(text).text;
}

}  // namespace origo
