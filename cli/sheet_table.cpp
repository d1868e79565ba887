// Finds the header, the separator and the decimal mark of a sheet.
#include "cli/sheet_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "cli/message.hpp"

namespace origo {
namespace {

using bytecode::Image;

constexpr std::array kDelimiters = {',', ';', '\t'};
// Lines above the header: a title, a date, a producer's address.
constexpr std::size_t kTitleRowsMax = 20;

// The length of the character that begins at `at`, or 0 where there is none.
std::size_t character_at(std::string_view text, std::size_t at) {
  const auto byte = [&text](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i])
                           : static_cast<unsigned char>(0);
  };
  const unsigned char first = byte(at);
  const std::size_t size = first < 0x80                    ? 1
                           : first >= 0xC2 && first < 0xE0 ? 2
                           : first >= 0xE0 && first < 0xF0 ? 3
                           : first >= 0xF0 && first < 0xF5 ? 4
                                                           : 0;
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(at + i) & 0xC0) != 0x80) return 0;
  }
  return size;
}

class TableReader {
 public:
  TableReader(const Image& image, const SourceFile& source,
              const SheetOptions& options, Diagnostics& diagnostics,
              Mapping& mapping)
      : image_(image),
        source_(source),
        options_(options),
        diagnostics_(diagnostics),
        mapping_(mapping) {}

  std::optional<SheetTable> run() {
    if (!is_utf8() || !find_header() || !choose_mark()) return {};
    describe();
    return SheetTable{std::move(rows_), std::move(columns_), header_, mark_};
  }

