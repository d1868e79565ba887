// `origo eval`: whether goods originate, and why.
#pragma once

#include <string>
#include <vector>

#include "cli/facts.hpp"
#include "cli/streams.hpp"

namespace origo {

struct EvalOptions {
  std::string pack;
  FactsOptions facts;
  std::vector<std::string> suppose;  // `threshold=value`
  std::string average;    // take goods together that agree in these: `a,b`
  std::string threshold;  // say for which of its values each good qualifies
  bool is_brief = false;  // a line for each good
  bool has_worksheets = false;  // a worksheet for each good
  bool is_json = false;
};

// One good gets a worksheet and several a line each, unless told otherwise.
// JSON is docs/verdicts.md. Returns kDone when every good originates, else
// kNotOriginating when one does not, else kUndetermined.
int run_eval(const EvalOptions& options, Streams& streams);

}  // namespace origo
