// Reads the facts, explains each good, prints.
#include "cli/eval.hpp"

#include <fmt/ostream.h>

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>

#include "cli/average.hpp"
#include "cli/exit_codes.hpp"
#include "cli/folded_sheet.hpp"
#include "cli/image_file.hpp"
#include "cli/progress.hpp"
#include "cli/suppose.hpp"
#include "cli/threshold_spans.hpp"
#include "engine/explain/conversions.hpp"
#include "engine/explain/explanation.hpp"
#include "engine/explain/figures.hpp"
#include "engine/explain/json.hpp"
#include "engine/explain/sentences.hpp"
#include "engine/explain/worksheet.hpp"

namespace origo {
namespace {

// What several goods together come to.
struct Tally {
  std::size_t originating = 0;
  std::size_t not_originating = 0;
  std::size_t undetermined = 0;
  std::size_t no_rule = 0;
  bool has_countries = false;

  void add(const Explanation& explanation) {
    has_countries = explanation.origins.has_value();
    add(explanation.outcome.verdict);
  }

  void add(Verdict verdict) {
    switch (verdict) {
      case Verdict::Originating:
        ++originating;
        return;
      case Verdict::NotOriginating:
        ++not_originating;
        return;
      case Verdict::Undetermined:
        ++undetermined;
        return;
      case Verdict::NoRule:
        ++no_rule;
        return;
    }
  }

