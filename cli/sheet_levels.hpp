// How sheets write how deep in a bill of materials a line stands.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace origo {

// Whether a column of levels holds positions: `1`, `1.1`, `1.1.2`. One point
// between digits says so for the whole column.
[[nodiscard]] bool are_positions(const std::vector<std::string>& cells);

// The level of `2`, `..2` or, among positions, `1.4`; nothing when it is none.
// Points in front must be as many as the level says.
[[nodiscard]] std::optional<std::uint32_t> level_of(std::string_view cell,
                                                    bool is_position);

}  // namespace origo
