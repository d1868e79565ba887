// Evaluates at the critical values of the trace, then wherever the truths of
// two neighbours still differ.
#include "engine/explain/threshold_set.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>

#include "engine/core/limits.hpp"
#include "engine/eval/margin.hpp"
#include "engine/explain/motion.hpp"

namespace origo {
namespace {

using bytecode::Image;
using bytecode::LimitKind;
using bytecode::Op;

constexpr std::size_t kReasonsFirst = 256;
constexpr std::size_t kReasonsMax = std::size_t{1} << 20;

// A truth of a trace, by what made it.
struct Mark {
  std::uint16_t program = 0;
  std::uint16_t instruction = 0;
  std::uint16_t ordinal = 0;
  std::uint16_t run = 0;
  Truth truth = Truth::Unknown;
  bool is_measured = false;

  friend bool operator==(const Mark&, const Mark&) = default;
};

// What was found at one value.
struct Sample {
  Outcome outcome;
  std::vector<Mark> marks;
  bool has_all_facts = false;  // none was missing
};

bool is_same(const Sample& a, const Sample& b) {
  return a.outcome.verdict == b.outcome.verdict && a.marks == b.marks;
}

class Finder {
 public:
  Finder(const Image& image, const Good& good, std::uint16_t threshold,
         const ThresholdDomain& domain, const Options& options)
      : image_(image),
        good_(good),
        threshold_(threshold),
        domain_(domain),
        options_(options),
        thresholds_(options.thresholds.begin(), options.thresholds.end()),
        scratch_(scratch_size(image, good.materials.count)),
        reasons_(kReasonsFirst),
        missing_(1) {
    thresholds_.resize(image.thresholds().size(), kMissing);
    options_.thresholds = thresholds_;
  }

  ThresholdSet run() {
    sample(domain_.first);
    sample(domain_.last);
    const std::vector<std::int64_t> critical = std::move(critical_);
    for (const std::int64_t value : critical) sample(value);
    for (auto it = samples_.begin(); result_.is_exact();) {
      const auto next = std::next(it);
      if (next == samples_.end()) break;
      const std::uint64_t gap = static_cast<std::uint64_t>(next->first) -
                                static_cast<std::uint64_t>(it->first);
      if (gap == 1) {
        it = next;
      } else if (is_same(it->second, next->second)) {
        require_steady(it->second, next->second);
        it = next;
      } else {
        // The new neighbour lies between, so that it is looked at next.
        sample(it->first + static_cast<std::int64_t>(gap / 2));
      }
    }
    if (result_.is_exact()) spans();
    result_.evaluations = samples_.size();
    return std::move(result_);
  }

 private:
  void sample(std::int64_t value) {
    const auto [it, is_new] = samples_.try_emplace(value);
    if (!is_new) return;
    thresholds_[threshold_] = value;
    Trace trace;
    Outcome outcome;
    for (;;) {
      trace = {};
      trace.reasons = reasons_;
      trace.missing = missing_;
      options_.trace = &trace;
      outcome = evaluate(image_, good_, scratch_, options_);
      // That a missing fact has no room does not matter.
      if (trace.count < reasons_.size()) break;
      if (reasons_.size() >= kReasonsMax) {
        result_.obstacle = "its rules have too many requirements";
        break;
      }
      reasons_.resize(reasons_.size() * 4);
    }
    if (outcome.failure != Failure::None) {
      result_.obstacle = "an amount is refused or too large";
    }
    Sample& sample = it->second;
    sample.outcome = outcome;
    sample.has_all_facts = trace.missing_count == 0;
    for (const Reason& reason : trace.reasons.first(trace.count)) {
      const bool is_comparison =
          reason.op == Op::Test || reason.op == Op::Compare;
      sample.marks.push_back({reason.program, reason.instruction,
                              reason.ordinal, reason.run, reason.truth,
                              is_comparison && reason.is_measured});
      if (is_comparison && samples_.size() <= 2) add_critical(reason);
    }
  }

