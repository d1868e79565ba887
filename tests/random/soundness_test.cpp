// What is decided holds, whatever the missing facts turn out to be; what is
// said to decide, decides; what is said to turn a verdict, turns it.
#include <fmt/format.h>

#include <algorithm>

#include "engine/eval/analysis.hpp"
#include "tests/random/good_generator.hpp"
#include "tests/random/harness.hpp"
#include "tests/random/program_generator.hpp"
#include "tests/random/shrink.hpp"
#include "tests/support/catch.hpp"

namespace origo::random {
namespace {

constexpr std::size_t kGoodsOfProgram = 10;
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
    const bool is_same_verdict =
        (found.verdict == Verdict::Originating) ==
        (traced.outcome.verdict == Verdict::Originating);
    const bool is_fine = is_decided(found)
                             ? !is_decided(traced.outcome) || is_same_verdict
                             : is_undefined(program, completed) ||
                                   lacks_evidence(program, completed);
    if (is_fine) continue;
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

}  // namespace

TEST_CASE("no completion of the facts contradicts a verdict") {
  const std::size_t pairs = pairs_wanted() / 10;
  std::uint64_t seed = first_seed();
  for (std::size_t done = 0; done < pairs; done += kGoodsOfProgram, ++seed) {
    Random random(seed);
    const std::string text = random_program(random.next());
    const Compiled program(text);
    GoodGenerator goods(program.pack, random);
    for (std::size_t i = 0; i < kGoodsOfProgram; ++i) {
      FactSheet sheet = goods.good();
      if (contradiction(program, sheet).empty()) continue;
      FAIL(report(seed, {text, sheet}, contradiction));
    }
  }
}

TEST_CASE("the facts that are said to decide a verdict decide it") {
  const std::size_t pairs = pairs_wanted() / 10;
  std::uint64_t seed = first_seed();
  for (std::size_t done = 0; done < pairs; done += kGoodsOfProgram, ++seed) {
    Random random(seed);
    const std::string text = random_program(random.next());
    const Compiled program(text);
    GoodGenerator goods(program.pack, random);
    for (std::size_t i = 0; i < kGoodsOfProgram; ++i) {
      FactSheet sheet = goods.good();
      if (indecision(program, sheet).empty()) continue;
      FAIL(report(seed, {text, sheet}, indecision));
    }
  }
}

}  // namespace origo::random
