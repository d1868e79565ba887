// The facts about one good, as views of the caller's memory.
//
// Nothing is copied and nothing is kept: the views must stay valid while
// `evaluate` runs. A fact that is not known is said to be so - kMissing, code
// 0, country 0, Status::Unproven, Answer::NotStated, or a column without data -
// and never taken for zero, no, or none.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

#include "engine/core/country.hpp"
#include "engine/core/decimal.hpp"
#include "engine/core/fact.hpp"
#include "engine/core/hs_code.hpp"

namespace origo {

// One value for each material, `stride` bytes apart, at any alignment: a column
// of a table, or a member of the caller's own array of structures.
template <typename T>
struct Strided {
  const std::byte* data = nullptr;  // null: missing for every material
  std::ptrdiff_t stride = sizeof(T);

  Strided() noexcept = default;
  Strided(const T* first, std::ptrdiff_t bytes_apart = sizeof(T)) noexcept
      : data(reinterpret_cast<const std::byte*>(first)), stride(bytes_apart) {}

  [[nodiscard]] bool is_given() const noexcept { return data != nullptr; }
  [[nodiscard]] T operator[](std::size_t index) const noexcept {
    T value;
    std::memcpy(static_cast<void*>(&value),
                data + static_cast<std::ptrdiff_t>(index) * stride,
                sizeof value);
    return value;
  }
};

enum class Answer : std::uint8_t { NotStated, No, Yes };

// The materials of one good. Amounts are millionths: of the currency, of a
// gram, of a piece; only a pack's columns of days are whole days. A material's
// amounts are not negative.
struct Materials {
  std::uint32_t count = 0;
  // False: there may be more materials than these. With `count` 0 that is a
  // good of which no bill of materials is known, not one without materials.
  bool is_complete = true;
  Strided<HsCode> code;
  Strided<Status> status;
  Strided<Country> origin;
  Strided<Kind> kind;  // not given: every one is Kind::Material
  Strided<std::int64_t> value;
  Strided<std::int64_t> weight;
  Strided<std::int64_t> quantity;
  // The pack's own attributes and tags, by their index in the image. Shorter
  // than the image's table: the rest are missing.
  std::span<const Strided<std::int64_t>> columns;
  std::span<const Strided<Answer>> tags;
};

struct Good {
  HsCode code;
  // The letters of the currency of every money fact, packed as `pack_currency`
  // does; 0 when no rule of the pack names a currency.
  std::uint16_t currency = 0;
  // By their index in the image, the built-in ones first: amounts in
  // millionths, days as whole days, dates as day numbers, truths as 0 or 1,
  // countries by their code, choices by their position, processes as places.
  // Shorter than the image's table: the rest are missing.
  std::span<const std::int64_t> facts;
  Materials materials;
};

// Three capital letters in fifteen bits, or 0 when they are not three letters.
constexpr std::uint16_t pack_currency(std::string_view letters) noexcept {
  if (letters.size() != 3) return 0;
  int packed = 0;
  for (const char c : letters) {
    if (c < 'A' || c > 'Z') return 0;
    packed = packed * 32 + (c - 'A' + 1);
  }
  return static_cast<std::uint16_t>(packed);
}

}  // namespace origo
