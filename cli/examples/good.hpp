// A good of an example between its facts and its cases.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/examples/draft.hpp"
#include "cli/examples/materials.hpp"

namespace origo::examples {

struct Tolerance {
  std::int64_t share = 0;  // percent, in millionths
  bool is_weight = false;
  std::string base;
};

struct ConvertedGood {
  std::string code = "9999";
  std::string code_dates;  // ` imported 2010-06-01`
  std::vector<std::pair<std::string, std::int64_t>> bases;  // fact, amount
  std::vector<std::string> lines;  // further facts of the case
  std::vector<Part> parts;
  Scale scale;
  std::string requirement;
  std::string change;   // the change alone
  std::string failing;  // codes that fail it, where they can be told
  std::string content;  // `RVC net_cost`
  std::string base;     // what content and limits divide by
  std::optional<Tolerance> tolerance;
  std::optional<std::pair<std::int64_t, std::int64_t>> fallback;  // TV, NC
  std::vector<Expected> expected;  // of figures derived on the way
};

void declare_tolerance(const std::string& required, Draft& draft);

// Facts with a supplier's statement: what it changes in cost and foreign value.
void accumulate(const Member& facts, const Member& maker, const Member& how,
                ConvertedGood& good, Draft& draft);

// Writes the cases, from `expected` of the example.
void expect_of_good(const Example& example, ConvertedGood& good, Draft& draft);

// The case of the good as it stands.
DraftCase& case_of(const Example& example, const ConvertedGood& good,
                   Draft& draft);

}  // namespace origo::examples
