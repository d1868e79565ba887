// What is said to turn a verdict turns it, in the eyes of the oracle.
#include <fmt/format.h>

#include "engine/eval/analysis.hpp"
#include "tests/random/pairs.hpp"
#include "tests/support/catch.hpp"

namespace origo::random {
namespace {

struct Found {
  Outcome outcome;
  std::vector<Flip> flips;
};

Found flips_of(const Compiled& program, const Good& good) {
  const bytecode::Image& image = program.loaded.image;
  Traced traced(program, good);
  Found found{traced.outcome, std::vector<Flip>(64)};
  mark_critical(image, traced.outcome, traced.trace);
  std::vector<std::byte> scratch(flips_scratch_size(image, good));
  found.flips.resize(find_flips(image, good, traced.outcome, traced.trace,
                                scratch, {}, found.flips));
  return found;
}

// The oracle's verdict once one thing is otherwise.
Verdict turned(const Compiled& program, FactSheet sheet, const Flip& flip) {
  std::vector<std::int64_t> thresholds(program.pack.thresholds.size(),
                                       kMissing);
  if (flip.kind == Flip::Kind::Material) {
    Status& status = sheet.material(flip.index).status;
    status = status > Status::Unproven ? Status::NonOriginating
                                       : Status::Originating;
  } else if (flip.kind == Flip::Kind::WithoutMaterial) {
    sheet = without(sheet, flip.index);
  } else if (flip.kind == Flip::Kind::Fact) {
    sheet.set_fact(flip.index, flip.amount);
  } else {
    thresholds[flip.index] = flip.amount;
  }
  return ir::interpret(program.pack, sheet.good(), thresholds).verdict;
}

std::string false_flip(const Compiled& program, FactSheet& sheet) {
  const Found found = flips_of(program, sheet.good());
  const Verdict wanted = found.outcome.verdict == Verdict::Originating
                             ? Verdict::NotOriginating
                             : Verdict::Originating;
  for (const Flip& flip : found.flips) {
    // How much less of many materials: nothing to try out.
    if (flip.kind == Flip::Kind::NonOriginatingValue ||
        flip.kind == Flip::Kind::FailingValue) {
      continue;
    }
    const Verdict verdict = turned(program, sheet, flip);
    if (verdict == wanted) continue;
    return fmt::format("{}\na flip of kind {}, index {}, amount {} makes {}",
                       text_of(found.outcome), static_cast<int>(flip.kind),
                       flip.index, flip.amount, static_cast<int>(verdict));
  }
  return {};
}

}  // namespace

TEST_CASE("what is said to turn a verdict turns it") {
  const std::size_t pairs = pairs_wanted() / 5;
  std::size_t flips[6] = {};
  for_each_pair(pairs, {}, [&flips](const Pair& pair) {
    FactSheet sheet = pair.goods.good();
    for (const Flip& flip : flips_of(pair.program, sheet.good()).flips) {
      ++flips[static_cast<std::size_t>(flip.kind)];
    }
    pair.hold(sheet, false_flip);
  });
  if (pairs < 10'000) return;
  for (std::size_t kind = 0; kind < std::size(flips); ++kind) {
    INFO("flips of kind " << kind);
    CHECK(flips[kind] > 0);
  }
}

}  // namespace origo::random
