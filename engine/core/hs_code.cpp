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

namespace {

// The fewest digits, an even number, after which the word holds only `filler`.
int digits_before(std::uint64_t word, std::uint64_t filler) noexcept {
  int digits = 10;
  while (digits > 2 && (word >> (64 - 4 * digits) & 0xFF) == filler) {
    digits -= 2;
  }
  return digits;
}

// A range that was cut may begin at 8704.2A, which is 8704.30.
std::uint64_t carried(std::uint64_t word) noexcept {
  for (int shift = 24; shift < 60; shift += 4) {
    if ((word >> shift & 0xF) <= 9) continue;
    word &= ~(std::uint64_t{0xF} << shift);
    word += std::uint64_t{1} << (shift + 4);
  }
  return word;
}

// And it may end at 8704.1F, which is 8704.19.
std::uint64_t clamped(std::uint64_t word) noexcept {
  for (int shift = 24; shift < 64; shift += 4) {
    if ((word >> shift & 0xF) <= 9) continue;
    word &= ~(std::uint64_t{0xF} << shift);
    word |= std::uint64_t{9} << shift;
  }
  return word;
}

}  // namespace

HsRangeText print_hs_range(HsRange range) noexcept {
  constexpr std::uint64_t kBelow = 0xFFFFFF;
  const int last_digits = digits_before(range.last & ~kBelow, 0xFF);
  const std::uint64_t first_word = carried(range.first & ~kBelow);
  const int own_digits = digits_before(first_word, 0);
  const int first_digits = own_digits < last_digits ? last_digits : own_digits;
  const HsCode first = hs_code(first_word, first_digits);
  const HsCode last =
      hs_code(clamped(range.last & level_mask(static_cast<Level>(last_digits))),
              last_digits);
  HsRangeText text;
  const auto put = [&text](std::string_view part) noexcept {
    for (const char c : part) text.buffer[text.size++] = c;
  };
  // Rules do not write two digits by themselves.
  if (!first.reaches(Level::Heading)) put("chapter ");
  put(print_hs_code(first).view());
  if (first != last) {
    put(" - ");
    put(print_hs_code(last).view());
  }
  return text;
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
