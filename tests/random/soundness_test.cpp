// What is decided holds, whatever the missing facts turn out to be; what is
// said to decide, decides; what is said to turn a verdict, turns it.
#include <fmt/format.h>

#include <algorithm>

#include "engine/eval/analysis.hpp"
#include "tests/random/pairs.hpp"
#include "tests/support/catch.hpp"

namespace origo::random {
namespace {

const PairOptions kFewGoods{.goods_of_program = 10};
constexpr std::size_t kCompletions = 6;

bool is_decided(const Outcome& outcome) {
  return outcome.verdict != Verdict::Undetermined;
}

// Whether evidence is missing, and is itself asked for: then there is none, and
// completing the facts must not make up any.
bool lacks_evidence(const Compiled& program, const Good& good) {
  const std::vector<Status> counted = Traced(program, good).counted;
  return std::find(counted.begin(), counted.end(), Status::Unproven) !=
         counted.end();
}

// The random completions of a good are the same every time it is asked about.
Random random_for(const Compiled& program, const FactSheet& sheet) {
  return Random(program.pack.strings.size() * 31 + sheet.code.bits +
                sheet.materials());
}

// Whether what was decided of a good may stand beside what is found when more
// of it is known.
bool agrees(const Compiled& program, const Outcome& before, FactSheet& sheet,
            const Outcome& found) {
  if (is_decided(found)) {
    return !is_decided(before) || (found.verdict == Verdict::Originating) ==
                                      (before.verdict == Verdict::Originating);
  }
  const Good good = sheet.good();
  return is_undefined(program, good) || lacks_evidence(program, good);
}

std::string contradiction(const Compiled& program, FactSheet& sheet) {
  const Good good = sheet.good();
  const Traced traced(program, good);
  if (traced.outcome.failure != Failure::None) return {};
  Random random = random_for(program, sheet);
  GoodGenerator goods(program.pack, random);
  for (std::size_t i = 0; i < kCompletions; ++i) {
    FactSheet whole = goods.completed(sheet, traced.counted);
    const Good completed = whole.good();
    const Outcome found = evaluate(program, completed);
    if (found.failure != Failure::None) continue;
    if (agrees(program, traced.outcome, whole, found)) continue;
    return fmt::format("{}\nbut when all is known\n{}\n{}",
                       random::text_of(traced.outcome), random::text_of(found),
                       random::text_of(program.pack, completed));
  }
  return {};
}

std::string indecision(const Compiled& program, FactSheet& sheet) {
  Traced traced(program, sheet.good());
  if (is_decided(traced.outcome) || traced.outcome.failure != Failure::None ||
      !sheet.code.is_known()) {
    return {};
  }
  std::vector<Missing> facts(64);
  const Inquiry inquiry =
      inquire(program.loaded.image, traced.outcome, traced.trace, facts);
  std::vector<Missing> deciding;
  std::string names;
  bool asks_for_status = false;
  for (std::uint32_t i = 0; i < inquiry.count; ++i) {
    if ((inquiry.deciding >> i & 1) == 0) continue;
    deciding.push_back(facts[i]);
    asks_for_status = asks_for_status || facts[i].subject == Subject::Status;
    names += fmt::format(" {}:{}", static_cast<int>(facts[i].subject),
                         facts[i].index);
  }
  Random random = random_for(program, sheet);
  GoodGenerator goods(program.pack, random);
  for (std::size_t i = 0; i < kCompletions; ++i) {
    FactSheet known = goods.completed(sheet, deciding, traced.counted);
    const Good good = known.good();
    const Outcome found = evaluate(program, good);
    if (is_decided(found) || found.failure != Failure::None ||
        is_undefined(program, good) ||
        (asks_for_status && lacks_evidence(program, good))) {
      continue;
    }
    return fmt::format("{}\nis still so when{} are known\n{}",
                       random::text_of(traced.outcome), names,
                       random::text_of(program.pack, good));
  }
  return {};
}

// ---- all completions of a few facts

// Facts with more completions than this are left to chance, above.
constexpr std::size_t kCompletionsMax = 256;

// One thing that is not known, and what it may be.
struct Gap {
  Missing what;
  std::size_t material = 0;
  std::size_t values = 0;
};

// How many values a type has; 0 when they are too many to try.
std::size_t values_of(Type type, std::size_t choices) {
  return type == Type::Truth ? 2 : type == Type::Choice ? choices : 0;
}

// Everything that is missing and has few values.
std::vector<Gap> gaps_in(const ir::Pack& pack, FactSheet& sheet) {
  std::vector<Gap> gaps;
  auto add = [&gaps](Subject subject, std::size_t index, std::size_t material,
                     std::size_t values) {
    if (values == 0) return;
    gaps.push_back(
        {{subject, static_cast<std::uint16_t>(index)}, material, values});
  };
  for (std::size_t i = 0; i < pack.facts.size(); ++i) {
    if (sheet.fact(i) != kMissing) continue;
    add(Subject::Fact, i, 0,
        values_of(pack.facts[i].type, pack.facts[i].choices.size()));
  }
  const Good good = sheet.good();
  for (std::size_t m = 0; m < sheet.materials(); ++m) {
    for (std::size_t i = 0; i < pack.columns.size(); ++i) {
      if (sheet.column(m, kBuiltInColumns + i) != kMissing) continue;
      add(Subject::Column, i, m,
          values_of(pack.columns[i].type, pack.columns[i].choices.size()));
    }
    for (std::size_t tag = 0; tag < pack.tags.size(); ++tag) {
      if (good.materials.tags[tag][m] != Answer::NotStated) continue;
      add(Subject::Tag, tag, m, 2);
    }
  }
  return gaps;
}

void fill(FactSheet& sheet, const Gap& gap, std::size_t value) {
  const std::size_t index = gap.what.index;
  if (gap.what.subject == Subject::Fact) {
    sheet.set_fact(index, static_cast<std::int64_t>(value));
  } else if (gap.what.subject == Subject::Column) {
    sheet.set_column(gap.material, kBuiltInColumns + index,
                     static_cast<std::int64_t>(value));
  } else {
    sheet.set_tag(gap.material, index, value == 0 ? Answer::No : Answer::Yes);
  }
}

std::size_t completions_of(const std::vector<Gap>& gaps) {
  std::size_t completions = 1;
  for (const Gap& gap : gaps) {
    completions *= gap.values;
    if (completions > kCompletionsMax) return 0;
  }
  return completions;
}

std::string any_contradiction(const Compiled& program, FactSheet& sheet) {
  const Outcome outcome = evaluate(program, sheet.good());
  if (outcome.verdict == Verdict::Undetermined ||
      outcome.failure != Failure::None) {
    return {};
  }
  const std::vector<Gap> gaps = gaps_in(program.pack, sheet);
  const std::size_t completions = completions_of(gaps);
  FactSheet whole = sheet;
  for (std::size_t n = 0; n < completions; ++n) {
    std::size_t rest = n;
    for (const Gap& gap : gaps) {
      fill(whole, gap, rest % gap.values);
      rest /= gap.values;
    }
    const Good good = whole.good();
    const Outcome found = evaluate(program, good);
    if (found.failure != Failure::None ||
        agrees(program, outcome, whole, found)) {
      continue;
    }
    return fmt::format("{}\nbut when all is known\n{}\n{}",
                       random::text_of(outcome), random::text_of(found),
                       random::text_of(program.pack, good));
  }
  return {};
}

// Takes some of what has few values out of a good.
FactSheet with_gaps(const ir::Pack& pack, const FactSheet& from,
                    Random& random) {
  FactSheet sheet = from;
  for (std::size_t i = 0; i < pack.facts.size(); ++i) {
    const bool has_few =
        values_of(pack.facts[i].type, pack.facts[i].choices.size()) > 0;
    if (has_few && random.chance(40)) sheet.set_fact(i, kMissing);
  }
  for (std::size_t m = 0; m < sheet.materials(); ++m) {
    for (std::size_t tag = 0; tag < pack.tags.size(); ++tag) {
      if (random.chance(20)) sheet.set_tag(m, tag, Answer::NotStated);
    }
  }
  return sheet;
}

}  // namespace

TEST_CASE("no completion of the facts contradicts a verdict") {
  hold(pairs_wanted() / 10, kFewGoods, contradiction);
}

TEST_CASE("the facts that are said to decide a verdict decide it") {
  hold(pairs_wanted() / 10, kFewGoods, indecision);
}

TEST_CASE("no completion at all of a few facts contradicts a verdict") {
  const std::size_t pairs = pairs_wanted() / 20;
  std::size_t tried = 0;
  for_each_pair(pairs, kFewGoods, [&tried](const Pair& pair) {
    const ir::Pack& pack = pair.program.pack;
    FactSheet sheet = with_gaps(pack, pair.goods.good(), pair.random);
    tried += completions_of(gaps_in(pack, sheet)) > 1 ? 1 : 0;
    pair.hold(sheet, any_contradiction);
  });
  CHECK(tried > pairs / 5);
}

}  // namespace origo::random
