// The packs in rules/: for every alternative of every rule there is a good that
// meets it and one that does not, and of both, and of what is just inside and
// just outside by the engine's own account, oracle and evaluator say the same.
//
// What no good was found for is named in tests/random/unreached.txt, with the
// reason. ORIGO_RANDOM_PAIRS below 100,000 takes every so-manieth rule.
#include <algorithm>
#include <fstream>
#include <set>

#include "tests/random/harness.hpp"
#include "tests/random/reach.hpp"
#include "tests/support/catch.hpp"

namespace origo::random {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kAllRules = 100'000;

std::set<std::string> known_unreached() {
  std::set<std::string> known;
  std::ifstream file(ORIGO_SOURCE_DIR "/tests/random/unreached.txt");
  std::string line;
  while (std::getline(file, line)) {
    const std::size_t end = line.find("  #");
    const std::string name = line.substr(0, end);
    if (!name.empty() && name.front() != '#') known.insert(name);
  }
  return known;
}

}  // namespace

TEST_CASE("every rule of the packs is met by a good and missed by one") {
  const std::size_t stride = std::max<std::size_t>(
      1, kAllRules / std::max<std::size_t>(1, pairs_wanted()));
  const std::set<std::string> known = known_unreached();
  std::set<std::string> unreached;
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
    unreached.insert(reached.unreached.begin(), reached.unreached.end());
    found += reached.found;
    turned += reached.turned;
    for (const std::string& it : reached.differences) FAIL_CHECK(it);
  }
  for (const std::string& it : unreached) {
    INFO("no good was found for: " << it);
    CHECK(known.contains(it));
  }
  // A name that is no longer needed is taken off the list.
  for (const std::string& it : known) {
    if (stride > 1) break;
    INFO("a good was found for: " << it);
    CHECK(unreached.contains(it));
  }
  CHECK(found > 0);
  CHECK(turned > 0);
}

}  // namespace origo::random
