// Integers stored little endian at any alignment, so that an image can be read
// where it lies: a mapped file, ROM, or the middle of a larger buffer.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <type_traits>

namespace origo::bytecode {

constexpr std::uint8_t swap_bytes(std::uint8_t v) noexcept {
  return v;
}
constexpr std::uint16_t swap_bytes(std::uint16_t v) noexcept {
  return static_cast<std::uint16_t>((v << 8) | (v >> 8));
}
constexpr std::uint32_t swap_bytes(std::uint32_t v) noexcept {
  return (v << 24) | ((v & 0xFF00) << 8) | ((v >> 8) & 0xFF00) | (v >> 24);
}
constexpr std::uint64_t swap_bytes(std::uint64_t v) noexcept {
  return (static_cast<std::uint64_t>(swap_bytes(static_cast<std::uint32_t>(v)))
          << 32) |
         swap_bytes(static_cast<std::uint32_t>(v >> 32));
}

template <typename T>
class Stored {
 public:
  Stored() noexcept = default;
  Stored(T value) noexcept {  // NOLINT: records are written by assignment
    auto bits = static_cast<std::make_unsigned_t<T>>(value);
    if constexpr (std::endian::native == std::endian::big) {
      bits = swap_bytes(bits);
    }
    std::memcpy(bytes_, &bits, sizeof bits);
  }
  operator T() const noexcept {  // NOLINT: records are read by name
    std::make_unsigned_t<T> bits;
    std::memcpy(&bits, bytes_, sizeof bits);
    if constexpr (std::endian::native == std::endian::big) {
      bits = swap_bytes(bits);
    }
    return static_cast<T>(bits);
  }

 private:
  unsigned char bytes_[sizeof(T)] = {};
};

using Byte = Stored<std::uint8_t>;
using I8 = Stored<std::int8_t>;
using U16 = Stored<std::uint16_t>;
using U32 = Stored<std::uint32_t>;
using U64 = Stored<std::uint64_t>;
using I32 = Stored<std::int32_t>;
using I64 = Stored<std::int64_t>;

static_assert(sizeof(U64) == 8 && alignof(U64) == 1);

}  // namespace origo::bytecode
