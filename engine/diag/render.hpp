// Diagnostics as text for people and as JSON for programs.
#pragma once

#include <string>
#include <vector>

#include "engine/diag/diagnostics.hpp"

namespace origo {

// The diagnostics one below the other, each with the lines it is about. After
// `limits::kErrorsShown` errors the rest are only counted, and warnings too.
// What a terminal could take for a command is replaced, so that text from rule
// files is safe to show.
[[nodiscard]] std::string render(const std::vector<Diagnostic>& diagnostics,
                                 bool has_color);

// One JSON object with all of them:
//   {"diagnostics": [{"code", "severity", "message", "arguments", "file",
//     "line", "column", "end_line", "end_column", "label", "labels", "help"}],
//    "errors": 1, "warnings": 0}
// Lines and columns count from 1, columns in bytes, and the end is one past the
// last byte. `labels` are the other places, each with its own file, place and
// `text`. Members that do not apply are left out, `arguments` and `labels`
// excepted.
[[nodiscard]] std::string render_json(
    const std::vector<Diagnostic>& diagnostics);

}  // namespace origo
