// The exact set of values of a threshold, against evaluating at values.
#include <fmt/format.h>

#include <limits>

#include "engine/explain/threshold_set.hpp"
#include "tests/random/good_generator.hpp"
#include "tests/random/harness.hpp"
#include "tests/random/program_generator.hpp"
#include "tests/random/shrink.hpp"
#include "tests/support/catch.hpp"

namespace origo::random {
namespace {

constexpr std::size_t kGoodsOfProgram = 10;
constexpr std::size_t kValuesTried = 8;
constexpr unsigned kOraclePercent = 10;

struct Seen {
  std::size_t sets = 0;
  std::size_t exact = 0;
  std::size_t turning = 0;       // more than one span
  std::size_t with_islands = 0;  // more than two
};

std::vector<std::int64_t> values_of(const ThresholdSet& set,
                                    const ThresholdDomain& domain,
                                    Random& random) {
  std::vector<std::int64_t> values;
  const auto add = [&values, &domain](std::int64_t value) {
    if (value >= domain.first && value <= domain.last) values.push_back(value);
  };
  for (const ThresholdSpan& it : set.spans) {
    add(it.first);
    add(it.last);
    if (it.first > domain.first) add(it.first - 1);
    if (it.last < domain.last) add(it.last + 1);
  }
  // Near zero, where amounts of the generator are, and anywhere.
  for (std::size_t i = 0; i < kValuesTried; ++i) {
    add(random.between(0, 1'500'000));
    add(static_cast<std::int64_t>(random.next() >> random.between(1, 40)));
  }
  return values;
}

// What is wrong with the sets of a good, whose spans must join without gaps.
std::string wrong_set(const Compiled& program, FactSheet& sheet, Seen* seen) {
  const bytecode::Image& image = program.loaded.image;
  const Good good = sheet.good();
  Random random(program.pack.strings.size() * 31 + sheet.code.bits);
  std::vector<std::int64_t> thresholds(image.thresholds().size(), kMissing);
  Options options;
  options.thresholds = thresholds;
  for (std::uint16_t i = 0; i < image.thresholds().size(); ++i) {
    ThresholdDomain domain = domain_of(image, i);
    if (random.chance(30)) domain.first = -1'000'000;
    const ThresholdSet set = threshold_set(image, good, i, domain, options);
    if (seen != nullptr) {
      ++seen->sets;
      seen->exact += set.is_exact() ? 1 : 0;
      seen->turning += set.spans.size() > 1 ? 1 : 0;
      seen->with_islands += set.spans.size() > 2 ? 1 : 0;
    }
    if (!set.is_exact()) continue;
    if (set.spans.empty() || set.spans.front().first != domain.first ||
        set.spans.back().last != domain.last) {
      return fmt::format("the set of threshold {} does not fill it", i);
    }
    for (std::size_t span = 1; span < set.spans.size(); ++span) {
      const ThresholdSpan& before = set.spans[span - 1];
      const ThresholdSpan& after = set.spans[span];
      if (before.last + 1 != after.first || before.verdict == after.verdict) {
        return fmt::format("spans {} and {} of threshold {} do not join",
                           span - 1, span, i);
      }
    }
    for (const std::int64_t value : values_of(set, domain, random)) {
      thresholds[i] = value;
      const Outcome outcome = evaluate(program, good, options);
      // The oracle is slow, and is compared with the evaluator elsewhere.
      const Verdict oracle =
          random.chance(kOraclePercent)
              ? ir::interpret(program.pack, good, thresholds).verdict
              : outcome.verdict;
      thresholds[i] = kMissing;
      if (outcome.verdict == set.at(value) && oracle == set.at(value)) continue;
      return fmt::format(
          "at {} of threshold {} the set says {}, the evaluator {}, the "
          "oracle {}",
          value, i, static_cast<int>(set.at(value)),
          static_cast<int>(outcome.verdict), static_cast<int>(oracle));
    }
  }
  return {};
}

std::string complaint(const Compiled& program, FactSheet& sheet) {
  return wrong_set(program, sheet, nullptr);
}

}  // namespace

TEST_CASE("the set of a threshold is where the verdict is so") {
  const std::size_t pairs = pairs_wanted() / 10;
  Seen seen;
  std::uint64_t seed = first_seed();
  for (std::size_t done = 0; done < pairs; done += kGoodsOfProgram, ++seed) {
    Random random(seed);
    const std::string text = random_program(random.next());
    const Compiled program(text);
    GoodGenerator goods(program.pack, random);
    for (std::size_t i = 0; i < kGoodsOfProgram; ++i) {
      FactSheet sheet = goods.good();
      if (wrong_set(program, sheet, &seen).empty()) continue;
      FAIL(report(seed, {text, sheet}, complaint));
    }
  }
  INFO(fmt::format("{} sets, {} exact, {} turning, {} with islands", seen.sets,
                   seen.exact, seen.turning, seen.with_islands));
  if (pairs < 10'000) return;
  CHECK(seen.exact > seen.sets / 2);
  CHECK(seen.turning > 0);
  CHECK(seen.with_islands > 0);
}

}  // namespace origo::random
