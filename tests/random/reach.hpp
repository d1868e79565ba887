// What goods reach of a pack in rules/, and whether oracle and evaluator say
// the same of them.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace origo::random {

struct Reached {
  std::vector<std::string> unreached;    // no good was found
  std::vector<std::string> differences;  // and what each says
  std::size_t found = 0;
  std::size_t turned = 0;  // goods just at what turns the verdict
};

// Looks for a good that meets each alternative of every `stride`-th rule, and
// for one that does not; evaluates both, and what the engine says is just
// inside and just outside.
[[nodiscard]] Reached survey_pack(const std::filesystem::path& folder,
                                  std::size_t stride);

}  // namespace origo::random
