// `origo check`: everything that is wrong with packs, and what is doubtful.
#pragma once

#include <string>
#include <vector>

#include "cli/streams.hpp"

namespace origo {

struct CheckOptions {
  std::vector<std::string> paths;
  bool is_strict = false;  // findings are errors
  bool is_json = false;
};

// Diagnostics of text form go to `err`, those of JSON, for all packs together,
// to `out`.
int run_check(const CheckOptions& options, Streams& streams);

}  // namespace origo
