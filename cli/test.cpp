// Compiles each pack together with what its cases expect, evaluates every case
// and compares.
#include "cli/test.hpp"

#include <fmt/ostream.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/coverage.hpp"
#include "cli/exit_codes.hpp"
#include "cli/fact_sheet.hpp"
#include "cli/folded_sheet.hpp"
#include "cli/image_file.hpp"
#include "cli/junit.hpp"
#include "cli/tested.hpp"
#include "engine/check/check.hpp"
#include "engine/compile.hpp"
#include "engine/diag/render.hpp"
#include "engine/explain/explanation.hpp"
#include "engine/explain/figures.hpp"
#include "engine/explain/sentences.hpp"
#include "engine/explain/worksheet.hpp"
#include "grammar/parse.hpp"

namespace origo {
namespace {

using Json = nlohmann::ordered_json;

std::string codes_of(const ir::Pack& pack, std::uint32_t code_set) {
  std::string text;
  for (const HsRange& range : pack.code_sets[code_set]) {
    text += text.empty() ? "" : ", ";
    text += print_hs_range(range).view();
  }
  return text;
}

// Judges the expectations of one case.
class CaseRun {
 public:
  CaseRun(const TestedPack& tested, const ir::Case& from)
      : pack_(tested.pack),
        image_(*tested.image),
        from_(from),
        sheet_(fact_sheet(tested.pack, from)) {
    thresholds_.assign(pack_.thresholds.size(), kMissing);
    for (const auto& [threshold, value] : from.thresholds) {
      thresholds_[threshold] = value;
    }
    options_.thresholds = thresholds_;
  }

  // `program` is that of the first expected requirement, and is moved on.
  TestedCase run(const std::uint16_t*& program, bool has_worksheet,
                 Coverage& coverage) {
    folded_.emplace(image_, sheet_, thresholds_);
    explanation_ = explain_sheet(image_, sheet_, options_, has_worksheet);
    coverage.add(explanation_);
    TestedCase result;
    result.from = &from_;
    result.result = result_of(explanation_);
    for (const ir::Expectation& it : from_.expectations) {
      Finding finding = it.kind == ir::ExpectKind::Requirement
                            ? requirement(it, *program++)
                            : outcome(it);
      finding.expectation = &it;
      result.findings.push_back(std::move(finding));
    }
    if (has_worksheet) result.worksheet = worksheet(explanation_, false);
    return result;
  }

 private:
  [[nodiscard]] Finding requirement(const ir::Expectation& expectation,
                                    std::uint16_t program) const {
    const Section section =
        explain_requirement(image_, folded_->good(), program, options_);
    Finding finding;
    finding.expected = fmt::format("`{}`", expectation.text);
    if (section.requirements.empty()) {
      finding.found = "amounts that are beyond what is counted";
      return finding;
    }
    const ExplainedRequirement& root = section.requirements.front();
    finding.is_met = root.truth == Truth::Met;
    finding.found = root.truth == Truth::Unknown ? "that facts are missing"
                                                 : "that it is not so";
    for (const ExplainedRequirement& it : section.requirements) {
      if (!it.measurement || it.truth == Truth::Met) continue;
      const Measurement& seen = *it.measurement;
      if (seen.measure.value == kMissing) continue;
      finding.found = shown(seen.measure, explanation_.currency);
      if (seen.highest.value != seen.measure.value) {
        finding.found += " to " + shown(seen.highest, explanation_.currency);
      }
      break;
    }
    return finding;
  }

  [[nodiscard]] Finding outcome(const ir::Expectation& expectation) const {
    const Outcome& outcome = explanation_.outcome;
    Finding finding;
    finding.expected = expectation.text;
    switch (expectation.kind) {
      case ir::ExpectKind::Verdict:
        finding.found = result_of(explanation_);
        finding.is_met =
            expectation.value == static_cast<std::uint32_t>(outcome.verdict);
        break;
      case ir::ExpectKind::Part: {
        const Verdict verdict = folded_->part(expectation.material)->verdict;
        finding.found = word_for(verdict);
        finding.is_met =
            expectation.value == static_cast<std::uint32_t>(verdict);
        break;
      }
      case ir::ExpectKind::Rule:
        finding.found = "no rule";
        if (outcome.rule == kNoIndex) break;
        finding.found =
            "rule " + codes_of(pack_, pack_.rules[outcome.rule].codes);
        finding.is_met = pack_.rules[outcome.rule].codes == expectation.value;
        break;
      case ir::ExpectKind::Alternative:
        finding.found = alternative(outcome);
        finding.is_met = outcome.alternative == expectation.value;
        break;
      case ir::ExpectKind::Countries:
        finding.found =
            (explanation_.origins->countries.empty() ? "" : "country ") +
            result_of(explanation_);
        finding.is_met = explanation_.origins->countries ==
                         pack_.country_sets[expectation.value];
        break;
      case ir::ExpectKind::Criterion:
        finding.found = named(pack_.is_cascade() ? "step" : "criterion",
                              outcome.criterion, pack_.criteria);
        finding.is_met = outcome.criterion == expectation.value;
        break;
      case ir::ExpectKind::Tolerance:
        finding.found = named("tolerance", outcome.tolerance, pack_.tolerances);
        finding.is_met = outcome.tolerance == expectation.value;
        break;
      case ir::ExpectKind::Missing:
        missing(expectation, finding);
        break;
      case ir::ExpectKind::Assumed:
        finding.found = fmt::format("assumed {}", outcome.assumed_materials);
        finding.is_met = outcome.assumed_materials == expectation.value;
        break;
      case ir::ExpectKind::Requirement:
        break;  // has a program of its own
    }
    return finding;
  }

