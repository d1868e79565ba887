// From the facts of an example to a pack with cases: one function for each
// shape that facts have. docs/examples.md says what each understands.
#pragma once

#include "cli/examples/draft.hpp"

namespace origo::examples {

// Throws NotExpressed where a value has no place in the language, or where
// some value was not understood by any converter.
[[nodiscard]] Draft convert(const Example& example);

// Each returns false when the facts are of another shape.
[[nodiscard]] bool convert_stock(const Example& example, Draft& draft);
[[nodiscard]] bool convert_interest(const Example& example, Draft& draft);
[[nodiscard]] bool convert_allocation(const Example& example, Draft& draft);
[[nodiscard]] bool convert_costs(const Example& example, Draft& draft);
[[nodiscard]] bool convert_traced(const Example& example, Draft& draft);
[[nodiscard]] bool convert_designation(const Example& example, Draft& draft);
[[nodiscard]] bool convert_averaging_basis(const Example& example,
                                           Draft& draft);
[[nodiscard]] bool convert_labour(const Example& example, Draft& draft);
[[nodiscard]] bool convert_shares(const Example& example, Draft& draft);
[[nodiscard]] bool convert_chain(const Example& example, Draft& draft);
[[nodiscard]] bool convert_marking(const Example& example, Draft& draft);
[[nodiscard]] bool convert_conversion(const Example& example, Draft& draft);
[[nodiscard]] bool convert_components(const Example& example, Draft& draft);
[[nodiscard]] bool convert_journey(const Example& example, Draft& draft);
[[nodiscard]] bool convert_value_basis(const Example& example, Draft& draft);
[[nodiscard]] bool convert_waiver(const Example& example, Draft& draft);
[[nodiscard]] bool convert_scenarios(const Example& example, Draft& draft);
[[nodiscard]] bool convert_tree(const Example& example, Draft& draft);
[[nodiscard]] bool convert_averaging(const Example& example, Draft& draft);
[[nodiscard]] bool convert_good(const Example& example, Draft& draft);

}  // namespace origo::examples
