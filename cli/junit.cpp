// Writes XML by hand: a few elements, and text made safe for them.
#include "cli/junit.hpp"

#include <fmt/format.h>
#include <fmt/ostream.h>

#include <string_view>

#include "engine/diag/render_line.hpp"

namespace origo {
namespace {

// Whether what begins at `at` is of three bytes and no character of XML: half
// of a surrogate pair, U+FFFE or U+FFFF.
bool is_no_character(std::string_view text, std::size_t at) {
  if (at + 2 >= text.size()) return false;
  const auto byte = [&text, at](std::size_t i) {
    return static_cast<unsigned char>(text[at + i]);
  };
  return (byte(0) == 0xED && byte(1) >= 0xA0) ||
         (byte(0) == 0xEF && byte(1) == 0xBF && byte(2) >= 0xBE);
}

// One line, as content and as an attribute alike.
std::string escaped(std::string_view line) {
  const std::string text = shown_text(line);
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_no_character(text, i)) {
      result += '?';
      i += 2;
      continue;
    }
    switch (text[i]) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      default:
        result += text[i];
    }
  }
  return result;
}

std::string escaped_lines(std::string_view text) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    result += escaped(text.substr(at, end - at)) + '\n';
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
  fmt::print(out,
             R"(    <testcase classname="{}" name="{}" file="{}" line="{}")",
             escaped(suite.name), escaped(it.name), escaped(it.file), it.line);
  if (it.failure.empty()) {
    out << "/>\n";
    return;
  }
  fmt::print(out,
             ">\n      <failure type=\"expectation\" message=\"{}\">\n{}"
             "      </failure>\n    </testcase>\n",
             escaped(it.failure), escaped_lines(it.explanation));
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
    fmt::print(out, "  <testsuite name=\"{}\" {}>\n", escaped(suite.name),
               counts(is_error ? 1 : suite.tests.size(), failures_of(suite),
                      is_error ? 1 : 0));
    for (const JUnitSuite::Test& it : suite.tests) print_test(suite, it, out);
    if (is_error) {
      fmt::print(out,
                 "    <testcase classname=\"{}\" name=\"compiles\">\n"
                 "      <error type=\"rules\" message=\"the rules have "
                 "errors\">\n{}      </error>\n    </testcase>\n",
                 escaped(suite.name), escaped_lines(suite.errors));
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
