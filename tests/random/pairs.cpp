// Random programs, and random goods for each: pairs to try.
#include "tests/random/pairs.hpp"

#include "tests/random/program_generator.hpp"
#include "tests/support/catch.hpp"

namespace origo::random {

namespace {

// More programs than this for each pair, and none will ever be fit.
constexpr std::size_t kProgramsOfPair = 1000;

}  // namespace

std::string any_program(Random& random) {
  return random_program(random.next());
}

void Pair::hold(const FactSheet& sheet, const Complaint& complaint) const {
  FactSheet tried = sheet;
  if (complaint(program, tried).empty()) return;
  FAIL(report(seed, {text, sheet}, complaint));
}

std::size_t for_each_pair(std::size_t pairs, const PairOptions& options,
                          const std::function<void(const Pair& pair)>& visit) {
  std::size_t done = 0;
  std::size_t programs = 0;
  for (std::uint64_t seed = first_seed(); done < pairs; ++seed) {
    Random random(seed);
    const std::string text = options.program(random);
    const Compiled program(text, options.requirements_of_program);
    ++programs;
    if (programs > pairs * kProgramsOfPair) {
      FAIL("only " << done << " of " << pairs << " pairs in " << programs
                   << " programs: hardly any is fit");
    }
    if (options.fits && !options.fits(program.pack)) continue;
    GoodGenerator goods(program.pack, random);
    for (std::size_t i = 0; i < options.goods_of_program; ++i, ++done) {
      visit({seed, text, program, random, goods, i});
    }
  }
  return programs;
}

void hold(std::size_t pairs, const PairOptions& options,
          const Complaint& complaint) {
  for_each_pair(pairs, options, [&complaint](const Pair& pair) {
    pair.hold(pair.goods.good(), complaint);
  });
}

}  // namespace origo::random
