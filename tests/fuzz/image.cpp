// Any bytes as an image, with a checksum that agrees: what verifies must be
// safe to evaluate, to trace, to analyse and to disassemble.
#include <cstdint>
#include <cstring>
#include <vector>

#include "engine/bytecode/disassemble.hpp"
#include "engine/bytecode/image.hpp"
#include "engine/eval/analysis.hpp"
#include "engine/eval/countries.hpp"
#include "engine/eval/evaluate.hpp"
#include "engine/eval/margin.hpp"
#include "engine/eval/tree.hpp"

namespace origo {
namespace {

constexpr std::size_t kFacts = 24;
constexpr std::uint32_t kMaterials = 5;

struct Material {
  HsCode code;
  std::int64_t value;
  Country origin;
  Status status;
};

// Facts out of the same bytes, so that they can be found with the image.
struct Facts {
  std::vector<std::int64_t> values = std::vector<std::int64_t>(kFacts);
  std::vector<Material> materials = std::vector<Material>(kMaterials);
  Good good;

  explicit Facts(std::span<const std::byte> bytes) {
    auto byte = [&bytes, at = std::size_t{0}]() mutable {
      return bytes.empty() ? 0U
                           : static_cast<unsigned>(bytes[at++ % bytes.size()]);
    };
    for (std::int64_t& it : values) {
      it = byte() % 4 == 0 ? kMissing : std::int64_t{byte()} * 1'000'000;
    }
    for (Material& it : materials) {
      it.code =
          byte() % 2 == 0 ? *parse_hs_code("8407.34") : *parse_hs_code("8703");
      it.value = byte() % 5 == 0 ? kMissing : std::int64_t{byte()} * 10'000;
      it.status = static_cast<Status>(static_cast<int>(byte() % 3) - 1);
      it.origin = *parse_country("JP");
    }
    constexpr auto kStride = static_cast<std::ptrdiff_t>(sizeof(Material));
    good.code = *parse_hs_code("8703.23");
    good.facts = values;
    good.materials.count = kMaterials;
    good.materials.code = {&materials[0].code, kStride};
    good.materials.value = {&materials[0].value, kStride};
    good.materials.status = {&materials[0].status, kStride};
    good.materials.origin = {&materials[0].origin, kStride};
  }
};

// Also trees that are none.
void use_tree(const bytecode::Image& image, const Good& good,
              std::span<const std::byte> bytes) {
  std::uint32_t below[kMaterials] = {};
  Production productions[kMaterials];
  for (std::uint32_t i = 0; i < kMaterials; ++i) {
    below[i] = bytes.size() > i ? static_cast<std::uint32_t>(bytes[i]) % 4 : 0;
    productions[i] = {i, i % 2 == 0, good.facts};
  }
  Tree tree;
  tree.lines = good.materials;
  tree.below = {below};
  tree.productions = productions;
  std::vector<std::byte> memory(fold_size(image, kMaterials));
  TreeError error = TreeError::None;
  static_cast<void>(evaluate_tree(image, good, tree, memory, error));
}

void use(const bytecode::Image& image, std::span<const std::byte> bytes) {
  Facts facts(bytes);
  std::vector<std::byte> scratch(flips_scratch_size(image, facts.good));
  std::vector<Reason> reasons(512);
  std::vector<Missing> missing(128);
  std::vector<Missing> wanted(64);
  std::vector<Flip> flips(64);
  Trace trace;
  trace.reasons = reasons;
  trace.missing = missing;
  Options options;
  options.trace = &trace;
  const Outcome plain = evaluate(image, facts.good, scratch);
  const Outcome traced = evaluate(image, facts.good, scratch, options);
  if (plain.verdict != traced.verdict) __builtin_trap();
  if (trace.is_truncated) return;
  for (std::uint32_t i = 0; i < trace.count; ++i) {
    static_cast<void>(margin_of(image, reasons[i]));
  }
  mark_critical(image, traced, trace);
  static_cast<void>(
      find_flips(image, facts.good, traced, trace, scratch, options, flips));
  static_cast<void>(inquire(image, traced, trace, wanted));
  Country countries[2];
  static_cast<void>(
      countries_of(image, facts.good, traced, scratch, countries, options));
  use_tree(image, facts.good, bytes);
  bytecode::disassemble(image, [](void*, std::string_view) {}, nullptr);
}

}  // namespace
}  // namespace origo

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  using namespace origo;
  std::vector<std::byte> bytes(size);
  if (size != 0) std::memcpy(bytes.data(), data, size);
  if (size >= sizeof(bytecode::HeaderRecord)) {
    bytecode::HeaderRecord header;
    std::memcpy(static_cast<void*>(&header), bytes.data(), sizeof header);
    header.checksum =
        bytecode::checksum(std::span(bytes).subspan(sizeof header));
    std::memcpy(bytes.data(), static_cast<void*>(&header), sizeof header);
  }
  const bytecode::Loaded loaded = bytecode::load(bytes);
  if (loaded.error == bytecode::LoadError::None) use(loaded.image, bytes);
  return 0;
}
