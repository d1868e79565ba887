// A program as firmware would be: an image in memory, one good, no C++ library.
//
// The image is a pack of one rule as `origo compile` wrote it once; when the
// format changes, compile it again.
#include <cstddef>
#include <cstdint>

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

bool decides(const origo::bytecode::Image& image) {
  alignas(8) static std::byte scratch[4096];
  origo::Good good;
  good.code = *origo::parse_hs_code("8703.23");
  const origo::Outcome outcome = origo::evaluate(image, good, scratch);
  return outcome.failure == origo::Failure::None;
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
