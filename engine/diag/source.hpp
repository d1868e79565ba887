// Rule files and places in them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace origo {

// A rule file: its text as read, and the name to show for it.
struct SourceFile {
  std::string name;
  std::string text;
  // Which pack it is of: 0 is the pack itself, 1 the one that it extends, 2 the
  // one that this one extends, and so on.
  std::uint32_t layer = 0;
  std::string pack{};  // how that pack was named
};

struct Place {
  std::size_t line = 1;    // from 1
  std::size_t column = 1;  // from 1, in bytes
};

// The place of the byte at `offset`.
[[nodiscard]] Place place_of(const SourceFile& source, std::size_t offset);

struct Span {
  const SourceFile* source = nullptr;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  [[nodiscard]] std::string_view text() const {
    return std::string_view(source->text).substr(begin, end - begin);
  }
};

}  // namespace origo
