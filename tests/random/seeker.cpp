// The search, one function for each kind of node but selections.
#include "tests/random/seeker.hpp"

#include <algorithm>

#include "engine/core/date.hpp"
#include "engine/eval/good.hpp"
#include "engine/ir/interpret.hpp"

namespace origo::random {
namespace {

using ir::CheckKind;
using ir::MaskId;
using ir::NumberId;
using ir::NumberOp;
using ir::Relation;
using ir::RequirementId;
using ir::RequirementOp;

constexpr int kAttempts = 60;
constexpr int kRounds = 4;

bool is_of_calendar(Type type) {
  return type == Type::Date || type == Type::Days;
}

// A code of so many digits from the word of a range.
HsCode code_from(std::uint64_t word, int digits) {
  std::string text;
  for (int place = 0; place < digits; ++place) {
    text += static_cast<char>(
        '0' + std::min<std::uint64_t>(word >> (60 - 4 * place) & 0xF, 9));
  }
  return parse_hs_code(text).value_or(HsCode{});
}

}  // namespace

// Either end of a range or a code between, in ten digits.
HsCode Seeker::code_in(const std::vector<HsRange>& set) {
  const HsRange& range = random_.pick(set);
  const HsCode first = code_from(range.first, 10);
  if (random_.chance(40)) return first;
  const HsCode last = code_from(range.last, 10);
  const HsCode other = random_.chance(40) ? last : varied(first);
  return range.contains(other.first()) ? other : first;
}

// The code with other digits from some place on.
HsCode Seeker::varied(HsCode code) {
  std::string digits;
  const int kept = random_.pick({1, 2, 3, 4, 6});
  for (int place = 0; place < 10; ++place) {
    const std::uint64_t own = code.bits >> (60 - 4 * place) & 0xF;
    digits += static_cast<char>('0' + (place < kept ? own : random_.below(10)));
  }
  return parse_hs_code(digits).value_or(code);
}

std::optional<HsCode> Seeker::code_of(std::uint32_t rule) {
  const std::vector<HsRange>& set = pack_.code_sets[pack_.rules[rule].codes];
  if (set.empty()) return {};
  std::vector<HsRange> own;
  for (std::size_t i = 0; i < pack_.intervals.size(); ++i) {
    const ir::Interval& it = pack_.intervals[i];
    if (std::find(it.rules.begin(), it.rules.end(), rule) == it.rules.end()) {
      continue;
    }
    const std::uint64_t last = i + 1 < pack_.intervals.size()
                                   ? pack_.intervals[i + 1].first - 1
                                   : ~std::uint64_t{0};
    own.push_back({it.first, last});
  }
  if (own.empty()) return {};
  range_ = random_.pick(own);
  return code_in({range_});
}

std::size_t Seeker::add_material(FactSheet& sheet) {
  const std::size_t m = sheet.add_material();
  FactSheet::Material& to = sheet.material(m);
  // A chapter that hardly a rule names, and not the good's.
  to.code = *parse_hs_code(sheet.code.first() >> 56 == 0x25 ? "7101100000"
                                                            : "2501001000");
  to.status = Status::NonOriginating;
  to.origin = *parse_country("ZA");
  for (std::size_t i = 0; i < kBuiltInColumns; ++i) {
    sheet.set_column(m, i, kUnit);
  }
  for (std::size_t i = 0; i < pack_.columns.size(); ++i) {
    sheet.set_column(m, kBuiltInColumns + i, 0);
  }
  for (std::size_t i = 0; i < pack_.tags.size(); ++i) {
    sheet.set_tag(m, i, Answer::No);
  }
  return m;
}

FactSheet Seeker::plain_good(std::uint32_t rule) {
  FactSheet sheet(pack_.facts.size(), pack_.columns.size(), pack_.tags.size());
  sheet.code = code_of(rule).value_or(HsCode{});
  sheet.currency = pack_.currency;
  const auto& parties = pack_.country_sets[pack_.agreement.parties];
  const ir::Period& period = pack_.rules[rule].period;
  const ir::Period& in_force = pack_.agreement.in_force;
  const Date from = std::max(period.from, in_force.from);
  const Date until = std::min(period.until, in_force.until);
  Date day = random_.chance(50) ? from : until;
  if (day == kEarliest) day = until;
  if (day == kLatest) day = from;
  if (day == kEarliest || day == kLatest) day = *parse_date("2021-06-01");
  for (std::size_t i = 0; i < pack_.facts.size(); ++i) {
    switch (pack_.facts[i].type) {
      case Type::Truth:
      case Type::Choice:
      case Type::Percent:
      case Type::Days:
        sheet.set_fact(i, 0);
        break;
      case Type::Number:
        sheet.set_fact(i, kUnit);
        break;
      case Type::Money:
      case Type::Weight:
      case Type::Quantity:
        sheet.set_fact(i, 1000 * kUnit);
        break;
      case Type::Date:
        sheet.set_fact(i, day.days);
        break;
      case Type::Country:
        if (!parties.empty()) sheet.set_fact(i, parties.front().code);
        break;
      case Type::Places:
        sheet.set_fact(i, kNotPerformed);
        break;
    }
  }
  if (random_.chance(80)) static_cast<void>(add_material(sheet));
  return sheet;
}

bool Seeker::is_in_period(std::uint32_t rule, FactSheet& sheet) const {
  const Date day{static_cast<std::int32_t>(sheet.fact(pack_.agreement.clock))};
  const ir::Period& period = pack_.rules[rule].period;
  return period.from <= day && day <= period.until;
}

std::optional<std::vector<Seeker::Goal>> Seeker::goals_of(std::uint32_t rule,
                                                          FactSheet& sheet) {
  std::vector<Goal> goals;
  const auto next = std::upper_bound(
      pack_.intervals.begin(), pack_.intervals.end(), sheet.code.first(),
      [](std::uint64_t code, const ir::Interval& it) {
        return code < it.first;
      });
  if (next == pack_.intervals.begin()) return {};
  for (const std::uint32_t other : std::prev(next)->rules) {
    if (!is_in_period(other, sheet)) continue;
    const RequirementId when = pack_.rules[other].when;
    if (other == rule) {
      if (when != ir::kNoRequirement) goals.push_back({when, true});
      return goals;
    }
    if (when == ir::kNoRequirement) return {};
    goals.push_back({when, false});
  }
  return {};
}

std::optional<FactSheet> Seeker::find(std::uint32_t rule,
                                      RequirementId requirement, bool is_met) {
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    FactSheet sheet = plain_good(rule);
    for (int round = 0; round < kRounds; ++round) {
      auto goals = goals_of(rule, sheet);
      if (!goals) break;
      goals->push_back({requirement, is_met});
      for (const Goal& goal : *goals) aim(sheet, goal, 0);
      goals = goals_of(rule, sheet);
      if (!goals) break;
      goals->push_back({requirement, is_met});
      const Good good = sheet.good();
      const bool is_found = std::all_of(
          goals->begin(), goals->end(), [this, &good](const Goal& goal) {
            const ir::Finding it = ir::interpret(pack_, goal.requirement, good);
            return !it.notes.has_failure() && it.truth == truth_of(goal.is_met);
          });
      if (is_found) return sheet;
    }
  }
  return {};
}

