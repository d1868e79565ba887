// `origo solve`: what would make a good originate.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "cli/facts.hpp"
#include "cli/streams.hpp"

namespace origo {

struct SolveOptions {
  std::string pack;
  FactsOptions facts;
  std::vector<std::string> suppose;  // `threshold=value`
  std::vector<std::string> open;     // elections to leave open though stated
  bool is_by_cost = false;           // the cheapest changes, not the fewest
  std::string cost;         // what a change costs: a field of materials
  std::size_t changes = 3;  // at most so many changes at once
  std::size_t evaluations = 200'000;
  std::size_t solutions = 5;
  bool is_json = false;
};

// JSON, one object for each good on a line:
//   {"good", "code", "verdict", "summary", "solutions": [{"elections":
//   [{"election", "value"}], "changes": [{"kind": "source" or "elect",
//   "material", "text", "value", "cost", "election"}], "status", "origin",
//   "cost", "summary"}], "searched": {"lines", "elections", "changes",
//   "evaluations", "complete"}, "not_searched": [texts], "with_all_lines",
//   "nearest": {"elections", "changes", "summary"}}
// Returns kDone when each good originates or has a solution, else
// kNotOriginating when one has not, else kUndetermined.
int run_solve(const SolveOptions& options, Streams& streams);

}  // namespace origo
