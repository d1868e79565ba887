// `origo test`: the cases of packs, and whether they come out as expected.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cli/streams.hpp"

namespace origo {

enum class TestFormat : std::uint8_t { Text, Json, JUnit };

struct TestOptions {
  std::vector<std::string> paths;
  std::string only;            // cases whose title or citation holds this
  bool is_verbose = false;     // name the cases that pass, too
  bool has_worksheet = false;  // of each case that is named
  bool has_coverage = false;   // say what no case reaches
  TestFormat format = TestFormat::Text;
};

// Failures of text form go to `err`, everything else to `out`. A pack without
// cases passes. JSON:
//   {"packs": [{"name", "passed", "failed", "cases": [{"title", "cite", "file",
//     "line", "passed", "verdict", "expectations": [{"text", "line", "passed",
//     "found"}]}], "coverage": {"rules": {"reached", "total", "percent"},
//     "alternatives", "outcomes", "unreached": [{"kind", "file", "line",
//     "text", "never"}]}}], "passed": 1, "failed": 0}
int run_test(const TestOptions& options, Streams& streams);

}  // namespace origo
