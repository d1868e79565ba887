// Examples with one free number: `originating iff ... <= 7% of ...`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "cli/examples/good.hpp"

namespace origo::examples {

// `60 TV / 50 NC` in a text: percentages in millionths.
[[nodiscard]] std::optional<std::pair<std::int64_t, std::int64_t>> contents_in(
    const std::string& text);

// The name of the agreement's own threshold of that kind in
// rules/common/tolerances.roo; nothing where it has none.
[[nodiscard]] std::optional<std::string> threshold_of_law(
    const Example& example, Draft& draft, std::string_view kind);

// The share that may fail by value: the law's, else what is stated.
[[nodiscard]] std::string share_of_law(const Example& example, Draft& draft,
                                       std::int64_t stated);

// Whether a verdict hangs on a free number.
[[nodiscard]] bool is_boundary(const std::string& verdict);

// Cases exactly at the boundary that the verdict states, and one hundredth
// beyond it.
void expect_boundary(const Example& example, const Member& verdict,
                     ConvertedGood& good, Draft& draft);

}  // namespace origo::examples
