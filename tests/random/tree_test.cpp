// Trees: the evaluator against the oracle, and against what a tree must be.
#include <fmt/format.h>

#include "tests/random/pairs.hpp"
#include "tests/support/catch.hpp"

namespace origo::random {
namespace {

Outcome evaluated(const Compiled& program, FactSheet& sheet) {
  const Good good = sheet.good();
  const Tree tree = sheet.tree(program.loaded.image);
  const std::size_t size = fold_size(program.loaded.image, tree.lines.count);
  std::vector<std::byte> memory(size, std::byte{0xA5});
  TreeError error = TreeError::None;
  const Outcome outcome =
      evaluate_tree(program.loaded.image, good, tree, memory, error);
  REQUIRE(error == TreeError::None);
  return outcome;
}

// The verdicts and where they come from; how a failure of a part is called is
// not meaning.
std::string disagreement(const Compiled& program, FactSheet& sheet) {
  const Outcome found = evaluated(program, sheet);
  if (is_of_machine(found.failure)) return {};
  const Tree tree = sheet.tree(program.loaded.image);
  const ir::Outcome expected =
      ir::interpret_tree(program.pack, sheet.good(), tree);
  if (found.failure != Failure::None || expected.notes.has_failure()) {
    const bool do_both =
        found.failure != Failure::None && expected.notes.has_failure();
    return do_both ? std::string() : "only one of them fails";
  }
  return difference(expected, found);
}

std::string text_of(const Compiled& program, FactSheet& sheet) {
  std::string text = random::text_of(program.pack, sheet.good());
  const Tree tree = sheet.tree(program.loaded.image);
  for (const Production& it : tree.productions) {
    text += fmt::format("material {} is made of the {} before it{}\n",
                        it.line + 1, tree.below[it.line],
                        it.is_complete ? "" : ", and perhaps more");
    Good part = sheet.good();
    part.facts = it.facts;
    part.materials = {};
    text += random::text_of(program.pack, part);
  }
  return text;
}

}  // namespace

TEST_CASE("the evaluator and the oracle agree on every tree") {
  const std::size_t trees = pairs_wanted() / 2;
  std::size_t verdicts[4] = {};
  std::size_t deep = 0;
  PairOptions options;
  // A step that is not reached does not say what is wrong with amounts.
  options.fits = [](const ir::Pack& pack) { return !pack.is_cascade(); };
  for_each_pair(trees, options, [&](const Pair& pair) {
    FactSheet sheet = pair.goods.tree();
    deep += sheet.is_tree() ? 1 : 0;
    const std::string wrong = disagreement(pair.program, sheet);
    if (!wrong.empty()) {
      FAIL(fmt::format("seed {}\n{}\n{}\n{}", pair.seed, pair.text,
                       text_of(pair.program, sheet), wrong));
    }
    const Outcome outcome = evaluated(pair.program, sheet);
    ++verdicts[static_cast<std::size_t>(outcome.verdict)];
  });
  if (trees < 10'000) return;
  CHECK(deep > trees / 2);
  for (const std::size_t count : verdicts) CHECK(count > trees / 20);
}

TEST_CASE("no completion of a tree contradicts what was decided of it") {
  const std::size_t trees = pairs_wanted() / 10;
  std::size_t decided = 0;
  for_each_pair(trees, {}, [&decided](const Pair& pair) {
    const Compiled& program = pair.program;
    FactSheet sheet = pair.goods.tree();
    const Verdict verdict = evaluated(program, sheet).verdict;
    if (verdict == Verdict::Undetermined) return;
    ++decided;
    for (int k = 0; k < 4; ++k) {
      FactSheet whole = pair.goods.completed_tree(sheet);
      const Outcome found = evaluated(program, whole);
      // A share of nothing is open for ever, and a rule that may apply may
      // turn out not to.
      if (found.verdict == Verdict::Undetermined) continue;
      const bool is_same = (found.verdict == Verdict::Originating) ==
                           (verdict == Verdict::Originating);
      if (is_same) continue;
      FAIL(fmt::format("seed {}\n{}\n{}\n{}, completed:\n{}\n{}", pair.seed,
                       pair.text, text_of(program, sheet),
                       static_cast<int>(verdict), text_of(program, whole),
                       static_cast<int>(found.verdict)));
    }
  });
  if (trees >= 1'000) CHECK(decided > trees / 4);
}

}  // namespace origo::random
