// Which textile is the base of a tolerance by weight: the component that
// determines the classification, or all of a good of one fabric.
#include <fmt/format.h>

#include "cli/examples/boundary.hpp"
#include "cli/examples/convert.hpp"
#include "cli/examples/requirement.hpp"
#include "cli/examples/wording.hpp"

namespace origo::examples {
namespace {

constexpr std::int64_t kComponent = 60'000'000;
constexpr std::int64_t kRest = 40'000'000;
constexpr std::int64_t kOneHundredth = 10'000;

class Converter {
 public:
  Converter(const Example& example, Draft& draft)
      : example_(example), facts_(example.facts), draft_(draft) {}

  bool run() {
    const Member limits = example_.expected["limits"];
    if (!facts_.has("scenario_1") || !limits.is_object()) return false;
    facts_["good"].any({"chapter", "hs"}).skip();
    declare();
    const auto [all, all_op] = limit(limits["all"]);
    const auto elastic = limits["elastomeric"]
                             ? std::optional(limit(limits["elastomeric"]))
                             : std::nullopt;
    for (const auto& [name, it] : facts_.items()) {
      if (!name.starts_with("scenario_")) continue;
      const std::string number =
          name.substr(std::string_view("scenario_").size());
      const bool is_one = is_single(it);
      const Member base = example_.expected["base_" + number];
      if (!base) it.refuse("is not expected of");
      const std::int64_t weight = base_weight(base);
      turn(base, is_one, weight, all, all_op, false);
      if (elastic) {
        turn(limits["elastomeric"], is_one, weight, elastic->first,
             elastic->second, true);
      }
    }
    return true;
  }

 private:
  void declare() {
    const std::string cite = "\n    cite \"as the example has it\"";
    draft_.declare(
        "tag x_in_component \"in the component that determines the "
        "classification\"" +
        cite);
    draft_.declare("tag x_elastomeric \"elastomeric\"" + cite);
    // A good of one fabric is that component.
    draft_.attribute("one_fabric", "truth", "is it all of one fabric?");
    draft_.declare(
        "measure component_weight = if good is x_one_fabric then weight of "
        "materials else weight of materials tagged x_in_component" +
        cite);
    draft_.declare(
        "measure failing_weight = if good is x_one_fabric then weight of "
        "non-originating materials else weight of non-originating materials "
        "tagged x_in_component" +
        cite);
    draft_.declare(
        "measure elastomeric_weight = if good is x_one_fabric then weight of "
        "non-originating materials tagged x_elastomeric else weight of "
        "non-originating materials tagged x_elastomeric tagged x_in_component" +
        cite);
  }

  static std::pair<std::int64_t, std::string> limit(const Member& it) {
    const Printed share = it.number();
    const std::string text = it.text();
    std::string op = "<=";
    if (text.starts_with("<") && !text.starts_with("<=")) op = "<";
    if (text.starts_with(">")) it.refuse("is no limit from above");
    return {share.millionths, op};
  }

  static bool is_single(const Member& it) {
    const std::string text = plain(it.text());
    for (const std::string_view word :
         {"single fabric", "one fabric", "same fabric"}) {
      if (holds(text, word)) return true;
    }
    for (const std::string_view word :
         {"different fabric", "two fabrics", "several fabrics"}) {
      if (holds(text, word)) return false;
    }
    it.refuse("says nothing of its fabrics");
  }

  static std::int64_t base_weight(const Member& it) {
    const std::string text = plain(it.text());
    for (const std::string_view word :
         {"whole", "entire", "total weight of the"}) {
      if (holds(text, word)) return kComponent + kRest;
    }
    for (const std::string_view word : {"fabric", "component"}) {
      if (holds(text, word)) return kComponent;
    }
    it.refuse("names no base that is mapped");
  }

  // The law's share: what is expected would else be held against itself.
  [[nodiscard]] std::string allowed(const Member& limit,
                                    std::string_view kind) const {
    const auto share = threshold_of_law(example_, draft_, kind);
    if (!share) limit.refuse("is a share of an agreement that is not known");
    return *share;
  }

  // Exactly the share of what is said to be the base, and a hundredth more.
  void turn(const Member& it, bool is_one, std::int64_t base,
            std::int64_t share, const std::string& op, bool is_elastic) {
    const std::string measure =
        is_elastic ? "elastomeric_weight" : "failing_weight";
    const Member limit =
        example_.expected["limits"][is_elastic ? "elastomeric" : "all"];
    const std::string share_of_law =
        allowed(limit, is_elastic ? "elastomeric" : "textiles");
    const std::int64_t at = base / 100 * share / 1'000'000;
    if (at >= kComponent) it.refuse("is more than the component of the cases");
    for (const bool is_beyond : {false, true}) {
      const bool is_met = !is_beyond && op == "<=";
      const std::int64_t weight = is_beyond ? at + kOneHundredth : at;
      DraftCase& each = draft_.add_case(
          fmt::format("{}: {} g", it.path(), number_text(weight)));
      each.code = "6105";
      each.lines = {
          fmt::format("x_one_fabric {}", is_one ? "yes" : "no"),
          line("what fails", weight, "non-originating", true, is_elastic),
          line("the rest of the component", kComponent - weight, "originating",
               true, false),
          line("all other parts", kRest, "originating", false, false)};
      const std::string text =
          fmt::format("{}({} <= {} of component_weight)", is_met ? "" : "not ",
                      measure, share_of_law);
      each.expected.push_back({it.path(), text, {}, {}, false});
      if (is_elastic) continue;
      each.expected.push_back({limit.path(), text, {}, {}, false});
    }
  }

  static std::string line(const char* title, std::int64_t weight,
                          const char* status, bool is_inside, bool is_elastic) {
    return fmt::format(
        "material \"{}\" 9999 {} g {} {}tagged x_in_component {}tagged "
        "x_elastomeric",
        title, number_text(weight), status, is_inside ? "" : "not ",
        is_elastic ? "" : "not ");
  }

  const Example& example_;
  const Member& facts_;
  Draft& draft_;
};

}  // namespace

bool convert_scenarios(const Example& example, Draft& draft) {
  return Converter(example, draft).run();
}

}  // namespace origo::examples
