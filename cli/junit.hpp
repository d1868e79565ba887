// The results of cases as JUnit XML, the form that CI systems read.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "cli/tested.hpp"

namespace origo {

// The cases of one pack; or, where it does not compile, what is wrong with it.
struct JUnitSuite {
  std::string name;
  struct Test {
    std::string name;
    std::string file;
    std::uint32_t line = 0;
    std::string failure;      // in one sentence; empty when it passed
    std::string explanation;  // on lines of its own
  };
  std::vector<Test> tests;
  std::string errors;
  std::string coverage;  // what no case reaches; empty where it was not asked
};

[[nodiscard]] JUnitSuite::Test junit_test(const TestedPack& tested,
                                          const TestedCase& it);

// One `testsuite` for each pack. A case that fails is a `failure`, with the
// first thing that came out otherwise as its message and below it all of them
// and the worksheet; a pack that does not compile is an `error`. Coverage is
// the `system-out` of its suite, as there is no other place for it. No time is
// given: a case takes microseconds, and results compare byte for byte.
void print_junit(const std::vector<JUnitSuite>& suites, std::ostream& out);

}  // namespace origo
