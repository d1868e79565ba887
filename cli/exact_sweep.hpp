// What a portfolio qualifies for over all values of a threshold: each good's
// exact set, and the values at which the count changes.
#pragma once

#include <string>
#include <vector>

#include "cli/streams.hpp"
#include "engine/bytecode/image.hpp"
#include "engine/explain/threshold_set.hpp"

namespace origo {

struct ExactSweep {
  const bytecode::Image& image;
  std::uint16_t threshold;
  ThresholdDomain domain;
  std::vector<std::string> goods;  // their names
  std::vector<ThresholdSet> sets;  // one for each
};

// Values from `first` to `last`, for all of which as many originate.
struct CurvePiece {
  std::int64_t first = 0;
  std::int64_t last = 0;
  std::uint32_t originating = 0;
  std::uint32_t undetermined = 0;
};

// The curve of the goods of which the set is exact, from end to end.
[[nodiscard]] std::vector<CurvePiece> curve_of(const ExactSweep& sweep);

void print_exact_sweep(const ExactSweep& sweep, bool is_json, Streams& streams);

// The share in percent with two decimals, cut.
[[nodiscard]] std::string share_of(std::size_t part, std::size_t whole);

}  // namespace origo
