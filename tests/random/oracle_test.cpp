// The evaluator against the oracle: random programs, random goods, one meaning.
#include <fmt/format.h>

#include <chrono>

#include "tests/random/good_generator.hpp"
#include "tests/random/harness.hpp"
#include "tests/random/program_generator.hpp"
#include "tests/random/shrink.hpp"
#include "tests/support/catch.hpp"

namespace origo::random {
namespace {

constexpr std::size_t kGoodsOfProgram = 25;

std::string disagreement(const Compiled& program, FactSheet& sheet) {
  const Good good = sheet.good();
  const ir::Outcome expected = ir::interpret(program.pack, good);
  const Rows rows(sheet);
  for (const Good* it : {&good, &rows.good()}) {
    const Outcome found = evaluate(program, *it);
    if (is_of_machine(found.failure)) continue;
    std::string text = difference(expected, found);
    if (!text.empty()) return text;
  }
  return {};
}

// How often each verdict was seen.
struct Tally {
  std::size_t verdicts[4] = {};
  std::size_t with_tolerance = 0;
  std::size_t with_alternative = 0;
  std::size_t with_several_rules = 0;
  std::size_t with_failure = 0;
  std::size_t of_machine = 0;

  void add(const Outcome& outcome) {
    ++verdicts[static_cast<std::size_t>(outcome.verdict)];
    with_tolerance += outcome.tolerance != kNoIndex ? 1 : 0;
    with_alternative += outcome.alternative > 1 ? 1 : 0;
    with_several_rules += outcome.rules > 1 ? 1 : 0;
    with_failure += outcome.failure != Failure::None ? 1 : 0;
    of_machine += is_of_machine(outcome.failure) ? 1 : 0;
  }
};

}  // namespace

TEST_CASE("the evaluator and the oracle agree on every outcome") {
  const std::size_t pairs = pairs_wanted();
  Tally tally;
  std::uint64_t seed = first_seed();
  for (std::size_t done = 0; done < pairs; done += kGoodsOfProgram, ++seed) {
    Random random(seed);
    const std::string text = random_program(random.next());
    const Compiled program(text);
    GoodGenerator goods(program.pack, random);
    for (std::size_t i = 0; i < kGoodsOfProgram; ++i) {
      FactSheet sheet = goods.good();
      tally.add(evaluate(program, sheet.good()));
      if (disagreement(program, sheet).empty()) continue;
      FAIL(report(seed, {text, sheet}, disagreement));
    }
  }
  WARN(fmt::format(
      "seeds {} to {}: {} originating, {} not, {} undetermined, {} without "
      "rule; {} by tolerance, {} by a later alternative, {} with several "
      "rules, "
      "{} failures, {} of them beyond the machine",
      first_seed(), seed - 1, tally.verdicts[0], tally.verdicts[1],
      tally.verdicts[2], tally.verdicts[3], tally.with_tolerance,
      tally.with_alternative, tally.with_several_rules, tally.with_failure,
      tally.of_machine));
  // Programs and goods that decide nothing test nothing.
  if (pairs >= 10'000) {
    CHECK(tally.verdicts[0] > pairs / 20);
    CHECK(tally.verdicts[1] > pairs / 20);
    CHECK(tally.with_tolerance > pairs / 1000);
    CHECK(tally.with_alternative > pairs / 1000);
    CHECK(tally.of_machine < pairs / 50);
  }
}

}  // namespace origo::random
