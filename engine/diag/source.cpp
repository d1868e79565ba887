// Places in rule files.
#include "engine/diag/source.hpp"

#include <algorithm>

namespace origo {

Place place_of(const SourceFile& source, std::size_t offset) {
  const std::string_view before =
      std::string_view(source.text).substr(0, offset);
  const std::size_t line_start = before.rfind('\n') + 1;
  return {1 + static_cast<std::size_t>(
                  std::count(before.begin(), before.end(), '\n')),
          1 + offset - line_start};
}

}  // namespace origo
