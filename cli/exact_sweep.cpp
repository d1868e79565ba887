// Joins the sets of all goods into one curve.
#include "cli/exact_sweep.hpp"

#include <fmt/ostream.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/message.hpp"
#include "cli/threshold_spans.hpp"

namespace origo {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kBarWidth = 40;

struct Titles {
  std::string agreement;
  std::string name;
  std::string title;
  std::string cite;
};

Titles titles_of(const ExactSweep& sweep) {
  const bytecode::Image& image = sweep.image;
  const bytecode::ThresholdRecord& record = image.thresholds()[sweep.threshold];
  return {std::string(image.text(image.agreement().name)),
          std::string(image.text(record.name)),
          std::string(image.text(record.title)),
          std::string(image.text(record.cite))};
}

ShownSet shown_set(const ExactSweep& sweep, std::size_t good) {
  return {sweep.image, sweep.threshold, sweep.domain, sweep.sets[good]};
}

void print_json(const ExactSweep& sweep, Streams& streams) {
  const Titles titles = titles_of(sweep);
  Json json;
  json["agreement"] = titles.agreement;
  json["threshold"] = titles.name;
  if (!titles.title.empty()) json["title"] = titles.title;
  if (!titles.cite.empty()) json["cite"] = titles.cite;
  json["goods"] = sweep.goods.size();
  json["sets"] = Json::array();
  for (std::size_t i = 0; i < sweep.goods.size(); ++i) {
    Json set;
    set["good"] = sweep.goods[i];
    set.update(json_of(shown_set(sweep, i)));
    set.erase("name");  // the same of all
    json["sets"].push_back(std::move(set));
  }
  json["curve"] = Json::array();
  for (const CurvePiece& it : curve_of(sweep)) {
    Json piece;
    piece["from"] = json_value(sweep.image, sweep.threshold, it.first);
    piece["to"] = json_value(sweep.image, sweep.threshold, it.last);
    piece["originating"] = it.originating;
    piece["undetermined"] = it.undetermined;
    piece["share"] = share_of(it.originating, sweep.goods.size());
    json["curve"].push_back(std::move(piece));
  }
  streams.out << json.dump(2, ' ', false, Json::error_handler_t::replace)
              << '\n';
}

void print_curve(const ExactSweep& sweep, const std::string& name,
                 Streams& streams) {
  const std::vector<CurvePiece> curve = curve_of(sweep);
  std::vector<std::string> values;
  std::size_t width = name.size();
  bool has_open = false;
  for (const CurvePiece& it : curve) {
    values.push_back(shown_value(sweep.image, sweep.threshold, it.first));
    if (it.first != it.last) {
      values.back() +=
          " to " + shown_value(sweep.image, sweep.threshold, it.last);
    }
    width = std::max(width, values.back().size());
    has_open = has_open || it.undetermined > 0;
  }
  fmt::print(streams.out, "{:>{}}  {:>11}  {:>7}{}\n", name, width,
             "originating", "share", has_open ? "  undetermined" : "");
  const std::size_t goods = sweep.goods.size();
  for (std::size_t i = 0; i < curve.size(); ++i) {
    const CurvePiece& it = curve[i];
    std::string line =
        fmt::format("{:>{}}  {:>11}  {:>6}%{}", values[i], width,
                    it.originating, share_of(it.originating, goods),
                    has_open ? fmt::format("  {:>12}", it.undetermined) : "");
    const std::size_t bar = goods == 0 ? 0 : it.originating * kBarWidth / goods;
    if (bar > 0) line += "  " + std::string(bar, '#');
    fmt::print(streams.out, "{}\n", line);
  }
}

void print_text(const ExactSweep& sweep, Streams& streams) {
  const Titles titles = titles_of(sweep);
  fmt::print(streams.out, "{}: {}{}{}\n\n", titles.agreement, titles.name,
             titles.title.empty() ? "" : ", ", titles.title);
  print_curve(sweep, titles.name, streams);
  streams.out << '\n';
  for (std::size_t i = 0; i < sweep.goods.size(); ++i) {
    fmt::print(streams.out, "{}: {}\n", sweep.goods[i],
               sentence_for(shown_set(sweep, i)));
  }
  fmt::print(streams.out, "\n{}", counted(sweep.goods.size(), "good"));
  if (!titles.cite.empty()) fmt::print(streams.out, "; {}", titles.cite);
  streams.out << '\n';
  const auto inexact = static_cast<std::size_t>(
      std::count_if(sweep.sets.begin(), sweep.sets.end(),
                    [](const ThresholdSet& it) { return !it.is_exact(); }));
  if (inexact == 0) return;
  fmt::print(streams.out,
             "{} in no count above; with `--step` each is evaluated at every "
             "step\n",
             counted(inexact, "good"));
}

}  // namespace

void print_exact_sweep(const ExactSweep& sweep, bool is_json,
                       Streams& streams) {
  if (is_json) {
    print_json(sweep, streams);
  } else {
    print_text(sweep, streams);
  }
}

std::string share_of(std::size_t part, std::size_t whole) {
  const std::uint64_t hundredths =
      whole == 0 ? 0 : std::uint64_t{part} * 10'000 / whole;
  return fmt::format("{}.{:02}", hundredths / 100, hundredths % 100);
}

std::vector<CurvePiece> curve_of(const ExactSweep& sweep) {
  std::vector<std::int64_t> firsts = {sweep.domain.first};
  for (const ThresholdSet& set : sweep.sets) {
    for (const ThresholdSpan& it : set.spans) firsts.push_back(it.first);
  }
  std::sort(firsts.begin(), firsts.end());
  firsts.erase(std::unique(firsts.begin(), firsts.end()), firsts.end());
  // How the counts change at each of them.
  std::vector<std::int64_t> originating(firsts.size() + 1);
  std::vector<std::int64_t> undetermined(firsts.size() + 1);
  const auto index_of = [&firsts](std::int64_t value) {
    return static_cast<std::size_t>(
        std::lower_bound(firsts.begin(), firsts.end(), value) - firsts.begin());
  };
  for (const ThresholdSet& set : sweep.sets) {
    for (std::size_t i = 0; i < set.spans.size(); ++i) {
      const Verdict verdict = set.spans[i].verdict;
      auto* const counts = verdict == Verdict::Originating    ? &originating
                           : verdict == Verdict::Undetermined ? &undetermined
                                                              : nullptr;
      if (counts == nullptr) continue;
      ++(*counts)[index_of(set.spans[i].first)];
      --(*counts)[i + 1 == set.spans.size() ? firsts.size()
                                            : index_of(set.spans[i + 1].first)];
    }
  }
  std::vector<CurvePiece> curve;
  std::int64_t met = 0;
  std::int64_t open = 0;
  for (std::size_t i = 0; i < firsts.size(); ++i) {
    met += originating[i];
    open += undetermined[i];
    const CurvePiece piece{
        firsts[i],
        i + 1 == firsts.size() ? sweep.domain.last : firsts[i + 1] - 1,
        static_cast<std::uint32_t>(met), static_cast<std::uint32_t>(open)};
    if (!curve.empty() && curve.back().originating == piece.originating &&
        curve.back().undetermined == piece.undetermined) {
      curve.back().last = piece.last;
    } else {
      curve.push_back(piece);
    }
  }
  return curve;
}

}  // namespace origo
