// A line chart as SVG: a share in percent over the values of a threshold.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace origo {

struct ChartPoint {
  std::int64_t value = 0;   // of the threshold, millionths
  std::string label;        // the value as people write it
  std::uint32_t count = 0;  // of goods that originate
};

struct Chart {
  std::string title;
  std::string across;  // what the horizontal axis counts
  std::uint32_t total = 0;
  std::vector<ChartPoint> points;  // by value, at least one
  std::optional<ChartPoint> now;   // the value that the pack states today
};

// A document that stands alone, legible on light and dark pages.
[[nodiscard]] std::string svg(const Chart& chart);

}  // namespace origo
