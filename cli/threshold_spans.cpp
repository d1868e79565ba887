// Spans in words.
#include "cli/threshold_spans.hpp"

#include <fmt/format.h>

#include "engine/explain/figures.hpp"
#include "engine/explain/sentences.hpp"

namespace origo {
namespace {

using Json = nlohmann::ordered_json;
using bytecode::Image;

Figure figure_of(const Image& image, std::uint16_t threshold,
                 std::int64_t value) {
  return {static_cast<Type>(std::uint8_t{image.thresholds()[threshold].type}),
          value};
}

// Nothing where no value has the verdict.
std::string spans_with(const ShownSet& shown, Verdict verdict) {
  const auto value = [&shown](std::int64_t it) {
    return shown_value(shown.image, shown.threshold, it);
  };
  const std::string name(
      shown.image.text(shown.image.thresholds()[shown.threshold].name));
  std::string text;
  for (const ThresholdSpan& it : shown.set.spans) {
    if (it.verdict != verdict) continue;
    if (!text.empty()) text += " or ";
    const bool from_first = it.first == shown.domain.first;
    const bool to_last = it.last == shown.domain.last;
    if (from_first && to_last) {
      text = fmt::format("every {} from {} to {}", name, value(it.first),
                         value(it.last));
    } else if (it.first == it.last) {
      text += fmt::format("{} = {}", name, value(it.first));
    } else if (from_first) {
      text += fmt::format("{} <= {}", name, value(it.last));
    } else if (to_last) {
      text += fmt::format("{} >= {}", name, value(it.first));
    } else {
      text += fmt::format("{} from {} to {}", name, value(it.first),
                          value(it.last));
    }
  }
  return text;
}

}  // namespace

std::string shown_value(const Image& image, std::uint16_t threshold,
                        std::int64_t value) {
  return shown(figure_of(image, threshold, value), "");
}

Json json_value(const Image& image, std::uint16_t threshold,
                std::int64_t value) {
  const Figure figure = figure_of(image, threshold, value);
  Json json;
  json["value"] = plain(figure);
  const std::string_view unit = unit_of(figure, "");
  if (!unit.empty()) json["unit"] = unit;
  return json;
}

ThresholdSet threshold_set_of(const Image& image, FactSheet& sheet,
                              std::uint16_t threshold,
                              const ThresholdDomain& domain,
                              const Options& options) {
  if (!sheet.is_tree()) {
    return threshold_set(image, sheet.good(), threshold, domain, options);
  }
  ThresholdSet set;
  set.obstacle = "its materials are produced from materials";
  return set;
}

std::string sentence_for(const ShownSet& shown) {
  const std::string name(
      shown.image.text(shown.image.thresholds()[shown.threshold].name));
  if (!shown.set.is_exact()) {
    return fmt::format("for which values of {} it qualifies is not known: {}",
                       name, shown.set.obstacle);
  }
  std::string text = spans_with(shown, Verdict::Originating);
  text =
      text.empty()
          ? fmt::format(
                "qualifies for no {} from {} to {}", name,
                shown_value(shown.image, shown.threshold, shown.domain.first),
                shown_value(shown.image, shown.threshold, shown.domain.last))
          : "qualifies for " + text;
  const std::string open = spans_with(shown, Verdict::Undetermined);
  if (!open.empty()) text += "; undetermined for " + open;
  return text;
}

Json json_of(const ShownSet& shown) {
  Json json;
  json["name"] =
      shown.image.text(shown.image.thresholds()[shown.threshold].name);
  json["from"] = json_value(shown.image, shown.threshold, shown.domain.first);
  json["to"] = json_value(shown.image, shown.threshold, shown.domain.last);
  json["exact"] = shown.set.is_exact();
  if (!shown.set.is_exact()) {
    json["why"] = shown.set.obstacle;
    return json;
  }
  json["spans"] = Json::array();
  for (const ThresholdSpan& it : shown.set.spans) {
    Json span;
    span["from"] = json_value(shown.image, shown.threshold, it.first);
    span["to"] = json_value(shown.image, shown.threshold, it.last);
    span["verdict"] = word_for(it.verdict);
    json["spans"].push_back(std::move(span));
  }
  return json;
}

}  // namespace origo
