// One pass over the materials that answers what nearly every rule asks.
//
// Almost every rule of origin wants two things: do the non-originating
// materials change classification, and what are they worth? The machine could
// find out by three passes, each general. This one does it in one loop of a
// dozen machine instructions, and declines where the general way is needed:
// something is missing, a code is too short, a sum might not fit a word. What
// it answers, the general way would answer the same.
#pragma once

#include <cstdint>

#include "engine/eval/good.hpp"

namespace origo {

struct Survey {
  bool is_usable = false;
  bool has_unchanged = false;  // some that do not change
  std::int64_t non_originating_value = 0;
  std::int64_t unchanged_value = 0;
};

// Surveys a change at the level of `digits` (2 to 10), or for 0 values alone,
// into `result`, which is as new.
[[gnu::noinline]] void survey(const Materials& materials, HsCode good,
                              int digits, Survey& result) noexcept;

}  // namespace origo
