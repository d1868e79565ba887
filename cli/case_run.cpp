// A case is evaluated once; each expectation is held against the outcome, or is
// a program of its own.
#include "cli/case_run.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/fact_sheet.hpp"
#include "cli/folded_sheet.hpp"
#include "engine/check/check.hpp"
#include "engine/compile.hpp"
#include "engine/explain/figures.hpp"
#include "engine/explain/sentences.hpp"
#include "engine/explain/worksheet.hpp"

namespace origo {
namespace {

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

  CaseResult run(const std::uint16_t*& program, bool has_worksheet) {
    folded_.emplace(image_, sheet_, thresholds_);
    explanation_ = explain_sheet(image_, sheet_, options_, has_worksheet);
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
    return {std::move(result), std::move(explanation_)};
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
  // known of materials has no name of its own to write.
  void missing(const ir::Expectation& expectation, Finding& finding) const {
    std::vector<std::uint32_t> facts;
    for (const Question& it : explanation_.questions) {
      if (!it.decides) continue;
      finding.found += finding.found.empty() ? "missing " : ", ";
      if (it.missing.subject != Subject::Fact) {
        finding.found += it.text;
        continue;
      }
      facts.push_back(it.missing.index);
      finding.found += pack_.facts[it.missing.index].name;
    }
    if (finding.found.empty()) finding.found = "that nothing is missing";
    std::vector<std::uint32_t> expected = expectation.facts;
    std::sort(expected.begin(), expected.end());
    std::sort(facts.begin(), facts.end());
    finding.is_met = expected == facts;
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

}  // namespace

bool compile_cases(TestedPack& tested, const std::vector<ast::Tree>& trees,
                   Diagnostics& diagnostics) {
  tested.pack = check(trees, diagnostics);
  if (diagnostics.has_errors()) return false;
  std::vector<ir::RequirementId> expected;
  for (const ir::Case& it : tested.pack.cases) {
    for (const ir::Expectation& expectation : it.expectations) {
      if (expectation.kind != ir::ExpectKind::Requirement) continue;
      expected.push_back(expectation.requirement);
    }
  }
  Emitted emitted =
      emit_within_limits(tested.pack, tested.sources, diagnostics, expected);
  if (diagnostics.has_errors()) return false;
  tested.bytes = std::move(emitted.image);
  tested.programs = std::move(emitted.programs);
  const bytecode::Loaded loaded = bytecode::load(tested.bytes);
  if (loaded.error != bytecode::LoadError::None) return false;
  tested.image = loaded.image;
  return true;
}

CaseResult run_case(const TestedPack& tested, const ir::Case& from,
                    const std::uint16_t*& program, bool has_worksheet) {
  return CaseRun(tested, from).run(program, has_worksheet);
}

}  // namespace origo