void Seeker::aim(FactSheet& sheet, const Goal& goal, int depth) {
  if (depth > kDepth) return;
  const ir::Requirement& it = pack_.requirement(goal.requirement);
  const ir::Finding now = ir::interpret(pack_, goal.requirement, sheet.good());
  if (now.truth == truth_of(goal.is_met)) return;
  const std::size_t all = it.parts.size();
  switch (it.op) {
    case RequirementOp::Literal:
      break;
    case RequirementOp::NoMaterial:
    case RequirementOp::Change:
      if (goal.is_met) {
        clear(sheet, MaskId{it.a}, depth + 1);
      } else {
        fill(sheet, MaskId{it.a}, depth + 1);
      }
      break;
    case RequirementOp::ChangeLevel:
      if (goal.is_met) {
        for (std::size_t m = 0; m < sheet.materials(); ++m) {
          FactSheet::Material& material = sheet.material(m);
          const int digits = static_cast<int>(it.a);
          const bool is_same = ((material.code.bits ^ sheet.code.bits) &
                                level_mask(static_cast<Level>(digits))) == 0;
          if (is_same) material.status = Status::Originating;
        }
      } else if (sheet.materials() < kMaterialsMost) {
        const std::size_t m = add_material(sheet);
        sheet.material(m).code = sheet.code;
        for (std::size_t i = 0; i < kBuiltInColumns; ++i) {
          sheet.set_column(m, i, kHuge);
        }
      }
      break;
    case RequirementOp::Test:
      aim_test(sheet, pack_.tests[it.a], goal.is_met, depth + 1);
      break;
    case RequirementOp::Compare:
      aim_relation(sheet, static_cast<Relation>(it.c), NumberId{it.a},
                   NumberId{it.b}, goal.is_met, depth + 1);
      break;
    case RequirementOp::Check:
      aim_check(sheet, pack_.fact_checks[it.a], goal.is_met);
      break;
    case RequirementOp::GoodOf:
      aim_code(sheet, it.a, goal.is_met);
      break;
    case RequirementOp::And:
      aim_at_some(sheet, it.parts, goal.is_met ? all : 1, goal.is_met, depth);
      break;
    case RequirementOp::Or:
    case RequirementOp::Alternatives:
      aim_at_some(sheet, it.parts, goal.is_met ? 1 : all, goal.is_met, depth);
      break;
    case RequirementOp::AtLeast:
      aim_at_some(sheet, it.parts, goal.is_met ? it.a : all - it.a + 1,
                  goal.is_met, depth);
      break;
    case RequirementOp::AtMost:
      aim_at_some(sheet, it.parts, goal.is_met ? all - it.a : it.a + 1,
                  !goal.is_met, depth);
      break;
    case RequirementOp::Not:
      aim(sheet, {it.parts.front(), !goal.is_met}, depth + 1);
      break;
  }
}

