// Countries of origin: the evaluator against the oracle, and what is known of
// them against every way in which missing facts could turn out.
#include <fmt/format.h>

#include <algorithm>

#include "engine/eval/countries.hpp"
#include "tests/random/pairs.hpp"
#include "tests/support/catch.hpp"

namespace origo::random {
namespace {

constexpr std::size_t kCompletions = 6;

using Set = std::optional<std::vector<Country>>;

// The countries as the runtime gives them; nothing where they are not known.
Set found_for(const Compiled& program, const Good& good,
              const Outcome& outcome) {
  std::vector<std::byte> scratch(
      scratch_size(program.loaded.image, good.materials.count),
      std::byte{0xA5});
  std::vector<Country> room(std::size_t{good.materials.count} + 1);
  const Countries found =
      countries_of(program.loaded.image, good, outcome, scratch, room);
  if (!found.are_known) return {};
  room.resize(found.count);
  std::sort(room.begin(), room.end());
  return room;
}

std::string text_of(const Set& set) {
  if (!set) return "not known";
  std::string text;
  for (const Country country : *set) {
    text += print_country(country).view();
    text += ' ';
  }
  return text;
}

std::string disagreement(const Compiled& program, FactSheet& sheet) {
  const Good good = sheet.good();
  const Outcome outcome = evaluate(program, good);
  if (is_of_machine(outcome.failure)) return {};
  const Set expected = ir::interpret(program.pack, good).countries;
  const Set found = found_for(program, good, outcome);
  if (expected == found) return {};
  return fmt::format("oracle: {}, evaluator: {}", text_of(expected),
                     text_of(found));
}

std::string contradiction(const Compiled& program, FactSheet& sheet) {
  const Good good = sheet.good();
  const Traced traced(program, good);
  const Set known = found_for(program, good, traced.outcome);
  if (!known) return {};
  Random random(program.pack.strings.size() * 31 + sheet.code.bits);
  GoodGenerator goods(program.pack, random);
  for (std::size_t i = 0; i < kCompletions; ++i) {
    FactSheet whole = goods.completed(sheet, traced.counted);
    const Good completed = whole.good();
    const Outcome outcome = evaluate(program, completed);
    if (outcome.failure != Failure::None) continue;
    const Set found = found_for(program, completed, outcome);
    if (found == known && outcome.criterion == traced.outcome.criterion) {
      continue;
    }
    if (!found && is_undefined(program, completed)) continue;
    return fmt::format("{}\nbut when all is known {}\n{}", text_of(known),
                       text_of(found),
                       random::text_of(program.pack, completed));
  }
  return {};
}

// How often each was seen.
struct Tally {
  std::size_t cascades = 0;
  std::size_t known = 0;
  std::size_t several = 0;
  std::size_t by_later_step = 0;
  std::size_t open = 0;  // a step is met, and its countries are not known
};

}  // namespace

TEST_CASE("the evaluator and the oracle agree on countries that hold") {
  const std::size_t pairs = pairs_wanted() / 5;
  Tally tally;
  PairOptions options;
  options.fits = [](const ir::Pack& pack) { return pack.is_cascade(); };
  for_each_pair(pairs, options, [&tally](const Pair& pair) {
    FactSheet sheet = pair.goods.good();
    pair.hold(sheet, disagreement);
    pair.hold(sheet, contradiction);
    const Good good = sheet.good();
    const Outcome outcome = evaluate(pair.program, good);
    const Set found = found_for(pair.program, good, outcome);
    ++tally.cascades;
    tally.known += found ? 1 : 0;
    tally.several += found && found->size() > 1 ? 1 : 0;
    tally.by_later_step += found && outcome.criterion > 0 ? 1 : 0;
    tally.open += outcome.verdict == Verdict::Originating && !found ? 1 : 0;
  });
  INFO(
      fmt::format("{} goods, {} with known countries, {} with several, {} by "
                  "a later step, {} open",
                  tally.cascades, tally.known, tally.several,
                  tally.by_later_step, tally.open));
  if (pairs < 10'000) return;
  CHECK(tally.known > pairs / 100);
  CHECK(tally.several > pairs / 1000);
  CHECK(tally.by_later_step > pairs / 1000);
  CHECK(tally.open > pairs / 1000);
}

}  // namespace origo::random
