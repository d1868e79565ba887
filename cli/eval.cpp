// Reads the facts, explains each good, prints.
#include "cli/eval.hpp"

#include <fmt/ostream.h>

#include <algorithm>

#include "cli/exit_codes.hpp"
#include "cli/folded_sheet.hpp"
#include "cli/image_file.hpp"
#include "cli/progress.hpp"
#include "cli/suppose.hpp"
#include "engine/explain/explanation.hpp"
#include "engine/explain/json.hpp"
#include "engine/explain/sentences.hpp"
#include "engine/explain/worksheet.hpp"

namespace origo {
namespace {

// What several goods together come to.
struct Tally {
  std::size_t originating = 0;
  std::size_t not_originating = 0;
  std::size_t undetermined = 0;
  std::size_t no_rule = 0;
  bool has_countries = false;

  void add(const Explanation& explanation) {
    has_countries = explanation.origins.has_value();
    add(explanation.outcome.verdict);
  }

  void add(Verdict verdict) {
    switch (verdict) {
      case Verdict::Originating:
        ++originating;
        return;
      case Verdict::NotOriginating:
        ++not_originating;
        return;
      case Verdict::Undetermined:
        ++undetermined;
        return;
      case Verdict::NoRule:
        ++no_rule;
        return;
    }
  }

  [[nodiscard]] int exit_code() const {
    if (not_originating > 0) return kNotOriginating;
    return undetermined + no_rule > 0 ? kUndetermined : kDone;
  }
};

std::string line_for(const Explanation& explanation) {
  const std::string code(print_hs_code(explanation.code).view());
  return fmt::format("{:<16}  {}  {}", result_of(explanation), code,
                     explanation.good.empty() ? "" : explanation.good + ": ") +
         explanation.summary;
}

void print_tally(const Tally& tally, std::size_t goods, Streams& streams) {
  if (tally.has_countries) {
    fmt::print(streams.out,
               "\n{}: {} determined, {} without a country, {} undetermined\n",
               counted(goods, "good"), tally.originating, tally.not_originating,
               tally.undetermined);
    return;
  }
  fmt::print(streams.out,
             "\n{}: {} originating, {} not originating, {} undetermined",
             counted(goods, "good"), tally.originating, tally.not_originating,
             tally.undetermined);
  if (tally.no_rule > 0) {
    fmt::print(streams.out, ", {} without a rule", tally.no_rule);
  }
  streams.out << '\n';
}

}  // namespace

int run_eval(const EvalOptions& options, Streams& streams) {
  int exit_code = kDone;
  const auto open =
      open_pack({options.pack, {options.pack}}, streams, exit_code);
  if (!open) return exit_code;
  InputError error;
  const auto thresholds =
      supposed_thresholds(open->image, options.suppose, error);
  if (!thresholds) return fail(streams, error);
  auto facts = read_facts(open->image, options.facts, streams);
  if (!facts) return kUsage;
  Options evaluation;
  evaluation.thresholds = *thresholds;
  const bool has_worksheets =
      options.has_worksheets || (facts->goods.size() == 1 && !options.is_brief);
  Tally tally;
  Progress progress(streams, "evaluating");
  for (std::size_t i = 0; i < facts->goods.size(); ++i) {
    FactSheet& sheet = facts->goods[i];
    const Explanation explanation = explain_sheet(
        open->image, sheet, evaluation, options.is_json || has_worksheets);
    tally.add(explanation);
    progress.show(i, facts->goods.size());
    if (options.is_json) {
      streams.out << explanation_json(open->image, explanation) << '\n';
    } else if (has_worksheets) {
      streams.out << (i > 0 ? "\n" : "")
                  << worksheet(explanation, streams.out_has_color);
    } else {
      fmt::print(streams.out, "{}\n", line_for(explanation));
    }
  }
  if (!options.is_json && facts->goods.size() > 1) {
    print_tally(tally, facts->goods.size(), streams);
  }
  return tally.exit_code();
}

}  // namespace origo
