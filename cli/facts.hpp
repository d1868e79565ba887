// Facts about goods from files: JSON, and costed bills of materials as CSV.
// docs/facts.md describes both.
#pragma once

#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "cli/fact_sheet.hpp"
#include "cli/message.hpp"
#include "cli/streams.hpp"
#include "engine/bytecode/image.hpp"
#include "engine/diag/diagnostics.hpp"

namespace origo {

// What a sheet does not say of itself.
struct SheetOptions {
  std::vector<std::string> columns;  // `Header=field`
  std::string decimal;               // `comma`, `point`, or not stated
};

struct FactsOptions {
  std::vector<std::string> paths;     // files; `-` is standard input
  std::vector<std::string> settings;  // `net_cost=20000.00 USD`, of every good
  std::string nomenclature;  // HS edition of codes that state none, or nothing
  SheetOptions sheets;
  bool shows_mapping = false;  // say what the columns of sheets were taken for
};

// What a sheet's columns were taken for, in sentences.
using Mapping = std::vector<std::string>;

// Reads the materials of a sheet into `good`.
void read_sheet(const bytecode::Image& image, const SourceFile& source,
                const SheetOptions& options, Diagnostics& diagnostics,
                FactSheet& good, Mapping& mapping);

// Reads the sheet at a path that a good names, relative to the good's file. The
// place that names it is for what is reported.
using SheetLoader =
    std::function<void(const std::string& path, Span place, FactSheet& good)>;

// Reads goods: one object, a list of them, or one after the other.
void read_json_facts(const bytecode::Image& image, const SourceFile& source,
                     const SheetLoader& load_sheet, Diagnostics& diagnostics,
                     std::vector<FactSheet>& goods);

// Goods as they were read, and the files that diagnostics refer to.
struct Facts {
  std::deque<SourceFile> sources;
  std::vector<FactSheet> goods;
};

// Reads the goods in all files. What is wrong with them is printed, all of it,
// and nothing returned.
[[nodiscard]] std::optional<Facts> read_facts(const bytecode::Image& image,
                                              const FactsOptions& options,
                                              Streams& streams);

// Counts an amount in `currency`, 0 where none is named, among those of the
// good. False where they are in another, which is reported.
[[nodiscard]] bool takes_currency(FactSheet& good, std::uint16_t currency,
                                  const Span& place, Diagnostics& diagnostics);

}  // namespace origo
