// `origo compile`: packs to images.
#pragma once

#include <string>
#include <vector>

#include "cli/streams.hpp"

namespace origo {

struct CompileOptions {
  std::vector<std::string> paths;
  std::string output;       // empty: the agreement's name and `.roob`
  bool is_verbose = false;  // the report goes down to sections
  bool is_json = false;
};

int run_compile(const CompileOptions& options, Streams& streams);

}  // namespace origo
