// The materials of an example, however it lists them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/examples/draft.hpp"

namespace origo::examples {

struct Part {
  std::string title;
  std::string code;  // empty where the example has none
  std::string status = "originating";
  std::optional<std::int64_t> value;   // millionths
  std::optional<std::int64_t> weight;  // millionths, of a gram
  std::string kind;  // `packaging`, where it is no plain material
  std::vector<std::string> tags;
  std::vector<std::string> basics;  // of those, its basic textile materials
  bool fails = false;               // as the example says
  bool is_boundary = false;         // its amount is what is asked about
  bool is_outside = false;          // not in the component that is classified
};

// How the amounts of an example are to be read.
struct Scale {
  std::int64_t whole = 0;  // millionths that are 100%; 0 where there is none
  bool is_weight = false;
};

// The materials of all lists in the facts. Percentages are turned into parts of
// 100.00, which `scale` then says.
[[nodiscard]] std::vector<Part> parts_of(const Member& facts, Draft& draft,
                                         Scale& scale);

// `material "x" 8407.34 7500.00 USD non-originating`
[[nodiscard]] std::string line_of(const Part& part, const Draft& draft);

}  // namespace origo::examples