  // Where a content test holds the threshold against what it measures. Only a
  // good guess where next to look: what is concluded rests on samples.
  void add_critical(const Reason& reason) {
    if (reason.op != Op::Test || reason.test == kNoIndex) return;
    const bytecode::TestRecord& test = image_.tests()[reason.test];
    if (test.limit_kind != static_cast<std::uint8_t>(LimitKind::Threshold) ||
        test.limit != threshold_ || !reason.is_measured) {
      return;
    }
    for (const Fraction128& measure : {reason.measure, reason.measure_high}) {
      std::int64_t value = 0;
      if (!share_of(measure, value)) continue;
      for (const std::int64_t near : {-1, 0, 1}) {
        std::int64_t at = 0;
        if (__builtin_add_overflow(value, near, &at)) continue;
        if (at > domain_.first && at < domain_.last) critical_.push_back(at);
      }
    }
  }

  // By induction over the order of execution: what the programs choose and
  // select depends on earlier truths, which are the same at both ends; so each
  // number moves one way between them, and each truth that is the same at both
  // ends is the same between.
  void require_steady(const Sample& a, const Sample& b) {
    const bool has_all_facts = a.has_all_facts && b.has_all_facts;
    for (const Mark& mark : a.marks) {
      const auto& motions = motions_of_program(mark.program);
      const ComparisonMotion& it = motions[mark.instruction];
      const bool moves_one_way = it.motion != Motion::Wanders &&
                                 (!it.needs_known_base || mark.is_measured) &&
                                 (!it.needs_all_facts || has_all_facts);
      if (moves_one_way || (it.is_line && has_all_facts)) continue;
      const bytecode::ProgramRecord& program = image_.programs()[mark.program];
      result_.obstacle = fmt::format(
          "`{}` may turn more than once",
          image_.text(image_.labels()[program.first_label + mark.ordinal]));
      return;
    }
  }

  const std::vector<ComparisonMotion>& motions_of_program(
      std::uint16_t program) {
    const auto [it, is_new] = motions_.try_emplace(program);
    if (is_new) {
      it->second = motions_of(image_, good_, program, threshold_, domain_.first,
                              options_);
    }
    return it->second;
  }

  void spans() {
    for (const auto& [value, sample] : samples_) {
      auto& spans = result_.spans;
      if (spans.empty() || spans.back().verdict != sample.outcome.verdict) {
        spans.push_back({value, value, sample.outcome.verdict});
      }
      spans.back().last = value;
    }
  }

  const Image& image_;
  const Good& good_;
  std::uint16_t threshold_;
  ThresholdDomain domain_;
  Options options_;
  std::vector<std::int64_t> thresholds_;
  std::vector<std::byte> scratch_;
  std::vector<Reason> reasons_;
  std::vector<Missing> missing_;
  std::map<std::int64_t, Sample> samples_;
  std::map<std::uint16_t, std::vector<ComparisonMotion>> motions_;
  std::vector<std::int64_t> critical_;
  ThresholdSet result_;
};

}  // namespace

Verdict ThresholdSet::at(std::int64_t value) const {
  const auto it = std::lower_bound(
      spans.begin(), spans.end(), value,
      [](const ThresholdSpan& span, std::int64_t v) { return span.last < v; });
  return it->verdict;
}

ThresholdDomain domain_of(const Image& image, std::uint16_t threshold) {
  const auto type =
      static_cast<Type>(std::uint8_t{image.thresholds()[threshold].type});
  if (type == Type::Percent) return {0, limits::kDecimalScale};
  return {0, std::numeric_limits<std::int64_t>::max()};
}

ThresholdSet threshold_set(const Image& image, const Good& good,
                           std::uint16_t threshold,
                           const ThresholdDomain& domain,
                           const Options& options) {
  return Finder(image, good, threshold, domain, options).run();
}

}  // namespace origo
