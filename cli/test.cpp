// Compiles each pack together with what its cases expect, evaluates every case
// and compares.
#include "cli/test.hpp"

#include <fmt/ostream.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>

#include "cli/case_run.hpp"
#include "cli/coverage.hpp"
#include "cli/exit_codes.hpp"
#include "cli/image_file.hpp"
#include "cli/junit.hpp"
#include "cli/tested.hpp"
#include "engine/diag/render.hpp"
#include "grammar/parse.hpp"

namespace origo {
namespace {

using Json = nlohmann::ordered_json;

// Compiles a pack for its tests. Nothing, the exit code and what is wrong when
// it has errors, which are printed.
std::optional<TestedPack> compile_tests(const PackPaths& paths,
                                        Streams& streams, int& exit_code,
                                        std::string& errors) {
  Diagnostics diagnostics;
  InputError error;
  auto sources = load_pack(paths, streams, diagnostics, error);
  if (!sources) {
    exit_code = fail(streams, error);
    errors = error.message;
    return {};
  }
  TestedPack tested;
  tested.sources = std::move(*sources);
  std::vector<ast::Tree> trees;
  for (const SourceFile& source : tested.sources) {
    trees.push_back(grammar::parse(source, diagnostics));
  }
  if (!compile_cases(tested, trees, diagnostics)) {
    if (diagnostics.has_errors()) {
      print_diagnostics(diagnostics, streams);
      errors = render(diagnostics.sorted(), false);
      exit_code = kErrorsInRules;
      return {};
    }
    errors = "the image does not verify";
    exit_code =
        fail(streams, {fmt::format("`{}` compiles to an image that does "
                                   "not verify",
                                   paths.name),
                       "report this as a defect of origo"});
    return {};
  }
  return tested;
}

bool is_chosen(const ir::Case& it, const TestOptions& options) {
  return it.title.find(options.only) != std::string::npos ||
         it.cite.find(options.only) != std::string::npos;
}

std::vector<TestedCase> run_cases(const TestedPack& tested,
                                  const TestOptions& options,
                                  Coverage& coverage) {
  const bool has_worksheet =
      options.has_worksheet || options.format == TestFormat::JUnit;
  std::vector<TestedCase> results;
  const std::uint16_t* program = tested.programs.data();
  for (const ir::Case& it : tested.pack.cases) {
    if (is_chosen(it, options)) {
      CaseResult result = run_case(tested, it, program, has_worksheet);
      coverage.add(result.explanation);
      results.push_back(std::move(result.tested));
      continue;
    }
    program +=
        std::count_if(it.expectations.begin(), it.expectations.end(),
                      [](const ir::Expectation& expectation) {
                        return expectation.kind == ir::ExpectKind::Requirement;
                      });
  }
  return results;
}

// The line of an expectation, without the space around what is written on it.
Span span_of(const TestedPack& tested, const ir::Place& place) {
  const SourceFile& source = tested.sources[place.file];
  std::size_t begin = 0;
  for (std::uint32_t line = 1; line < place.line; ++line) {
    begin = source.text.find('\n', begin) + 1;
  }
  std::size_t end = std::min(source.text.find('\n', begin), source.text.size());
  begin = std::min(source.text.find_first_not_of(" \t", begin), end);
  while (end > begin && source.text[end - 1] == '\r') --end;
  return {&source, static_cast<std::uint32_t>(begin),
          static_cast<std::uint32_t>(end)};
}

void report_text(const TestedPack& tested, const TestedCase& it,
                 const TestOptions& options, Streams& streams) {
  if (it.has_passed() && !options.is_verbose) return;
  Diagnostics failures;
  for (const Finding& finding : it.findings) {
    if (finding.is_met) continue;
    failures
        .report(Code::UnexpectedOutcome,
                span_of(tested, finding.expectation->place), finding.expected,
                finding.found)
        .also(span_of(tested, it.from->place), "in this case");
  }
  print_diagnostics(failures, streams);
  if (it.has_passed()) {
    fmt::print(streams.out, "passed  {}{}{}\n", it.from->title,
               it.from->cite.empty() ? "" : "; ", it.from->cite);
  }
  if (!it.worksheet.empty()) {
    fmt::print(streams.out, "{}{}\n", it.has_passed() ? "\n" : "",
               it.worksheet);
  }
}

Json json_of(const TestedPack& tested, const TestedCase& it) {
  Json json;
  json["title"] = it.from->title;
  if (!it.from->cite.empty()) json["cite"] = it.from->cite;
  json["file"] = tested.pack.files[it.from->place.file];
  json["line"] = it.from->place.line;
  json["passed"] = it.has_passed();
  json["verdict"] = it.result;
  json["expectations"] = Json::array();
  for (const Finding& finding : it.findings) {
    Json expectation;
    expectation["text"] = finding.expectation->text;
    expectation["line"] = finding.expectation->place.line;
    expectation["passed"] = finding.is_met;
    if (!finding.is_met) expectation["found"] = finding.found;
    json["expectations"].push_back(std::move(expectation));
  }
  return json;
}

}  // namespace

int run_test(const TestOptions& options, Streams& streams) {
  const std::vector<PackPaths> packs = packs_among(options.paths);
  for (const PackPaths& pack : packs) {
    if (!is_image_path(pack.paths.front())) continue;
    return fail(streams,
                {fmt::format("`{}` is compiled, and holds no cases", pack.name),
                 "name the folder or the files of its rules"});
  }
  Json all = {{"packs", Json::array()}};
  std::vector<JUnitSuite> suites;
  std::size_t all_passed = 0;
  std::size_t all_failed = 0;
  int exit_code = kDone;
  for (const PackPaths& pack : packs) {
    int pack_code = kDone;
    JUnitSuite& suite = suites.emplace_back();
    suite.name = pack.name;
    const auto tested = compile_tests(pack, streams, pack_code, suite.errors);
    exit_code = std::max(exit_code, pack_code);
    if (!tested) continue;
    Coverage coverage(*tested);
    const std::vector<TestedCase> results =
        run_cases(*tested, options, coverage);
    Json cases = Json::array();
    std::size_t failed = 0;
    for (const TestedCase& it : results) {
      if (!it.has_passed()) ++failed;
      switch (options.format) {
        case TestFormat::Text:
          report_text(*tested, it, options, streams);
          break;
        case TestFormat::Json:
          cases.push_back(json_of(*tested, it));
          break;
        case TestFormat::JUnit:
          suite.tests.push_back(junit_test(*tested, it));
          break;
      }
    }
    if (failed > 0) exit_code = std::max<int>(exit_code, kNotOriginating);
    all_failed += failed;
    all_passed += results.size() - failed;
    if (options.format == TestFormat::Json) {
      Json json = {{"name", pack.name},
                   {"passed", results.size() - failed},
                   {"failed", failed},
                   {"cases", std::move(cases)}};
      if (options.has_coverage) json["coverage"] = coverage.json();
      all["packs"].push_back(std::move(json));
    }
    if (options.has_coverage && options.format == TestFormat::JUnit) {
      std::ostringstream text;
      coverage.print(text);
      suite.coverage = text.str();
    }
    if (options.format != TestFormat::Text) continue;
    if (failed > 0) {
      fmt::print(streams.out, "{}: {} of {} failed\n", pack.name, failed,
                 counted(results.size(), "case"));
    } else {
      fmt::print(streams.out, "{}: {} passed\n", pack.name,
                 counted(results.size(), "case"));
    }
    if (options.has_coverage) coverage.print(streams.out);
  }
  if (options.format == TestFormat::Json) {
    all["passed"] = all_passed;
    all["failed"] = all_failed;
    streams.out << all.dump(2, ' ', false, Json::error_handler_t::replace)
                << '\n';
  }
  if (options.format == TestFormat::JUnit) print_junit(suites, streams.out);
  return exit_code;
}

}  // namespace origo
