// Reads what goes into a good line by line, each after what is below it.
#include "cli/json_good.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/suppliers.hpp"
#include "cli/value_text.hpp"
#include "engine/diag/suggest.hpp"

namespace origo {

using bytecode::Image;
using bytecode::kNone;

GoodReader::GoodReader(const Image& image, const SheetLoader& load_sheet,
                       std::optional<std::int64_t> day, SharedFacts& shared,
                       Diagnostics& diagnostics)
    : image_(image),
      load_sheet_(load_sheet),
      day_(day),
      shared_(shared),
      diagnostics_(diagnostics),
      values_(diagnostics),
      sheet_(image.facts().size(), image.columns().size(), image.tags().size()),
      material_reader_(image, declarations_, shared.declarations, diagnostics),
      amounts_(image, sheet_, diagnostics) {}

FactSheet GoodReader::good(const JsonNode& from) {
  // Before anything that is counted in it.
  if (const JsonNode* node = stated(from, "currency")) {
    sheet_.currency = pack_currency(node->text);
    if (sheet_.currency == 0) {
      values_.wrong("currency", *node, "three capital letters",
                    "write as in `\"USD\"`");
    }
  }
  // A list that is left off is not an empty one.
  sheet_.has_all_materials = stated(from, "materials") != nullptr;
  for (std::size_t i = 0; i < from.names.size(); ++i) {
    good_member(from.names[i], from.name_spans[i], from.values[i]);
  }
  bill(from);
  amounts_.settle();
  declarations_.report_unused(diagnostics_);
  return std::move(sheet_);
}

void GoodReader::good_member(const std::string& name, Span span,
                             const JsonNode& node) {
  if (node.kind == JsonNode::Kind::Null) return;  // not stated
  if (name == "id") return values_.text(name, node, sheet_.name);
  if (name == "code") {
    sheet_.code_place = node.span;
    return values_.code(node, sheet_.code);
  }
  if (name == "nomenclature") {
    return values_.nomenclature(node, sheet_.nomenclature);
  }
  if (name == "group") return groups(node);
  if (name == "units") return units(node);
  if (name == "facts") return facts(node, {}, fraction(1), "the good");
  if (name == "declarations") return declarations_.read(node, diagnostics_);
  if (name == "complete") {
    if (node.kind != JsonNode::Kind::Truth) {
      return values_.wrong(name, node, "true or false");
    }
    sheet_.has_all_materials = node.truth;
    return;
  }
  // Read before, or after everything else.
  if (name == "currency" || name == "materials" || name == "parts") return;
  values_.unknown(
      name, span, "member of a good",
      {"id", "code", "nomenclature", "currency", "facts", "materials",
       "complete", "group", "units", "parts", "declarations"});
}

void GoodReader::groups(const JsonNode& from) {
  if (from.kind != JsonNode::Kind::Object) {
    return values_.wrong("group", from, "an object",
                         "write as in `{\"plant\": \"Puebla\"}`");
  }
  for (std::size_t i = 0; i < from.names.size(); ++i) {
    values_.text(from.names[i], from.values[i], sheet_.groups[from.names[i]]);
  }
}

void GoodReader::units(const JsonNode& node) {
  const auto value = values_.read("units", node, {Type::Number, {}});
  if (!value) return;
  if (*value <= 0 || *value % limits::kDecimalScale != 0) {
    return values_.wrong("units", node, "a whole number above zero");
  }
  sheet_.units = *value;
}

// Of the good, or of a production of one of its materials.
void GoodReader::facts(const JsonNode& from,
                       std::optional<std::size_t> production,
                       const Proportion& times, std::string_view path) {
  if (from.kind != JsonNode::Kind::Object) {
    return values_.wrong("facts", from, "an object");
  }
  for (std::size_t i = 0; i < from.names.size(); ++i) {
    const std::string& name = from.names[i];
    const std::uint16_t fact = image_.find_fact(name);
    if (fact == kNone) {
      std::vector<std::string> names;
      for (const bytecode::FactRecord& it : image_.facts()) {
        names.emplace_back(image_.text(it.name));
      }
      values_.unknown(name, from.name_spans[i], "fact of the pack", names);
      continue;
    }
    const ValueType type = type_of_fact(image_, fact);
    const JsonNode& node = from.values[i];
    const auto value = values_.read(name, node, type, sheet_);
    if (!value) continue;
    if (!production) {
      sheet_.set_fact(fact, *value);
      continue;
    }
    const Proportion amount =
        is_amount(type.type) ? fraction(*value) * times : fraction(*value);
    amounts_.set({AmountPlace::Of::Production, *production, fact}, amount,
                 node.span, name, path);
  }
}

void GoodReader::bill(const JsonNode& from) {
  const JsonNode* const materials_of = stated(from, "materials");
  const JsonNode* const parts = stated(from, "parts");
  std::optional<PartList> own;
  if (parts != nullptr) own.emplace(*parts, diagnostics_);
  PartList* const list = own ? &*own : shared_.parts;
  if (materials_of != nullptr) {
    const std::string name = sheet_.name.empty() ? "the good" : sheet_.name;
    bool is_sound = true;
    if (list != nullptr) {
      is_checked_ = true;
      is_sound = list->check(*materials_of, name);
      is_sound = read_parts(*list) && is_sound;
    }
    if (!day_) day_ = day_of(from);
    if (is_sound) materials(*materials_of, {fraction(1), day_, {}, list});
  }
  if (own) own->report_unused();
}

// Says what is wrong with the parts themselves, once for each.
bool GoodReader::read_parts(PartList& list) {
  const std::size_t errors = diagnostics_.errors();
  GoodReader alone(image_, load_sheet_, day_, shared_, diagnostics_);
  alone.sheet_.currency = sheet_.currency;
  alone.declarations_ = declarations_;
  alone.is_checked_ = true;
  for (const Part* part : list.unread()) {
    const Layer layer{part->node, fraction(1), part->base, Layer::From::List};
    if (const JsonNode* const suppliers = stated(*part->node, "suppliers")) {
      alone.supplied(*suppliers, {layer}, 0, {},
                     {fraction(1), {}, {}, nullptr});
    } else {
      alone.produce({layer}, {}, {fraction(1), {}, {}, nullptr});
    }
  }
  sheet_.currency = alone.sheet_.currency;
  if (diagnostics_.errors() == errors) return true;
  list.refuse();
  return false;
}

void GoodReader::materials(const JsonNode& from, const Into& into) {
  if (from.kind == JsonNode::Kind::Text) {
    // A part of a list by itself: that was said when the list was checked.
    if (is_checked_ && into.list == nullptr) return;
    const std::size_t first = sheet_.materials();
    load_sheet_(from.text, from.span, sheet_);
    if (into.times == fraction(1)) return;
    for (std::size_t i = first; i < sheet_.materials(); ++i) {
      for (std::size_t k = 0; k < kBuiltInColumns + image_.columns().size();
           ++k) {
        const std::int64_t value = sheet_.column(i, k);
        if (value == kMissing || !is_amount(type_of_column(image_, k).type)) {
          continue;
        }
        amounts_.set({AmountPlace::Of::Material, i, k},
                     fraction(value) * into.times, from.span,
                     material_reader_.column_name(k), into.path);
      }
    }
    return;
  }
  if (from.kind != JsonNode::Kind::Array) {
    return values_.wrong("materials", from, "a list, or the name of a sheet");
  }
  for (const JsonNode& it : from.values) {
    if (it.kind == JsonNode::Kind::Object) {
      line(it, into);
    } else {
      values_.wrong("a material", it, "an object with `code` and `value`");
    }
  }
}

void GoodReader::line(const JsonNode& from, const Into& into) {
  const Part* const part =
      into.list == nullptr ? nullptr : into.list->part_of(from);
  const std::optional<Measured> used = used_of(from);
  std::vector<Layer> layers;
  if (part != nullptr && used) {
    layers.push_back({part->node, into.times * used->amount / part->base.amount,
                      part->base, Layer::From::List});
  }
  layers.push_back({&from, into.times, used, Layer::From::Line});
  std::optional<Measured> in_good = used;
  if (in_good) in_good->amount = in_good->amount * into.times;
  for (std::size_t i = layers.size(); i-- > 0;) {
    const JsonNode* const suppliers = stated(*layers[i].node, "suppliers");
    if (suppliers == nullptr) continue;
    return supplied(*suppliers, std::move(layers), i, in_good, into);
  }
  produce(layers, in_good, into);
}

// What of a line goes into its base quantity, scrap included.
std::optional<Measured> GoodReader::used_of(const JsonNode& from) {
  const JsonNode* const node = stated(from, "quantity");
  const JsonNode* const scrap = stated(from, "scrap");
  std::int64_t share = 0;
  if (scrap != nullptr) {
    const auto value = values_.read("scrap", *scrap, {Type::Percent, {}});
    if (value && *value < 0) {
      diagnostics_
          .report(Code::WrongFact, scrap->span, "scrap",
                  "a percentage from zero", fmt::format("`{}`", scrap->text))
          .help("state how much more is used than what stays in the good");
    } else {
      share = value.value_or(0);
    }
  }
  if (node == nullptr) {
    if (scrap != nullptr) {
      diagnostics_
          .report(Code::WrongFact, scrap->span, "quantity",
                  "how much of the material is used", "nothing")
          .help("`scrap` is a share of the `quantity` beside it");
    }
    return {};
  }
  // What is wrong with it was said when the list of parts was checked.
  Diagnostics said;
  JsonValues quiet(said);
  auto quantity = (is_checked_ ? quiet : values_).measured("quantity", *node);
  if (!quantity) return {};
  if (quantity->amount.top < 0 && is_checked_) return {};
  if (quantity->amount.top < 0) {
    diagnostics_.report(Code::NegativeMaterial, node->span, "quantity")
        .help("leave it off where it is not known");
    return {};
  }
  quantity->amount = with_scrap(*quantity, share);
  return quantity;
}

// `of`: the layer whose suppliers they are. What a supplier states is for all
// of that layer, as if it were the only one.
void GoodReader::supplied(const JsonNode& from, std::vector<Layer> layers,
                          std::size_t of, const std::optional<Measured>& used,
                          const Into& into) {
  const std::string path = path_of(layers, into);
  const auto suppliers = read_suppliers(from, path, diagnostics_);
  if (!suppliers) return;
  const std::size_t errors = diagnostics_.errors();
  const auto with_one = [&](std::size_t i) {
    std::vector<Layer> all = layers;
    all.push_back({suppliers->nodes[i], layers[of].times, layers[of].per,
                   Layer::From::Supplier});
    return all;
  };
  if (suppliers->has_shares()) {
    for (std::size_t i = 0; i < suppliers->nodes.size(); ++i) {
      std::vector<Layer> all = with_one(i);
      std::optional<Measured> part = used;
      for (Layer& it : all) it.times = it.times * suppliers->shares[i];
      if (part) part->amount = part->amount * suppliers->shares[i];
      produce(all, part, into);
      // Of the others the same would be said of the line once more.
      if (diagnostics_.errors() != errors) return;
    }
    return;
  }
  std::vector<MaterialDraft> drafts;
  for (std::size_t i = 0; i < suppliers->nodes.size(); ++i) {
    const std::vector<Layer> all = with_one(i);
    for (const Layer& it : all) {
      if (i == 0 || it.from == Layer::From::Supplier)
        material_reader_.check_members(it);
      const bool is_produced = stated(*it.node, "materials") != nullptr ||
                               stated(*it.node, "facts") != nullptr;
      if (!is_produced) continue;
      diagnostics_
          .report(Code::WrongFact, from.span, "suppliers",
                  "a `share` of each, because one tells its materials or facts",
                  "none")
          .help("state shares that come to 100%");
      return;
    }
    drafts.push_back(material_reader_.read(all, used, from.span, sheet_));
    settle_status(
        drafts.back(),
        fmt::format("{}, supplier {}", called(drafts.back(), into), i + 1),
        into);
    if (diagnostics_.errors() != errors) return;
  }
  const WorstCase worst = worst_case(drafts, material_reader_);
  sheet_.remarks.push_back(
      fmt::format("{}: {}", called(worst.material, into), worst.remark));
  put(worst.material, path);
  if (into.path.empty()) ++lines_;
}

// What it is made of comes before it.
void GoodReader::produce(const std::vector<Layer>& layers,
                         const std::optional<Measured>& used,
                         const Into& into) {
  const std::string path = path_of(layers, into);
  const Layer* made_of = nullptr;
  bool is_produced = false;
  std::optional<std::int64_t> day = into.day;
  Span span{};
  for (const Layer& it : layers) {
    material_reader_.check_members(it);
    if (stated(*it.node, "materials") != nullptr) made_of = &it;
    is_produced = is_produced || stated(*it.node, "facts") != nullptr;
    if (const auto own = day_of(*it.node)) day = own;
    if (const JsonNode* const node = stated(*it.node, "quantity")) {
      span = node->span;
    }
  }
  is_produced = is_produced || made_of != nullptr;
  const std::size_t first = sheet_.materials();
  if (made_of != nullptr) {
    materials(*made_of->node->find("materials"),
              {made_of->times, day, path, into.list});
  }
  const std::size_t below = sheet_.materials() - first;
  const std::size_t index = sheet_.materials();
  MaterialDraft draft = material_reader_.read(layers, used, span, sheet_);
  const std::string who = called(draft, into);
  if (!is_produced) {
    settle_status(draft, who, into);
  } else if (draft.declaration != nullptr) {
    sheet_.remarks.push_back(
        fmt::format("{}: declaration {} is not used, because its own "
                    "production is known",
                    who, draft.declaration->id));
  }
  put(draft, path);
  if (into.path.empty()) ++lines_;
  std::optional<std::size_t> production;
  if (is_produced) {
    production = sheet_.add_production(index, below);
    // That nothing is said of its materials does not mean there are none.
    if (made_of == nullptr) sheet_.set_complete(*production, false);
  }
  for (const Layer& it : layers) {
    if (const JsonNode* const node = stated(*it.node, "facts")) {
      facts(*node, production, it.times, path);
    }
    if (const JsonNode* const node = stated(*it.node, "complete")) {
      complete(*node, production);
    }
  }
}

void GoodReader::complete(const JsonNode& node,
                          std::optional<std::size_t> production) {
  if (!production) return;
  if (node.kind != JsonNode::Kind::Truth) {
    values_.wrong("complete", node, "true or false");
  } else if (!node.truth) {
    sheet_.set_complete(*production, false);
  }
}

void GoodReader::put(const MaterialDraft& draft, const std::string& path) {
  const std::size_t index = sheet_.add_material();
  sheet_.material(index) = draft.material;
  for (std::size_t i = 0; i < draft.columns.size(); ++i) {
    if (!draft.columns[i]) continue;
    amounts_.set({AmountPlace::Of::Material, index, i}, draft.columns[i]->value,
                 draft.columns[i]->span, material_reader_.column_name(i), path);
  }
  if (draft.switching_cost) {
    amounts_.set({AmountPlace::Of::Switching, index, 0},
                 draft.switching_cost->value, draft.switching_cost->span,
                 kSwitchingCost, path);
  }
  for (std::size_t i = 0; i < draft.tags.size(); ++i) {
    sheet_.set_tag(index, i, draft.tags[i]);
  }
}

void GoodReader::settle_status(MaterialDraft& draft, const std::string& who,
                               const Into& into) {
  if (draft.declaration == nullptr) return;
  const Declared declared = declared_by(*draft.declaration, image_, into.day);
  draft.material.status = declared.status;
  if (declared.counts && !draft.material.origin.is_known()) {
    draft.material.origin = draft.declaration->country;
  }
  sheet_.remarks.push_back(fmt::format("{}: {}", who, declared.reason));
}

// What is wrong with it is said where the facts are read.
std::optional<std::int64_t> GoodReader::day_of(const JsonNode& made) const {
  const JsonNode* const from = stated(made, "facts");
  if (from == nullptr) return {};
  const std::uint16_t fact = day_that_counts(image_);
  const JsonNode* const node =
      from->find(image_.text(image_.facts()[fact].name));
  if (node == nullptr) return {};
  const ReadValue day = read_value(node->text, {Type::Date, {}});
  if (!day.is_read()) return {};
  return day.value;
}

std::string GoodReader::called(const MaterialDraft& draft,
                               const Into& into) const {
  const FactSheet::Material& it = draft.material;
  const std::string& name = it.description.empty() ? it.part : it.description;
  if (!into.path.empty()) {
    return fmt::format("material \"{} > {}\"", into.path,
                       name.empty() ? "a material" : name);
  }
  return fmt::format("material {}{}", lines_ + 1,
                     name.empty() ? "" : fmt::format(" \"{}\"", name));
}

std::string GoodReader::path_of(const std::vector<Layer>& layers,
                                const Into& into) {
  std::string name;
  for (const std::string_view member : {"description", "part", "code"}) {
    for (std::size_t i = layers.size(); i-- > 0 && name.empty();) {
      const JsonNode* const node = stated(*layers[i].node, member);
      if (node != nullptr) name = node->text;
    }
  }
  if (name.empty()) name = "a material";
  return into.path.empty() ? name : into.path + " > " + name;
}

}  // namespace origo
