// What must not change a verdict: the order of materials, the unit amounts are
// counted in, and whether one delivery stands in one line or in two.
//
// No second opinion is needed to test these: the evaluator is compared with
// itself. Each holds for every program but those that its `fits` leaves out.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <numeric>

#include "cli/exact_amounts.hpp"
#include "tests/random/pairs.hpp"
#include "tests/random/program_generator.hpp"
#include "tests/support/catch.hpp"

namespace origo::random {
namespace {

std::size_t columns_of(const ir::Pack& pack) {
  return kBuiltInColumns + pack.columns.size();
}

FactSheet without_materials(const Compiled& program, const FactSheet& from) {
  const ir::Pack& pack = program.pack;
  FactSheet to(pack.facts.size(), pack.columns.size(), pack.tags.size());
  to.code = from.code;
  to.currency = from.currency;
  to.has_all_materials = from.has_all_materials;
  for (std::size_t i = 0; i < pack.facts.size(); ++i) {
    to.set_fact(i, from.fact(i));
  }
  return to;
}

void add_copy(const Compiled& program, FactSheet& from, std::size_t m,
              FactSheet& to) {
  const std::size_t copy = to.add_material();
  to.material(copy) = from.material(m);
  for (std::size_t i = 0; i < columns_of(program.pack); ++i) {
    to.set_column(copy, i, from.column(m, i));
  }
  const Good good = from.good();
  for (std::size_t tag = 0; tag < program.pack.tags.size(); ++tag) {
    to.set_tag(copy, tag, good.materials.tags[tag][m]);
  }
}

// Nothing where both say the same of the good; how many materials were assumed
// to be what depends on how they are written down.
std::string difference(const Compiled& program, const Outcome& before,
                       FactSheet& changed) {
  const Good good = changed.good();
  Outcome after = evaluate(program, good);
  if (is_of_machine(before.failure) || is_of_machine(after.failure)) return {};
  after.assumed_materials = before.assumed_materials;
  if (is_same(before, after)) return {};
  return fmt::format("{}\nbut then\n{}\n{}", random::text_of(before),
                     random::text_of(after),
                     random::text_of(program.pack, good));
}

// ---- order

std::string by_order(const Compiled& program, FactSheet& sheet) {
  Random random(program.pack.strings.size() + sheet.materials());
  std::vector<std::size_t> order(sheet.materials());
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (std::size_t i = order.size(); i > 1; --i) {
    std::swap(order[i - 1], order[random.below(i)]);
  }
  FactSheet changed = without_materials(program, sheet);
  for (const std::size_t m : order) add_copy(program, sheet, m, changed);
  return difference(program, evaluate(program, sheet.good()), changed);
}

// ---- units

bool has_dimension(const ir::Unit& unit) {
  return unit.money != 0 || unit.weight != 0 || unit.quantity != 0;
}

// A program that names an amount, such as 5 kg, knows the unit it is counted
// in; nothing is nothing in any.
bool names_no_amount(const ir::Pack& pack) {
  for (const ir::Number& it : pack.numbers) {
    if (it.op == ir::NumberOp::Constant && has_dimension(it.unit) &&
        pack.constants[it.a] != 0) {
      return false;
    }
  }
  for (const ir::Check& it : pack.column_checks) {
    if (it.kind == ir::CheckKind::Relates &&
        is_amount(type_of_column(pack, it.subject)) &&
        pack.constants[it.operand] != 0) {
      return false;
    }
  }
  return std::none_of(pack.thresholds.begin(), pack.thresholds.end(),
                      [](const ir::Threshold& it) {
                        return is_amount(it.type) &&
                               std::any_of(it.steps.begin(), it.steps.end(),
                                           [](const ir::Step& step) {
                                             return step.value != 0;
                                           });
                      });
}

// Money, weights and pieces are counted in other units, each in its own.
std::int64_t in_other_unit(Type type, std::int64_t value) {
  constexpr std::int64_t kLargest = std::int64_t{1} << 59;
  if (value == kMissing || std::llabs(value) > kLargest) return value;
  return value * (type == Type::Money ? 7 : type == Type::Weight ? 3 : 2);
}

bool has_huge_amount(const Compiled& program, const FactSheet& sheet) {
  constexpr std::int64_t kHuge = std::int64_t{1} << 58;
  auto is_huge = [](std::int64_t value) {
    return value != kMissing && std::llabs(value) > kHuge;
  };
  for (std::size_t i = 0; i < program.pack.facts.size(); ++i) {
    if (is_huge(sheet.fact(i))) return true;
  }
  for (std::size_t m = 0; m < sheet.materials(); ++m) {
    for (std::size_t i = 0; i < columns_of(program.pack); ++i) {
      if (is_huge(sheet.column(m, i))) return true;
    }
  }
  return false;
}

std::string by_unit(const Compiled& program, FactSheet& sheet) {
  const ir::Pack& pack = program.pack;
  if (!names_no_amount(pack) || has_huge_amount(program, sheet)) return {};
  FactSheet changed = sheet;
  for (std::size_t i = 0; i < pack.facts.size(); ++i) {
    const Type type = pack.facts[i].type;
    if (is_amount(type))
      changed.set_fact(i, in_other_unit(type, sheet.fact(i)));
  }
  for (std::size_t m = 0; m < sheet.materials(); ++m) {
    for (std::size_t i = 0; i < columns_of(pack); ++i) {
      const Type type = type_of_column(pack, i);
      if (!is_amount(type)) continue;
      changed.set_column(m, i, in_other_unit(type, sheet.column(m, i)));
    }
  }
  return difference(program, evaluate(program, sheet.good()), changed);
}

// ---- lines

std::string by_line(const Compiled& program, FactSheet& sheet) {
  const ir::Pack& pack = program.pack;
  if (!does_not_see_lines(pack)) return {};
  FactSheet changed = without_materials(program, sheet);
  for (std::size_t m = 0; m < sheet.materials(); ++m) {
    add_copy(program, sheet, m, changed);
    add_copy(program, sheet, m, changed);
    for (std::size_t i = 0; i < columns_of(pack); ++i) {
      const std::int64_t whole = sheet.column(m, i);
      if (!is_amount(type_of_column(pack, i)) || whole == kMissing) continue;
      changed.set_column(changed.materials() - 2, i, whole / 3);
      changed.set_column(changed.materials() - 1, i, whole - whole / 3);
    }
  }
  return difference(program, evaluate(program, sheet.good()), changed);
}

void hold(const PairOptions& options, const Complaint& complaint) {
  const std::size_t pairs = pairs_wanted() / 20;
  std::size_t decided = 0;
  for_each_pair(pairs, options, [&](const Pair& pair) {
    FactSheet sheet = pair.goods.good();
    const Verdict verdict = evaluate(pair.program, sheet.good()).verdict;
    decided +=
        verdict == Verdict::Originating || verdict == Verdict::NotOriginating
            ? 1
            : 0;
    pair.hold(sheet, complaint);
  });
  CHECK(decided > pairs / 10);
}

}  // namespace

TEST_CASE("the order of the materials changes no outcome") {
  hold({}, by_order);
}

TEST_CASE("the units that amounts are counted in change no outcome") {
  PairOptions options;
  options.program = [](Random& random) {
    Features features;
    features.has_amounts = false;
    return random_program(random.next(), features);
  };
  options.fits = names_no_amount;
  hold(options, by_unit);
}

TEST_CASE("a material in two lines is the material in one") {
  PairOptions options;
  options.fits = does_not_see_lines;
  hold(options, by_line);
}

}  // namespace origo::random
