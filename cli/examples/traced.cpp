// What a traced material is worth: by what its importer, seller or maker
// states.
#include <fmt/format.h>

#include <algorithm>

#include "cli/examples/convert.hpp"
#include "cli/examples/wording.hpp"

namespace origo::examples {
namespace {

// What a statement gives. The letters are paragraphs of the provision that the
// examples cite, 9(2).
enum class Stated : std::uint8_t {
  Nothing,      // (i)
  BeforeTitle,  // (c): customs value and costs to the first place of receipt
  ToTitle,      // (a), (b), (d): and to where title is taken
  Sale,         // (e)
  Content,      // (f)
  Requirement,  // (g)
};

class Converter {
 public:
  Converter(const Example& example, Draft& draft)
      : example_(example), facts_(example.facts), draft_(draft) {}

  bool run() {
    const bool is_assembly =
        facts_["assembly"].is_object() && example_.expected.has("vnm");
    if (!is_assembly && !facts_.has("customs_value")) return false;
    if (!facts_.has("statement") && !facts_.has("title_taken_at")) return false;
    facts_["material"].skip();
    each_.title = example_.title;
    measure_ = is_assembly ? in_assembly() : as_imported();
    draft_.declare("measure traced_value = " + measure_ +
                   "\n    cite \"as the example has it\"");
    const Member vnm = example_.expected["vnm"];
    expect(vnm, "traced_value");
    if (const Member it = example_.expected["net_cost_includes_freight"]) {
      const std::string freight = fact("producer_inbound_freight");
      draft_.declare("measure cost_of_material = " + fact("sale_price") +
                     " + " + freight + "\n    cite \"as the example has it\"");
      expect(it, "(cost_of_material - " + fact("sale_price") + ")");
    }
    draft_.cases.push_back(std::move(each_));
    return true;
  }

 private:
  void expect(const Member& it, const std::string& measure) {
    const Printed value = it.number();
    each_.expected.push_back({it.path(),
                              as_printed(measure, value, " " + draft_.currency),
                              {},
                              value.number,
                              false});
  }

  std::string state(const Member& it, std::string_view name,
                    bool is_share = false) {
    const Printed value = it.number();
    const std::string declared =
        draft_.attribute(name, is_share ? "percent" : "money", name);
    each_.lines.push_back(fmt::format(
        "{} {}", declared,
        is_share ? number_text(value.millionths) + "%" : draft_.money(value)));
    return declared;
  }

  static std::string fact(std::string_view name) { return name_from(name); }

  Stated statement() {
    const Member it = facts_["statement"];
    if (!it) return Stated::Nothing;
    const std::string text = it.text();
    if (text == "none" || text == "no" || holds(text, "9(2)(i)")) {
      return Stated::Nothing;
    }
    if (holds(text, "RVCR") || holds(text, "9(2)(g)")) {
      return Stated::Requirement;
    }
    if (holds(text, "RVC") || holds(text, "9(2)(f)")) return Stated::Content;
    if (holds(text, "9(2)(e)")) return Stated::Sale;
    if (holds(text, "9(2)(c)")) return Stated::BeforeTitle;
    if (holds(text, "9(2)(a)") || holds(text, "9(2)(b)") ||
        holds(text, "9(2)(d)")) {
      return Stated::ToTitle;
    }
    it.refuse("is no statement that is mapped");
  }

  // The traced material itself arrives.
  std::string as_imported() {
    const std::string customs =
        state(facts_["customs_value"], "stated_customs_value");
    if (facts_.has("title_taken_at")) return up_to_title(customs);
    const std::string costs =
        state(facts_.any({"freight_taxes_duties_total", "freight_and_duties"}),
              "freight_taxes_and_duties");
    const std::string inland = state(
        facts_.any({"of_which_inland_freight_after_receipt", "inland_freight"}),
        "inland_freight");
    const std::string price =
        state(facts_.any({"sale_price_to_producer", "sale_price", "price"}),
              "sale_price");
    state(facts_["producer_inbound_freight"], "producer_inbound_freight");
    switch (statement()) {
      case Stated::Nothing:
      case Stated::Sale:
        return price;
      case Stated::BeforeTitle:
        return fmt::format("{} + {} - {}", customs, costs, inland);
      case Stated::ToTitle:
        return fmt::format("{} + {}", customs, costs);
      case Stated::Content:
      case Stated::Requirement:
        break;
    }
    facts_["statement"].refuse("needs the content of an assembly");
  }

  // `transport_to_A`, `transport_A_to_B`, ...: as far as where title passes.
  std::string up_to_title(const std::string& customs) {
    const std::string place = facts_["title_taken_at"].text();
    std::string sum = customs;
    bool has_arrived = false;
    for (const auto& [name, it] : facts_.items()) {
      if (name.starts_with("dut")) {
        sum += " + " + state(it, name);
        continue;
      }
      if (!name.starts_with("transport_")) continue;
      const std::string leg = state(it, name);
      if (!has_arrived) sum += " + " + leg;
      has_arrived |= name.ends_with("to_" + place);
    }
    if (!has_arrived) facts_["title_taken_at"].refuse("is on no leg");
    return sum;
  }

  // It arrives inside something that was acquired.
  std::string in_assembly() {
    const Member assembly = facts_["assembly"];
    Member part;
    for (const auto& [name, it] : facts_.items()) {
      if (it["customs_value"]) part = it;
    }
    part["hs"].skip();
    assembly["hs"].skip();
    const std::string price =
        state(assembly.any({"price_delivered", "price"}), "acquired_price");
    const std::string customs =
        state(part["customs_value"], "stated_customs_value");
    const std::string duties =
        state(part.any({"duties_fees", "duties"}), "duties_and_fees");
    const std::string sale = state(part["sale_price"], "sale_price");
    if (const Member freight = part["freight_to_assembler"]) {
      // Told apart from the price, it is not part of it.
      state(freight, "freight_to_assembler");
    }
    const std::string content =
        state(assembly["rvc_pct"], "stated_content", true);
    const std::string required =
        state(assembly["rvcr_pct"], "required_content", true);
    switch (statement()) {
      case Stated::Nothing:
        return price;
      case Stated::BeforeTitle:
      case Stated::ToTitle:
        return customs + " + " + duties;
      case Stated::Sale:
        return sale;
      case Stated::Content:
        return fmt::format("{} * (100% - {})", price, content);
      case Stated::Requirement:
        return fmt::format("{} * (100% - {})", price, required);
    }
    return "";
  }

  const Example& example_;
  const Member& facts_;
  Draft& draft_;
  DraftCase each_;
  std::string measure_;
};

}  // namespace

bool convert_traced(const Example& example, Draft& draft) {
  return Converter(example, draft).run();
}

}  // namespace origo::examples
