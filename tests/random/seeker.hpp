// Goods that meet a requirement of a rule, and goods that do not: found by
// going down the graph and giving each fact and material that is asked for what
// is wanted of it.
//
// What one part asks for may undo what another did. So every attempt goes over
// all of them a few times, other choices are made in the next attempt, and only
// what the oracle agrees to is a find. Not to find is no proof that there is
// none.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "cli/fact_sheet.hpp"
#include "engine/core/limits.hpp"
#include "engine/ir/ir.hpp"
#include "tests/random/random.hpp"

namespace origo::random {

class Seeker {
 public:
  Seeker(const ir::Pack& pack, Random& random) : pack_(pack), random_(random) {}

  // A good that the rule is for, of which the requirement is met or not.
  [[nodiscard]] std::optional<FactSheet> find(std::uint32_t rule,
                                              ir::RequirementId requirement,
                                              bool is_met);

 private:
  static constexpr int kDepth = 24;
  static constexpr std::size_t kMaterialsMost = 12;
  static constexpr std::int64_t kUnit = limits::kDecimalScale;
  static constexpr std::int64_t kHuge = 10'000'000 * kUnit;

  struct Goal {
    ir::RequirementId requirement;
    bool is_met;
  };

  [[nodiscard]] std::optional<HsCode> code_of(std::uint32_t rule);
  [[nodiscard]] bool is_in_period(std::uint32_t rule, FactSheet& sheet) const;
  [[nodiscard]] FactSheet plain_good(std::uint32_t rule);
  [[nodiscard]] std::size_t add_material(FactSheet& sheet);
  // What has to hold for the rule to apply; nothing where another does.
  [[nodiscard]] std::optional<std::vector<Goal>> goals_of(std::uint32_t rule,
                                                          FactSheet& sheet);

  void aim(FactSheet& sheet, const Goal& goal, int depth);
  void aim_at_some(FactSheet& sheet, const std::vector<ir::RequirementId>& of,
                   std::size_t count, bool is_met, int depth);
  void aim_check(FactSheet& sheet, const ir::Check& check, bool is_met);
  void aim_test(FactSheet& sheet, const ir::Test& test, bool is_met, int depth);
  void aim_code(FactSheet& sheet, std::uint32_t set, bool is_met);
  void aim_relation(FactSheet& sheet, ir::Relation relation, ir::NumberId left,
                    ir::NumberId right, bool is_met, int depth);
  void move(FactSheet& sheet, ir::NumberId number, bool is_up, int depth);
  void move_fact(FactSheet& sheet, std::uint32_t fact, bool is_up);
  void have(FactSheet& sheet, std::size_t material, ir::MaskId mask,
            bool is_wanted, int depth);
  void have_column(FactSheet& sheet, std::size_t material,
                   const ir::Check& check, bool is_wanted);
  void clear(FactSheet& sheet, ir::MaskId mask, int depth);
  void fill(FactSheet& sheet, ir::MaskId mask, int depth);
  [[nodiscard]] std::int64_t near(ir::Relation relation, std::int64_t limit,
                                  std::int64_t unit, bool holds);
  [[nodiscard]] HsCode code_in(const std::vector<HsRange>& set);
  [[nodiscard]] HsCode varied(HsCode code);

  const ir::Pack& pack_;
  Random& random_;
  HsRange range_{};  // of the rule: the good's code stays within
};

}  // namespace origo::random
