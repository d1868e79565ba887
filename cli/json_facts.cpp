// Goods from JSON: what one file holds, and what its goods share.
#include <algorithm>
#include <utility>

#include "cli/facts.hpp"
#include "cli/json_good.hpp"
#include "cli/json_tree.hpp"
#include "engine/explain/figures.hpp"

namespace origo {
namespace {

using bytecode::Image;

class FileReader {
 public:
  FileReader(const Image& image, const SheetLoader& load_sheet,
             std::optional<std::int64_t> day, Diagnostics& diagnostics,
             std::vector<FactSheet>& goods)
      : image_(image),
        load_sheet_(load_sheet),
        day_(day),
        diagnostics_(diagnostics),
        values_(diagnostics),
        goods_(goods) {}

  void root(const JsonNode& from) {
    const bool is_object = from.kind == JsonNode::Kind::Object;
    if (is_object && from.find("goods") != nullptr) return file(from);
    goods_in(from);
  }

 private:
  // One good, or a list of them.
  void goods_in(const JsonNode& from) {
    if (from.kind != JsonNode::Kind::Array) return good(from);
    for (const JsonNode& it : from.values) good(it);
  }

  void good(const JsonNode& from) {
    if (from.kind != JsonNode::Kind::Object) {
      return values_.wrong("a good", from,
                           "an object with `code`, `facts` and `materials`");
    }
    goods_.push_back(
        GoodReader(image_, load_sheet_, day_, shared_, diagnostics_)
            .good(from));
  }

  // Goods and what they share.
  void file(const JsonNode& from) {
    std::optional<PartList> parts;
    shared_ = {};
    for (std::size_t i = 0; i < from.names.size(); ++i) {
      const JsonNode& node = from.values[i];
      if (node.kind == JsonNode::Kind::Null) continue;
      if (from.names[i] == "parts") {
        parts.emplace(node, diagnostics_);
        shared_.parts = &*parts;
      } else if (from.names[i] == "declarations") {
        shared_.declarations.read(node, diagnostics_);
      } else if (from.names[i] != "goods") {
        values_.unknown(from.names[i], from.name_spans[i], "member of a file",
                        {"goods", "parts", "declarations"});
      }
    }
    goods_in(*from.find("goods"));
    if (parts) parts->report_unused();
    shared_.declarations.report_unused(diagnostics_);
    shared_ = {};
  }

  const Image& image_;
  const SheetLoader& load_sheet_;
  std::optional<std::int64_t> day_;
  Diagnostics& diagnostics_;
  JsonValues values_;
  std::vector<FactSheet>& goods_;
  SharedFacts shared_;
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
                     std::vector<FactSheet>& goods,
                     std::optional<std::int64_t> day) {
  FileReader reader(image, load_sheet, day, diagnostics, goods);
  for (const JsonNode& root : parse_json(source, diagnostics)) {
    reader.root(root);
  }
}

}  // namespace origo
