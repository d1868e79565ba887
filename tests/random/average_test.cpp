// Averaging over a good and itself is the good, however the units are divided.
#include <fmt/format.h>

#include "cli/average.hpp"
#include "tests/random/pairs.hpp"
#include "tests/support/catch.hpp"

namespace origo::random {
namespace {

constexpr std::int64_t kUnit = 1'000'000;

// The good of so many units at a time, averaged; nothing where a sum is too
// large.
std::optional<Group> averaged_in(const Compiled& program,
                                 const FactSheet& sheet,
                                 const std::vector<std::int64_t>& units) {
  std::vector<FactSheet> goods;
  for (const std::int64_t it : units) {
    goods.push_back(sheet);
    goods.back().units = it * kUnit;
    goods.back().groups["line"] = "A";
  }
  InputError error;
  auto groups = averaged(program.loaded.image, goods, {"line"}, error);
  if (!groups) return {};
  return std::move(groups->front());
}

std::string unequal_average(const Compiled& program, FactSheet& sheet) {
  auto whole = averaged_in(program, sheet, {7});
  auto parts = averaged_in(program, sheet, {1, 4, 2});
  // Seven times a line may be too large where four times is not.
  if (!whole || !parts) return {};
  const Outcome of_whole = evaluate(program, whole->sheet.good());
  const Outcome of_parts = evaluate(program, parts->sheet.good());
  if (of_whole.verdict == of_parts.verdict) return {};
  return fmt::format("7 units at once\n{}\n1, 4 and 2\n{}", text_of(of_whole),
                     text_of(of_parts));
}

}  // namespace

TEST_CASE("an average does not depend on how the units are divided") {
  PairOptions options;
  options.fits = does_not_see_lines;
  for_each_pair(pairs_wanted() / 20, options, [](const Pair& pair) {
    const FactSheet sheet = pair.goods.good();
    // Facts come with a code; a group has one of four digits at least.
    if (sheet.code.digits() < 4) return;
    pair.hold(sheet, unequal_average);
  });
}

}  // namespace origo::random
