// Which tariff codes exist in which edition of the Harmonized System.
//
// Chapters, headings and subheadings of the editions of 2012, 2017 and 2022 are
// compiled in, as codes only. Digits below the subheading are a country's own
// and are not looked at.
#pragma once

#include <optional>
#include <vector>

#include "engine/core/hs_code.hpp"

namespace origo {

// The editions whose codes are known here, by their years, in order.
[[nodiscard]] std::vector<int> known_editions();

// Whether the codes of the edition of this year are known here.
[[nodiscard]] bool is_known_edition(int year);

// Whether `code`, cut to six digits, exists in the edition. False for editions
// that are not known.
[[nodiscard]] bool is_in_edition(HsCode code, int year);

// The subheadings of the edition that begin with `code` or that it begins with,
// in order.
[[nodiscard]] std::vector<HsCode> subheadings_of(HsCode code, int year);

// The known editions in which `code` exists, earliest first.
[[nodiscard]] std::vector<int> editions_with(HsCode code);

// The code of the same length in the edition that differs from `code` in one
// digit or in two neighbouring ones exchanged, if there is just one; else the
// last one before it under the same heading or chapter.
[[nodiscard]] std::optional<HsCode> nearest_code(HsCode code, int year);

}  // namespace origo
