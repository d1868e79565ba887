// Finds the sections of an image. Private to engine/bytecode.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/bytecode/records.hpp"

namespace origo::bytecode {

// The sections of an image, one after another.
class Directory {
 public:
  Directory(std::span<const std::byte> bytes,
            const SectionRecord* first) noexcept
      : bytes_(bytes), next_(first) {}

  // False once the records of a section would have lain outside.
  [[nodiscard]] bool is_sound() const noexcept { return is_sound_; }

  template <typename Record>
  void next(std::span<const Record>& records) noexcept {
    static_assert(alignof(Record) == 1);
    const Found found = find_next(sizeof(Record));
    records = {reinterpret_cast<const Record*>(found.first), found.count};
  }

 private:
  struct Found {
    const std::byte* first;
    std::size_t count;
  };

  // Not a part of the template, of which there is one for each section.
  [[gnu::noinline]] Found find_next(std::size_t record_size) noexcept {
    const SectionRecord& section = *next_++;
    const std::uint64_t end =
        section.offset + std::uint64_t{section.count} * record_size;
    if (end > bytes_.size()) {
      is_sound_ = false;
      return {nullptr, 0};
    }
    return {bytes_.data() + section.offset, section.count};
  }

  std::span<const std::byte> bytes_;
  const SectionRecord* next_;
  bool is_sound_ = true;
};

}  // namespace origo::bytecode
