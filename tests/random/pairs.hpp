// Random programs, and random goods for each: pairs to try.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

#include "tests/random/good_generator.hpp"
#include "tests/random/harness.hpp"
#include "tests/random/random.hpp"
#include "tests/random/shrink.hpp"

namespace origo::random {

// A text that is accepted by the checker without errors.
[[nodiscard]] std::string any_program(Random& random);

// Where pairs come from.
struct PairOptions {
  std::size_t goods_of_program = 20;
  std::size_t requirements_of_program = 0;
  std::function<std::string(Random& random)> program = any_program;
  // Other programs are left out.
  std::function<bool(const ir::Pack& pack)> fits = {};
};

struct Pair {
  std::uint64_t seed;  // of the program
  const std::string& text;
  const Compiled& program;
  Random& random;
  GoodGenerator& goods;
  std::size_t number;  // of the good, from 0 for each program

  // Fails the test where something is wrong with the program on `sheet`, and
  // says so of the smallest program and the fewest facts found that go wrong.
  void hold(const FactSheet& sheet, const Complaint& complaint) const;
};

// Visits as many pairs, from the first seed on. Returns how many programs there
// were.
std::size_t for_each_pair(std::size_t pairs, const PairOptions& options,
                          const std::function<void(const Pair& pair)>& visit);

// Fails the test unless all is well with as many pairs.
void hold(std::size_t pairs, const PairOptions& options,
          const Complaint& complaint);

}  // namespace origo::random
