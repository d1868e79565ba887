// What an explanation says in sentences.
#pragma once

#include <span>
#include <string>

#include "engine/explain/explanation.hpp"

namespace origo {

// `originating`, `not originating`, `undetermined`, `no rule`.
[[nodiscard]] std::string_view word_for(Verdict verdict);

// The verdict in a word; of a pack that gives countries, those, or `no
// country`.
[[nodiscard]] std::string result_of(const Explanation& explanation);

// The verdict and what it hangs on. Everything else must be filled in.
[[nodiscard]] std::string summary_of(const Explanation& explanation);

// How a test stands to its limit: `61.25%, 1.25 points (250.00 USD) short of
// 62.5%`.
[[nodiscard]] std::string sentence_for(const Measurement& measurement,
                                       Truth truth, std::string_view currency);

// What a change would be in practice.
[[nodiscard]] std::string sentence_for(const bytecode::Image& image,
                                       const Explanation& explanation,
                                       const Flip& flip,
                                       std::span<const Reason> reasons);

// What is not known.
[[nodiscard]] std::string sentence_for(const bytecode::Image& image,
                                       const Explanation& explanation,
                                       const Missing& missing);

// `which of 8703.21, 8703.22 (HS 2012) the good is`.
[[nodiscard]] std::string question_for(const Explanation& explanation,
                                       const Conversion& conversion);

// The code of the good, or of a material: as it was stated, with its edition,
// where it may be several of the agreement's.
[[nodiscard]] std::string shown_code(const Explanation& explanation,
                                     std::uint32_t material);

// `8703.21, 8703.22`, the first ones of a long list.
[[nodiscard]] std::string shown_codes(const std::vector<HsCode>& codes);

// `2 "engine"`, `3 part 4711`, or only the number, counted from 1.
[[nodiscard]] std::string name_of(const Explanation& explanation,
                                  std::uint32_t material);

}  // namespace origo
