// Makes what differs small enough to read.
#pragma once

#include <functional>
#include <string>

#include "cli/fact_sheet.hpp"
#include "tests/random/harness.hpp"

namespace origo::random {

// A program and facts about a good that it goes wrong on.
struct Failing {
  std::string program;
  FactSheet sheet;
};

// What goes wrong with a program on a good; nothing when all is well.
using Complaint =
    std::function<std::string(const Compiled& program, FactSheet& sheet)>;

// The facts but for one material.
[[nodiscard]] FactSheet without(FactSheet from, std::size_t dropped);

// The smallest program and the fewest facts found that still go wrong.
[[nodiscard]] Failing shrunk(Failing failing, const Complaint& complaint);

// All that is needed to understand and repeat a failure: what is wrong, the
// shrunk program and facts, the seed and how to run it again.
[[nodiscard]] std::string report(std::uint64_t seed, const Failing& failing,
                                 const Complaint& complaint);

}  // namespace origo::random
