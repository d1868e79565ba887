// What to write instead of what cannot be read.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace origo::grammar {

// The token at `at`, as a message quotes it.
[[nodiscard]] std::string_view token_at(std::string_view text, std::size_t at);

// The token that ends before `at`, blanks left out.
[[nodiscard]] std::string_view token_before(std::string_view text,
                                            std::size_t at);

// A sentence of help for what cannot be read at `at`, or nothing. Where a
// comparison could stand, words that weigh are taken for one.
[[nodiscard]] std::string correction_at(std::string_view text, std::size_t at,
                                        bool may_compare);

}  // namespace origo::grammar
