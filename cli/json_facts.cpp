// Goods from JSON.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "cli/convert_codes.hpp"
#include "cli/facts.hpp"
#include "cli/json_tree.hpp"
#include "cli/value_text.hpp"
#include "engine/diag/suggest.hpp"
#include "engine/explain/figures.hpp"

namespace origo {
namespace {

using bytecode::Image;
using bytecode::kNone;

class GoodReader {
 public:
  GoodReader(const Image& image, const SheetLoader& load_sheet,
             Diagnostics& diagnostics)
      : image_(image), load_sheet_(load_sheet), diagnostics_(diagnostics) {}

  FactSheet good(const JsonNode& from) {
    FactSheet sheet(image_.facts().size(), image_.columns().size(),
                    image_.tags().size());
    // Before anything that is counted in it.
    if (const JsonNode* node = from.find("currency")) currency(*node, sheet);
    // A list that is left off is not an empty one.
    const JsonNode* listed = from.find("materials");
    sheet.has_all_materials =
        listed != nullptr && listed->kind != JsonNode::Kind::Null;
    for (std::size_t i = 0; i < from.names.size(); ++i) {
      good_member(from.names[i], from.name_spans[i], from.values[i], sheet);
    }
    return sheet;
  }

  void expect_object(const JsonNode& node) {
    wrong("a good", node, "an object with `code`, `facts` and `materials`");
  }

 private:
  void wrong(std::string_view name, const JsonNode& node,
             std::string_view expected, const std::string& help = {}) {
    Diagnostic& it = diagnostics_.report(Code::WrongFact, node.span, name,
                                         expected, phrase_for(node.kind));
    if (!help.empty()) it.help(help);
  }

  void unknown(const std::string& name, Span span, std::string_view what,
               const std::vector<std::string>& known) {
    const auto meant = nearest(name, known);
    diagnostics_.report(Code::UnknownMember, span, name, what)
        .help(meant
                  ? fmt::format("did you mean `{}`?", *meant)
                  : fmt::format("write one of `{}`", fmt::join(known, "`, `")));
  }

  void currency(const JsonNode& node, FactSheet& sheet) {
    sheet.currency = pack_currency(node.text);
    if (sheet.currency == 0) {
      wrong("currency", node, "three capital letters", "write as in `\"USD\"`");
    }
  }

  void good_member(const std::string& name, Span span, const JsonNode& node,
                   FactSheet& sheet) {
    if (node.kind == JsonNode::Kind::Null) return;  // not stated
    if (name == "id") {
      text(name, node, sheet.name);
    } else if (name == "code") {
      code(node, sheet.code);
      sheet.code_place = node.span;
    } else if (name == "nomenclature") {
      nomenclature(node, sheet.nomenclature);
    } else if (name == "facts") {
      facts(node, sheet, {});
    } else if (name == "materials") {
      materials(node, sheet);
    } else if (name == "complete") {
      if (node.kind != JsonNode::Kind::Truth) {
        return wrong(name, node, "true or false");
      }
      sheet.has_all_materials = node.truth;
    } else if (name == "group") {
      groups(node, sheet);
    } else if (name == "units") {
      units(node, sheet);
    } else if (name != "currency") {
      unknown(name, span, "member of a good",
              {"id", "code", "nomenclature", "currency", "facts", "materials",
               "complete", "group", "units"});
    }
  }

  void groups(const JsonNode& from, FactSheet& sheet) {
    if (from.kind != JsonNode::Kind::Object) {
      return wrong("group", from, "an object",
                   "write as in `{\"plant\": \"Puebla\"}`");
    }
    for (std::size_t i = 0; i < from.names.size(); ++i) {
      text(from.names[i], from.values[i], sheet.groups[from.names[i]]);
    }
  }