void Seeker::aim_at_some(FactSheet& sheet, const std::vector<RequirementId>& of,
                         std::size_t count, bool is_met, int depth) {
  std::vector<RequirementId> open = of;
  for (; count > 0 && !open.empty(); --count) {
    const auto next =
        open.begin() + static_cast<std::ptrdiff_t>(random_.below(open.size()));
    const RequirementId part = *next;
    open.erase(next);
    aim(sheet, {part, is_met}, depth + 1);
  }
}

// A value at a limit or beside it, or far from it, of which the relation holds
// or does not.
std::int64_t Seeker::near(Relation relation, std::int64_t limit,
                          std::int64_t unit, bool holds) {
  const std::int64_t step = random_.chance(70) ? 1 : unit;
  const bool is_up =
      relation == Relation::AtLeast || relation == Relation::Above;
  const bool is_strict =
      relation == Relation::Above || relation == Relation::Below;
  if (relation == Relation::Equal) return holds ? limit : limit + step;
  const std::int64_t away = is_up == holds ? step : -step;
  // At the limit an inclusive relation holds, and a strict one does not.
  const bool may_be_at = is_strict != holds;
  return may_be_at && random_.chance(60) ? limit : limit + away;
}

void Seeker::aim_check(FactSheet& sheet, const ir::Check& check, bool is_met) {
  const ir::FactInfo& fact = pack_.facts[check.subject];
  const bool is_process = fact.type == Type::Places;
  std::int64_t value = kMissing;
  switch (check.kind) {
    case CheckKind::IsStated:
      return;
    case CheckKind::IsTrue:
      value = is_process ? (is_met ? kPerformedInParties : kNotPerformed)
                         : (is_met ? 1 : 0);
      break;
    case CheckKind::IsChoice:
      value = check.operand;
      if (!is_met) {
        value = static_cast<std::int64_t>(random_.below(fact.choices.size()));
      }
      break;
    case CheckKind::IsIn: {
      const auto& set = pack_.country_sets[check.operand];
      if (is_met && set.empty()) return;
      const Country place = is_met ? random_.pick(set) : *parse_country("ZA");
      value = place.code;
      if (is_process && !is_met && random_.chance(50)) value = kNotPerformed;
      break;
    }
    case CheckKind::Relates:
      value = near(check.relation, pack_.constants[check.operand],
                   is_of_calendar(fact.type) ? 1 : kUnit, is_met);
      break;
  }
  sheet.set_fact(check.subject, value);
}

void Seeker::aim_code(FactSheet& sheet, std::uint32_t set, bool is_met) {
  const std::vector<HsRange>& ranges = pack_.code_sets[set];
  for (int i = 0; i < 20; ++i) {
    HsCode code = code_in({range_});
    if (is_met && random_.chance(70)) {
      code = code_in(ranges);
      if (!range_.contains(code.first())) continue;
    } else if (random_.chance(50)) {
      // A digit somewhere in the range.
      const int digits = random_.pick({4, 6, 8, 10});
      const std::uint64_t word =
          range_.first +
          (std::uint64_t{1 + random_.below(9)} << (64 - 4 * digits));
      if (range_.contains(word)) code = code_from(word, 10);
    }
    const bool is_in = std::any_of(
        ranges.begin(), ranges.end(),
        [code](const HsRange& it) { return it.contains(code.first()); });
    if (is_in != is_met) continue;
    sheet.code = code;
    return;
  }
}

