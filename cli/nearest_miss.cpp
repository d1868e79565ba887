// Evaluates single changes once more, with their margins.
#include "cli/nearest_miss.hpp"

#include "cli/folded_sheet.hpp"
#include "engine/eval/analysis.hpp"
#include "engine/eval/margin.hpp"

namespace origo {
namespace {

// More is not read, and each is an evaluation.
constexpr std::size_t kTriedMax = 2'000;
constexpr std::size_t kReasonsMax = std::size_t{1} << 20;

// By how many points the one requirement is missed on which the verdict hangs.
std::optional<std::int64_t> points_short(const bytecode::Image& image,
                                         FactSheet sheet,
                                         const Options& evaluation) {
  const FoldedSheet folded(image, sheet, evaluation.thresholds);
  const Good& good = folded.good();
  std::vector<std::byte> scratch(scratch_size(image, good.materials.count));
  std::vector<Reason> reasons(256);
  Options options = evaluation;
  Trace trace;
  Outcome outcome;
  for (;; reasons.resize(reasons.size() * 4)) {
    trace = {};
    trace.reasons = reasons;
    options.trace = &trace;
    outcome = evaluate(image, good, scratch, options);
    if (trace.count < reasons.size() || reasons.size() >= kReasonsMax) break;
  }
  if (outcome.verdict != Verdict::NotOriginating) return {};
  // That missing facts had no room is no matter here.
  trace.is_truncated = false;
  mark_critical(image, outcome, trace);
  std::optional<std::int64_t> fewest;
  for (const Reason& reason : trace.reasons.first(trace.count)) {
    if (!reason.is_critical || !reason.is_measured ||
        reason.truth != Truth::NotMet) {
      continue;
    }
    const Margin margin = margin_of(image, reason);
    if (!margin.has_points) continue;
    const std::int64_t points = -margin.points;
    if (!fewest || points < *fewest) fewest = points;
  }
  return fewest;
}

// No election, then all values of all of them while they are few.
std::vector<std::vector<Election>> elections_of(const bytecode::Image& image,
                                                const SearchResult& result) {
  std::vector<std::vector<Election>> all(1);
  for (const std::uint16_t fact : result.elections) {
    const bytecode::FactRecord& record = image.facts()[fact];
    const bool is_choice =
        record.type == static_cast<std::uint8_t>(Type::Choice);
    const std::int64_t values =
        is_choice ? std::int64_t{record.choice_count} : 2;
    std::vector<std::vector<Election>> longer;
    for (const std::vector<Election>& made : all) {
      for (std::int64_t value = 0; value < values; ++value) {
        longer.push_back(made);
        longer.back().push_back({fact, value});
      }
    }
    if (longer.size() > kTriedMax) return std::vector<std::vector<Election>>(1);
    all = std::move(longer);
  }
  if (!result.elections.empty()) all.insert(all.begin(), {{}});
  return all;
}

}  // namespace

std::optional<Solution> nearest_miss(const bytecode::Image& image,
                                     const FactSheet& sheet,
                                     const SearchResult& result,
                                     const Options& evaluation) {
  std::vector<Solution> candidates;
  for (const std::vector<Election>& made : elections_of(image, result)) {
    candidates.push_back({made, {}, {}, 0});
    for (const LineChange& change : result.changes) {
      candidates.push_back({made, {change}, {}, change.cost});
    }
  }
  std::optional<Solution> nearest;
  std::int64_t fewest = 0;
  for (std::size_t i = 0; i < candidates.size() && i < kTriedMax; ++i) {
    const auto points = points_short(
        image, with_solution(image, sheet, candidates[i]), evaluation);
    if (!points || (nearest && *points >= fewest)) continue;
    fewest = *points;
    nearest = candidates[i];
  }
  return nearest;
}

}  // namespace origo
