// Sums by masks, comparisons by cross-multiplication in 128 bits: as exact as
// the evaluator.
#include "bench/twins.hpp"

#include <algorithm>

namespace origo::bench {
namespace {

__extension__ using Wide = __int128;

constexpr std::int64_t kWhole = 1'000'000;

struct Sums {
  std::int64_t foreign = 0;    // value of what does not originate
  std::int64_t unchanged = 0;  // of that, what is of the good's heading
  bool has_unchanged = false;
};

Sums sums_of(const HostGood& good) noexcept {
  Sums sums;
  std::int64_t any = 0;
  const std::uint64_t mask = level_mask(Level::Heading);
  for (const HostMaterial& it : good.materials) {
    const std::int64_t is_foreign =
        -static_cast<std::int64_t>(it.status <= Status::Unproven);
    const std::int64_t is_same = -static_cast<std::int64_t>(
        ((it.code.bits ^ good.code.bits) & mask) == 0);
    sums.foreign += it.value & is_foreign;
    sums.unchanged += it.value & is_foreign & is_same;
    any |= is_foreign & is_same;
  }
  sums.has_unchanged = any != 0;
  return sums;
}

bool changes(const Sums& sums, const HostGood& good) noexcept {
  return !sums.has_unchanged || Wide{sums.unchanged} * kWhole <=
                                    Wide{good.transaction_value} * 100'000;
}

bool has_content(const Sums& sums, const HostGood& good,
                 std::int64_t limit) noexcept {
  return Wide{good.net_cost - sums.foreign} * kWhole >=
         Wide{good.net_cost} * limit;
}

// Without a branch between them.
bool both(bool a, bool b) noexcept {
  return (static_cast<unsigned>(a) & static_cast<unsigned>(b)) != 0;
}

}  // namespace

bool car_originates(const HostGood& good) noexcept {
  const Sums sums = sums_of(good);
  return both(changes(sums, good), has_content(sums, good, 625'000));
}

PlainTwin::PlainTwin(const std::vector<PlainRule>& rules) : rules_(rules) {
  for (const PlainRule& rule : rules) codes_.push_back(rule.code.first());
}

bool PlainTwin::originates(const HostGood& good) const noexcept {
  const auto at =
      std::upper_bound(codes_.begin(), codes_.end(), good.code.first());
  if (at == codes_.begin()) return false;
  const auto index = static_cast<std::size_t>(at - codes_.begin()) - 1;
  const PlainRule& rule = rules_[index];
  if (good.code.first() > rule.code.last()) return false;
  const Sums sums = sums_of(good);
  switch (rule.kind) {
    case PlainRule::Kind::Heading:
      return changes(sums, good);
    case PlainRule::Kind::HeadingAndContent:
      return both(changes(sums, good), has_content(sums, good, rule.limit));
    case PlainRule::Kind::Content:
      return has_content(sums, good, rule.limit);
    case PlainRule::Kind::MaxNom:
      return Wide{sums.foreign} * kWhole <=
             Wide{good.transaction_value} * rule.limit;
  }
  return false;
}

}  // namespace origo::bench