void Seeker::aim_relation(FactSheet& sheet, Relation relation, NumberId left,
                          NumberId right, bool is_met, int depth) {
  bool is_up = relation == Relation::AtLeast || relation == Relation::Above;
  if (relation == Relation::Equal) is_up = random_.chance(50);
  if (is_met == is_up) {
    move(sheet, left, true, depth);
    move(sheet, right, false, depth);
  } else {
    move(sheet, left, false, depth);
    move(sheet, right, true, depth);
  }
}

void Seeker::aim_test(FactSheet& sheet, const ir::Test& test, bool is_met,
                      int depth) {
  const ir::Number& limit = pack_.number(test.limit);
  const std::int64_t value = limit.op == NumberOp::Constant
                                 ? pack_.constants[limit.a]
                                 : pack_.thresholds[limit.a].steps.back().value;
  // A single fact may be put beside the limit.
  const ir::Number& only = pack_.number(test.terms.front().number);
  if (!test.has_base && test.terms.size() == 1 && only.op == NumberOp::Fact &&
      random_.chance(80)) {
    const Type type = pack_.facts[only.a].type;
    sheet.set_fact(only.a, near(test.relation, value,
                                is_of_calendar(type) ? 1 : kUnit, is_met));
    return;
  }
  bool is_up =
      test.relation == Relation::AtLeast || test.relation == Relation::Above;
  if (test.relation == Relation::Equal) is_up = random_.chance(50);
  if (!is_met) is_up = !is_up;
  for (const ir::Term& term : test.terms) {
    const std::int64_t effect =
        test.has_base ? term.in_measure * kUnit - value * term.in_base
                      : term.in_measure;
    if (effect == 0) continue;
    if (random_.chance(85)) {
      move(sheet, term.number, (effect > 0) == is_up, depth);
    }
  }
}

void Seeker::move_fact(FactSheet& sheet, std::uint32_t fact, bool is_up) {
  const ir::FactInfo& info = pack_.facts[fact];
  if (is_of_calendar(info.type)) {
    const std::int64_t now = sheet.fact(fact);
    sheet.set_fact(fact, now + (is_up ? 1 : -1) * random_.pick({1, 31, 2000}));
    return;
  }
  const std::int64_t most = info.type == Type::Percent ? kUnit
                            : info.type == Type::Number
                                ? random_.pick({10 * kUnit, 1000 * kUnit})
                                : kHuge;
  const std::int64_t least = random_.pick({std::int64_t{0}, kUnit});
  sheet.set_fact(fact, is_up ? most : info.type == Type::Percent ? 0 : least);
}

// Makes a number larger, or smaller but hardly ever below zero.
void Seeker::move(FactSheet& sheet, NumberId number, bool is_up, int depth) {
  if (depth > kDepth) return;
  const ir::Number it = pack_.number(number);
  const NumberId a{it.a};
  const NumberId b{it.b};
  switch (it.op) {
    case NumberOp::Fact:
      move_fact(sheet, it.a, is_up);
      break;
    case NumberOp::Constant:
    case NumberOp::Threshold:
      break;
    case NumberOp::Sum: {
      const MaskId mask{it.a};
      if (is_up) fill(sheet, mask, depth + 1);
      const std::vector<Truth> selected =
          ir::interpret(pack_, mask, sheet.good());
      const std::int64_t to = is_up ? random_.pick({kHuge, 1000 * kUnit}) : 0;
      for (std::size_t m = 0; m < selected.size(); ++m) {
        if (selected[m] == Truth::Met) sheet.set_column(m, it.b, to);
      }
      break;
    }
    case NumberOp::Count:
      if (is_up) {
        fill(sheet, MaskId{it.a}, depth + 1);
      } else {
        clear(sheet, MaskId{it.a}, depth + 1);
      }
      break;
    case NumberOp::Otherwise:
      move_fact(sheet, it.b, is_up);
      break;
    case NumberOp::Subtract:
    case NumberOp::Divide:
      move(sheet, a, is_up, depth + 1);
      move(sheet, b, !is_up, depth + 1);
      break;
    case NumberOp::Add:
    case NumberOp::Multiply:
    case NumberOp::Least:
    case NumberOp::Greatest:
      move(sheet, a, is_up, depth + 1);
      move(sheet, b, is_up, depth + 1);
      break;
    case NumberOp::Choose: {
      const bool is_first = random_.chance(50);
      aim(sheet, {RequirementId{it.c}, is_first}, depth + 1);
      move(sheet, is_first ? a : b, is_up, depth + 1);
      break;
    }
  }
}

}  // namespace origo::random
