// Which rule applies to which codes: the narrowest, and within one range the
// first whose condition holds.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "engine/check/checker.hpp"

namespace origo::checker {
namespace {

// One range of one rule.
struct Claim {
  HsRange range;
  std::uint32_t rule;
};

// Codes are ten digits above 24 bits; the step from one to the next.
constexpr std::uint64_t kStep = std::uint64_t{1} << 24;

std::uint64_t after(std::uint64_t last) {
  return (last & ~(kStep - 1)) + kStep;
}

// Outer ranges first, and of equal ones the earlier rule first.
bool is_before(const Claim& a, const Claim& b) {
  if (a.range.first != b.range.first) return a.range.first < b.range.first;
  if (a.range.last != b.range.last) return a.range.last > b.range.last;
  return a.rule < b.rule;
}

}  // namespace

void Checker::order_rules() {
  std::vector<Claim> claims;
  for (std::uint32_t i = 0; i < pack_.rules.size(); ++i) {
    for (const HsRange& range : pack_.code_sets[pack_.rules[i].codes]) {
      claims.push_back({range, i});
    }
  }
  std::sort(claims.begin(), claims.end(), is_before);

  // Every place where what applies may change: where a range begins or ends,
  // and where a chapter does, so that the search can begin at its chapter and
  // finds there also that no rule applies yet.
  std::set<std::uint64_t> starts;
  for (const Claim& claim : claims) {
    starts.insert(claim.range.first);
    starts.insert(after(claim.range.last));
    const std::uint64_t last_chapter = claim.range.last >> 56;
    for (std::uint64_t chapter = claim.range.first >> 56;
         chapter <= last_chapter; ++chapter) {
      const bool is_decimal = (chapter & 0xF) <= 9;
      if (is_decimal) starts.insert(chapter << 56);
    }
  }

  // Whether the earlier rule applies wherever the later one would.
  auto hides = [this](const ir::Rule& earlier, const ir::Rule& later) {
    if (earlier.period.from > later.period.from ||
        earlier.period.until < later.period.until) {
      return false;
    }
    return earlier.when == ir::kNoRequirement ||
           (later.when != ir::kNoRequirement &&
            implies(later.when, earlier.when));
  };
  auto text_of = [this](std::uint32_t rule) {
    const Cursor set = rule_declarations_[rule].find(Kind::code_set);
    return std::string(set.text());
  };
  auto head_of = [this](std::uint32_t rule) {
    return rule_declarations_[rule].find(Kind::code_set).span();
  };

  std::vector<Claim> open;  // the ranges around the current place
  std::vector<bool> is_reachable(pack_.rules.size(), false);
  std::vector<std::optional<std::uint32_t>> shadowed_by(pack_.rules.size());
  std::set<std::pair<std::uint32_t, std::uint32_t>> reported;
  std::size_t next = 0;
  for (const std::uint64_t start : starts) {
    std::erase_if(
        open, [start](const Claim& claim) { return claim.range.last < start; });
    for (; next < claims.size() && claims[next].range.first == start; ++next) {
      const Claim& claim = claims[next];
      for (const Claim& outer : open) {
        const bool is_crossing = outer.range.last < claim.range.last &&
                                 outer.range.first != claim.range.first;
        const bool is_same_kind = pack_.rules[outer.rule].is_override ==
                                  pack_.rules[claim.rule].is_override;
        if (!is_crossing || !is_same_kind ||
            !reported.emplace(outer.rule, claim.rule).second) {
          continue;
        }
        diagnostics_
            .report(Code::OverlappingRules, head_of(claim.rule),
                    text_of(claim.rule), text_of(outer.rule))
            .also(head_of(outer.rule), "the other rule")
            .help("divide one of them where they meet");
      }
      open.push_back(claim);
    }
    // Overrides first, then the narrowest, then the earliest.
    std::vector<Claim> order = open;
    std::stable_sort(
        order.begin(), order.end(), [this](const Claim& a, const Claim& b) {
          const bool over_a = pack_.rules[a.rule].is_override;
          const bool over_b = pack_.rules[b.rule].is_override;
          if (over_a != over_b) return over_a;
          const std::uint64_t width_a = a.range.last - a.range.first;
          const std::uint64_t width_b = b.range.last - b.range.first;
          if (width_a != width_b) return width_a < width_b;
          return a.rule < b.rule;
        });
    ir::Interval interval{start, {}};
    std::optional<std::uint32_t> sure;
    for (const Claim& claim : order) {
      const ir::Rule& rule = pack_.rules[claim.rule];
      if (sure) {
        if (!shadowed_by[claim.rule]) shadowed_by[claim.rule] = sure;
        continue;
      }
      // A rule whose ranges touch each other claims a place once.
      if (!interval.rules.empty() && interval.rules.back() == claim.rule) {
        continue;
      }
      const auto first = std::find_if(
          interval.rules.begin(), interval.rules.end(),
          [&](std::uint32_t it) { return hides(pack_.rules[it], rule); });
      const bool is_hidden = first != interval.rules.end();
      if (is_hidden && !shadowed_by[claim.rule]) {
        shadowed_by[claim.rule] = *first;
      }
      is_reachable[claim.rule] = is_reachable[claim.rule] || !is_hidden;
      interval.rules.push_back(claim.rule);
      if (rule.when == ir::kNoRequirement && rule.period.is_always()) {
        sure = claim.rule;
      }
    }
    find_missing_rest(interval.rules);
    if (pack_.intervals.empty() ||
        pack_.intervals.back().rules != interval.rules ||
        (start & ~(std::uint64_t{0xFF} << 56)) == 0) {
      pack_.intervals.push_back(std::move(interval));
    }
  }
  for (std::uint32_t i = 0; i < pack_.rules.size(); ++i) {
    if (is_reachable[i] || !shadowed_by[i]) continue;
    const ir::Rule& first = pack_.rules[*shadowed_by[i]];
    const bool is_conditional =
        first.when != ir::kNoRequirement || !first.period.is_always();
    diagnostics_.report(Code::ShadowedRule, head_of(i), text_of(i))
        .also(head_of(*shadowed_by[i]),
              is_conditional ? "this rule applies first wherever it would"
                             : "this rule always applies first")
        .help(is_conditional
                  ? "let one of them apply where the other does not, or remove "
                    "one"
                  : "give the earlier rule a `when`, or remove one of them");
  }
}

}  // namespace origo::checker