  void units(const JsonNode& node, FactSheet& sheet) {
    const auto value = read("units", node, {Type::Number, {}}, sheet);
    if (!value) return;
    if (*value <= 0 || *value % limits::kDecimalScale != 0) {
      return wrong("units", node, "a whole number above zero");
    }
    sheet.units = *value;
  }

  void text(std::string_view name, const JsonNode& node, std::string& to) {
    const bool is_text = node.kind == JsonNode::Kind::Text ||
                         node.kind == JsonNode::Kind::Number;
    if (!is_text) return wrong(name, node, "a text");
    to = node.text;
  }

  void code(const JsonNode& node, HsCode& to) {
    if (node.kind != JsonNode::Kind::Text) {
      return wrong("code", node, "a tariff code as a text",
                   "put it in quotes, with its leading zero, as in "
                   "`\"0207.14\"`");
    }
    const auto read = parse_hs_code(node.text);
    if (!read) {
      diagnostics_
          .report(Code::WrongFact, node.span, "code", "a tariff code",
                  fmt::format("`{}`", node.text))
          .help("write 4, 6, 8 or 10 digits, as in `8703.23`");
      return;
    }
    to = *read;
  }

  void nomenclature(const JsonNode& node, int& to) {
    to = edition_named(node.text);
    if (to != 0) return;
    const bool is_text = node.kind == JsonNode::Kind::Number ||
                         node.kind == JsonNode::Kind::Text;
    diagnostics_
        .report(Code::UnknownEdition, node.span,
                is_text ? node.text : std::string(phrase_for(node.kind)))
        .help(editions_help());
  }

  // Of the good, or of a production of one of its materials.
  void facts(const JsonNode& from, FactSheet& sheet,
             std::optional<std::size_t> production) {
    if (from.kind != JsonNode::Kind::Object) {
      return wrong("facts", from, "an object");
    }
    for (std::size_t i = 0; i < from.names.size(); ++i) {
      const std::uint16_t fact = image_.find_fact(from.names[i]);
      if (fact == kNone) {
        unknown(from.names[i], from.name_spans[i], "fact of the pack",
                fact_names());
        continue;
      }
      const auto value = read(from.names[i], from.values[i],
                              type_of_fact(image_, fact), sheet);
      if (!value) continue;
      if (production) {
        sheet.set_fact_of(*production, fact, *value);
      } else {
        sheet.set_fact(fact, *value);
      }
    }
  }

  [[nodiscard]] std::vector<std::string> fact_names() const {
    std::vector<std::string> names;
    for (const bytecode::FactRecord& it : image_.facts()) {
      names.emplace_back(image_.text(it.name));
    }
    return names;
  }

  // Nothing when it is not stated, or wrong, which is reported.
  std::optional<std::int64_t> read(std::string_view name, const JsonNode& node,
                                   const ValueType& type, FactSheet& sheet) {
    const std::string_view expected =
        kTypePhrases[static_cast<std::size_t>(type.type)];
    std::string text = node.text;
    switch (node.kind) {
      case JsonNode::Kind::Null:
        return {};
      case JsonNode::Kind::Truth:
        text = node.truth ? "yes" : "no";
        break;
      case JsonNode::Kind::Array:
        if (type.type != Type::Places) {
          wrong(name, node, expected);
          return {};
        }
        for (const JsonNode& it : node.values) {
          text += (text.empty() ? "" : ",") + it.text;
        }
        break;
      case JsonNode::Kind::Object:
        wrong(name, node, expected);
        return {};
      case JsonNode::Kind::Number:
      case JsonNode::Kind::Text:
        break;
    }
    const ReadValue value = read_value(text, type);
    if (!value.is_read()) {
      Diagnostic& it = diagnostics_.report(Code::WrongFact, node.span, name,
                                           expected, value.wrong);
      if (!value.help.empty()) it.help(value.help);
      return {};
    }
    if (!takes_currency(sheet, value.currency, node.span, diagnostics_)) {
      return {};
    }
    return value.value;
  }

