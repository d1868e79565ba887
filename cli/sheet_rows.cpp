// Rows by libcsv. It is fed a byte at a time, because it does not say where in
// the file a cell stands.
#include "cli/sheet_rows.hpp"

#include <csv.h>

#include <algorithm>

namespace origo {
namespace {

struct Rows {
  const SourceFile* source = nullptr;
  std::vector<SheetRow> rows;
  SheetRow row;
  std::size_t at = 0;     // the byte that is being read
  std::size_t begin = 0;  // of the cell that is being read
};

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

void add_cell(void* bytes, std::size_t size, void* data) {
  Rows& rows = *static_cast<Rows*>(data);
  SheetCell cell;
  cell.text = trimmed({static_cast<const char*>(bytes), size});
  const std::string_view all = rows.source->text;
  const std::string_view raw = all.substr(rows.begin, rows.at - rows.begin);
  const std::string_view seen = trimmed(raw);
  const std::size_t begin =
      seen.empty() ? rows.begin
                   : static_cast<std::size_t>(seen.data() - all.data());
  cell.span = {rows.source, static_cast<std::uint32_t>(begin),
               static_cast<std::uint32_t>(begin + seen.size())};
  rows.row.push_back(std::move(cell));
  rows.begin = rows.at + 1;
}

void end_row(int, void* data) {
  Rows& rows = *static_cast<Rows*>(data);
  const bool has_text =
      std::any_of(rows.row.begin(), rows.row.end(),
                  [](const SheetCell& it) { return !it.text.empty(); });
  if (has_text) rows.rows.push_back(std::move(rows.row));
  rows.row.clear();
  rows.begin = rows.at + 1;
}

}  // namespace

std::vector<SheetRow> sheet_rows(const SourceFile& source, char delimiter,
                                 Diagnostics& diagnostics) {
  Rows rows;
  rows.source = &source;
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  if (source.text.starts_with(kMark)) rows.at = rows.begin = kMark.size();
  csv_parser parser;
  if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0) return {};
  csv_set_delim(&parser, static_cast<unsigned char>(delimiter));
  bool is_read = true;
  for (; is_read && rows.at < source.text.size(); ++rows.at) {
    // A space of the next line is not of a cell that has not begun.
    const char byte = source.text[rows.at];
    if (rows.row.empty() && rows.begin == rows.at &&
        (byte == '\r' || byte == '\n')) {
      rows.begin = rows.at + 1;
    }
    is_read = csv_parse(&parser, &byte, 1, add_cell, end_row, &rows) == 1;
    if (!is_read) break;
  }
  if (is_read) is_read = csv_fini(&parser, add_cell, end_row, &rows) == 0;
  if (!is_read) {
    const auto at =
        static_cast<std::uint32_t>(std::min(rows.at, source.text.size()));
    const std::string what = rows.at < source.text.size()
                                 ? "a quote within a cell"
                                 : "a quote that is not closed";
    const auto begin = static_cast<std::uint32_t>(
        rows.at < source.text.size() ? at : rows.begin);
    diagnostics
        .report(Code::BrokenSheet,
                Span{&source, begin, std::max(begin, std::min(begin + 1, at))},
                what)
        .help("put the whole cell in quotes, and double the quotes in it");
  }
  csv_free(&parser);
  return std::move(rows.rows);
}

}  // namespace origo
