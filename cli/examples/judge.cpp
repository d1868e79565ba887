// The compiler and the evaluator, as `origo test` uses them.
#include "cli/examples/judge.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/case_run.hpp"
#include "grammar/parse.hpp"

namespace origo::examples {
namespace {

std::string first_error(const Diagnostics& diagnostics) {
  for (const Diagnostic& it : diagnostics.sorted()) {
    if (it.severity() != Severity::Error) continue;
    return fmt::format(
        "{} at `{}`", it.message(),
        it.primary().span.source != nullptr ? it.primary().span.text() : "");
  }
  return "it does not compile";
}

void compile(const Draft& draft, const Example& example, TestedPack& tested) {
  tested.sources.push_back(
      {example.id, text_of(draft, example, Purpose::Judging)});
  for (const CommonRules& it : common_rules()) {
    for (const std::string& name : draft.uses) {
      if (it.name == name) tested.sources.push_back({it.name, it.text});
    }
  }
  Diagnostics diagnostics;
  std::vector<ast::Tree> trees;
  for (const SourceFile& source : tested.sources) {
    trees.push_back(grammar::parse(source, diagnostics));
  }
  const bool is_compiled =
      !diagnostics.has_errors() && compile_cases(tested, trees, diagnostics);
  if (!is_compiled) {
    throw NotExpressed{"the engine does not accept it: " +
                       first_error(diagnostics)};
  }
}

// What would have to be known for a verdict that is open.
std::string missing(const CaseResult& result, const ir::Pack& pack) {
  std::string text;
  for (const Question& it : result.explanation.questions) {
    if (!it.decides) continue;
    text += text.empty() ? ", without " : ", ";
    text += it.missing.subject == Subject::Fact
                ? pack.facts[it.missing.index].name
                : it.text;
  }
  return text;
}

}  // namespace

const std::vector<CommonRules>& common_rules() {
  static const std::vector<CommonRules> kRules = {
#include "common_rules.inc"
  };
  return kRules;
}

bool has_common_threshold(std::string_view file, std::string_view name) {
  const std::string declaration = fmt::format("\nthreshold {} ", name);
  return std::any_of(common_rules().begin(), common_rules().end(),
                     [&](const CommonRules& it) {
                       return it.name == file &&
                              it.text.find(declaration) != std::string::npos;
                     });
}

Judged judge(Draft& draft, const Example& example) {
  Judged judged;
  for (const Compared& it : draft.compared) {
    if (it.is_met) continue;
    (it.is_erratum ? judged.errata : judged.failures)
        .push_back({it.key, it.expected, it.found});
  }
  if (draft.cases.empty()) return judged;
  TestedPack tested;
  compile(draft, example, tested);
  const std::uint16_t* program = tested.programs.data();
  for (std::size_t i = 0; i < draft.cases.size(); ++i) {
    const CaseResult result =
        run_case(tested, tested.pack.cases[i], program, false);
    auto finding = result.tested.findings.begin();
    for (Expected& it : draft.cases[i].expected) {
      const Finding& strict = *finding++;
      const bool has_print = !it.as_printed.empty();
      const bool is_print_met = has_print && (finding++)->is_met;
      if (strict.is_met) continue;
      it.is_erratum = is_print_met;
      const bool is_verdict =
          strict.expectation->kind == ir::ExpectKind::Verdict;
      (is_print_met ? judged.errata : judged.failures)
          .push_back({it.key, it.printed.empty() ? it.text : it.printed,
                      strict.found +
                          (is_verdict ? missing(result, tested.pack) : "")});
    }
  }
  return judged;
}

}  // namespace origo::examples
