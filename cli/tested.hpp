// A pack under test and what came of its cases: what the reports of
// `origo test` are made from.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/bytecode/image.hpp"
#include "engine/diag/source.hpp"
#include "engine/eval/outcome.hpp"
#include "engine/ir/ir.hpp"

namespace origo {

// A pack as it is tested: an image, and for each case that expects requirements
// the programs that decide them.
struct TestedPack {
  std::vector<SourceFile> sources;
  ir::Pack pack;
  std::vector<std::byte> bytes;
  std::optional<bytecode::Image> image;
  std::vector<std::uint16_t> programs;  // in the order of the expectations
};

// What came of one expectation.
struct Finding {
  const ir::Expectation* expectation = nullptr;
  std::string expected;
  std::string found;
  bool is_met = false;
};

struct TestedCase {
  const ir::Case* from = nullptr;
  std::string result;
  std::vector<Finding> findings;
  std::string worksheet;

  [[nodiscard]] bool has_passed() const {
    return std::all_of(findings.begin(), findings.end(),
                       [](const Finding& it) { return it.is_met; });
  }
};

}  // namespace origo
