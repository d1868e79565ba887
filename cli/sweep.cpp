// The set of each good, read off at every step of a threshold.
#include "cli/sweep.hpp"

#include <fmt/ostream.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/average.hpp"
#include "cli/chart.hpp"
#include "cli/exact_sweep.hpp"
#include "cli/exit_codes.hpp"
#include "cli/files.hpp"
#include "cli/folded_sheet.hpp"
#include "cli/image_file.hpp"
#include "cli/progress.hpp"
#include "cli/suppose.hpp"
#include "cli/threshold_spans.hpp"
#include "engine/explain/figures.hpp"

namespace origo {
namespace {

using bytecode::Image;
using Json = nlohmann::ordered_json;

// A chart or a table with more is not read, and a step was mistyped.
constexpr std::size_t kStepsMax = 10'000;
constexpr std::size_t kBarWidth = 40;

struct Step {
  Figure value;
  std::uint32_t originating = 0;
  std::uint32_t not_originating = 0;
  std::uint32_t undetermined = 0;
  std::uint32_t no_rule = 0;
  std::vector<std::string> gained;  // names of goods, against the step before
  std::vector<std::string> lost;
};

// The values a threshold takes.
struct Range {
  std::int64_t first = 0;
  std::int64_t last = 0;
  std::int64_t step = 0;

  [[nodiscard]] std::size_t size() const {
    return static_cast<std::size_t>((last - first) / step) + 1;
  }
};

std::optional<Range> range_of(const Image& image, std::uint16_t threshold,
                              const SweepOptions& options, InputError& error) {
  const ThresholdDomain domain = domain_of(image, threshold);
  const auto read = [&](const std::string& text, std::int64_t otherwise) {
    return text.empty() && options.is_exact
               ? otherwise
               : threshold_value(image, threshold, text, error);
  };
  const auto first = read(options.from, domain.first);
  if (!first) return {};
  const auto last = read(options.to, domain.last);
  if (!last) return {};
  const auto step = read(options.step, 1);
  if (!step) return {};
  if (*step <= 0) {
    error = {fmt::format("a step of {} leads nowhere", options.step),
             "give a step above zero, and the smaller value as `--from`"};
    return {};
  }
  std::int64_t width = 0;
  if (*last < *first || __builtin_sub_overflow(*last, *first, &width)) {
    error = {fmt::format("`--to` {} is before `--from` {}", options.to,
                         options.from),
             "exchange them"};
    return {};
  }
  const Range range{*first, *last, *step};
  if (options.is_exact) return range;
  if (static_cast<std::size_t>(width / *step) < kStepsMax) return range;
  error = {fmt::format("more than {} steps", kStepsMax),
           "take a wider `--step`"};
  return {};
}

class Sweep {
 public:
  Sweep(const Image& image, Facts& facts, std::uint16_t threshold,
        std::vector<std::int64_t> thresholds)
      : image_(image),
        facts_(facts),
        threshold_(threshold),
        thresholds_(std::move(thresholds)) {
    for (FactSheet& sheet : facts.goods) goods_.push_back(sheet.good());
    qualified_.resize(goods_.size());
  }

  // Finds the set of every good: the only evaluations that are needed, however
  // many steps there are.
  void find_sets(const ThresholdDomain& domain, Progress& progress) {
    Options options;
    options.thresholds = thresholds_;
    for (std::size_t i = 0; i < goods_.size(); ++i) {
      progress.show(i, goods_.size());
      sets_.push_back(threshold_set_of(image_, facts_.goods[i], threshold_,
                                       domain, options));
    }
  }

  [[nodiscard]] const std::vector<ThresholdSet>& sets() const { return sets_; }

  // At the first step nothing is gained or lost.
  Step at(std::int64_t value) {
    Step step;
    step.value = {type(), value};
    thresholds_[threshold_] = value;
    Options options;
    options.thresholds = thresholds_;
    for (std::size_t i = 0; i < goods_.size(); ++i) {
      const Verdict verdict =
          sets_[i].is_exact() ? sets_[i].at(value) : evaluated(i, options);
      count(verdict, step);
      const bool qualifies = verdict == Verdict::Originating;
      if (has_before_ && qualifies != qualified_[i]) {
        (qualifies ? step.gained : step.lost)
            .push_back(called(facts_.goods[i], i));
      }
      qualified_[i] = qualifies;
    }
    has_before_ = true;
    return step;
  }

