// The branchless pass.
#include "engine/eval/survey.hpp"

#include <bit>

#include "engine/core/wide.hpp"

namespace origo {
namespace {

template <typename T>
T load(std::uintptr_t address) noexcept {
  T value;
  std::memcpy(static_cast<void*>(&value),
              reinterpret_cast<const void*>(address), sizeof value);
  return value;
}

// The running totals. Status and value do not branch: whether a material
// originates is as unpredictable as anything in a bill of materials.
struct Totals {
  // In `unchanged`: there is a material that does not change, whatever its
  // value. A sum that fits a word leaves the bit alone.
  static constexpr std::uint64_t kAny = std::uint64_t{1} << 63;

  std::uint64_t differences = 0;  // union, with the good's code
  std::uint64_t statuses = 1;     // conjunction
  std::uint64_t values = 0;       // union
  std::uint64_t non_originating = 0;
  std::uint64_t unchanged = 0;

  void add(std::int64_t status, std::uint64_t code, std::uint64_t value,
           std::uint64_t good, std::uint64_t differs_from) noexcept {
    const auto does_not_originate = static_cast<std::uint64_t>(status >> 63);
    const std::uint64_t difference = code ^ good;
    statuses &= static_cast<std::uint64_t>(status);
    differences |= difference;
    values |= value;
    value &= does_not_originate;
    non_originating += value;
    // Codes agree to the level when their difference is below its lowest digit.
    // Few materials are classified with the good, so this one branch is cheap.
    if (difference < differs_from) [[unlikely]] {
      unchanged = (unchanged + value) | (does_not_originate & kAny);
    }
  }
};

std::uintptr_t address_of(const std::byte* data) noexcept {
  return reinterpret_cast<std::uintptr_t>(data);
}

// The caller's array of structures: all columns are one stride apart.
inline Totals survey_rows(const Materials& materials, const std::byte* codes,
                          std::uint64_t good,
                          std::uint64_t differs_from) noexcept {
  // One moving address and fixed distances from it leave registers for the
  // totals.
  Totals totals;
  std::uintptr_t row = address_of(materials.status.data);
  const std::uintptr_t code = address_of(codes) - row;
  const std::uintptr_t value = address_of(materials.value.data) - row;
  const auto stride = static_cast<std::uintptr_t>(materials.status.stride);
  const std::uintptr_t end = row + stride * materials.count;
  for (; row != end; row += stride) {
    totals.add(load<std::int8_t>(row), load<std::uint64_t>(row + code),
               load<std::uint64_t>(row + value), good, differs_from);
  }
  return totals;
}

[[gnu::noinline]] Totals survey_columns(const Materials& materials,
                                        const std::byte* codes,
                                        std::ptrdiff_t stride,
                                        std::uint64_t good,
                                        std::uint64_t differs_from) noexcept {
  Totals totals;
  for (std::uint32_t i = 0; i < materials.count; ++i) {
    totals.add(static_cast<std::int64_t>(materials.status[i]),
               load<std::uint64_t>(address_of(codes)),
               static_cast<std::uint64_t>(materials.value[i]), good,
               differs_from);
    codes += stride;
  }
  return totals;
}

}  // namespace

void survey(const Materials& materials, HsCode good, int digits,
            Survey& result) noexcept {
  // The level's own bit is set in a code that reaches it. Where no level is
  // asked no code is: then values are read in their place, and agree with none.
  const std::uint64_t level = std::uint64_t{1} << (digits / 2) >> 1;
  const std::uint64_t differs_from = std::rotr(std::uint64_t{1}, 4 * digits);
  const bool asks_codes = digits != 0;
  const std::byte* const codes =
      asks_codes ? materials.code.data : materials.value.data;
  const std::ptrdiff_t code_stride =
      asks_codes ? materials.code.stride : materials.value.stride;
  if ((good.bits & level) != level || !materials.is_complete ||
      codes == nullptr || !materials.status.is_given() ||
      !materials.value.is_given()) {
    return;
  }
  const std::ptrdiff_t stride = materials.status.stride;
  const bool is_rows =
      code_stride == stride && materials.value.stride == stride && stride != 0;
  const Totals totals =
      is_rows ? survey_rows(materials, codes, good.bits, differs_from)
              : survey_columns(materials, codes, code_stride, good.bits,
                               differs_from);

  // The union of the values bounds each of them, and times their number bounds
  // their sum. A set sign bit is a missing or negative value.
  const Product bound = multiply(totals.values, materials.count);
  const bool fits_word = (bound.high | bound.low >> 63) == 0;
  // A difference in the level's bit is a code that does not reach it, and only
  // an unproven status is even.
  result.is_usable = fits_word && (totals.differences & level) == 0 &&
                     (totals.statuses & 1) != 0;
  result.has_unchanged = (totals.unchanged & Totals::kAny) != 0;
  result.non_originating_value =
      static_cast<std::int64_t>(totals.non_originating);
  result.unchanged_value =
      static_cast<std::int64_t>(totals.unchanged & ~Totals::kAny);
}

}  // namespace origo
