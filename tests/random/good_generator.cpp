// Facts by type, near what the program speaks of.
#include "tests/random/good_generator.hpp"

#include <algorithm>
#include <string>

#include "engine/core/date.hpp"
#include "engine/core/limits.hpp"

namespace origo::random {
namespace {

constexpr std::int64_t kUnit = limits::kDecimalScale;

HsCode code_from(std::string digits) {
  if (digits.compare(0, 2, "00") == 0) digits[1] = '1';
  return *parse_hs_code(digits);
}

// The ten digits of the lowest code at or after a word.
std::string digits_of(std::uint64_t word) {
  std::string digits;
  for (int place = 0; place < 10; ++place) {
    const auto digit = (word >> (60 - 4 * place)) & 0xF;
    digits += static_cast<char>('0' + std::min<std::uint64_t>(digit, 9));
  }
  return digits;
}

// Whether anything but a treatment selects what is unproven.
bool asks_what_is_unproven(const ir::Pack& pack) {
  auto is_it = [&pack](std::uint32_t mask) {
    const ir::Mask& it = pack.masks[mask];
    return it.op == ir::MaskOp::Shared &&
           it.a == static_cast<std::uint32_t>(bytecode::SharedMask::Unproven);
  };
  bool asks = false;
  for (const ir::Mask& it : pack.masks) {
    if (it.op == ir::MaskOp::Shared) continue;
    const bool has_two = it.op == ir::MaskOp::Both ||
                         it.op == ir::MaskOp::Either ||
                         it.op == ir::MaskOp::Without;
    asks = asks || is_it(it.a) || (has_two && is_it(it.b));
  }
  for (const ir::Number& it : pack.numbers) {
    const bool is_of_mask =
        it.op == ir::NumberOp::Sum || it.op == ir::NumberOp::Count;
    asks = asks || (is_of_mask && is_it(it.a));
  }
  for (const ir::Requirement& it : pack.requirements) {
    const bool is_of_mask = it.op == ir::RequirementOp::NoMaterial ||
                            it.op == ir::RequirementOp::Change;
    asks = asks || (is_of_mask && is_it(it.a));
  }
  return asks;
}

}  // namespace

GoodGenerator::GoodGenerator(const ir::Pack& pack, Random& random)
    : pack_(pack), random_(random) {
  for (const auto& set : pack.code_sets) {
    ranges_.insert(ranges_.end(), set.begin(), set.end());
  }
  asks_for_evidence_ = asks_what_is_unproven(pack);
}

std::int64_t GoodGenerator::amount() {
  const std::size_t form = random_.below(40);
  if (form < 28) {
    return random_.pick<std::int64_t>(
        {0, 1, kUnit, 2 * kUnit, 5 * kUnit, 25 * kUnit, 38 * kUnit, 50 * kUnit,
         60 * kUnit, 75 * kUnit, 100 * kUnit, 100 * kUnit, 250'500'000,
         625 * kUnit, 1000 * kUnit, 1000 * kUnit, 20'000 * kUnit});
  }
  if (form < 39) return random_.between(0, 2000 * kUnit);
  return random_.between(0, std::int64_t{1} << random_.between(40, 62));
}

Country GoodGenerator::country() {
  return *parse_country(
      random_.pick({"US", "US", "CA", "CA", "MX", "JP", "CN"}));
}

std::int64_t GoodGenerator::places() {
  if (random_.chance(25)) return kNotPerformed;
  if (random_.chance(35)) return kPerformedInParties;
  std::int64_t places = kNotPerformed;
  for (std::int64_t i = random_.between(1, 3); i > 0; --i) {
    places = *add_place(places, country());
  }
  return places;
}

std::int64_t GoodGenerator::value(Type type, std::size_t choices) {
  switch (type) {
    case Type::Truth:
      return random_.chance(60) ? 1 : 0;
    case Type::Percent:
    case Type::Number: {
      const std::int64_t whole = random_.between(-2, 15) * kUnit;
      return random_.chance(70) ? whole : whole + random_.between(0, kUnit);
    }
    case Type::Money:
    case Type::Weight:
    case Type::Quantity:
      return amount();
    case Type::Days:
      return random_.between(-3, 800);
    case Type::Date: {
      const auto day = parse_date(random_.pick(
          {"2000-01-01", "2005-06-30", "2010-01-01", "2012-02-29", "2015-07-01",
           "2018-12-31", "2020-07-01", "2025-01-01"}));
      return day->days + random_.pick({-400, -1, 0, 0, 1, 400});
    }
    case Type::Country:
      return country().code;
    case Type::Choice:
      return static_cast<std::int64_t>(random_.below(choices));
    case Type::Places:
      return places();
  }
  return kMissing;
}

std::int64_t GoodGenerator::fact_value(const ir::FactInfo& info) {
  // Mostly of one order of magnitude, so that shares are neither 0 nor 100 %.
  if (info.type == Type::Money && random_.chance(70)) {
    return random_.between(1, 12) * 100 * kUnit;
  }
  if (info.least == LeastValue::None && info.type == Type::Money &&
      random_.chance(10)) {
    return -amount();
  }
  return value(info.type, info.choices.size());
}

// A code in the range or just outside.
HsCode GoodGenerator::code_within(const HsRange& range) {
  std::string digits = digits_of(random_.chance(50) ? range.first : range.last);
  for (std::size_t place = 4; place < 10; ++place) {
    if (random_.chance(15)) {
      digits[place] = static_cast<char>('0' + random_.below(10));
    }
  }
  if (random_.chance(10)) {
    digits[3] = static_cast<char>('0' + random_.below(10));
  }
  digits.resize(random_.pick<std::size_t>({4, 6, 6, 6, 8, 8, 10}));
  return code_from(digits);
}

HsCode GoodGenerator::extended(HsCode code, int digits) {
  std::string text = digits_of(code.first());
  text.resize(static_cast<std::size_t>(code.digits()));
  while (static_cast<int>(text.size()) < digits) {
    text += random_.pick<const char*>({"00", "01", "03", "10", "90", "99"});
  }
  return code_from(text);
}

HsCode GoodGenerator::code_of_good() {
  if (random_.chance(3)) return {};
  std::vector<HsRange> ranges;
  for (const ir::Rule& rule : pack_.rules) {
    const auto& set = pack_.code_sets[rule.codes];
    ranges.insert(ranges.end(), set.begin(), set.end());
  }
  if (ranges.empty() || random_.chance(5)) {
    return extended(*parse_hs_code("87"), 6);
  }
  const HsCode code = code_within(random_.pick(ranges));
  if (random_.chance(80)) return code;
  return truncated(code, random_.pick({Level::Chapter, Level::Heading}));
}

HsCode GoodGenerator::code_of_material(HsCode good) {
  if (random_.chance(4)) return {};
  if (good.is_known() && random_.chance(45)) {
    const Level level = random_.pick(
        {Level::Chapter, Level::Heading, Level::Subheading, Level::Item});
    const HsCode shared = truncated(good, level);
    return random_.chance(10) ? shared : extended(shared, random_.pick({6, 8}));
  }
  if (!ranges_.empty() && random_.chance(75)) {
    return code_within(random_.pick(ranges_));
  }
  return extended(*parse_hs_code(random_.pick({"04", "84", "87", "90"})),
                  random_.pick({4, 6, 8, 10}));
}

void GoodGenerator::add_material(FactSheet& sheet, unsigned missing_percent) {
  auto has = [&] { return !random_.chance(missing_percent); };
  const std::size_t m = sheet.add_material();
  FactSheet::Material& material = sheet.material(m);
  if (has()) material.code = code_of_material(sheet.code);
  if (has()) {
    material.status = random_.pick(
        {Status::NonOriginating, Status::NonOriginating, Status::NonOriginating,
         Status::Originating, Status::Originating, Status::WhollyObtained});
  }
  if (has()) material.origin = country();
  if (random_.chance(15)) {
    material.kind = static_cast<Kind>(random_.below(kKinds.size()));
  }
  for (std::size_t column = 0; column < kBuiltInColumns; ++column) {
    if (has()) sheet.set_column(m, column, amount());
  }
  for (std::size_t i = 0; i < pack_.columns.size(); ++i) {
    const ir::ColumnInfo& info = pack_.columns[i];
    if (!has()) continue;
    std::int64_t it = value(info.type, info.choices.size());
    // A sum refuses what is negative.
    if (it < 0 && info.type != Type::Date && !random_.chance(10)) it = -it;
    sheet.set_column(m, kBuiltInColumns + i, it);
  }
  for (std::size_t tag = 0; tag < pack_.tags.size(); ++tag) {
    if (has()) {
      sheet.set_tag(m, tag, random_.chance(50) ? Answer::Yes : Answer::No);
    }
  }
}

FactSheet GoodGenerator::good() {
  FactSheet sheet(pack_.facts.size(), pack_.columns.size(), pack_.tags.size());
  const unsigned missing =
      random_.chance(40) ? 0 : random_.pick({2U, 5U, 20U, 50U, 90U});
  sheet.code = code_of_good();
  sheet.currency = pack_.currency;
  if (random_.chance(2)) sheet.currency = pack_currency("EUR");
  for (std::size_t i = 0; i < pack_.facts.size(); ++i) {
    if (random_.chance(missing)) continue;
    sheet.set_fact(i, fact_value(pack_.facts[i]));
  }
  sheet.has_all_materials = missing == 0 || !random_.chance(15);
  const std::size_t materials =
      random_.pick<std::size_t>({0, 1, 1, 2, 2, 3, 3, 4, 5, 7});
  for (std::size_t i = 0; i < materials; ++i) add_material(sheet, missing);
  // More than one word of a selection.
  if (random_.chance(2)) {
    while (sheet.materials() < 70) add_material(sheet, missing);
  }
  if (sheet.materials() > 0 && random_.chance(1)) {
    sheet.set_column(random_.below(sheet.materials()), 0, -kUnit);
  }
  return sheet;
}

FactSheet GoodGenerator::tree() {
  FactSheet sheet = good();
  const unsigned missing = random_.pick({0U, 0U, 5U, 30U});
  std::vector<std::size_t> sizes;  // of the lines that are below no other yet
  for (std::size_t m = 0; m < sheet.materials(); ++m) {
    const std::size_t wanted = random_.pick<std::size_t>({0, 0, 1, 1, 2, 3});
    std::size_t below = 0;
    std::size_t taken = 0;
    for (; taken < wanted && !sizes.empty(); ++taken) {
      below += sizes.back();
      sizes.pop_back();
    }
    sizes.push_back(below + 1);
    if (taken == 0 && !random_.chance(5)) continue;
    const std::size_t production = sheet.add_production(m, below);
    for (std::size_t i = 0; i < pack_.facts.size(); ++i) {
      if (random_.chance(missing)) continue;
      sheet.set_fact_of(production, i, fact_value(pack_.facts[i]));
    }
    if (random_.chance(missing / 2)) sheet.set_complete(production, false);
    if (random_.chance(70)) sheet.material(m).code = code_of_good();
  }
  return sheet;
}

void GoodGenerator::complete_material(FactSheet& sheet, std::size_t m,
                                      const Missing& fact) {
  FactSheet::Material& material = sheet.material(m);
  switch (fact.subject) {
    case Subject::Code:
      material.code = material.code.is_known()
                          ? extended(material.code, 10)
                          : extended(code_of_material(sheet.code), 10);
      if (!material.code.is_known())
        material.code = *parse_hs_code("0402101000");
      break;
    case Subject::Origin:
      if (!material.origin.is_known()) material.origin = country();
      break;
    case Subject::Column:
      if (sheet.column(m, fact.index) == kMissing) {
        const std::size_t own = fact.index - kBuiltInColumns;
        const std::int64_t it = fact.index < kBuiltInColumns
                                    ? amount()
                                    : value(pack_.columns[own].type,
                                            pack_.columns[own].choices.size());
        const bool is_signed = fact.index >= kBuiltInColumns &&
                               pack_.columns[own].type == Type::Date;
        sheet.set_column(m, fact.index, it < 0 && !is_signed ? -it : it);
      }
      break;
    case Subject::Tag:
      if (sheet.good().materials.tags[fact.index][m] == Answer::NotStated) {
        sheet.set_tag(m, fact.index,
                      random_.chance(50) ? Answer::Yes : Answer::No);
      }
      break;
    case Subject::Fact:
    case Subject::GoodCode:
    case Subject::Status:
    case Subject::Materials:
      break;
  }
}

void GoodGenerator::complete(FactSheet& sheet, const Missing& fact,
                             const std::vector<Status>& counted) {
  switch (fact.subject) {
    case Subject::Fact:
      if (sheet.fact(fact.index) == kMissing) {
        std::int64_t it = fact_value(pack_.facts[fact.index]);
        if (pack_.facts[fact.index].least == LeastValue::Zero && it < 0) {
          it = -it;
        }
        // Without its date an agreement is asked about as in force.
        if (fact.index == pack_.agreement.clock) {
          const ir::Period& period = pack_.agreement.in_force;
          it =
              std::clamp<std::int64_t>(it, period.from.days, period.until.days);
        }
        sheet.set_fact(fact.index, it);
      }
      // Somewhere in the parties is not yet where.
      if (pack_.facts[fact.index].type == Type::Places &&
          sheet.fact(fact.index) == kPerformedInParties) {
        const auto& parties = pack_.country_sets[pack_.agreement.parties];
        std::int64_t places = kNotPerformed;
        for (std::int64_t i = random_.between(1, 3); i > 0 && !parties.empty();
             --i) {
          places = *add_place(places, random_.pick(parties));
        }
        sheet.set_fact(fact.index, places);
      }
      return;
    case Subject::GoodCode:
      sheet.code = extended(
          sheet.code.is_known() ? sheet.code : *parse_hs_code("87"), 10);
      return;
    case Subject::Status:
      if (asks_for_evidence_) return;
      for (std::size_t m = 0; m < sheet.materials(); ++m) {
        if (sheet.material(m).status != Status::Unproven) continue;
        if (m < counted.size() && counted[m] != Status::Unproven) continue;
        sheet.material(m).status =
            random_.chance(50) ? Status::NonOriginating : Status::Originating;
      }
      return;
    case Subject::Materials:
      if (!sheet.has_all_materials) {
        for (std::size_t i = random_.below(3); i > 0; --i) {
          add_material(sheet, 0);
          complete_material(sheet, sheet.materials() - 1, {Subject::Code});
        }
      }
      sheet.has_all_materials = true;
      return;
    case Subject::Code:
    case Subject::Origin:
    case Subject::Column:
    case Subject::Tag:
      for (std::size_t m = 0; m < sheet.materials(); ++m) {
        complete_material(sheet, m, fact);
      }
      return;
  }
}

FactSheet GoodGenerator::completed(const FactSheet& sheet,
                                   const std::vector<Missing>& facts,
                                   const std::vector<Status>& counted) {
  FactSheet result = sheet;
  for (const Missing& fact : facts) complete(result, fact, counted);
  return result;
}

FactSheet GoodGenerator::completed(const FactSheet& sheet,
                                   const std::vector<Status>& counted) {
  std::vector<Missing> all{{Subject::GoodCode},
                           {Subject::Status},
                           {Subject::Code},
                           {Subject::Origin},
                           {Subject::Materials}};
  auto add = [&all](Subject subject, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      all.push_back({subject, static_cast<std::uint16_t>(i)});
    }
  };
  add(Subject::Fact, pack_.facts.size());
  // What the law computes where it is not stated stays as the law says.
  for (const ir::Number& it : pack_.numbers) {
    if (it.op != ir::NumberOp::Otherwise) continue;
    std::erase_if(all, [&it](const Missing& fact) {
      return fact.subject == Subject::Fact && fact.index == it.b;
    });
  }
  add(Subject::Column, kBuiltInColumns + pack_.columns.size());
  for (const ir::Default& it : pack_.defaults) {
    std::erase_if(all, [&it](const Missing& fact) {
      return fact.subject == Subject::Column && fact.index == it.column;
    });
  }
  add(Subject::Tag, pack_.tags.size());
  return completed(sheet, all, counted);
}

FactSheet GoodGenerator::completed_tree(const FactSheet& sheet) {
  FactSheet result = completed(
      sheet, std::vector(sheet.materials() + 8, Status::NonOriginating));
  for (std::size_t p = 0; p < result.productions(); ++p) {
    result.set_complete(p, true);
    // What the law computes where nothing is stated stays as it computes it.
    for (const ir::Derivation& it : pack_.derivations) {
      const std::size_t material = result.material_of(p);
      const std::int64_t stated = sheet.column(material, it.column);
      result.set_column(material, it.column, stated);
    }
    for (std::uint32_t i = 0; i < pack_.facts.size(); ++i) {
      // A day that selects the law is the good's.
      bool is_clock = i == pack_.agreement.clock;
      for (const ir::Threshold& it : pack_.thresholds) {
        is_clock = is_clock || it.clock == i;
      }
      if (is_clock || result.fact_of(p, i) != kMissing) continue;
      std::int64_t it = fact_value(pack_.facts[i]);
      if (pack_.facts[i].least == LeastValue::Zero && it < 0) it = -it;
      result.set_fact_of(p, i, it);
    }
  }
  return result;
}

Rows::Rows(FactSheet& sheet) : good_(sheet.good()) {
  for (std::size_t m = 0; m < sheet.materials(); ++m) {
    const FactSheet::Material& it = sheet.material(m);
    rows_.push_back({it.origin, it.kind, it.status, sheet.column(m, 2), it.code,
                     sheet.column(m, 0), sheet.column(m, 1)});
  }
  if (rows_.empty()) return;
  constexpr auto kStride = static_cast<std::ptrdiff_t>(sizeof(Row));
  Materials& views = good_.materials;
  views.origin = {&rows_[0].origin, kStride};
  views.kind = {&rows_[0].kind, kStride};
  views.status = {&rows_[0].status, kStride};
  views.quantity = {&rows_[0].quantity, kStride};
  views.code = {&rows_[0].code, kStride};
  views.value = {&rows_[0].value, kStride};
  views.weight = {&rows_[0].weight, kStride};
}

}  // namespace origo::random
