// Of a good that nothing makes originate, what comes nearest.
#pragma once

#include <optional>

#include "cli/solution_search.hpp"

namespace origo {

// With at most one change: what leaves the requirement that the verdict hangs
// on with the fewest points to go. Nothing where no verdict hangs on one.
[[nodiscard]] std::optional<Solution> nearest_miss(const bytecode::Image& image,
                                                   const FactSheet& sheet,
                                                   const SearchResult& result,
                                                   const Options& evaluation);

}  // namespace origo
