// The exact set of values of a threshold, as text and as JSON.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "cli/fact_sheet.hpp"
#include "engine/bytecode/image.hpp"
#include "engine/explain/threshold_set.hpp"

namespace origo {

// A set, and what it is the set of.
struct ShownSet {
  const bytecode::Image& image;
  std::uint16_t threshold;
  ThresholdDomain domain;
  const ThresholdSet& set;
};

// The set of the good of a sheet. Of one whose materials are produced from
// materials it is not known: each of these is decided at every value anew.
[[nodiscard]] ThresholdSet threshold_set_of(const bytecode::Image& image,
                                            FactSheet& sheet,
                                            std::uint16_t threshold,
                                            const ThresholdDomain& domain,
                                            const Options& options);

// `qualifies for car_content <= 61.3%`, and for which values it is undetermined
// where there are such; or why the set is not known.
[[nodiscard]] std::string sentence_for(const ShownSet& shown);

// {"name", "from", "to", "exact": true, "spans": [{"from", "to", "verdict"}]};
// without `spans` and with `why` where it is not exact.
[[nodiscard]] nlohmann::ordered_json json_of(const ShownSet& shown);

// A value of a threshold: `61.3%`.
[[nodiscard]] std::string shown_value(const bytecode::Image& image,
                                      std::uint16_t threshold,
                                      std::int64_t value);
// The same for programs: {"value", "unit"}.
[[nodiscard]] nlohmann::ordered_json json_value(const bytecode::Image& image,
                                                std::uint16_t threshold,
                                                std::int64_t value);

}  // namespace origo
