// A program as firmware would be: an image in memory, one good, no C++ library.
//
// The image is cars.roo as `origo compile` wrote it; when the format changes,
// compile it again.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "engine/eval/analysis.hpp"
#include "engine/eval/evaluate.hpp"

namespace {

// Bytes that are no image must be refused, whatever they are.
bool refuses_noise() {
  alignas(8) static std::byte noise[512];
  for (std::size_t i = 0; i < sizeof noise; ++i) {
    noise[i] = static_cast<std::byte>(i * 37 + 11);
  }
  return origo::bytecode::load(noise).error != origo::bytecode::LoadError::None;
}

struct Material {
  origo::HsCode code;
  std::int64_t value;
  origo::Status status;
};

// One material of another heading at 40 % of the value is the most there may
// be; a millionth more is too much, and of the good's own heading any is.
bool decides(const origo::bytecode::Image& image) {
  using origo::Verdict;
  struct Row {
    std::string_view code;
    std::int64_t value;
    Verdict expected;
  };
  static constexpr Row kRows[] = {
      {"8708.29", 40'000'000, Verdict::Originating},
      {"8708.29", 40'000'001, Verdict::NotOriginating},
      {"8703.90", 1, Verdict::NotOriginating},
      {"8708.29", origo::kMissing, Verdict::Undetermined},
  };
  alignas(8) static std::byte scratch[4096];
  static std::int64_t facts[origo::kBuiltInFacts.size()];
  for (std::int64_t& fact : facts) fact = origo::kMissing;
  facts[static_cast<std::size_t>(origo::BuiltIn::TransactionValue)] =
      100'000'000;
  for (const Row& row : kRows) {
    const Material material{*origo::parse_hs_code(row.code), row.value,
                            origo::Status::NonOriginating};
    origo::Good good;
    good.code = *origo::parse_hs_code("8703.23");
    good.facts = facts;
    good.materials.count = 1;
    good.materials.code = {&material.code};
    good.materials.value = {&material.value};
    good.materials.status = {&material.status};
    const origo::Outcome outcome = origo::evaluate(image, good, scratch);
    if (outcome.failure != origo::Failure::None) return false;
    if (outcome.verdict != row.expected) return false;
  }
  return true;
}

}  // namespace

int main() {
  if (!refuses_noise()) return 1;
  alignas(8) static const std::uint8_t bytes[] = {
#include "tests/embedded/image.inc"
  };
  const origo::bytecode::Loaded loaded = origo::bytecode::load(
      {reinterpret_cast<const std::byte*>(bytes), sizeof bytes});
  if (loaded.error != origo::bytecode::LoadError::None) return 2;
  return decides(loaded.image) ? 0 : 3;
}
