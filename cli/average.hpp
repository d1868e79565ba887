// Goods over which the law lets a producer average: of one model line, class,
// plant or period. docs/decisions/averaging.md says what that means.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/fact_sheet.hpp"
#include "cli/message.hpp"
#include "engine/bytecode/image.hpp"

namespace origo {

struct Group {
  std::vector<std::pair<std::string, std::string>> keys;  // `plant`, `Puebla`
  std::vector<std::size_t> goods;  // their places among those that were given
  FactSheet sheet;                 // all of them as one good
};

// Groups goods that agree in `keys`, in the order of their first ones. Amounts
// of money, weight and quantity are added up, times the units made of each
// good; materials stand one after the other; all else must be the same of all
// that state it, and is missing where one does not. Nothing, and the error,
// where a good names no such group, two cannot be one, or a sum is too large.
[[nodiscard]] std::optional<std::vector<Group>> averaged(
    const bytecode::Image& image, const std::vector<FactSheet>& goods,
    const std::vector<std::string>& keys, InputError& error);

// How a message calls a good: its name, or its number counted from 1.
[[nodiscard]] std::string called(const FactSheet& good, std::size_t index);

}  // namespace origo
