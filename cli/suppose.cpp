// Thresholds by name, values by their unit.
#include "cli/suppose.hpp"

#include <fmt/format.h>

#include "cli/value_text.hpp"
#include "engine/core/decimal.hpp"
#include "engine/diag/suggest.hpp"

namespace origo {

std::optional<std::uint16_t> find_threshold(const bytecode::Image& image,
                                            const std::string& name,
                                            InputError& error) {
  const std::uint16_t threshold = image.find_threshold(name);
  if (threshold != bytecode::kNone) return threshold;
  std::vector<std::string> names;
  for (const bytecode::ThresholdRecord& it : image.thresholds()) {
    names.emplace_back(image.text(it.name));
  }
  const auto meant = nearest(name, names);
  error = {fmt::format("`{}` is no threshold of the pack", name),
           meant ? fmt::format("did you mean `{}`?", *meant)
           : names.empty()
               ? "declare it, as in `threshold car_content 60%`"
               : fmt::format("name one of `{}`", fmt::join(names, "`, `"))};
  return {};
}

std::optional<std::int64_t> threshold_value(const bytecode::Image& image,
                                            std::uint16_t threshold,
                                            const std::string& text,
                                            InputError& error) {
  const bytecode::ThresholdRecord& record = image.thresholds()[threshold];
  const auto type = static_cast<Type>(std::uint8_t{record.type});
  const ReadValue value = read_value(text, {type, {}});
  if (value.is_read()) return value.value;
  error = {
      fmt::format("`{}` is {}, found {}", image.text(record.name),
                  kTypePhrases[static_cast<std::size_t>(type)], value.wrong),
      value.help};
  return {};
}

std::optional<std::vector<std::int64_t>> supposed_thresholds(
    const bytecode::Image& image, const std::vector<std::string>& texts,
    InputError& error) {
  std::vector<std::int64_t> values(image.thresholds().size(), kMissing);
  for (const std::string& text : texts) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos) {
      error = {fmt::format("`--suppose`: expected `threshold=value`, found "
                           "`{}`",
                           text),
               "write as in `--suppose car_content=60%`"};
      return {};
    }
    const auto threshold = find_threshold(image, text.substr(0, equals), error);
    if (!threshold) return {};
    const auto value =
        threshold_value(image, *threshold, text.substr(equals + 1), error);
    if (!value) return {};
    values[*threshold] = *value;
  }
  return values;
}

}  // namespace origo
