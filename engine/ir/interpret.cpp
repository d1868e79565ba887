// The interpreter: which rules may apply, and what the good is by them.
//
// A rule or criterion after the one that applies for certain is not looked at.
#include "engine/ir/interpret.hpp"

#include <algorithm>
#include <set>

#include "engine/ir/interpret_requirements.hpp"

namespace origo::ir {
namespace {

using oracle::Code;
using oracle::Codes;
using oracle::codes_of;
using oracle::Requirements;
using oracle::Standing;

class Decision {
 public:
  Decision(const Pack& pack, const Good& good,
           std::span<const std::int64_t> thresholds)
      : pack_(pack), good_(good), requirements_(pack, good, thresholds) {}

  Outcome run() {
    Outcome outcome;
    if (in_period(pack_.agreement.in_force) == Truth::NotMet) {
      outcome.verdict = Verdict::NoRule;
      return outcome;
    }
    const Standing rule = product_rule(outcome);
    Standing best{Truth::NotMet};
    for (std::uint32_t i = 0; i < pack_.criteria.size(); ++i) {
      const RequirementId requirement = pack_.criteria[i].requirement;
      asks_rule_ = asks_rule_ || requirement == kNoRequirement;
      const Standing result = requirement == kNoRequirement
                                  ? rule
                                  : requirements_.require(requirement);
      // A step that is unknown may be the first that is met.
      const bool is_open = pack_.is_cascade() && best.truth == Truth::Unknown;
      if (result.truth > best.truth && !is_open) best = result;
      if (result.truth != Truth::Met) continue;
      if (!is_open) outcome.criterion = i;
      break;
    }
    Truth truth = best.truth;
    for (const Article& condition : pack_.conditions) {
      truth = both(truth, requirements_.require(condition.requirement).truth);
    }
    conclude(truth, best, outcome);
    if (outcome.verdict == Verdict::Originating && pack_.is_cascade()) {
      outcome.countries = given_by(*pack_.criteria[*outcome.criterion].gives);
    }
    return outcome;
  }

 private:
  // Looks for two ways in which the missing facts could turn out that give
  // different countries.
  std::optional<std::vector<Country>> given_by(const Gives& gives) {
    if (gives.fact != kNone) {
      const std::int64_t place = requirements_.stated(gives.fact);
      if (place == kMissing) return {};
      return std::vector{Country{static_cast<std::uint16_t>(place)}};
    }
    const oracle::Selection selected = requirements_.select(gives.materials);
    std::set<Country> least;
    std::set<Country> most;
    for (std::uint32_t m = 0; m < selected.size(); ++m) {
      if (selected[m] == Truth::NotMet) continue;
      const Strided<Country> origins = good_.materials.origin;
      const Country origin = origins.is_given() ? origins[m] : Country{};
      if (!origin.is_known()) return {};
      most.insert(origin);
      if (selected[m] == Truth::Met) least.insert(origin);
    }
    if (!good_.materials.is_complete || least.empty() || least != most) {
      return {};
    }
    return std::vector<Country>(least.begin(), least.end());
  }

  [[nodiscard]] Truth in_period(const Period& period) const {
    const std::int64_t day = requirements_.stated(pack_.agreement.clock);
    if (day != kMissing) {
      return truth_of(period.from.days <= day && day <= period.until.days);
    }
    return period.is_always() ? Truth::Met : Truth::Unknown;
  }

  // One range of one rule.
  struct Claim {
    Codes codes;
    std::uint32_t rule;
  };

  // The rules that may apply to one code, the one that takes precedence first.
  [[nodiscard]] std::vector<std::uint32_t> rules_for(
      Code code, const std::vector<Claim>& claims) const {
    std::vector<Claim> around;
    for (const Claim& claim : claims) {
      if (claim.codes.first <= code && code <= claim.codes.last) {
        around.push_back(claim);
      }
    }
    std::sort(around.begin(), around.end(),
              [this](const Claim& a, const Claim& b) {
                const bool over_a = pack_.rules[a.rule].is_override;
                const bool over_b = pack_.rules[b.rule].is_override;
                if (over_a != over_b) return over_a;
                const Code width_a = a.codes.last - a.codes.first;
                const Code width_b = b.codes.last - b.codes.first;
                return width_a != width_b ? width_a < width_b : a.rule < b.rule;
              });
    std::vector<std::uint32_t> rules;
    for (const Claim& claim : around) rules.push_back(claim.rule);
    return rules;
  }

