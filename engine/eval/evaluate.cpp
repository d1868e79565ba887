// The decision: which rule applies, and whether the good originates.
//
// A good originates when one criterion is met and every condition is. One of
// the criteria is the product rule; which one applies may itself depend on
// facts that are missing, and then all that may apply must agree.
#include "engine/eval/evaluate.hpp"

#include "engine/core/date.hpp"
#include "engine/eval/machine.hpp"
#include "engine/eval/select.hpp"

namespace origo {
namespace {

using bytecode::Image;
using bytecode::kNone;

// By the truth of "it originates"; the second where a rule was asked for and
// none applied, nor was another criterion met.
constexpr Verdict kVerdicts[][3] = {
    {Verdict::NotOriginating, Verdict::Undetermined, Verdict::Originating},
    {Verdict::NoRule, Verdict::Undetermined, Verdict::Originating}};

class Decision {
 public:
  Decision(const Image& image, const Good& good, std::span<std::byte> memory,
           const Options& options) noexcept
      : image_(image),
        good_(good),
        intervals_(image, good.code),
        machine_(image, good, memory, options) {}

  [[nodiscard]] Machine& machine() noexcept { return machine_; }

  void run(Outcome& outcome) noexcept {
    // Nothing originates under an agreement that is not in force. Without a
    // date it is asked about as if it were.
    if (in_period(image_.agreement().from, image_.agreement().until) ==
        Truth::NotMet) {
      outcome.verdict = Verdict::NoRule;
      return;
    }
    const Standing rule = product_rule(outcome);
    machine_.begin(kNone);
    const Award award = image_.criteria().size() == 1 ? award_of(0, rule)
                                                      : best_criterion(rule);
    Truth truth = award.standing.truth();
    for (std::uint16_t i = 0; i < image_.conditions().size(); ++i) {
      const std::uint16_t program = image_.conditions()[i].program;
      truth = both(
          truth, machine_.run(program, Reason::Context::Condition, i).truth());
    }
    conclude(truth, award, outcome);
  }

 private:
  // A criterion and what it came to.
  struct Award {
    Standing standing = Standing::of(Truth::NotMet, 0);
    std::uint16_t criterion = kNoIndex;
    bool is_by_rule = true;
  };

  // Whether the clock of the agreement lies in a period; unknown without it.
  [[nodiscard]] Truth in_period(std::int32_t from,
                                std::int32_t until) const noexcept {
    const std::uint16_t clock = image_.agreement().clock;
    const std::int64_t date =
        clock < good_.facts.size() ? good_.facts[clock] : kMissing;
    if (date != kMissing) return truth_of(from <= date && date <= until);
    return from <= kEarliest.days && until >= kLatest.days ? Truth::Met
                                                           : Truth::Unknown;
  }

  // Whether `rule` is the one for the good, given that none before it is.
  Truth applies(std::uint16_t rule) noexcept {
    const bytecode::RuleRecord& record = image_.rules()[rule];
    Truth truth = Truth::Met;
    if (record.period != kNone) {
      const bytecode::PeriodRecord& period = image_.periods()[record.period];
      truth = in_period(period.from, period.until);
      if (truth == Truth::Unknown) {
        machine_.note(Subject::Fact, image_.agreement().clock);
      }
    }
    if (truth == Truth::NotMet || record.when == kNone) return truth;
    return both(truth,
                machine_.run(record.when, Reason::Context::When, rule).truth());
  }

  Standing product_rule(Outcome& outcome) noexcept {
    // Most codes fall under one rule that applies to all of them.
    if (intervals_.last - intervals_.first == 1) {
      const std::uint16_t rule = sole_rule(image_, *intervals_.first);
      if (rule != kNone) {
        outcome.rule = rule;
        outcome.rules = 1;
        const std::uint16_t program = image_.rules()[rule].require;
        machine_.begin(program);
        return machine_.run(program, Reason::Context::Rule, rule);
      }
    }
    return contested_rule(outcome);
  }

