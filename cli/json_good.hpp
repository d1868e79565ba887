// One good in JSON, with its bill of materials as it is nested or taken apart.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/declarations.hpp"
#include "cli/exact_amounts.hpp"
#include "cli/fact_sheet.hpp"
#include "cli/facts.hpp"
#include "cli/json_material.hpp"
#include "cli/json_tree.hpp"
#include "cli/json_values.hpp"
#include "cli/part_list.hpp"
#include "engine/bytecode/image.hpp"

namespace origo {

// What goods of one file share.
struct SharedFacts {
  PartList* parts = nullptr;
  Declarations declarations;
};

class GoodReader {
 public:
  // `day` is what is stated elsewhere of the day that selects the law.
  GoodReader(const bytecode::Image& image, const SheetLoader& load_sheet,
             std::optional<std::int64_t> day, SharedFacts& shared,
             Diagnostics& diagnostics);

  [[nodiscard]] FactSheet good(const JsonNode& from);

 private:
  // What a line of materials goes into.
  struct Into {
    Proportion times;  // what its amounts are multiplied by
    std::optional<std::int64_t> day;
    std::string path;      // empty for the good itself
    const PartList* list;  // of the parts that lines may refer to
  };

  void good_member(const std::string& name, Span span, const JsonNode& node);
  void groups(const JsonNode& from);
  void units(const JsonNode& node);
  void facts(const JsonNode& from, std::optional<std::size_t> production,
             const Proportion& times, std::string_view path);
  void bill(const JsonNode& from);
  [[nodiscard]] bool read_parts(PartList& list);
  void materials(const JsonNode& from, const Into& into);
  void line(const JsonNode& from, const Into& into);
  void supplied(const JsonNode& suppliers, std::vector<Layer> layers,
                std::size_t of, const std::optional<Measured>& used,
                const Into& into);
  void produce(const std::vector<Layer>& layers,
               const std::optional<Measured>& used, const Into& into);
  void put(const MaterialDraft& draft, const std::string& path);
  void settle_status(MaterialDraft& draft, const std::string& who,
                     const Into& into);
  void complete(const JsonNode& node, std::optional<std::size_t> production);
  [[nodiscard]] std::optional<Measured> used_of(const JsonNode& from);
  [[nodiscard]] std::optional<std::int64_t> day_of(const JsonNode& made) const;
  [[nodiscard]] std::string called(const MaterialDraft& draft,
                                   const Into& into) const;
  [[nodiscard]] static std::string path_of(const std::vector<Layer>& layers,
                                           const Into& into);

  const bytecode::Image& image_;
  const SheetLoader& load_sheet_;
  std::optional<std::int64_t> day_;
  SharedFacts& shared_;
  Diagnostics& diagnostics_;
  JsonValues values_;
  // Of the good that is being read.
  FactSheet sheet_;
  Declarations declarations_;
  MaterialReader material_reader_;
  ExactAmounts amounts_;
  bool is_checked_ = false;  // the quantities of lines, by a list of parts
  std::size_t lines_ = 0;    // that go into the good itself
};

}  // namespace origo