  Standing product_rule(Outcome& outcome) {
    std::vector<Claim> claims;
    for (std::uint32_t i = 0; i < pack_.rules.size(); ++i) {
      for (const HsRange& range : pack_.code_sets[pack_.rules[i].codes]) {
        claims.push_back({codes_of(range), i});
      }
    }
    // The good's code may be any of `codes`; between two of `starts` the same
    // rules apply.
    const Codes codes = codes_of(good_.code);
    std::set<Code> starts{codes.first};
    for (const Claim& claim : claims) {
      for (const Code start : {claim.codes.first, claim.codes.last + 1}) {
        if (codes.first < start && start <= codes.last) starts.insert(start);
      }
    }
    std::optional<Standing> agreed;
    bool do_agree = good_.code.is_known();
    bool may_have_none = !good_.code.is_known();
    if (good_.code.is_known()) {
      for (const Code start : starts) {
        const bool has_one =
            try_rules(rules_for(start, claims), outcome, agreed, do_agree);
        may_have_none = may_have_none || !has_one;
      }
    }
    Truth truth = agreed ? agreed->truth : Truth::NotMet;
    if (may_have_none) truth = both(truth, Truth::Unknown);
    if (!do_agree) truth = Truth::Unknown;
    if (agreed && agreed->truth == truth) return *agreed;
    return {truth};
  }

  // Tries the rules for one code. Whether one of them applies for certain.
  bool try_rules(const std::vector<std::uint32_t>& rules, Outcome& outcome,
                 std::optional<Standing>& agreed, bool& do_agree) {
    for (const std::uint32_t i : rules) {
      const Rule& rule = pack_.rules[i];
      Truth applies = in_period(rule.period);
      if (applies != Truth::NotMet && rule.when != kNoRequirement) {
        applies = both(applies, requirements_.require(rule.when).truth);
      }
      if (applies == Truth::NotMet) continue;
      const Standing result = requirements_.require(rule.requirement);
      if (!agreed) {
        agreed = result;
        outcome.rule = i;
      }
      do_agree = do_agree && result.truth == agreed->truth;
      if (applies == Truth::Met) return true;
    }
    return false;
  }

  void conclude(Truth truth, const Standing& best, Outcome& outcome) {
    outcome.assumed_materials = requirements_.assumed_materials();
    outcome.notes = requirements_.notes();
    if (requirements_.notes().has_failure()) truth = Truth::Unknown;
    if (truth == Truth::Met) {
      outcome.verdict = Verdict::Originating;
      outcome.tolerance = best.tolerance;
      outcome.alternative = best.alternative;
      const Article& criterion = pack_.criteria[*outcome.criterion];
      if (criterion.requirement != kNoRequirement) outcome.rule.reset();
      return;
    }
    outcome.verdict = truth == Truth::Unknown ? Verdict::Undetermined
                      : !outcome.rule && !outcome.criterion && asks_rule_
                          ? Verdict::NoRule
                          : Verdict::NotOriginating;
    outcome.criterion.reset();
  }

  const Pack& pack_;
  const Good& good_;
  Requirements requirements_;
  bool asks_rule_ = false;
};

}  // namespace

Outcome interpret(const Pack& pack, const Good& good,
                  std::span<const std::int64_t> thresholds) {
  return Decision(pack, good, thresholds).run();
}

Finding interpret(const Pack& pack, RequirementId requirement, const Good& good,
                  std::span<const std::int64_t> thresholds) {
  Requirements requirements(pack, good, thresholds);
  const Truth truth = requirements.require(requirement).truth;
  const Notes& notes = requirements.notes();
  return {notes.has_failure() ? Truth::Unknown : truth, notes};
}

Bounds interpret(const Pack& pack, NumberId number, const Good& good,
                 std::span<const std::int64_t> thresholds) {
  Requirements requirements(pack, good, thresholds);
  const Bounds bounds = requirements.number(number);
  // An amount made of what no good has is not known.
  return requirements.notes().has_failure() ? Bounds{} : bounds;
}

std::vector<Truth> interpret(const Pack& pack, MaskId mask, const Good& good) {
  return Requirements(pack, good, {}).select(mask);
}

}  // namespace origo::ir
