// The chart: axes, a grid, and a line through the points. Everything is laid
// out on a fixed canvas that browsers scale.
#include "cli/chart.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string_view>

#include "cli/xml_text.hpp"

namespace origo {
namespace {

constexpr double kWidth = 720;
constexpr double kHeight = 420;
constexpr double kLeft = 64;
constexpr double kRight = kWidth - 24;
constexpr double kTop = 56;
constexpr double kBottom = kHeight - 64;
constexpr std::size_t kLabelsMax = 11;

constexpr std::string_view kStyle = R"(
text{font:13px system-ui,sans-serif;fill:#333}
.title{font-size:16px;font-weight:600}
.grid{stroke:#ddd}
.axis{stroke:#666}
.line{fill:none;stroke:#1b6ec2;stroke-width:2.5}
.point{fill:#1b6ec2}
.now{stroke:#c2561b;stroke-dasharray:5 4}
.now-label{fill:#c2561b}
@media(prefers-color-scheme:dark){svg{background:#161616}text{fill:#ddd}
.grid{stroke:#333}.axis{stroke:#999}}
)";

class Drawing {
 public:
  explicit Drawing(const Chart& chart) : from_(chart) {}

  std::string run() {
    put("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\" "
        "role=\"img\" aria-label=\"{}\">\n<style>{}</style>\n",
        kWidth, kHeight, xml_text(from_.title), kStyle);
    put("<text class=\"title\" x=\"{}\" y=\"28\">{}</text>\n", kLeft,
        xml_text(from_.title));
    shares();
    values();
    now();
    line();
    put("</svg>\n");
    return std::move(out_);
  }

 private:
  template <typename... Args>
  void put(fmt::format_string<const Args&...> format, const Args&... args) {
    fmt::format_to(std::back_inserter(out_), format, args...);
  }

  [[nodiscard]] double x(std::int64_t value) const {
    const auto first = static_cast<double>(from_.points.front().value);
    const auto last = static_cast<double>(from_.points.back().value);
    if (first == last) return (kLeft + kRight) / 2;
    return kLeft + (static_cast<double>(value) - first) / (last - first) *
                       (kRight - kLeft);
  }

  // From no goods at the bottom to all of them at the top.
  [[nodiscard]] double y(std::uint32_t count) const {
    return height(from_.total == 0 ? 0
                                   : static_cast<double>(count) / from_.total);
  }
  static double height(double share) {
    return kBottom - share * (kBottom - kTop);
  }

  void shares() {
    for (const int percent : {0, 25, 50, 75, 100}) {
      const double at = height(percent / 100.0);
      put("<line class=\"{}\" x1=\"{}\" y1=\"{:.1f}\" x2=\"{}\" "
          "y2=\"{:.1f}\"/>\n",
          percent == 0 ? "axis" : "grid", kLeft, at, kRight, at);
      put("<text x=\"{}\" y=\"{:.1f}\" text-anchor=\"end\">{}%</text>\n",
          kLeft - 8, at + 4, percent);
    }
  }

  void values() {
    const std::size_t count = from_.points.size();
    const std::size_t every = (count + kLabelsMax - 1) / kLabelsMax;
    for (std::size_t i = 0; i < count; i += every) {
      put("<text x=\"{:.1f}\" y=\"{}\" text-anchor=\"middle\">{}</text>\n",
          x(from_.points[i].value), kBottom + 20,
          xml_text(from_.points[i].label));
    }
    put("<text x=\"{:.1f}\" y=\"{}\" text-anchor=\"middle\">{}</text>\n",
        (kLeft + kRight) / 2, kBottom + 46, xml_text(from_.across));
  }

  void now() {
    if (!from_.now || from_.now->value < from_.points.front().value ||
        from_.now->value > from_.points.back().value) {
      return;
    }
    const double at = x(from_.now->value);
    put("<line class=\"now\" x1=\"{:.1f}\" y1=\"{}\" x2=\"{:.1f}\" "
        "y2=\"{}\"/>\n",
        at, kTop, at, kBottom);
    const bool is_left = at > (kLeft + kRight) / 2;
    put("<text class=\"now-label\" x=\"{:.1f}\" y=\"{}\" "
        "text-anchor=\"{}\">in force: {}</text>\n",
        is_left ? at - 6 : at + 6, kTop - 6, is_left ? "end" : "start",
        xml_text(from_.now->label));
  }

  void line() {
    put("<polyline class=\"line\" points=\"");
    for (const ChartPoint& it : from_.points) {
      put("{:.1f},{:.1f} ", x(it.value), y(it.count));
    }
    put("\"/>\n");
    for (const ChartPoint& it : from_.points) {
      put("<circle class=\"point\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"3\">"
          "<title>{}: {} of {}</title></circle>\n",
          x(it.value), y(it.count), xml_text(it.label), it.count, from_.total);
    }
  }

  const Chart& from_;
  std::string out_;
};

}  // namespace

std::string svg(const Chart& chart) {
  return Drawing(chart).run();
}

}  // namespace origo