 private:
  // Of a good of which the set is not known.
  Verdict evaluated(std::size_t good, const Options& options) {
    const FoldedSheet folded(image_, facts_.goods[good], options.thresholds);
    scratch_.resize(std::max(
        scratch_.size(), scratch_size(image_, folded.good().materials.count)));
    return evaluate(image_, folded.good(), scratch_, options).verdict;
  }

  static void count(Verdict verdict, Step& step) {
    switch (verdict) {
      case Verdict::Originating:
        ++step.originating;
        return;
      case Verdict::NotOriginating:
        ++step.not_originating;
        return;
      case Verdict::Undetermined:
        ++step.undetermined;
        return;
      case Verdict::NoRule:
        ++step.no_rule;
        return;
    }
  }

  [[nodiscard]] Type type() const {
    return static_cast<Type>(
        std::uint8_t{image_.thresholds()[threshold_].type});
  }

  const Image& image_;
  Facts& facts_;
  std::uint16_t threshold_;
  std::vector<std::int64_t> thresholds_;
  std::vector<Good> goods_;
  std::vector<ThresholdSet> sets_;
  std::vector<std::byte> scratch_;
  std::vector<bool> qualified_;
  bool has_before_ = false;
};

struct Result {
  std::string agreement;
  std::string name;
  std::string title;
  std::string cite;
  std::size_t goods = 0;
  std::vector<Step> steps;
  std::optional<Figure> now;  // the value of the last step of the pack
};

void print_table(const Result& result, bool is_verbose, Streams& streams) {
  fmt::print(streams.out, "{}: {}{}{}\n\n", result.agreement, result.name,
             result.title.empty() ? "" : ", ", result.title);
  std::size_t width = result.name.size();
  for (const Step& it : result.steps) {
    width = std::max(width, shown(it.value, "").size());
  }
  const bool has_open =
      std::any_of(result.steps.begin(), result.steps.end(),
                  [](const Step& it) { return it.undetermined > 0; });
  fmt::print(streams.out, "{:>{}}  {:>11}  {:>7}{}\n", result.name, width,
             "originating", "share", has_open ? "  undetermined" : "");
  for (const Step& it : result.steps) {
    const std::size_t bar =
        result.goods == 0 ? 0 : it.originating * kBarWidth / result.goods;
    const bool is_now = result.now && result.now->value == it.value.value;
    std::string line =
        fmt::format("{:>{}}  {:>11}  {:>6}%{}", shown(it.value, ""), width,
                    it.originating, share_of(it.originating, result.goods),
                    has_open ? fmt::format("  {:>12}", it.undetermined) : "");
    if (bar > 0) line += "  " + std::string(bar, '#');
    if (is_now) line += "  <- in force";
    fmt::print(streams.out, "{}\n", line);
    if (!is_verbose) continue;
    if (!it.gained.empty()) {
      fmt::print(streams.out, "{:>{}}  gained: {}\n", "", width,
                 fmt::join(it.gained, ", "));
    }
    if (!it.lost.empty()) {
      fmt::print(streams.out, "{:>{}}  lost: {}\n", "", width,
                 fmt::join(it.lost, ", "));
    }
  }
  fmt::print(streams.out, "\n{}", counted(result.goods, "good"));
  if (!result.cite.empty()) fmt::print(streams.out, "; {}", result.cite);
  streams.out << '\n';
}

void print_json(const Result& result, Streams& streams) {
  Json json;
  json["agreement"] = result.agreement;
  json["threshold"] = result.name;
  if (!result.title.empty()) json["title"] = result.title;
  if (!result.cite.empty()) json["cite"] = result.cite;
  json["goods"] = result.goods;
  json["steps"] = Json::array();
  for (const Step& it : result.steps) {
    Json step;
    step["value"] = plain(it.value);
    const std::string_view unit = unit_of(it.value, "");
    if (!unit.empty()) step["unit"] = unit;
    step["originating"] = it.originating;
    step["not_originating"] = it.not_originating;
    step["undetermined"] = it.undetermined;
    step["no_rule"] = it.no_rule;
    step["share"] = share_of(it.originating, result.goods);
    step["gained"] = it.gained;
    step["lost"] = it.lost;
    json["steps"].push_back(std::move(step));
  }
  streams.out << json.dump(2, ' ', false, Json::error_handler_t::replace)
              << '\n';
}

Chart chart_of(const Result& result) {
  Chart chart;
  chart.title = fmt::format("Share of {} that originate under {}",
                            counted(result.goods, "good"), result.agreement);
  chart.across = result.title.empty() ? result.name : result.title;
  chart.total = static_cast<std::uint32_t>(result.goods);
  for (const Step& it : result.steps) {
    chart.points.push_back(
        {it.value.value, shown(it.value, ""), it.originating});
  }
  if (result.now) {
    chart.now = {result.now->value, shown(*result.now, ""), 0};
  }
  return chart;
}

Result described(const Image& image, std::uint16_t threshold,
                 std::size_t goods) {
  const bytecode::ThresholdRecord& record = image.thresholds()[threshold];
  Result result;
  result.agreement = image.text(image.agreement().name);
  result.name = image.text(record.name);
  result.title = image.text(record.title);
  result.cite = image.text(record.cite);
  result.goods = goods;
  const auto steps =
      image.steps().subspan(record.first_step, record.step_count);
  result.now =
      Figure{static_cast<Type>(std::uint8_t{record.type}), steps.back().value};
  return result;
}

}  // namespace

int run_sweep(const SweepOptions& options, Streams& streams) {
  const std::pair<const char*, const std::string&> required[] = {
      {"--from", options.from}, {"--to", options.to}, {"--step", options.step}};
  for (const auto& [name, text] : required) {
    if (options.is_exact || !text.empty()) continue;
    return fail(streams, {fmt::format("no `{}` is given", name),
                          "see `origo sweep --help`"});
  }
  int exit_code = kDone;
  const auto open =
      open_pack({options.pack, {options.pack}}, streams, exit_code);
  if (!open) return exit_code;
  InputError error;
  if (open->image.is_cascade()) {
    return fail(streams, {fmt::format("`{}` gives countries, and no verdict "
                                      "that a threshold could turn",
                                      options.pack),
                          "evaluate the goods with `origo eval`"});
  }
  auto thresholds = supposed_thresholds(open->image, options.suppose, error);
  if (!thresholds) return fail(streams, error);
  const auto threshold = find_threshold(open->image, options.threshold, error);
  if (!threshold) return fail(streams, error);
  const auto range = range_of(open->image, *threshold, options, error);
  if (!range) return fail(streams, error);
  auto facts = read_facts(open->image, options.facts, streams);
  if (!facts) return kUsage;
  Result result = described(open->image, *threshold, facts->goods.size());
  Sweep sweep(open->image, *facts, *threshold, std::move(*thresholds));
  {
    Progress progress(streams, "sweeping");
    sweep.find_sets({range->first, range->last}, progress);
    if (options.is_exact) {
      ExactSweep exact{open->image,
                       *threshold,
                       {range->first, range->last},
                       {},
                       sweep.sets()};
      for (std::size_t i = 0; i < facts->goods.size(); ++i) {
        exact.goods.push_back(called(facts->goods[i], i));
      }
      print_exact_sweep(exact, options.is_json, streams);
      return kDone;
    }
    for (std::size_t i = 0; i < range->size(); ++i) {
      progress.show(i, range->size());
      result.steps.push_back(
          sweep.at(range->first + static_cast<std::int64_t>(i) * range->step));
    }
  }
  if (!options.chart.empty()) {
    const std::error_code failure =
        write_file(options.chart, svg(chart_of(result)));
    if (failure) {
      return fail(streams, {fmt::format("`{}` cannot be written: {}",
                                        options.chart, reason_of(failure)),
                            "name another file with `--chart`"});
    }
  }
  if (options.is_json) {
    print_json(result, streams);
  } else {
    print_table(result, options.is_verbose, streams);
  }
  return kDone;
}

}  // namespace origo
