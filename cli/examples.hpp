// `origo examples`: worked examples as data, run by the engine.
#pragma once

#include <string>
#include <vector>

#include "cli/streams.hpp"

namespace origo {

struct ExamplesOptions {
  std::vector<std::string> paths;
  std::string emit;  // a folder for the packs, or nothing
  // A folder whose cases are looked through; where none is named, `rules`, if
  // it is there.
  std::string rules;
  bool is_verbose = false;
  bool is_json = false;
};

// docs/examples.md says how examples are read. Counts those that passed, were
// expressed, and are there, by class; lists the rest with reasons. Reprints of
// another example are run and counted by themselves. JSON:
//   {"classes": [{"runnable", "examples", "expressed", "passed", "errata",
//     "failed", "cited"}], "examples": [{"id", "agreement", "runnable", "kind",
//     "same_numbers_as", "state", "reason", "differences": [{"key", "expected",
//     "found"}], "is_case"}]}
// `cited` are those that cases of packs stand for by what these cite, and that
// were compared with nothing.
// Returns kNotOriginating when an example fails.
int run_examples(const ExamplesOptions& options, Streams& streams);

}  // namespace origo
