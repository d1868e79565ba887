// Compiles what an example became and evaluates it with the engine.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/examples/draft.hpp"

namespace origo::examples {

// A file of rules/common, as it is compiled into the program.
struct CommonRules {
  std::string name;
  std::string text;
};
[[nodiscard]] const std::vector<CommonRules>& common_rules();

// Whether a file of rules/common declares a threshold of that name.
[[nodiscard]] bool has_common_threshold(std::string_view file,
                                        std::string_view name);

// What came of one expectation that was not met as it stands.
struct Difference {
  std::string key;
  std::string expected;
  std::string found;
};

struct Judged {
  std::vector<Difference> errata;
  std::vector<Difference> failures;
};

// Evaluates the cases of the draft, and marks its errata. Throws NotExpressed
// where the engine does not accept the pack.
[[nodiscard]] Judged judge(Draft& draft, const Example& example);

}  // namespace origo::examples
