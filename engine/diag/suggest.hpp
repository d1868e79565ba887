// "Did you mean": the known word nearest to a mistyped one.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace origo {

// The candidate nearest to `word` in single-character edits, if it is near
// enough to be meant: at most a third of the word, and at most three.
[[nodiscard]] std::optional<std::string> nearest(
    std::string_view word, const std::vector<std::string>& candidates);

}  // namespace origo
