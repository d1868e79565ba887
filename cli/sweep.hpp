// `origo sweep`: what moving a threshold does to a portfolio of goods.
#pragma once

#include <string>
#include <vector>

#include "cli/facts.hpp"
#include "cli/streams.hpp"

namespace origo {

struct SweepOptions {
  std::string pack;
  FactsOptions facts;
  std::string threshold;
  std::string from;  // the first value, such as `50%`; with `is_exact` may be
  std::string to;    // left off, and so may the last
  std::string step;
  std::vector<std::string> suppose;  // other thresholds: `name=value`
  std::string chart;                 // write an SVG here
  bool is_verbose = false;           // name the goods that change at each step
  bool is_exact = false;  // every good's own set, and where the count changes
  bool is_json = false;
};

// A table, or JSON:
//   {"agreement", "threshold", "title", "cite", "goods": 40, "steps":
//   [{"value",
//     "unit", "originating", "not_originating", "undetermined", "no_rule",
//     "share", "gained": [ids], "lost": [ids]}]}
// `share` is the percentage that originates, cut to two decimals; gained and
// lost are against the step before. With `is_exact` there are no steps but
//   "sets": [{"good", and what cli/threshold_spans.hpp says}], "curve":
//   [{"from", "to", "originating", "undetermined", "share"}]
// Goods of which the set is not exact are in no count of the curve.
int run_sweep(const SweepOptions& options, Streams& streams);

}  // namespace origo
