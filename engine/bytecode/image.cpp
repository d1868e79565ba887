// Reading an image: the tables, their names, and the checksum.
#include "engine/bytecode/image.hpp"

#include <algorithm>

namespace origo::bytecode {
namespace {

template <typename Record>
std::uint16_t find(const Image& image, std::span<const Record> records,
                   std::string_view name) noexcept {
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (image.text(records[i].name) == name) {
      return static_cast<std::uint16_t>(i);
    }
  }
  return kNone;
}

}  // namespace

std::string_view Image::text(std::uint32_t string) const noexcept {
  const auto* bytes = reinterpret_cast<const char*>(strings_.data()) + string;
  U16 size;
  std::memcpy(static_cast<void*>(&size), bytes, sizeof size);
  return {bytes + sizeof size, size};
}

std::uint16_t Image::find_fact(std::string_view name) const noexcept {
  return find(*this, facts_, name);
}

std::uint16_t Image::find_column(std::string_view name) const noexcept {
  return find(*this, columns_, name);
}

std::uint16_t Image::find_tag(std::string_view name) const noexcept {
  return find(*this, tags_, name);
}

std::uint16_t Image::find_threshold(std::string_view name) const noexcept {
  return find(*this, thresholds_, name);
}

std::uint64_t checksum(std::span<const std::byte> bytes) noexcept {
  constexpr std::uint64_t kPrime = 0x100000001B3;
  std::uint64_t hash = 0xCBF29CE484222325;
  while (!bytes.empty()) {
    U64 word;
    const std::size_t size = std::min(bytes.size(), sizeof word);
    std::memcpy(static_cast<void*>(&word), bytes.data(), size);
    hash = (hash ^ word) * kPrime;
    hash ^= hash >> 29;  // let the upper bytes of a word reach the lower
    bytes = bytes.subspan(size);
  }
  return hash;
}

std::span<const TermRecord> Image::terms_of(
    const TestRecord& test, TermRecord (&room)[2]) const noexcept {
  const auto shape = static_cast<Shape>(std::uint8_t{test.shape});
  if (shape == Shape::Share || shape == Shape::Absolute) {
    return terms_.subspan(test.first_term, test.term_count);
  }
  const bool is_regional = shape == Shape::RegionalShare;
  room[0].kind = static_cast<std::uint8_t>(TermKind::NonOriginatingValue);
  room[0].in_measure = static_cast<std::int8_t>(is_regional ? -1 : 1);
  room[1].kind = static_cast<std::uint8_t>(TermKind::Fact);
  room[1].in_measure = static_cast<std::int8_t>(is_regional ? 1 : 0);
  room[1].in_base = std::int8_t{1};
  room[1].index = static_cast<std::uint16_t>(test.first_term);
  return room;
}

}  // namespace origo::bytecode
