// Which converter an example needs, and whether it was understood whole.
#include "cli/examples/convert.hpp"

namespace origo::examples {

Draft convert(const Example& example) {
  // The first whose shape the facts have; `kind` only helps where facts are
  // silent, so that a new name for a known shape is no obstacle.
  constexpr bool (*kConverters[])(const Example&, Draft&) = {
      convert_stock, convert_interest,  convert_allocation,
      convert_costs, convert_traced,    convert_designation,
      convert_tree,  convert_averaging, convert_good,
  };
  Draft draft;
  bool is_converted = false;
  for (const auto converter : kConverters) {
    is_converted = converter(example, draft);
    if (is_converted) break;
  }
  if (!is_converted)
    throw NotExpressed{"the facts have no shape that is mapped"};
  for (const Member& part : {example.facts, example.expected}) {
    if (const auto unread = part.first_unread()) throw NotExpressed{*unread};
  }
  if (draft.cases.empty() && draft.compared.empty()) {
    throw NotExpressed{"nothing is expected that can be compared"};
  }
  return draft;
}

}  // namespace origo::examples
