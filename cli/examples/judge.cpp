// The compiler and the evaluator, as `origo test` uses them.
#include "cli/examples/judge.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/fact_sheet.hpp"
#include "cli/folded_sheet.hpp"
#include "engine/check/check.hpp"
#include "engine/emit/emit.hpp"
#include "engine/explain/explanation.hpp"
#include "engine/explain/figures.hpp"
#include "engine/explain/sentences.hpp"
#include "grammar/parse.hpp"

namespace origo::examples {
namespace {

struct Compiled {
  std::vector<SourceFile> sources;
  ir::Pack pack;
  std::vector<std::byte> bytes;
  std::optional<bytecode::Image> image;
  std::vector<std::uint16_t> programs;  // in the order of the expectations
};

std::string first_error(const Diagnostics& diagnostics) {
  for (const Diagnostic& it : diagnostics.sorted()) {
    if (it.severity() != Severity::Error) continue;
    return fmt::format(
        "{} at `{}`", it.message(),
        it.primary().span.source != nullptr ? it.primary().span.text() : "");
  }
  return "it does not compile";
}

void compile(const Draft& draft, const Example& example, Compiled& compiled) {
  compiled.sources.push_back(
      {example.id, text_of(draft, example, Purpose::Judging)});
  for (const CommonRules& it : common_rules()) {
    for (const std::string& name : draft.uses) {
      if (it.name == name) compiled.sources.push_back({it.name, it.text});
    }
  }
  Diagnostics diagnostics;
  std::vector<ast::Tree> trees;
  for (const SourceFile& source : compiled.sources) {
    trees.push_back(grammar::parse(source, diagnostics));
  }
  if (!diagnostics.has_errors()) compiled.pack = check(trees, diagnostics);
  if (diagnostics.has_errors()) {
    throw NotExpressed{"the engine does not accept it: " +
                       first_error(diagnostics)};
  }
  std::vector<ir::RequirementId> expected;
  for (const ir::Case& it : compiled.pack.cases) {
    for (const ir::Expectation& expectation : it.expectations) {
      if (expectation.kind != ir::ExpectKind::Requirement) continue;
      expected.push_back(expectation.requirement);
    }
  }
  Emitted emitted = emit(compiled.pack, expected);
  compiled.bytes = std::move(emitted.image);
  compiled.programs = std::move(emitted.programs);
  compiled.image = bytecode::load(compiled.bytes).image;
  if (!compiled.image) throw NotExpressed{"its image does not verify"};
}

struct Found {
  bool is_met = false;
  std::string text;
};

// One case of the pack with its expectations, in their order.
class CaseRun {
 public:
  CaseRun(const Compiled& compiled, const ir::Case& from)
      : compiled_(compiled),
        from_(from),
        sheet_(fact_sheet(compiled.pack, from)),
        thresholds_(compiled.pack.thresholds.size(), kMissing) {
    Options options;
    options.thresholds = thresholds_;
    folded_.emplace(*compiled.image, sheet_, thresholds_);
    explanation_ = explain_sheet(*compiled.image, sheet_, options, false);
  }

  std::vector<Found> run(const std::uint16_t*& program) {
    std::vector<Found> all;
    for (const ir::Expectation& it : from_.expectations) {
      all.push_back(it.kind == ir::ExpectKind::Requirement
                        ? requirement(*program++)
                        : outcome(it));
    }
    return all;
  }

 private:
  [[nodiscard]] Found requirement(std::uint16_t program) const {
    const Section section =
        explain_requirement(*compiled_.image, folded_->good(), program);
    if (section.requirements.empty()) return {false, "beyond what is counted"};
    const ExplainedRequirement& root = section.requirements.front();
    Found found{root.truth == Truth::Met,
                root.truth == Truth::Unknown ? "facts are missing" : "not so"};
    for (const ExplainedRequirement& it : section.requirements) {
      if (!it.measurement || it.measurement->measure.value == kMissing) {
        continue;
      }
      found.text = shown(it.measurement->measure, explanation_.currency);
      break;
    }
    return found;
  }

  [[nodiscard]] Found outcome(const ir::Expectation& it) const {
    const Outcome& outcome = explanation_.outcome;
    const auto same = [&it](std::uint32_t value) { return it.value == value; };
    switch (it.kind) {
      case ir::ExpectKind::Verdict:
        return {same(static_cast<std::uint32_t>(outcome.verdict)),
                std::string(word_for(outcome.verdict))};
      case ir::ExpectKind::Alternative:
        return {same(outcome.alternative),
                fmt::format("alternative {}", outcome.alternative)};
      case ir::ExpectKind::Criterion:
        return {same(outcome.criterion), "another criterion"};
      case ir::ExpectKind::Tolerance:
        return {same(outcome.tolerance), "another tolerance, or none"};
      case ir::ExpectKind::Assumed:
        return {same(outcome.assumed_materials),
                fmt::format("assumed {}", outcome.assumed_materials)};
      case ir::ExpectKind::Part:
      case ir::ExpectKind::Rule:
      case ir::ExpectKind::Missing:
      case ir::ExpectKind::Requirement:
      case ir::ExpectKind::Countries:
        break;  // converters write none of the others here
    }
    return {false, "an expectation that examples do not have"};
  }

  const Compiled& compiled_;
  const ir::Case& from_;
  FactSheet sheet_;
  std::vector<std::int64_t> thresholds_;
  std::optional<FoldedSheet> folded_;
  Explanation explanation_;
};

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
  Compiled compiled;
  compile(draft, example, compiled);
  const std::uint16_t* program = compiled.programs.data();
  bool has_verdict = false;
  bool is_verdict_met = true;
  std::vector<std::pair<Expected*, Found>> open;
  for (std::size_t i = 0; i < draft.cases.size(); ++i) {
    const std::vector<Found> found =
        CaseRun(compiled, compiled.pack.cases[i]).run(program);
    std::size_t at = 0;
    for (Expected& it : draft.cases[i].expected) {
      const bool is_verdict = it.key.ends_with(".verdict");
      const Found& strict = found[at++];
      const bool has_print = !it.as_printed.empty();
      const bool is_print_met = has_print && found[at++].is_met;
      has_verdict |= is_verdict;
      is_verdict_met &= !is_verdict || strict.is_met;
      if (strict.is_met) continue;
      if (is_print_met) {
        it.is_erratum = true;
        judged.errata.push_back({it.key, it.printed, strict.text});
      } else {
        open.emplace_back(&it, strict);
      }
    }
  }
  for (auto& [it, found] : open) {
    // The exact value decides. A figure that the source itself is known to
    // print wrong is no failure where the verdict stands.
    const bool is_figure =
        !it->printed.empty() && it->key.ends_with("_printed");
    if (is_figure && example.has_erratum && has_verdict && is_verdict_met) {
      it->is_erratum = true;
      judged.errata.push_back({it->key, it->printed, found.text});
      continue;
    }
    judged.failures.push_back(
        {it->key, it->printed.empty() ? it->text : it->printed, found.text});
  }
  return judged;
}

}  // namespace origo::examples
