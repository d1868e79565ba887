// Random facts about goods that a program could be asked about.
//
// Codes come from what the program names, so that rules, exceptions and
// tolerances are met and missed; amounts from few values, so that limits are
// hit exactly. Most goods lack some facts.
#pragma once

#include <cstdint>
#include <vector>

#include "cli/fact_sheet.hpp"
#include "engine/eval/evaluate.hpp"
#include "engine/ir/ir.hpp"
#include "tests/random/random.hpp"

namespace origo::random {

class GoodGenerator {
 public:
  GoodGenerator(const ir::Pack& pack, Random& random);

  // Any good: complete or not, at times with an amount that no good has or in a
  // currency the rules do not speak of.
  [[nodiscard]] FactSheet good();
  // One whose materials may have materials of their own.
  [[nodiscard]] FactSheet tree();

  // What a good with missing facts may turn out to be. `counted` is how its
  // materials counted: a material without evidence keeps its status where a
  // treatment said what it counts as.
  [[nodiscard]] FactSheet completed(const FactSheet& sheet,
                                    const std::vector<Status>& counted);
  // The same of some facts alone.
  [[nodiscard]] FactSheet completed(const FactSheet& sheet,
                                    const std::vector<Missing>& facts,
                                    const std::vector<Status>& counted);

  // What a tree with missing facts may turn out to be, at every depth. No
  // evidence stays no evidence.
  [[nodiscard]] FactSheet completed_tree(const FactSheet& sheet);

 private:
  [[nodiscard]] std::int64_t fact_value(const ir::FactInfo& info);
  [[nodiscard]] std::int64_t value(Type type, std::size_t choices);
  [[nodiscard]] std::int64_t amount();
  [[nodiscard]] std::int64_t places();
  [[nodiscard]] Country country();
  [[nodiscard]] HsCode code_within(const HsRange& range);
  [[nodiscard]] HsCode code_of_good();
  [[nodiscard]] HsCode code_of_material(HsCode good);
  [[nodiscard]] HsCode extended(HsCode code, int digits);
  void add_material(FactSheet& sheet, unsigned missing_percent);
  void complete_material(FactSheet& sheet, std::size_t material,
                         const Missing& fact);
  void complete(FactSheet& sheet, const Missing& fact,
                const std::vector<Status>& counted);

  const ir::Pack& pack_;
  Random& random_;
  std::vector<HsRange> ranges_;
  // Whether a rule asks what is unproven: that there is no evidence is then a
  // fact, and none that is missing.
  bool asks_for_evidence_ = false;
};

// The facts of a sheet in one array of structures, as a caller may hold them.
class Rows {
 public:
  explicit Rows(FactSheet& sheet);
  [[nodiscard]] const Good& good() const { return good_; }

 private:
  struct Row {
    Country origin;
    Kind kind;
    Status status;
    std::int64_t quantity;
    HsCode code;
    std::int64_t value;
    std::int64_t weight;
  };
  std::vector<Row> rows_;
  Good good_;
};

}  // namespace origo::random
