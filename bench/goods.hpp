// Goods as a host program would hold them, and random ones.
#pragma once

#include <cstdint>
#include <random>
#include <vector>

#include "engine/core/country.hpp"
#include "engine/core/fact.hpp"
#include "engine/core/hs_code.hpp"
#include "engine/eval/good.hpp"

namespace origo::bench {

inline constexpr std::size_t kMaterials = 20;

struct HostMaterial {
  HsCode code;
  std::int64_t value;  // millionths
  Status status;
};

struct HostGood {
  HsCode code;
  std::int64_t net_cost;
  std::int64_t transaction_value;
  HostMaterial materials[kMaterials];
};

// Goods of `codes`, with contents on both sides of every limit that the packs
// have. The same for the same seed.
inline std::vector<HostGood> random_goods(std::size_t count,
                                          const std::vector<HsCode>& codes,
                                          unsigned seed) {
  std::mt19937 random(seed);
  const auto below = [&random](std::uint32_t limit) {
    return static_cast<std::uint32_t>(random() % limit);
  };
  std::vector<HostGood> goods(count);
  for (HostGood& good : goods) {
    good.code = codes[below(static_cast<std::uint32_t>(codes.size()))];
    std::int64_t total = 0;
    const std::uint32_t foreign = below(100);  // of a hundred materials
    for (HostMaterial& material : good.materials) {
      // One in thirty is of the good's own heading.
      const bool is_same = below(600) == 0;
      const std::uint64_t other =
          std::uint64_t{0x8407320000} + below(9) * 0x10000000;
      material.code = is_same ? good.code : hs_code(other << 24, 6);
      material.value = std::int64_t{below(1'000'000) + 1} * 10'000;
      material.status =
          below(100) < foreign
              ? (below(2) < 9 ? Status::NonOriginating : Status::Unproven)
              : Status::Originating;
      total += material.value;
    }
    good.net_cost = total + total / 8;
    good.transaction_value = total + total / 4;
  }
  return goods;
}

// The facts of a good as the evaluator wants them: views.
struct Facts {
  std::vector<std::int64_t> values;
  Good good;

  explicit Facts(std::size_t facts) : values(facts, kMissing) {
    good.facts = values;
    good.materials.count = kMaterials;
  }

  void show(const HostGood& from) {
    good.code = from.code;
    values[static_cast<std::size_t>(BuiltIn::NetCost)] = from.net_cost;
    values[static_cast<std::size_t>(BuiltIn::TransactionValue)] =
        from.transaction_value;
    constexpr auto kStride = static_cast<std::ptrdiff_t>(sizeof(HostMaterial));
    good.materials.code = {&from.materials[0].code, kStride};
    good.materials.value = {&from.materials[0].value, kStride};
    good.materials.status = {&from.materials[0].status, kStride};
  }
};

}  // namespace origo::bench
