// What a good engineer would write by hand for the measured packs.
#pragma once

#include <vector>

#include "bench/goods.hpp"
#include "bench/packs.hpp"

namespace origo::bench {

// The car's rule: one branchless pass over the materials.
[[nodiscard]] bool car_originates(const HostGood& good) noexcept;

// The plain rules: codes in a sorted array, found by binary search.
class PlainTwin {
 public:
  explicit PlainTwin(const std::vector<PlainRule>& rules);
  [[nodiscard]] bool originates(const HostGood& good) const noexcept;

 private:
  std::vector<std::uint64_t> codes_;
  std::vector<PlainRule> rules_;
};

}  // namespace origo::bench