 private:
  bool is_utf8() {
    const std::string_view text = source_.text;
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t size = character_at(text, at);
      if (size == 0) {
        const auto begin = static_cast<std::uint32_t>(at);
        diagnostics_
            .report(Code::NotUtf8Sheet, Span{&source_, begin, begin + 1})
            .help("save the sheet as `CSV UTF-8`");
        return false;
      }
      at += size;
    }
    return true;
  }

  [[nodiscard]] std::optional<ColumnMeaning> meaning(
      const std::string& header) const {
    for (const std::string& it : options_.columns) {
      const std::size_t equals = it.rfind('=');
      if (equals == std::string::npos || it.substr(0, equals) != header) {
        continue;
      }
      // `-` is no field: the column is left out.
      return field_named(image_, std::string_view(it).substr(equals + 1));
    }
    return meaning_of(image_, header);
  }

  // A header names what a material is and what it is worth.
  [[nodiscard]] std::size_t columns_named(const SheetRow& row) const {
    std::size_t count = 0;
    for (const SheetCell& cell : row) {
      if (meaning(cell.text)) ++count;
    }
    return count;
  }

  bool find_header() {
    std::size_t best = 1;  // one word by itself may be anything
    for (const char delimiter : kDelimiters) {
      Diagnostics broken;
      std::vector<SheetRow> rows = sheet_rows(source_, delimiter, broken);
      const std::size_t last = std::min(rows.size(), kTitleRowsMax);
      for (std::size_t i = 0; i < last; ++i) {
        const std::size_t count = columns_named(rows[i]);
        if (count <= best) continue;
        best = count;
        header_ = i;
        delimiter_ = delimiter;
      }
    }
    if (best == 1) {
      diagnostics_.report(Code::NoHeader, Span{&source_, 0, 0})
          .help(
              "begin with a line such as `Part,Description,HS Code,Origin,"
              "Value (USD)`");
      return false;
    }
    rows_ = sheet_rows(source_, delimiter_, diagnostics_);
    return map_columns();
  }

  bool map_columns() {
    bool is_clear = true;
    const SheetRow& header = rows_[header_];
    for (std::size_t i = 0; i < header.size(); ++i) {
      columns_.push_back(meaning(header[i].text));
      if (!columns_[i]) continue;
      for (std::size_t k = 0; k < i; ++k) {
        if (!columns_[k] || !columns_[k]->is_same(*columns_[i])) continue;
        const std::string phrase = phrase_for(image_, *columns_[i]);
        diagnostics_
            .report(Code::TwoColumns, header[i].span, header[k].text,
                    header[i].text, phrase)
            .also(header[k].span, "the first")
            .help(header[i].text == header[k].text
                      ? std::string("give one of them another header")
                      : fmt::format("leave one out with `--map '{}=-'`",
                                    header[i].text));
        is_clear = false;
      }
    }
    leave_out_facts();
    return is_clear;
  }

  [[nodiscard]] bool has_numbers(const ColumnMeaning& meaning) const {
    switch (meaning.field) {
      case SheetField::Own:
      case SheetField::Fact:
        return is_number(own_type(image_, meaning).type);
      case SheetField::Quantity:
      case SheetField::QuantityAbove:
      case SheetField::UnitCost:
      case SheetField::Value:
      case SheetField::OriginatingValue:
      case SheetField::NonOriginatingValue:
      case SheetField::Weight:
      case SheetField::SwitchingCost:
        return true;
      default:
        return false;
    }
  }

  // One mark for the whole sheet: what a single number leaves open, the others
  // may decide.
  bool choose_mark() {
    if (options_.decimal == "comma") mark_ = DecimalMark::Comma;
    if (options_.decimal == "point") mark_ = DecimalMark::Point;
    if (mark_ != DecimalMark::Unknown) return true;
    const SheetCell* first = nullptr;      // that shows the mark
    const SheetCell* ambiguous = nullptr;  // the first that could be either
    for (std::size_t r = header_ + 1; r < rows_.size(); ++r) {
      for (std::size_t c = 0; c < rows_[r].size(); ++c) {
        if (c >= columns_.size() || !columns_[c] ||
            !has_numbers(*columns_[c])) {
          continue;
        }
        const SheetCell& cell = rows_[r][c];
        const MarkEvidence evidence = evidence_of(cell.text);
        if (evidence.is_ambiguous && ambiguous == nullptr) ambiguous = &cell;
        if (evidence.mark == DecimalMark::Unknown) continue;
        if (mark_ == DecimalMark::Unknown) {
          mark_ = evidence.mark;
          first = &cell;
        } else if (mark_ != evidence.mark) {
          ask(cell, first);
          return false;
        }
      }
    }
    if (mark_ == DecimalMark::Unknown && ambiguous != nullptr) {
      ask(*ambiguous, nullptr);
      return false;
    }
    return true;
  }

  // Reports a number that can be read in two ways.
  void ask(const SheetCell& cell, const SheetCell* other) {
    const auto as = [&cell](DecimalMark mark) {
      return normalized(cell.text, mark).number;
    };
    const std::string with_point = as(DecimalMark::Point);
    const std::string with_comma = as(DecimalMark::Comma);
    if (other != nullptr && (with_point.empty() || with_comma.empty())) {
      const bool has_point = with_comma.empty();
      diagnostics_
          .report(Code::TwoMarks, cell.span, cell.text,
                  has_point ? "point" : "comma", other->text,
                  has_point ? "comma" : "point")
          .also(other->span, "this one shows another mark")
          .help("write all numbers of the sheet with the same mark");
      return;
    }
    Diagnostic& it = diagnostics_.report(Code::AmbiguousNumber, cell.span,
                                         cell.text, with_point, with_comma);
    if (other != nullptr) it.also(other->span, "this one shows another mark");
    it.help("say which with `--decimal point` or `--decimal comma`");
  }

  // Facts are of what is produced: without levels no line says that it is.
  void leave_out_facts() {
    const bool has_levels = std::any_of(
        columns_.begin(), columns_.end(),
        [](const auto& it) { return it && it->field == SheetField::Level; });
    if (has_levels) return;
    for (auto& it : columns_) {
      if (it && it->field == SheetField::Fact) it.reset();
    }
  }

  void describe() {
    const std::string_view name = delimiter_ == ','   ? "commas"
                                  : delimiter_ == ';' ? "semicolons"
                                                      : "tabs";
    const std::string_view mark = mark_ == DecimalMark::Comma   ? "comma"
                                  : mark_ == DecimalMark::Point ? "point"
                                                                : "not needed";
    mapping_.push_back(fmt::format("{}: cells separated by {}, decimal mark {}",
                                   source_.name, name, mark));
    if (header_ > 0) {
      mapping_.push_back(fmt::format("  {} above the header left out",
                                     counted(header_, "line")));
    }
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const std::string& title = rows_[header_][i].text;
      if (title.empty()) continue;
      mapping_.push_back(
          fmt::format("  `{}` is {}", title,
                      columns_[i] ? "the " + phrase_for(image_, *columns_[i])
                                  : std::string("not used")));
    }
  }

  const Image& image_;
  const SourceFile& source_;
  const SheetOptions& options_;
  Diagnostics& diagnostics_;
  Mapping& mapping_;
  std::vector<SheetRow> rows_;
  std::vector<std::optional<ColumnMeaning>> columns_;
  std::size_t header_ = 0;
  char delimiter_ = ',';
  DecimalMark mark_ = DecimalMark::Unknown;
};

}  // namespace

std::optional<SheetTable> read_table(const Image& image,
                                     const SourceFile& source,
                                     const SheetOptions& options,
                                     Diagnostics& diagnostics,
                                     Mapping& mapping) {
  return TableReader(image, source, options, diagnostics, mapping).run();
}

}  // namespace origo
