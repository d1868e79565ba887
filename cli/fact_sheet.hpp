// The facts about one good in memory of their own, however they were read.
//
// A Good is only views; this is what they view. Facts are addressed by their
// index in an image or a pack, which number them alike.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/diag/source.hpp"
#include "engine/eval/good.hpp"
#include "engine/explain/explanation.hpp"
#include "engine/ir/ir.hpp"

namespace origo {

class FactSheet {
 public:
  // Room for this many facts, attributes of materials and tags, all missing.
  FactSheet(std::size_t facts, std::size_t columns, std::size_t tags);

  void set_fact(std::size_t fact, std::int64_t value) { facts_[fact] = value; }
  [[nodiscard]] std::int64_t fact(std::size_t fact) const {
    return facts_[fact];
  }

  // Adds a material of which nothing is known, and returns its index.
  std::size_t add_material();
  // `column` as Column numbers them, the pack's own after the built-in ones.
  void set_column(std::size_t material, std::size_t column,
                  std::int64_t value) {
    columns_[column][material] = value;
  }
  [[nodiscard]] std::int64_t column(std::size_t material,
                                    std::size_t column) const {
    return columns_[column][material];
  }
  void set_tag(std::size_t material, std::size_t tag, Answer answer) {
    tags_[tag][material] = answer;
  }

  [[nodiscard]] std::size_t materials() const { return materials_.size(); }

  // The views. They hold until the sheet is changed or goes away.
  [[nodiscard]] Good good();

  struct Material {
    HsCode code;
    int nomenclature = 0;  // HS edition of the code; 0: as the good's
    Span code_place{};     // where it was read, for what is reported
    Status status = Status::Unproven;
    Country origin;
    Kind kind = Kind::Material;
    std::string part;  // the producer's own number for it
    std::string description;
    std::string manufacturer;
  };
  Material& material(std::size_t index) { return materials_[index]; }
  [[nodiscard]] const Material& material(std::size_t index) const {
    return materials_[index];
  }

  HsCode code;
  int nomenclature = 0;  // HS edition of the codes; 0: the agreement's
  Span code_place{};
  // Of codes of another edition than the agreement's.
  std::vector<Conversion> conversions;
  std::uint16_t currency = 0;  // as pack_currency packs it
  std::string name;            // how the good is called in reports
  bool has_all_materials = true;

 private:
  std::vector<std::int64_t> facts_;
  std::vector<Material> materials_;
  std::vector<std::vector<std::int64_t>> columns_;
  std::vector<std::vector<Answer>> tags_;
  std::vector<Strided<std::int64_t>> own_columns_;
  std::vector<Strided<Answer>> tag_views_;
};

// How reports call the good and its materials.
[[nodiscard]] Names names_of(const FactSheet& sheet);

// The facts of a case of the pack.
[[nodiscard]] FactSheet fact_sheet(const ir::Pack& pack, const ir::Case& from);

}  // namespace origo
