// Counts what is taken from the heap.
#pragma once

#include <cstddef>

namespace origo::bench {

// How often anything in this program was allocated so far.
[[nodiscard]] std::size_t allocations() noexcept;

}  // namespace origo::bench