  [[nodiscard]] int exit_code() const {
    if (not_originating > 0) return kNotOriginating;
    return undetermined + no_rule > 0 ? kUndetermined : kDone;
  }
};

std::string line_for(const Explanation& explanation) {
  const std::string code = shown_code(explanation, Conversion::kGood);
  return fmt::format("{:<16}  {}  {}", result_of(explanation), code,
                     explanation.good.empty() ? "" : explanation.good + ": ") +
         explanation.summary;
}

void print_tally(const Tally& tally, const std::string& of, Streams& streams) {
  if (tally.has_countries) {
    fmt::print(streams.out,
               "\n{}: {} determined, {} without a country, {} undetermined\n",
               of, tally.originating, tally.not_originating,
               tally.undetermined);
    return;
  }
  fmt::print(streams.out,
             "\n{}: {} originating, {} not originating, {} undetermined", of,
             tally.originating, tally.not_originating, tally.undetermined);
  if (tally.no_rule > 0) {
    fmt::print(streams.out, ", {} without a rule", tally.no_rule);
  }
  streams.out << '\n';
}

// What commas part.
std::vector<std::string> words_of(const std::string& list) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at <= list.size();) {
    const std::size_t end = std::min(list.find(',', at), list.size());
    words.push_back(list.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

// Evaluates one good after the other and prints what was asked for.
class Reporter {
 public:
  Reporter(const bytecode::Image& image, const EvalOptions& options,
           const Options& evaluation, std::optional<std::uint16_t> threshold,
           Streams& streams)
      : image_(image),
        options_(options),
        evaluation_(evaluation),
        threshold_(threshold),
        streams_(streams) {}

  void report(FactSheet& sheet, bool is_only) {
    const Explanation explanation = explain_sheet(
        image_, sheet, evaluation_, options_.is_json || has_worksheet(is_only));
    print(sheet, explanation, {}, {}, is_only);
  }

  // A group, and how each of its goods fares alone.
  void report(Group& group, std::vector<FactSheet>& goods, bool is_only) {
    const Explanation explanation =
        explain_sheet(image_, group.sheet, evaluation_, true);
    std::string text =
        fmt::format("Averaged over {}\n", counted(group.goods.size(), "good"));
    Json json;
    for (const auto& [key, value] : group.keys) json["group"][key] = value;
    for (const std::size_t it : group.goods) {
      FactSheet& sheet = goods[it];
      scratch_.resize(std::max(
          scratch_.size(),
          scratch_size(image_, static_cast<std::uint32_t>(sheet.materials()))));
      const Verdict alone =
          evaluate(image_, sheet.good(), scratch_, evaluation_).verdict;
      const std::string code(print_hs_code(sheet.code).view());
      text += fmt::format("  {}, {}", called(sheet, it), code);
      Json good;
      good["id"] = called(sheet, it);
      good["code"] = code;
      if (sheet.units != kMissing) {
        text += fmt::format(", {} units", plain({Type::Number, sheet.units}));
        good["units"] = plain({Type::Number, sheet.units});
      }
      text += fmt::format(": {} alone\n", word_for(alone));
      good["alone"] = word_for(alone);
      json["goods"].push_back(std::move(good));
    }
    print(group.sheet, explanation, text, json, is_only);
  }

  [[nodiscard]] const Tally& tally() const { return tally_; }

 private:
  using Json = nlohmann::ordered_json;

  [[nodiscard]] bool has_worksheet(bool is_only) const {
    return options_.has_worksheets || (is_only && !options_.is_brief);
  }

  void print(FactSheet& sheet, const Explanation& explanation,
             const std::string& average, const Json& average_json,
             bool is_only) {
    tally_.add(explanation);
    std::optional<ThresholdSet> set;
    ThresholdDomain domain;
    if (threshold_) {
      domain = domain_of(image_, *threshold_);
      set = threshold_set_of(image_, sheet, *threshold_, domain, evaluation_);
    }
    if (options_.is_json) {
      std::string text = explanation_json(image_, explanation);
      if (set || !average.empty()) {
        Json json = Json::parse(text);
        if (set)
          json["threshold"] = json_of({image_, *threshold_, domain, *set});
        if (!average.empty()) json["average"] = average_json;
        text = json.dump(-1, ' ', false, Json::error_handler_t::replace);
      }
      streams_.out << text << '\n';
      return;
    }
    std::string sentence;
    if (set) {
      sentence = sentence_for({image_, *threshold_, domain, *set}) + '.';
      sentence.front() =
          static_cast<char>(std::toupper(static_cast<int>(sentence.front())));
    }
    if (!has_worksheet(is_only)) {
      fmt::print(streams_.out, "{}{}{}\n", line_for(explanation),
                 sentence.empty() ? "" : " ", sentence);
      for (const std::string& it : explanation.remarks) {
        fmt::print(streams_.out, "  {}\n", it);
      }
      return;
    }
    streams_.out << (is_first_ ? "" : "\n")
                 << worksheet(explanation, streams_.out_has_color);
    is_first_ = false;
    if (!average.empty()) streams_.out << '\n' << average;
    if (set) fmt::print(streams_.out, "\n{}\n", sentence);
  }

  const bytecode::Image& image_;
  const EvalOptions& options_;
  const Options& evaluation_;
  std::optional<std::uint16_t> threshold_;
  Streams& streams_;
  Tally tally_;
  std::vector<std::byte> scratch_;
  bool is_first_ = true;
};

}  // namespace

int run_eval(const EvalOptions& options, Streams& streams) {
  int exit_code = kDone;
  const auto open =
      open_pack({options.pack, {options.pack}}, streams, exit_code);
  if (!open) return exit_code;
  InputError error;
  const auto thresholds =
      supposed_thresholds(open->image, options.suppose, error);
  if (!thresholds) return fail(streams, error);
  std::optional<std::uint16_t> threshold;
  if (!options.threshold.empty()) {
    threshold = find_threshold(open->image, options.threshold, error);
    if (!threshold) return fail(streams, error);
  }
  auto facts = read_facts(open->image, options.facts, streams);
  if (!facts) return kUsage;
  std::vector<Group> groups;
  if (!options.average.empty()) {
    auto found =
        averaged(open->image, facts->goods, words_of(options.average), error);
    if (!found) return fail(streams, error);
    groups = std::move(*found);
  }
  Options evaluation;
  evaluation.thresholds = *thresholds;
  Reporter reporter(open->image, options, evaluation, threshold, streams);
  const std::size_t count =
      groups.empty() ? facts->goods.size() : groups.size();
  Progress progress(streams, "evaluating");
  for (std::size_t i = 0; i < count; ++i) {
    if (groups.empty()) {
      reporter.report(facts->goods[i], count == 1);
    } else {
      reporter.report(groups[i], facts->goods, count == 1);
    }
    progress.show(i, count);
  }
  if (!options.is_json && count > 1) {
    print_tally(reporter.tally(),
                counted(count, groups.empty() ? "good" : "group"), streams);
  }
  return reporter.tally().exit_code();
}

}  // namespace origo
