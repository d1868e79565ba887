// `origo explain`: what a diagnostic means and what to do about it.
#pragma once

#include <string>

#include "cli/streams.hpp"

namespace origo {

struct ExplainOptions {
  std::string code;  // empty: list them all
};

int run_explain(const ExplainOptions& options, Streams& streams);

}  // namespace origo