  void materials(const JsonNode& from, FactSheet& sheet) {
    if (from.kind == JsonNode::Kind::Text) {
      return load_sheet_(from.text, from.span, sheet);
    }
    if (from.kind != JsonNode::Kind::Array) {
      return wrong("materials", from, "a list, or the name of a sheet");
    }
    for (const JsonNode& it : from.values) {
      if (it.kind != JsonNode::Kind::Object) {
        wrong("a material", it, "an object with `code` and `value`");
        continue;
      }
      material(it, sheet);
    }
  }

  // What it is made of comes before it.
  void material(const JsonNode& from, FactSheet& sheet) {
    const std::size_t first = sheet.materials();
    const JsonNode* const made_of = from.find("materials");
    if (made_of != nullptr) materials(*made_of, sheet);
    const std::size_t below = sheet.materials() - first;
    const std::size_t index = sheet.add_material();
    std::optional<std::size_t> production;
    if (made_of != nullptr || from.find("facts") != nullptr) {
      production = sheet.add_production(index, below);
      // That nothing is said of its materials does not mean there are none.
      if (made_of == nullptr) sheet.set_complete(*production, false);
    }
    for (std::size_t i = 0; i < from.names.size(); ++i) {
      const JsonNode& value = from.values[i];
      if (value.kind == JsonNode::Kind::Null) continue;
      if (from.names[i] == "facts") {
        facts(value, sheet, production);
      } else if (from.names[i] == "complete") {
        complete(value, from.name_spans[i], sheet, production);
      } else if (from.names[i] != "materials") {
        material_member(from.names[i], from.name_spans[i], value, index, sheet);
      }
    }
  }

  void complete(const JsonNode& node, Span span, FactSheet& sheet,
                std::optional<std::size_t> production) {
    if (!production) {
      unknown("complete", span, "member of a material without `materials`",
              material_members());
    } else if (node.kind != JsonNode::Kind::Truth) {
      wrong("complete", node, "true or false");
    } else if (!node.truth) {
      sheet.set_complete(*production, false);
    }
  }

  void material_member(const std::string& name, Span span, const JsonNode& node,
                       std::size_t index, FactSheet& sheet) {
    FactSheet::Material& to = sheet.material(index);
    if (name == "part") return text(name, node, to.part);
    if (name == "description") return text(name, node, to.description);
    if (name == "manufacturer") return text(name, node, to.manufacturer);
    if (name == "code") {
      to.code_place = node.span;
      return code(node, to.code);
    }
    if (name == "nomenclature") return nomenclature(node, to.nomenclature);
    if (name == "tags") return tags(node, index, sheet);
    if (name == "switching_cost") {
      const auto value = read(name, node, {Type::Money, {}}, sheet);
      if (value) to.switching_cost = *value;
      return;
    }
    if (name == "origin") {
      const auto value = read(name, node, {Type::Country, {}}, sheet);
      if (value) to.origin = {static_cast<std::uint16_t>(*value)};
      return;
    }
    if (name == "kind") {
      const auto value = read(name, node, {Type::Choice, kind_words()}, sheet);
      if (value) to.kind = static_cast<Kind>(*value);
      return;
    }
    if (name == "status") {
      const auto value =
          read(name, node, {Type::Choice, status_words()}, sheet);
      if (value) to.status = kStatuses[static_cast<std::size_t>(*value)].status;
      return;
    }
    const auto column = column_named(name);
    if (!column) {
      return unknown(name, span, "member of a material", material_members());
    }
    const auto value = read(name, node, type_of_column(image_, *column), sheet);
    if (!value) return;
    if (*column < kBuiltInColumns && *value < 0) {
      diagnostics_.report(Code::NegativeMaterial, node.span, name)
          .help("leave it off where it is not known");
      return;
    }
    sheet.set_column(index, *column, *value);
  }

