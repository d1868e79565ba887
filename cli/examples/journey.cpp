// Where an imported material is received, and which freight is in its value:
// rules/common/material_values.roo. Freight from stop to stop is ours.
#include <fmt/format.h>

#include <algorithm>
#include <regex>

#include "cli/examples/convert.hpp"
#include "cli/examples/wording.hpp"

namespace origo::examples {
namespace {

constexpr std::string_view kStops[] = {"first", "second", "third"};

class Converter {
 public:
  Converter(const Example& example, Draft& draft)
      : example_(example), facts_(example.facts), draft_(draft) {}

  bool run() {
    const Member calls = facts_.any({"ship_calls", "calls_at", "port_of_call"});
    const Member unloaded = facts_.any({"unloaded", "unloaded_at"});
    if (!unloaded || !unloaded.is_text()) return false;
    facts_.any({"hs", "good", "material"}).skip();
    // An entry may be filed from anywhere.
    facts_.any({"entry_filed_from", "entry_filed_at"}).skip();
    if (calls.is_array()) {
      for (const auto& [index, it] : calls.items()) call(it);
    } else if (calls) {
      call(calls);
    }
    stops_.push_back(without_remarks(unloaded.text()));
    unloaded_ = stops_.size() - 1;
    if (stops_.size() >= std::size(kStops)) calls.refuse("are too many");
    draft_.use("material_values.roo");
    draft_.use("materials.roo");
    for (const auto& [name, it] : example_.expected.items()) one(name, it);
    return true;
  }

 private:
  void call(const Member& it) {
    const std::string text = it.text();
    const std::string stop = without_remarks(text);
    if (holds(text, "(") && !holds(lower(text), "not unloaded")) {
      it.refuse("is not mapped");
    }
    stops_.push_back(stop);
  }

  // Freight to each stop, and from the last one to the plant.
  DraftCase& add(const std::string& title, std::optional<std::size_t> only) {
    DraftCase& each = draft_.add_case(title);
    for (std::size_t i = 0; i < std::size(kStops); ++i) {
      const bool counts = !only || *only == i;
      each.lines.push_back(fmt::format("freight_to_{}_stop {}", kStops[i],
                                       draft_.money(counts ? freight(i) : 0)));
      if (i + 1 == std::size(kStops)) continue;
      each.lines.push_back(fmt::format("unloaded_at_{}_stop {}", kStops[i],
                                       i == unloaded_ ? "yes" : "no"));
    }
    return each;
  }

  static std::int64_t freight(std::size_t stop) {
    return std::int64_t{10'000'000} << stop;
  }

  [[nodiscard]] std::optional<std::size_t> stop_named(
      const std::string& name) const {
    for (std::size_t i = 0; i < stops_.size(); ++i) {
      const std::string stop = plain(stops_[i]);
      if (stop == plain(name) || stop.ends_with(' ' + plain(name))) return i;
    }
    return {};
  }

  static void expect(DraftCase& each, const Member& it, std::string text) {
    each.expected.push_back({it.path(), std::move(text), {}, {}, false});
  }

  void one(const std::string& name, const Member& it) {
    if (name == "received_at" || name == "place_of_receipt") {
      // All freight to there counts, and no other.
      const auto stop = stop_named(it.text());
      std::int64_t sum = 0;
      for (std::size_t i = 0; stop && i <= *stop; ++i) sum += freight(i);
      expect(add("received at " + it.text(), {}), it,
             "freight_to_receipt = " + draft_.money(sum));
      return;
    }
    static const std::regex kLeg("freight_(?:(.*)_)?to_(.*)_in_(?:vnm|value)");
    std::smatch found;
    if (!std::regex_match(name, found, kLeg)) return;
    const auto stop = stop_named(found[2].str());
    const bool is_to_plant = found[2] == "plant" || found[2] == "producer";
    if (!stop && !is_to_plant) it.refuse("names no stop");
    const std::size_t leg = stop ? *stop : unloaded_ + 1;
    if (found[1].matched) {
      const auto from = stop_named(found[1].str());
      if (!from || *from + 1 != leg) it.refuse("names no leg");
    }
    expect(add(name, leg), it,
           fmt::format("freight_to_receipt = {}",
                       draft_.money(it.truth() ? freight(leg) : 0)));
  }

  const Example& example_;
  const Member& facts_;
  Draft& draft_;
  std::vector<std::string> stops_;
  std::size_t unloaded_ = 0;
};

}  // namespace

bool convert_journey(const Example& example, Draft& draft) {
  return Converter(example, draft).run();
}

}  // namespace origo::examples
