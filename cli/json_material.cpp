// Reads the layers of a material, the first first.
#include "cli/json_material.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/exact_amounts.hpp"
#include "cli/part_list.hpp"
#include "engine/diag/suggest.hpp"
#include "engine/explain/figures.hpp"

namespace origo {
namespace {

constexpr std::string_view kColumns[] = {"value", "weight", "quantity"};

// What a material is and how much of it is used is said by its line.
constexpr std::string_view kNotOfSupplier[] = {
    "part", "description", "code",  "nomenclature",
    "kind", "quantity",    "scrap", "suppliers"};

// A value that was rounded to cents is meant to be the product.
constexpr std::int64_t kCent = 10'000;

std::string_view word_for(Status status) {
  for (const StatusWord& it : kStatuses) {
    if (it.status == status) return it.word;
  }
  return {};
}

bool is_within_a_cent(const Proportion& a, const Proportion& b) {
  const Proportion difference = a + b * fraction(-1);
  return difference.is_counted() &&
         difference.top <= difference.bottom * kCent &&
         -difference.top <= difference.bottom * kCent;
}

}  // namespace

MaterialDraft MaterialReader::read(const std::vector<Layer>& layers,
                                   const std::optional<Measured>& used,
                                   Span used_span, FactSheet& good) {
  MaterialDraft draft;
  draft.columns.resize(kBuiltInColumns + image_.columns().size());
  draft.tags.assign(image_.tags().size(), Answer::NotStated);
  if (used) {
    const std::size_t column = used->type == Type::Weight ? 1 : 2;
    draft.columns[column] = {used->amount, used_span};
  }
  for (const Layer& layer : layers) {
    const JsonNode* const declared = stated(*layer.node, "declaration");
    // What is said of the status here replaces all that was said before.
    if (declared != nullptr || stated(*layer.node, "status") != nullptr) {
      draft.material.status = Status::Unproven;
      draft.declaration = nullptr;
    }
    // An edition is of the code that it stands beside.
    if (draft.material.code.is_known() &&
        stated(*layer.node, "code") != nullptr) {
      draft.material.nomenclature = 0;
    }
    unit_value(layer, good, draft);
    for (std::size_t i = 0; i < layer.node->names.size(); ++i) {
      const JsonNode& value = layer.node->values[i];
      if (value.kind == JsonNode::Kind::Null) continue;
      member(layer.node->names[i], layer, value, good, draft);
    }
    if (declared != nullptr) declaration(*declared, draft);
  }
  return draft;
}

std::vector<std::string> MaterialReader::members() const {
  std::vector<std::string> names = {
      "part",         "description", "manufacturer",  "code",
      "nomenclature", "origin",      "kind",          "status",
      "value",        "unit_value",  "weight",        "quantity",
      "scrap",        "tags",        "facts",         "materials",
      "suppliers",    "declaration", "switching_cost"};
  for (const bytecode::ColumnRecord& it : image_.columns()) {
    names.emplace_back(image_.text(it.name));
  }
  return names;
}

std::string_view MaterialReader::column_name(std::size_t column) const {
  return column < kBuiltInColumns
             ? kColumns[column]
             : image_.text(image_.columns()[column - kBuiltInColumns].name);
}

void MaterialReader::check_members(const Layer& layer) {
  const auto may_say = [&layer](std::string_view name) {
    switch (layer.from) {
      case Layer::From::Line:
        return true;
      case Layer::From::List:
        return name != "scrap";
      case Layer::From::Supplier:
        return std::find(std::begin(kNotOfSupplier), std::end(kNotOfSupplier),
                         name) == std::end(kNotOfSupplier);
    }
    return true;
  };
  const bool is_produced = stated(*layer.node, "materials") != nullptr ||
                           stated(*layer.node, "facts") != nullptr;
  for (std::size_t i = 0; i < layer.node->names.size(); ++i) {
    const std::string& name = layer.node->names[i];
    const bool is_share =
        name == "share" && layer.from == Layer::From::Supplier;
    if (is_share || (name == "complete" && is_produced)) continue;
    if (may_say(name) &&
        std::find(members_.begin(), members_.end(), name) != members_.end()) {
      continue;
    }
    std::vector<std::string> known;
    for (const std::string& it : members_) {
      if (may_say(it)) known.push_back(it);
    }
    std::string_view what = "member of a material";
    if (name == "complete") what = "member of a material without `materials`";
    if (layer.from == Layer::From::List) what = "member of a part of the list";
    if (layer.from == Layer::From::Supplier) {
      what = "member of a supplier";
      known.emplace_back("share");
    }
    values_.unknown(name, layer.node->name_spans[i], what, known);
  }
}

void MaterialReader::member(const std::string& name, const Layer& layer,
                            const JsonNode& node, FactSheet& good,
                            MaterialDraft& to) {
  FactSheet::Material& it = to.material;
  if (name == "part") return values_.text(name, node, it.part);
  if (name == "description") return values_.text(name, node, it.description);
  if (name == "manufacturer") return values_.text(name, node, it.manufacturer);
  if (name == "code") {
    it.code_place = node.span;
    return values_.code(node, it.code);
  }
  if (name == "nomenclature") {
    return values_.nomenclature(node, it.nomenclature);
  }
  if (name == kSwitchingCost) return switching_cost(layer, node, good, to);
  if (name == "tags") return tags(node, to);
  if (name == "status") return status(node, to);
  if (name == "origin") {
    const auto value = values_.read(name, node, {Type::Country, {}});
    if (value) it.origin = {static_cast<std::uint16_t>(*value)};
    return;
  }
  if (name == "kind") {
    ValueType words{Type::Choice, {}};
    for (const Word& word : kKinds) words.choices.emplace_back(word.word);
    const auto value = values_.read(name, node, words);
    if (value) it.kind = static_cast<Kind>(*value);
    return;
  }
  // How much of it there is was read with its line.
  if (name != "quantity") amount(name, layer, node, good, to);
}

void MaterialReader::status(const JsonNode& node, MaterialDraft& to) {
  const auto status = values_.status(node);
  if (status) to.material.status = *status;
}

void MaterialReader::declaration(const JsonNode& node, MaterialDraft& to) {
  std::string id;
  values_.text("declaration", node, id);
  if (id.empty()) return;
  to.declaration = own_.use(id);
  if (to.declaration == nullptr) to.declaration = shared_.use(id);
  if (to.declaration == nullptr) {
    std::vector<std::string> known = own_.ids();
    const std::vector<std::string> more = shared_.ids();
    known.insert(known.end(), more.begin(), more.end());
    const auto meant = nearest(id, known);
    diagnostics_.report(Code::UnknownDeclaration, node.span, id)
        .help(meant ? fmt::format("did you mean `{}`?", *meant)
                    : std::string("list it in `declarations` of the good"));
    return;
  }
  const Status status = to.material.status;
  if (status != Status::Unproven && status != to.declaration->status) {
    diagnostics_
        .report(Code::DeclaredOtherwise, node.span, word_for(status), id,
                word_for(to.declaration->status))
        .also(to.declaration->span, "the declaration")
        .help("leave the `status` out, where a declaration says it");
  }
}

void MaterialReader::amount(const std::string& name, const Layer& layer,
                            const JsonNode& node, FactSheet& good,
                            MaterialDraft& to) {
  const auto column = column_named(name);
  if (!column) return;
  const ValueType type = type_of_column(image_, *column);
  const auto value = values_.read(name, node, type, good);
  if (!value) return;
  if (*column < kBuiltInColumns && *value < 0) {
    diagnostics_.report(Code::NegativeMaterial, node.span, name)
        .help("leave it off where it is not known");
    return;
  }
  Proportion amount = fraction(*value);
  if (is_amount(type.type)) amount = amount * layer.times;
  to.columns[*column] = {amount, node.span};
}

void MaterialReader::switching_cost(const Layer& layer, const JsonNode& node,
                                    FactSheet& good, MaterialDraft& to) {
  const auto value =
      values_.read(kSwitchingCost, node, {Type::Money, {}}, good);
  if (value) to.switching_cost = {fraction(*value) * layer.times, node.span};
}

void MaterialReader::unit_value(const Layer& layer, FactSheet& good,
                                MaterialDraft& to) {
  const JsonNode* const node = stated(*layer.node, "unit_value");
  if (node == nullptr) return;
  if (!layer.per) {
    diagnostics_
        .report(Code::WrongFact, node->span, "quantity",
                "how much of the material is used", "nothing")
        .help("a `unit_value` is multiplied by the `quantity` beside it");
    return;
  }
  const auto unit = values_.read("unit_value", *node, {Type::Money, {}}, good);
  if (!unit) return;
  if (*unit < 0) {
    diagnostics_.report(Code::NegativeMaterial, node->span, "unit_value")
        .help("leave it off where it is not known");
    return;
  }
  const Proportion product =
      fraction(*unit) * layer.per->amount / fraction(layer.per->unit);
  to.columns[0] = {product * layer.times, node->span};
  const JsonNode* const value = stated(*layer.node, "value");
  if (value == nullptr) return;
  const auto whole = values_.read("value", *value, {Type::Money, {}}, good);
  if (!whole || is_within_a_cent(fraction(*whole), product)) return;
  diagnostics_
      .report(Code::UnequalValue, value->span, "value",
              shown({Type::Money, *whole}, ""), "quantity times unit value",
              shown_millionths(product))
      .help("leave one out; a value is never chosen between two");
}

std::optional<std::size_t> MaterialReader::column_named(
    std::string_view name) const {
  const auto* const it =
      std::find(std::begin(kColumns), std::end(kColumns), name);
  if (it != std::end(kColumns)) {
    return static_cast<std::size_t>(it - std::begin(kColumns));
  }
  const std::uint16_t own = image_.find_column(name);
  if (own == bytecode::kNone) return {};
  return kBuiltInColumns + own;
}

// A list of those that apply, or an object that says yes or no to each.
void MaterialReader::tags(const JsonNode& from, MaterialDraft& to) {
  if (from.kind == JsonNode::Kind::Array) {
    for (const JsonNode& it : from.values) tag(it.text, it.span, true, to);
    return;
  }
  if (from.kind != JsonNode::Kind::Object) {
    return values_.wrong("tags", from, "a list of tags");
  }
  for (std::size_t i = 0; i < from.names.size(); ++i) {
    if (from.values[i].kind != JsonNode::Kind::Truth) {
      values_.wrong(from.names[i], from.values[i], "true or false");
      continue;
    }
    tag(from.names[i], from.name_spans[i], from.values[i].truth, to);
  }
}

void MaterialReader::tag(const std::string& name, Span span, bool is_tagged,
                         MaterialDraft& to) {
  const std::uint16_t tag = image_.find_tag(name);
  if (tag != bytecode::kNone) {
    to.tags[tag] = is_tagged ? Answer::Yes : Answer::No;
    return;
  }
  std::vector<std::string> names;
  for (const bytecode::TagRecord& it : image_.tags()) {
    names.emplace_back(image_.text(it.name));
  }
  values_.unknown(name, span, "tag of the pack", names);
}

}  // namespace origo
