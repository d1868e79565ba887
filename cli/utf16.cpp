// Pairs of bytes to characters, and those to UTF-8.
#include "cli/utf16.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace origo {
namespace {

constexpr std::uint32_t kReplacement = 0xFFFD;

class Units {
 public:
  Units(std::string_view bytes, bool is_little)
      : bytes_(bytes), is_little_(is_little) {}

  [[nodiscard]] bool is_done() const { return at_ >= bytes_.size(); }

  std::uint32_t next_character() {
    const std::uint32_t first = unit(at_);
    at_ += 2;
    if (first < 0xD800 || first > 0xDFFF) return first;
    const std::uint32_t second = unit(at_);
    const bool is_pair = first < 0xDC00 && second >= 0xDC00 && second <= 0xDFFF;
    if (!is_pair) return kReplacement;
    at_ += 2;
    return 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
  }

 private:
  // Beyond the end there is none, and half a unit is none.
  [[nodiscard]] std::uint32_t unit(std::size_t at) const {
    if (at + 1 >= bytes_.size()) return kReplacement;
    const auto byte = [this](std::size_t i) {
      return std::uint32_t{static_cast<unsigned char>(bytes_[i])};
    };
    return is_little_ ? byte(at) | byte(at + 1) << 8
                      : byte(at) << 8 | byte(at + 1);
  }

  std::string_view bytes_;
  bool is_little_;
  std::size_t at_ = 0;
};

void append(std::uint32_t character, std::string& to) {
  const auto byte = [&to](std::uint32_t bits) {
    to += static_cast<char>(static_cast<unsigned char>(bits));
  };
  const auto rest = [&](int shift) {
    byte(0x80 | (character >> shift & 0x3F));
  };
  if (character < 0x80) {
    byte(character);
  } else if (character < 0x800) {
    byte(0xC0 | character >> 6);
    rest(0);
  } else if (character < 0x10000) {
    byte(0xE0 | character >> 12);
    rest(6);
    rest(0);
  } else {
    byte(0xF0 | character >> 18);
    rest(12);
    rest(6);
    rest(0);
  }
}

}  // namespace

std::string as_utf8(std::string text) {
  const bool is_little = text.starts_with("\xFF\xFE");
  if (!is_little && !text.starts_with("\xFE\xFF")) return text;
  std::string result;
  result.reserve(text.size() / 2);
  Units units(std::string_view(text).substr(2), is_little);
  while (!units.is_done()) append(units.next_character(), result);
  return result;
}

}  // namespace origo
