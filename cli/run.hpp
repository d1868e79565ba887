// The program from its arguments to its exit code.
#pragma once

#include <string>
#include <vector>

#include "cli/streams.hpp"

namespace origo {

// Runs the command that `arguments` name, the program's own name not among
// them. Returns an ExitCode. Touches nothing but the streams, the files that
// the arguments name and, for colors, the environment.
int run(const std::vector<std::string>& arguments, Streams& streams);

}  // namespace origo
