// The branchless pass.
#include "engine/eval/survey.hpp"

#include <bit>

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
  std::uint64_t differences = 0;  // union, with the good's code
  std::uint64_t statuses = 1;     // conjunction
  std::uint64_t unchanged = 0;    // union
  std::uint64_t values = 0;       // union
  std::uint64_t non_originating_value = 0;
  std::uint64_t unchanged_value = 0;

  void add(std::int64_t status, std::uint64_t code, std::uint64_t value,
           std::uint64_t good, std::uint64_t differs_from) noexcept {
    const auto does_not_originate = static_cast<std::uint64_t>(status >> 63);
    const std::uint64_t difference = code ^ good;
    // Codes agree to the level when their difference is below its lowest digit.
    // Few materials are classified with the good, so this one branch is cheap.
    if (difference < differs_from) [[unlikely]] {
      unchanged |= does_not_originate;
      unchanged_value += value & does_not_originate;
    }
    statuses &= static_cast<std::uint64_t>(status);
    differences |= difference;
    values |= value;
    non_originating_value += value & does_not_originate;
  }
};

// The caller's array of structures: all columns are one stride apart.
inline Totals survey_rows(const Materials& materials, std::uint64_t good,
                          std::uint64_t differs_from) noexcept {
  // One moving address and fixed distances from it leave registers for the
  // totals.
  Totals totals;
  auto row = reinterpret_cast<std::uintptr_t>(materials.status.data);
  const std::uintptr_t code =
      reinterpret_cast<std::uintptr_t>(materials.code.data) - row;
  const std::uintptr_t value =
      reinterpret_cast<std::uintptr_t>(materials.value.data) - row;
  const auto stride = static_cast<std::uintptr_t>(materials.status.stride);
  const std::uintptr_t end = row + stride * materials.count;
  for (; row != end; row += stride) {
    totals.add(load<std::int8_t>(row), load<std::uint64_t>(row + code),
               load<std::uint64_t>(row + value), good, differs_from);
  }
  return totals;
}

[[gnu::noinline]] Totals survey_columns(const Materials& materials,
                                        std::uint64_t good,
                                        std::uint64_t differs_from) noexcept {
  Totals totals;
  for (std::uint32_t i = 0; i < materials.count; ++i) {
    totals.add(
        static_cast<std::int64_t>(materials.status[i]), materials.code[i].bits,
        static_cast<std::uint64_t>(materials.value[i]), good, differs_from);
  }
  return totals;
}

}  // namespace

void survey(const Materials& materials, HsCode good, int digits,
            Survey& result) noexcept {
  const auto level = static_cast<Level>(digits);
  if (!good.reaches(level) || !materials.is_complete ||
      !materials.status.is_given() || !materials.code.is_given() ||
      !materials.value.is_given()) {
    return;
  }
  const std::uint64_t differs_from = std::uint64_t{1} << (64 - 4 * digits);
  const std::ptrdiff_t stride = materials.status.stride;
  const bool is_rows = materials.code.stride == stride &&
                       materials.value.stride == stride && stride != 0;
  const Totals totals =
      is_rows ? survey_rows(materials, good.bits, differs_from)
              : survey_columns(materials, good.bits, differs_from);

  // The union of the values bounds each of them, and so bounds their sum. A set
  // sign bit is a missing or negative value.
  const bool is_small =
      (totals.values >> 47) == 0 && materials.count >> 16 == 0;
  const bool fits_word =
      is_small ||
      std::bit_width(totals.values) + std::bit_width(materials.count) < 64;
  // A difference in the level's own bit is a code that does not reach it, and
  // only an unproven status is even.
  result.is_usable = fits_word && !HsCode{totals.differences}.reaches(level) &&
                     (totals.statuses & 1) != 0;
  result.has_unchanged = totals.unchanged != 0;
  result.non_originating_value =
      static_cast<std::int64_t>(totals.non_originating_value);
  result.unchanged_value = static_cast<std::int64_t>(totals.unchanged_value);
}

}  // namespace origo
