// Which codes of one edition of the Harmonized System a good may have that has
// a code of another.
//
// The correlations between neighbouring editions are compiled in, as codes
// only. Between others they are chained, which may say more codes than a
// correlation of their own would, and never fewer.
#pragma once

#include <vector>

#include "engine/core/hs_code.hpp"

namespace origo {

// The codes of the edition `to`, in order, that a good may have whose code in
// the edition `from` is `code`: one where the edition changed nothing for it,
// several where it was split, none where none is known. Of a code with national
// digits these stay only where the subheading is the same in both editions; of
// a heading or chapter all that lies below it is looked at. Both editions must
// be known ones (`is_known_edition`).
[[nodiscard]] std::vector<HsCode> correlated(HsCode code, int from, int to);

}  // namespace origo
