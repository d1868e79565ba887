// Facts in memory, and their views.
#include "cli/fact_sheet.hpp"

#include <numeric>

namespace origo {

FactSheet::FactSheet(std::size_t facts, std::size_t columns, std::size_t tags)
    : facts_(facts, kMissing),
      columns_(kBuiltInColumns + columns),
      tags_(tags) {}

std::size_t FactSheet::add_material() {
  materials_.emplace_back();
  for (auto& column : columns_) column.push_back(kMissing);
  for (auto& tag : tags_) tag.push_back(Answer::NotStated);
  return materials_.size() - 1;
}

std::size_t FactSheet::add_production(std::size_t material, std::size_t below) {
  materials_[material].below = static_cast<std::uint32_t>(below);
  productions_.push_back({static_cast<std::uint32_t>(material), true,
                          std::vector(facts_.size(), kMissing)});
  return productions_.size() - 1;
}

Tree FactSheet::tree(const bytecode::Image& image) {
  const auto take_over = [this](std::size_t day) {
    for (MadeFrom& it : productions_) {
      if (it.facts[day] == kMissing) it.facts[day] = facts_[day];
    }
  };
  take_over(image.agreement().clock);
  for (const bytecode::ThresholdRecord& it : image.thresholds()) {
    take_over(it.clock);
  }
  Tree tree;
  tree.lines = good().materials;
  if (!materials_.empty()) {
    tree.below = {&materials_[0].below,
                  static_cast<std::ptrdiff_t>(sizeof(Material))};
  }
  production_views_.clear();
  for (const MadeFrom& it : productions_) {
    production_views_.push_back({it.material, it.is_complete, it.facts});
  }
  tree.productions = production_views_;
  return tree;
}

Good FactSheet::good() {
  Good good;
  good.code = code;
  good.currency = currency;
  good.facts = facts_;
  Materials& views = good.materials;
  views.count = static_cast<std::uint32_t>(materials_.size());
  views.is_complete = has_all_materials;
  if (materials_.empty()) return good;
  constexpr auto kStride = static_cast<std::ptrdiff_t>(sizeof(Material));
  views.code = {&materials_[0].code, kStride};
  views.status = {&materials_[0].status, kStride};
  views.origin = {&materials_[0].origin, kStride};
  views.kind = {&materials_[0].kind, kStride};
  views.value = {columns_[0].data()};
  views.weight = {columns_[1].data()};
  views.quantity = {columns_[2].data()};
  own_columns_.clear();
  for (std::size_t i = kBuiltInColumns; i < columns_.size(); ++i) {
    own_columns_.emplace_back(columns_[i].data());
  }
  tag_views_.clear();
  for (const auto& tag : tags_) tag_views_.emplace_back(tag.data());
  views.columns = own_columns_;
  views.tags = tag_views_;
  return good;
}

Names names_of(const FactSheet& sheet) {
  std::vector<std::uint32_t> lines(sheet.materials());
  std::iota(lines.begin(), lines.end(), 0U);
  return names_of(sheet, lines);
}

Names names_of(const FactSheet& sheet, std::span<const std::uint32_t> lines) {
  Names names;
  names.good = sheet.name;
  for (const std::uint32_t line : lines) {
    const FactSheet::Material& it = sheet.material(line);
    names.materials.push_back({it.part, it.description, it.manufacturer});
  }
  return names;
}

FactSheet fact_sheet(const ir::Pack& pack, const ir::Case& from) {
  FactSheet sheet(pack.facts.size(), pack.columns.size(), pack.tags.size());
  sheet.code = from.code;
  sheet.currency = from.currency;
  sheet.name = from.title;
  for (const auto& [fact, value] : from.facts) sheet.set_fact(fact, value);
  for (const ir::CaseMaterial& it : from.materials) {
    const std::size_t index = sheet.add_material();
    FactSheet::Material& to = sheet.material(index);
    to.code = it.code;
    to.status = it.status;
    to.origin = it.origin;
    to.kind = it.kind;
    to.description = it.description;
    if (it.value) sheet.set_column(index, 0, *it.value);
    if (it.weight) sheet.set_column(index, 1, *it.weight);
    if (it.quantity) sheet.set_column(index, 2, *it.quantity);
    for (const auto& [column, value] : it.columns) {
      sheet.set_column(index, column, value);
    }
    for (const auto& [tag, answer] : it.tags) {
      sheet.set_tag(index, tag, answer ? Answer::Yes : Answer::No);
    }
  }
  for (const ir::CaseProduction& it : from.productions) {
    const std::size_t production =
        sheet.add_production(it.material, from.materials[it.material].below);
    for (const auto& [fact, value] : it.facts) {
      sheet.set_fact_of(production, fact, value);
    }
  }
  return sheet;
}

}  // namespace origo
