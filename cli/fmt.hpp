// `origo fmt`: rule files in their canonical form.
#pragma once

#include <string>
#include <vector>

#include "cli/streams.hpp"

namespace origo {

struct FmtOptions {
  std::vector<std::string> paths;  // `-` reads `in` and writes `out`
  bool is_check = false;           // only say which files would change
  bool is_stdout = false;          // write to `out` instead of the files
};

// Rewrites each file that is not in canonical form, at once and only when it
// can be read without errors. Line ends stay as the first line has them: LF or
// CRLF is the business of version control. The canonical form has no byte order
// mark. Of Markdown only the `roo` blocks are touched. Lists the files changed
// on `out`.
int run_fmt(const FmtOptions& options, Streams& streams);

}  // namespace origo
