// The facts about one good in memory of their own, however they were read.
//
// A Good is only views; this is what they view. Facts are addressed by their
// index in an image or a pack, which number them alike.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "engine/diag/source.hpp"
#include "engine/eval/good.hpp"
#include "engine/eval/tree.hpp"
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

  [[nodiscard]] Answer tag(std::size_t material, std::size_t tag) const {
    return tags_[tag][material];
  }

  [[nodiscard]] std::size_t materials() const { return materials_.size(); }

  // Says that a material is produced from those before it that are `below` it.
  // Productions are added in the order of their materials. Returns the index of
  // the production, of which nothing else is known.
  std::size_t add_production(std::size_t material, std::size_t below);
  void set_fact_of(std::size_t production, std::size_t fact,
                   std::int64_t value) {
    productions_[production].facts[fact] = value;
  }
  [[nodiscard]] std::int64_t fact_of(std::size_t production,
                                     std::size_t fact) const {
    return productions_[production].facts[fact];
  }
  [[nodiscard]] std::size_t material_of(std::size_t production) const {
    return productions_[production].material;
  }
  void set_complete(std::size_t production, bool is_complete) {
    productions_[production].is_complete = is_complete;
  }
  [[nodiscard]] std::size_t productions() const { return productions_.size(); }
  [[nodiscard]] bool is_tree() const { return !productions_.empty(); }

  // The views. They hold until the sheet is changed or goes away. The materials
  // of a tree are those of all depths, in post-order. Where a production does
  // not state the day that selects the law of `image`, it is the good's.
  [[nodiscard]] Good good();
  [[nodiscard]] Tree tree(const bytecode::Image& image);

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
    // What it would cost more from an originating source: `origo solve`.
    std::int64_t switching_cost = kMissing;
    std::uint32_t below = 0;
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
  // What it may be averaged with: a model line, a plant, a period, by the words
  // of the facts. Its amounts are of one unit where `units` is stated.
  std::map<std::string, std::string> groups;
  std::int64_t units = kMissing;  // how many were made, in millionths
  // How many of the good all its amounts are for.
  std::int64_t multiple = 1;
  // What was done with the facts while they were read, in sentences.
  std::vector<std::string> remarks;

 private:
  struct MadeFrom {
    std::uint32_t material;
    bool is_complete = true;
    std::vector<std::int64_t> facts;
  };

  std::vector<std::int64_t> facts_;
  std::vector<MadeFrom> productions_;
  std::vector<Production> production_views_;
  std::vector<Material> materials_;
  std::vector<std::vector<std::int64_t>> columns_;
  std::vector<std::vector<Answer>> tags_;
  std::vector<Strided<std::int64_t>> own_columns_;
  std::vector<Strided<Answer>> tag_views_;
};

// How reports call the good and its materials, or those of a tree that are
// materials of one production.
[[nodiscard]] Names names_of(const FactSheet& sheet);
[[nodiscard]] Names names_of(const FactSheet& sheet,
                             std::span<const std::uint32_t> lines);

// The facts of a case of the pack.
[[nodiscard]] FactSheet fact_sheet(const ir::Pack& pack, const ir::Case& from);

}  // namespace origo
