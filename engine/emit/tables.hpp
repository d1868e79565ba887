// The sections of an image while it is being made, and their layout in bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/bytecode/image.hpp"

namespace origo::emitter {

// Every section as a growing list, and the strings by their text.
struct Tables {
#define SECTION(name, record, member) std::vector<bytecode::record> member;
#include "engine/bytecode/sections.def"

  // The offset of `text` in the string section; equal texts share one.
  std::uint32_t string(std::string_view text);
  // The index of a test, and of the first of a run of terms; equal ones are
  // shared.
  std::uint32_t test(const bytecode::TestRecord& test);
  std::uint32_t terms_of(const std::vector<bytecode::TermRecord>& run);

 private:
  std::unordered_map<std::string, std::uint32_t> strings_;
  std::unordered_map<std::string, std::uint32_t> tests_;
  std::unordered_map<std::string, std::uint32_t> runs_;
};

// The bytes of the image. The tables must be as `load` will check them.
[[nodiscard]] std::vector<std::byte> lay_out(const Tables& tables);

}  // namespace origo::emitter