  static std::vector<std::string> kind_words() {
    std::vector<std::string> words;
    for (const Word& it : kKinds) words.emplace_back(it.word);
    return words;
  }
  static std::vector<std::string> status_words() {
    std::vector<std::string> words;
    for (const StatusWord& it : kStatuses) words.emplace_back(it.word);
    return words;
  }

  [[nodiscard]] std::optional<std::size_t> column_named(
      std::string_view name) const {
    constexpr std::string_view kBuiltIn[] = {"value", "weight", "quantity"};
    const auto* const it =
        std::find(kBuiltIn, kBuiltIn + kBuiltInColumns, name);
    if (it != kBuiltIn + kBuiltInColumns) {
      return static_cast<std::size_t>(it - kBuiltIn);
    }
    const std::uint16_t own = image_.find_column(name);
    if (own == kNone) return {};
    return kBuiltInColumns + own;
  }

  [[nodiscard]] std::vector<std::string> material_members() const {
    std::vector<std::string> names = {
        "part",         "description", "manufacturer",  "code",
        "nomenclature", "origin",      "kind",          "status",
        "value",        "weight",      "quantity",      "tags",
        "facts",        "materials",   "switching_cost"};
    for (const bytecode::ColumnRecord& it : image_.columns()) {
      names.emplace_back(image_.text(it.name));
    }
    return names;
  }

  // A list of those that apply, or an object that says yes or no to each.
  void tags(const JsonNode& from, std::size_t index, FactSheet& sheet) {
    if (from.kind == JsonNode::Kind::Array) {
      for (const JsonNode& it : from.values) {
        tag(it.text, it.span, true, index, sheet);
      }
      return;
    }
    if (from.kind != JsonNode::Kind::Object) {
      return wrong("tags", from, "a list of tags");
    }
    for (std::size_t i = 0; i < from.names.size(); ++i) {
      if (from.values[i].kind != JsonNode::Kind::Truth) {
        wrong(from.names[i], from.values[i], "true or false");
        continue;
      }
      tag(from.names[i], from.name_spans[i], from.values[i].truth, index,
          sheet);
    }
  }

  void tag(const std::string& name, Span span, bool is_tagged,
           std::size_t index, FactSheet& sheet) {
    const std::uint16_t tag = image_.find_tag(name);
    if (tag != kNone) {
      return sheet.set_tag(index, tag, is_tagged ? Answer::Yes : Answer::No);
    }
    std::vector<std::string> names;
    for (const bytecode::TagRecord& it : image_.tags()) {
      names.emplace_back(image_.text(it.name));
    }
    unknown(name, span, "tag of the pack", names);
  }

  const Image& image_;
  const SheetLoader& load_sheet_;
  Diagnostics& diagnostics_;
};

}  // namespace

bool takes_currency(FactSheet& good, std::uint16_t currency, const Span& place,
                    Diagnostics& diagnostics) {
  if (currency == 0 || currency == good.currency) return true;
  if (good.currency == 0) {
    good.currency = currency;
    return true;
  }
  diagnostics
      .report(Code::FactInOtherCurrency, place, unpacked_currency(currency),
              unpacked_currency(good.currency))
      .help("convert all amounts of a good to one currency first");
  return false;
}

void read_json_facts(const Image& image, const SourceFile& source,
                     const SheetLoader& load_sheet, Diagnostics& diagnostics,
                     std::vector<FactSheet>& goods) {
  GoodReader reader(image, load_sheet, diagnostics);
  for (const JsonNode& root : parse_json(source, diagnostics)) {
    if (root.kind == JsonNode::Kind::Object) {
      goods.push_back(reader.good(root));
    } else if (root.kind == JsonNode::Kind::Array) {
      for (const JsonNode& it : root.values) {
        if (it.kind == JsonNode::Kind::Object) {
          goods.push_back(reader.good(it));
        } else {
          reader.expect_object(it);
        }
      }
    } else {
      reader.expect_object(root);
    }
  }
}

}  // namespace origo
