// Counting bits without a library.
#pragma once

#include <cstdint>

namespace origo {

// How many bits are set. std::popcount calls a library function where the
// processor has no instruction for it, which an embedded runtime may not have.
constexpr std::uint32_t count_bits(std::uint64_t word) noexcept {
  word -= word >> 1 & 0x5555555555555555;
  word = (word & 0x3333333333333333) + (word >> 2 & 0x3333333333333333);
  word = (word + (word >> 4)) & 0x0F0F0F0F0F0F0F0F;
  return static_cast<std::uint32_t>(word * 0x0101010101010101 >> 56);
}

}  // namespace origo
