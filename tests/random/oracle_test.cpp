// The evaluator against the oracle: random programs, random goods, one meaning.
#include <fmt/format.h>

#include <stdexcept>

#include "tests/random/pairs.hpp"
#include "tests/random/program_generator.hpp"
#include "tests/support/catch.hpp"

namespace origo::random {
namespace {

// Values in place of some of a pack's thresholds; the same for the same pack.
std::vector<std::int64_t> replaced_thresholds(const Compiled& program) {
  Random random(program.pack.strings.size());
  std::vector<std::int64_t> values;
  for (const ir::Threshold& it : program.pack.thresholds) {
    const std::int64_t value = random.pick(it.steps).value;
    values.push_back(random.pick({kMissing, value, value / 2}));
  }
  return values;
}

std::string disagreement_on(const Compiled& program, const Good& good,
                            const ir::Outcome& expected,
                            const Options& options = {}) {
  const Outcome found = evaluate(program, good, options);
  return is_of_machine(found.failure) ? std::string()
                                      : difference(expected, found);
}

std::string disagreement_on_requirements(const Compiled& program,
                                         const Good& good) {
  for (std::size_t i = 0; i < program.requirements.size(); ++i) {
    Failure failure = Failure::None;
    const Truth found = evaluate_requirement(program, good, i, failure);
    if (is_of_machine(failure)) continue;
    const ir::RequirementId id = program.requirements[i];
    const ir::Finding expected = ir::interpret(program.pack, id, good);
    const bool is_failure_same =
        (failure != Failure::None) == expected.notes.has_failure();
    if (is_failure_same && found == expected.truth) continue;
    const std::uint32_t label = program.pack.requirement(id).label;
    return fmt::format("`{}`: oracle: {}, evaluator: {}",
                       program.pack.strings[label], text_of(expected.truth),
                       text_of(found));
  }
  return {};
}

std::string disagreement(const Compiled& program, FactSheet& sheet) {
  const Good good = sheet.good();
  const ir::Outcome expected = ir::interpret(program.pack, good);
  std::string text = disagreement_on(program, good, expected);
  if (!text.empty()) return text;
  text = disagreement_on(program, Rows(sheet).good(), expected);
  if (!text.empty()) return "of an array of structures: " + text;
  return disagreement_on_requirements(program, good);
}

std::string disagreement_on_thresholds(const Compiled& program,
                                       FactSheet& sheet) {
  const std::vector<std::int64_t> values = replaced_thresholds(program);
  Options options;
  options.thresholds = values;
  const Good good = sheet.good();
  return disagreement_on(program, good,
                         ir::interpret(program.pack, good, values), options);
}

// With codes on both sides of a ten, the evaluator may know less, and must not
// know better.
std::string contradiction(const Compiled& program, FactSheet& sheet) {
  const Good good = sheet.good();
  const Outcome found = evaluate(program, good);
  const ir::Outcome expected = ir::interpret(program.pack, good);
  if (found.verdict == Verdict::Undetermined ||
      found.verdict == expected.verdict) {
    return {};
  }
  return difference(expected, found);
}

bool compiles(const std::string& text) {
  try {
    const Compiled program(text);
    return true;
  } catch (const std::runtime_error&) {
    return false;
  }
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

// Programs and goods that decide nothing test nothing.
void check_variety(const Tally& tally, std::size_t pairs) {
  if (pairs < 10'000) return;
  CHECK(tally.verdicts[0] > pairs / 20);
  CHECK(tally.verdicts[1] > pairs / 20);
  CHECK(tally.verdicts[2] > pairs / 20);
  CHECK(tally.verdicts[3] > pairs / 20);
  CHECK(tally.with_tolerance > pairs / 1000);
  CHECK(tally.with_alternative > pairs / 1000);
  CHECK(tally.with_several_rules > pairs / 1000);
  CHECK(tally.of_machine < pairs / 1000);
}

}  // namespace

TEST_CASE("the evaluator and the oracle agree on every outcome") {
  const std::size_t pairs = pairs_wanted();
  Tally tally;
  PairOptions options;
  options.requirements_of_program = 3;
  const std::size_t programs =
      for_each_pair(pairs, options, [&tally](const Pair& pair) {
        FactSheet sheet = pair.goods.good();
        tally.add(evaluate(pair.program, sheet.good()));
        pair.hold(sheet, disagreement);
        if (pair.program.pack.thresholds.empty() || pair.number % 4 != 0)
          return;
        pair.hold(sheet, disagreement_on_thresholds);
      });
  INFO(fmt::format(
      "seeds {} to {}: {} originating, {} not, {} undetermined, {} without "
      "rule; {} by tolerance, {} by a later alternative, {} with several "
      "rules, "
      "{} failures, {} of them beyond the machine",
      first_seed(), first_seed() + programs - 1, tally.verdicts[0],
      tally.verdicts[1], tally.verdicts[2], tally.verdicts[3],
      tally.with_tolerance, tally.with_alternative, tally.with_several_rules,
      tally.with_failure, tally.of_machine));
  check_variety(tally, pairs);
}

TEST_CASE("where codes meet at a ten, the evaluator never contradicts") {
  std::size_t refused = 0;
  PairOptions options;
  options.program = [&refused](Random& random) {
    Features features;
    features.has_decimal_edges = true;
    while (true) {
      std::string text = random_program(random.next(), features);
      // The checker takes some rules to overlap that only meet.
      if (compiles(text)) return text;
      ++refused;
    }
  };
  const std::size_t pairs = pairs_wanted() / 10;
  hold(pairs, options, contradiction);
  CHECK(refused <= pairs / options.goods_of_program / 3 + 1);
}

}  // namespace origo::random
