// `origo dump`: the forms a pack goes through, as text.
#pragma once

#include <string>
#include <vector>

#include "cli/streams.hpp"

namespace origo {

struct DumpOptions {
  std::string form;
  std::vector<std::string> paths;
};

// What `form` may be, for the help.
[[nodiscard]] std::vector<std::string> dump_forms();

int run_dump(const DumpOptions& options, Streams& streams);

}  // namespace origo
