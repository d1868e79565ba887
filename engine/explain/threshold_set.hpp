// For which values of a threshold a good originates: the exact set.
//
// Values are whole millionths, so that every end of a span belongs to it. The
// comparisons of the trace say where the verdict may turn, and motion.hpp shows
// that between two values with the same truths there is no third. What cannot
// be shown so is not guessed: the set then says which requirement it was.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/bytecode/image.hpp"
#include "engine/eval/evaluate.hpp"
#include "engine/eval/good.hpp"

namespace origo {

// Values from `first` to `last`, both of them too, with one verdict.
struct ThresholdSpan {
  std::int64_t first = 0;
  std::int64_t last = 0;
  Verdict verdict = Verdict::Undetermined;
};

struct ThresholdSet {
  // In order, from end to end of what was asked; neighbours differ. Empty when
  // the set is not known exactly.
  std::vector<ThresholdSpan> spans;
  // The requirement that may turn more than once, as its author wrote it, or
  // why a value could not be evaluated.
  std::string obstacle;
  std::size_t evaluations = 0;

  [[nodiscard]] bool is_exact() const { return obstacle.empty(); }
  // The verdict at a value between the ends. The set is exact.
  [[nodiscard]] Verdict at(std::int64_t value) const;
};

// The values that a threshold of the image could sensibly have: percentages
// from 0% to 100%, other amounts from zero.
struct ThresholdDomain {
  std::int64_t first = 0;
  std::int64_t last = 0;
};
[[nodiscard]] ThresholdDomain domain_of(const bytecode::Image& image,
                                        std::uint16_t threshold);

// The set within `domain`. Of `options` the trace is not used.
[[nodiscard]] ThresholdSet threshold_set(const bytecode::Image& image,
                                         const Good& good,
                                         std::uint16_t threshold,
                                         const ThresholdDomain& domain,
                                         const Options& options = {});

}  // namespace origo
