// Levels as numbers, as indented numbers and as positions.
#include "cli/sheet_levels.hpp"

#include <algorithm>

#include "engine/core/limits.hpp"

namespace origo {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::optional<std::uint32_t> within_limits(std::size_t level) {
  if (level > limits::kPartDepth) return {};
  return static_cast<std::uint32_t>(level);
}

}  // namespace

bool are_positions(const std::vector<std::string>& cells) {
  return std::any_of(cells.begin(), cells.end(), [](const std::string& cell) {
    for (std::size_t i = 1; i + 1 < cell.size(); ++i) {
      if (cell[i] == '.' && is_digit(cell[i - 1]) && is_digit(cell[i + 1])) {
        return true;
      }
    }
    return false;
  });
}

std::optional<std::uint32_t> level_of(std::string_view cell, bool is_position) {
  if (is_position) {
    std::size_t level = 1;
    for (std::size_t i = 0; i < cell.size(); ++i) {
      if (is_digit(cell[i])) continue;
      const bool is_between = cell[i] == '.' && i > 0 && i + 1 < cell.size() &&
                              is_digit(cell[i - 1]) && is_digit(cell[i + 1]);
      if (!is_between) return {};
      ++level;
    }
    if (cell.empty()) return {};
    return within_limits(level);
  }
  const std::size_t points = std::min(cell.find_first_not_of('.'), cell.size());
  std::size_t level = 0;
  if (points == cell.size() || cell.size() > points + 4) return {};
  for (const char c : cell.substr(points)) {
    if (!is_digit(c)) return {};
    level = level * 10 + static_cast<std::size_t>(c - '0');
  }
  if (points > 0 && points != level) return {};
  return within_limits(level);
}

}  // namespace origo