  static std::string alternative(const Outcome& outcome) {
    if (outcome.alternative > 0) {
      return fmt::format("alternative {}", outcome.alternative);
    }
    return outcome.verdict == Verdict::Originating
               ? "that it originates without alternatives"
               : "none that is met";
  }

  static std::string named(std::string_view what, std::uint16_t index,
                           const std::vector<ir::Article>& among) {
    return index == kNoIndex ? fmt::format("no {}", what)
                             : fmt::format("{} {}", what, among[index].name);
  }

  // The smallest set of facts that decides must be those named. What is not
  // known of materials need not be, but for tags and attributes where some are;
  // the rest, such as a status, has no name of its own to write.
  void missing(const ir::Expectation& expectation, Finding& finding) const {
    std::vector<std::uint32_t> facts;
    std::vector<std::uint32_t> tags;
    std::vector<std::uint32_t> columns;
    for (const Question& it : explanation_.questions) {
      if (!it.decides) continue;
      finding.found += finding.found.empty() ? "missing " : ", ";
      if (it.missing.subject == Subject::Tag) tags.push_back(it.missing.index);
      if (it.missing.subject == Subject::Column) {
        columns.push_back(it.missing.index);
      }
      if (it.missing.subject != Subject::Fact) {
        finding.found += it.text;
        continue;
      }
      facts.push_back(it.missing.index);
      finding.found += pack_.facts[it.missing.index].name;
    }
    if (finding.found.empty()) finding.found = "that nothing is missing";
    const bool names_materials =
        !expectation.tags.empty() || !expectation.columns.empty();
    finding.is_met =
        are_same(expectation.facts, facts) &&
        (!names_materials || (are_same(expectation.tags, tags) &&
                              are_same(expectation.columns, columns)));
  }

  static bool are_same(std::vector<std::uint32_t> some,
                       std::vector<std::uint32_t> others) {
    std::sort(some.begin(), some.end());
    std::sort(others.begin(), others.end());
    return some == others;
  }

  const ir::Pack& pack_;
  const bytecode::Image& image_;
  const ir::Case& from_;
  FactSheet sheet_;
  std::optional<FoldedSheet> folded_;
  std::vector<std::int64_t> thresholds_;
  Options options_;
  Explanation explanation_;
};

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
  tested.pack = check(trees, diagnostics);
  if (diagnostics.has_errors()) {
    print_diagnostics(diagnostics, streams);
    errors = render(diagnostics.sorted(), false);
    exit_code = kErrorsInRules;
    return {};
  }
  std::vector<ir::RequirementId> expected;
  for (const ir::Case& it : tested.pack.cases) {
    for (const ir::Expectation& expectation : it.expectations) {
      if (expectation.kind != ir::ExpectKind::Requirement) continue;
      expected.push_back(expectation.requirement);
    }
  }
  Emitted emitted =
      emit_within_limits(tested.pack, tested.sources, diagnostics, expected);
  if (diagnostics.has_errors()) {
    print_diagnostics(diagnostics, streams);
    exit_code = kErrorsInRules;
    return {};
  }
  tested.bytes = std::move(emitted.image);
  tested.programs = std::move(emitted.programs);
  const bytecode::Loaded loaded = bytecode::load(tested.bytes);
  if (loaded.error != bytecode::LoadError::None) {
    errors = "the image does not verify";
    exit_code =
        fail(streams, {fmt::format("`{}` compiles to an image that does "
                                   "not verify",
                                   paths.name),
                       "report this as a defect of origo"});
    return {};
  }
  tested.image = loaded.image;
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
      results.push_back(
          CaseRun(tested, it).run(program, has_worksheet, coverage));
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
  if (options.has_coverage && options.format == TestFormat::JUnit) {
    return fail(streams, {"JUnit has no place for coverage",
                          "write `--format text` or `--format json`"});
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
