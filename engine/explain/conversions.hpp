// The verdict on a good of which codes were converted to another HS edition.
//
// A code that was split stands for a set of codes, and the verdict must hold
// whichever of them it is. docs/decisions/correlations.md says what is tried
// and what is not.
#pragma once

#include <cstddef>
#include <vector>

#include "engine/explain/explanation.hpp"

namespace origo {

// Combinations of codes that are tried one by one.
inline constexpr std::size_t kCombinationsMax = 64;

// As `explain`, of a good whose codes the conversions replace.
[[nodiscard]] Explanation explain_converted(const bytecode::Image& image,
                                            const Good& good,
                                            const Names& names,
                                            std::vector<Conversion> conversions,
                                            const Options& options = {});

// What all of the codes have in common; not known where it is nothing.
[[nodiscard]] HsCode common_code(const std::vector<HsCode>& codes);

}  // namespace origo
