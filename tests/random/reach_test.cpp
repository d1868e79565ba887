// The packs in rules/: for every alternative of every rule there is a good that
// meets it and one that does not, and of both, and of what is just inside and
// just outside by the engine's own account, oracle and evaluator say the same.
//
// ORIGO_RANDOM_PAIRS below 100,000 takes every n-th rule.
#include <algorithm>
#include <filesystem>
#include <vector>

#include "tests/random/harness.hpp"
#include "tests/random/reach.hpp"
#include "tests/support/catch.hpp"

namespace origo::random {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kAllRules = 100'000;

}  // namespace

TEST_CASE("every rule of the packs is met by a good and missed by one") {
  const std::size_t stride = std::max<std::size_t>(
      1, kAllRules / std::max<std::size_t>(1, pairs_wanted()));
  std::size_t found = 0;
  std::size_t turned = 0;
  std::vector<fs::path> folders;
  for (const auto& entry : fs::directory_iterator(ORIGO_SOURCE_DIR "/rules")) {
    if (entry.is_directory() && entry.path().filename() != "common") {
      folders.push_back(entry.path());
    }
  }
  std::sort(folders.begin(), folders.end());
  for (const fs::path& folder : folders) {
    const Reached reached = survey_pack(folder, stride);
    found += reached.found;
    turned += reached.turned;
    for (const std::string& it : reached.unreached) {
      FAIL_CHECK("no good was found for " << it);
    }
    for (const std::string& it : reached.differences) FAIL_CHECK(it);
  }
  CHECK(found > 0);
  CHECK(turned > 0);
}

}  // namespace origo::random
