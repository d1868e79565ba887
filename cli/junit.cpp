// Writes XML by hand: a few elements, and text made safe for them.
#include "cli/junit.hpp"

#include <fmt/format.h>
#include <fmt/ostream.h>

#include <string_view>

#include "cli/xml_text.hpp"

namespace origo {
namespace {

std::string escaped_lines(std::string_view text) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    result += xml_text(text.substr(at, end - at)) + '\n';
    at = end + 1;
  }
  return result;
}

std::size_t failures_of(const JUnitSuite& suite) {
  return static_cast<std::size_t>(std::count_if(
      suite.tests.begin(), suite.tests.end(),
      [](const JUnitSuite::Test& it) { return !it.failure.empty(); }));
}

// A pack that does not compile counts as one test.
std::string counts(std::size_t tests, std::size_t failures,
                   std::size_t errors) {
  return fmt::format(R"(tests="{}" failures="{}" errors="{}" skipped="0")",
                     tests, failures, errors);
}

void print_test(const JUnitSuite& suite, const JUnitSuite::Test& it,
                std::ostream& out) {
  fmt::print(
      out, R"(    <testcase classname="{}" name="{}" file="{}" line="{}")",
      xml_text(suite.name), xml_text(it.name), xml_text(it.file), it.line);
  if (it.failure.empty()) {
    out << "/>\n";
    return;
  }
  fmt::print(out,
             ">\n      <failure type=\"expectation\" message=\"{}\">\n{}"
             "      </failure>\n    </testcase>\n",
             xml_text(it.failure), escaped_lines(it.explanation));
}

}  // namespace

JUnitSuite::Test junit_test(const TestedPack& tested, const TestedCase& it) {
  JUnitSuite::Test test;
  test.name = it.from->title;
  test.file = tested.pack.files[it.from->place.file];
  test.line = it.from->place.line;
  for (const Finding& finding : it.findings) {
    if (finding.is_met) continue;
    const std::string failure =
        fmt::format("expected {}, found {}", finding.expected, finding.found);
    const ir::Place& place = finding.expectation->place;
    test.explanation += fmt::format(
        "{}:{}: {}\n", tested.pack.files[place.file], place.line, failure);
    if (test.failure.empty()) test.failure = failure;
  }
  if (!test.failure.empty()) test.explanation += '\n' + it.worksheet;
  return test;
}

void print_junit(const std::vector<JUnitSuite>& suites, std::ostream& out) {
  std::size_t tests = 0;
  std::size_t failures = 0;
  std::size_t errors = 0;
  for (const JUnitSuite& suite : suites) {
    const bool is_error = !suite.errors.empty();
    tests += is_error ? 1 : suite.tests.size();
    failures += failures_of(suite);
    errors += is_error ? 1 : 0;
  }
  fmt::print(out,
             "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
             "<testsuites name=\"origo test\" {}>\n",
             counts(tests, failures, errors));
  for (const JUnitSuite& suite : suites) {
    const bool is_error = !suite.errors.empty();
    fmt::print(out, "  <testsuite name=\"{}\" {}>\n", xml_text(suite.name),
               counts(is_error ? 1 : suite.tests.size(), failures_of(suite),
                      is_error ? 1 : 0));
    for (const JUnitSuite::Test& it : suite.tests) print_test(suite, it, out);
    if (is_error) {
      fmt::print(out,
                 "    <testcase classname=\"{}\" name=\"compiles\">\n"
                 "      <error type=\"rules\" message=\"the rules have "
                 "errors\">\n{}      </error>\n    </testcase>\n",
                 xml_text(suite.name), escaped_lines(suite.errors));
    }
    if (!suite.coverage.empty()) {
      fmt::print(out, "    <system-out>\n{}    </system-out>\n",
                 escaped_lines(suite.coverage));
    }
    out << "  </testsuite>\n";
  }
  out << "</testsuites>\n";
}

}  // namespace origo