  // Tries every rule that may apply. Only their agreement is a result.
  [[gnu::noinline]] Standing contested_rule(Outcome& outcome) noexcept {
    Standing agreed = Standing::of(Truth::NotMet, 0);
    bool may_have_none = intervals_.first == intervals_.last;
    bool do_agree = true;
    if (intervals_.last - intervals_.first > 1 || !good_.code.is_known()) {
      machine_.note(Subject::GoodCode, 0);
    }
    for (const bytecode::U64* it = intervals_.first; it != intervals_.last;
         ++it) {
      Candidates candidates(image_, *it);
      Truth found = Truth::NotMet;
      for (std::uint16_t rule = candidates.next();
           rule != kNone && found != Truth::Met; rule = candidates.next()) {
        machine_.begin(image_.rules()[rule].require);
        const Truth applicable = applies(rule);
        if (applicable == Truth::NotMet) continue;
        found = applicable;
        if (++outcome.rules > limits::kCandidateRules) {
          outcome.failure = Failure::TooManyRules;
          return agreed;
        }
        const Standing result = machine_.run(image_.rules()[rule].require,
                                             Reason::Context::Rule, rule);
        if (outcome.rules == 1) {
          outcome.rule = rule;
          agreed = result;
        }
        do_agree = do_agree && result.truth() == agreed.truth();
      }
      may_have_none = may_have_none || found != Truth::Met;
    }
    Truth truth = agreed.truth();
    if (may_have_none) truth = both(truth, Truth::Unknown);
    if (!do_agree || !good_.code.is_known()) truth = Truth::Unknown;
    return truth == agreed.truth() ? agreed : Standing::of(truth, 0);
  }

  Award award_of(std::uint16_t criterion, const Standing& rule) noexcept {
    const std::uint16_t program = image_.criteria()[criterion].program;
    if (program == kNone) {
      asks_rule_ = true;
      return {rule, criterion, true};
    }
    return {machine_.run(program, Reason::Context::Criterion, criterion),
            criterion, false};
  }

  // The first criterion that is met, or else the one that came nearest.
  [[gnu::noinline]] Award best_criterion(const Standing& rule) noexcept {
    Award best;
    for (std::uint16_t i = 0; i < image_.criteria().size(); ++i) {
      const Award next = award_of(i, rule);
      const Truth before = best.standing.truth();
      if (next.standing.truth() == Truth::Met) {
        // Of steps that are ordered, one that is unknown leaves later ones
        // open.
        return before == Truth::Unknown && image_.is_cascade() ? best : next;
      }
      if (before == Truth::NotMet) best = next;
    }
    return best;
  }

  void conclude(Truth truth, const Award& award, Outcome& outcome) noexcept {
    outcome.assumed_materials = machine_.assumed_materials();
    if (outcome.failure == Failure::None) outcome.failure = machine_.failure();
    if (outcome.failure != Failure::None) truth = Truth::Unknown;
    // kNoIndex, which is all bits, unless the good originates: nothing branches
    // on the verdict, which no processor could predict.
    const auto none =
        static_cast<std::uint16_t>(truth == Truth::Met ? 0 : kNoIndex);
    outcome.criterion = award.criterion | none;
    outcome.tolerance = award.standing.tolerance() | none;
    outcome.alternative =
        static_cast<std::uint16_t>(award.standing.alternative() & ~none);
    const bool has_no_rule = outcome.rule == kNoIndex && asks_rule_;
    const bool has_no_award = award.standing.truth() != Truth::Met;
    outcome.verdict = kVerdicts[(has_no_rule & has_no_award) ? 1 : 0]
                               [static_cast<std::size_t>(truth)];
    if (!award.is_by_rule) outcome.rule |= static_cast<std::uint16_t>(~none);
  }

  const Image& image_;
  const Good& good_;
  Intervals intervals_;
  Machine machine_;
  bool asks_rule_ = false;  // one of the criteria that were tried is the rule
};

Failure failure_before(const Good& good, const Machine& machine,
                       const Options& options) noexcept {
  if (good.materials.count > limits::kMaterials) {
    return Failure::TooManyMaterials;
  }
  if (!machine.has_room()) return Failure::ScratchTooSmall;
  if (options.trace != nullptr) {
    options.trace->count = 0;
    options.trace->missing_count = 0;
    options.trace->selection_count = 0;
    options.trace->is_truncated = false;
  }
  return Failure::None;
}

}  // namespace

Outcome evaluate(const Image& image, const Good& good,
                 std::span<std::byte> memory, const Options& options) noexcept {
  Outcome outcome;
  Decision decision(image, good, memory, options);
  outcome.failure = failure_before(good, decision.machine(), options);
  if (outcome.failure != Failure::None) return outcome;
  decision.run(outcome);
  if (options.trace != nullptr) decision.machine().show_counted();
  return outcome;
}

Truth evaluate_requirement(const Image& image, const Good& good,
                           std::uint16_t program, std::span<std::byte> memory,
                           Failure& failure, const Options& options) noexcept {
  Machine machine(image, good, memory, options);
  failure = failure_before(good, machine, options);
  if (failure != Failure::None) return Truth::Unknown;
  machine.begin(program);
  const Standing result = machine.run(program, Reason::Context::Rule, kNoIndex);
  failure = machine.failure();
  return failure == Failure::None ? result.truth() : Truth::Unknown;
}

}  // namespace origo
