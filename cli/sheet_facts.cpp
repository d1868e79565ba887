// Materials from a costed bill of materials.
//
// Nothing is guessed: where a sheet can be read in two ways, an error says
// which and what to add. Where it can be read in one, whatever it looks like,
// it is.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cli/facts.hpp"
#include "cli/sheet_columns.hpp"
#include "cli/sheet_numbers.hpp"
#include "cli/sheet_rows.hpp"
#include "cli/value_text.hpp"
#include "engine/diag/suggest.hpp"
#include "engine/explain/figures.hpp"

namespace origo {
namespace {

using bytecode::Image;

constexpr std::array kDelimiters = {',', ';', '\t'};
// Lines above the header: a title, a date, a producer's address.
constexpr std::size_t kTitleRowsMax = 20;
constexpr std::string_view kTotalWords[] = {"total", "subtotal", "sum",
                                            "grand total", "totals"};

struct NamedPlace {
  std::string_view name;
  std::string_view code;
};

// What sheets write instead of two letters.
constexpr NamedPlace kPlaces[] = {
    {"USA", "US"},       {"UNITED STATES", "US"}, {"U.S.", "US"},
    {"U.S.A.", "US"},    {"CAN", "CA"},           {"CANADA", "CA"},
    {"MEX", "MX"},       {"MEXICO", "MX"},        {"CHN", "CN"},
    {"CHINA", "CN"},     {"JPN", "JP"},           {"JAPAN", "JP"},
    {"KOR", "KR"},       {"KOREA", "KR"},         {"SOUTH KOREA", "KR"},
    {"TWN", "TW"},       {"TAIWAN", "TW"},        {"DEU", "DE"},
    {"GERMANY", "DE"},   {"FRA", "FR"},           {"FRANCE", "FR"},
    {"ITA", "IT"},       {"ITALY", "IT"},         {"ESP", "ES"},
    {"SPAIN", "ES"},     {"GBR", "GB"},           {"UNITED KINGDOM", "GB"},
    {"UK", "GB"},        {"AUT", "AT"},           {"AUSTRIA", "AT"},
    {"CZE", "CZ"},       {"POL", "PL"},           {"POLAND", "PL"},
    {"HUN", "HU"},       {"HUNGARY", "HU"},       {"SWE", "SE"},
    {"SWEDEN", "SE"},    {"CHE", "CH"},           {"SWITZERLAND", "CH"},
    {"TUR", "TR"},       {"BRA", "BR"},           {"BRAZIL", "BR"},
    {"CHL", "CL"},       {"CHILE", "CL"},         {"IND", "IN"},
    {"INDIA", "IN"},     {"THA", "TH"},           {"THAILAND", "TH"},
    {"VNM", "VN"},       {"VIETNAM", "VN"},       {"AUS", "AU"},
    {"AUSTRALIA", "AU"},
};

struct StatusName {
  std::string_view name;
  Status status;
};

constexpr StatusName kStatusNames[] = {
    {"originating", Status::Originating},
    {"yes", Status::Originating},
    {"y", Status::Originating},
    {"o", Status::Originating},
    {"non-originating", Status::NonOriginating},
    {"nonoriginating", Status::NonOriginating},
    {"non originating", Status::NonOriginating},
    {"non_originating", Status::NonOriginating},
    {"not originating", Status::NonOriginating},
    {"no", Status::NonOriginating},
    {"n", Status::NonOriginating},
    {"wholly obtained", Status::WhollyObtained},
    {"wholly_obtained", Status::WhollyObtained},
    {"unproven", Status::Unproven},
    {"unknown", Status::Unproven},
};

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

std::string upper(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return result;
}

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

class SheetReader {
 public:
  SheetReader(const Image& image, const SourceFile& source,
              const SheetOptions& options, Diagnostics& diagnostics,
              FactSheet& good, Mapping& mapping)
      : image_(image),
        source_(source),
        options_(options),
        diagnostics_(diagnostics),
        good_(good),
        mapping_(mapping) {}

  void run() {
    if (!is_utf8() || !find_header()) return;
    if (!choose_mark()) return;
    describe();
    bool has_lines = false;
    for (std::size_t i = header_ + 1; i < rows_.size(); ++i) {
      if (is_total(rows_[i])) continue;
      has_lines = true;
      row(rows_[i]);
    }
    if (has_lines || diagnostics_.has(Code::BrokenSheet)) return;
    // An export that came to nothing looks like this, too.
    diagnostics_
        .report(Code::NoMaterials, rows_[header_].front().span, source_.name)
        .help(
            "add its lines; a good of no materials is stated in JSON, as in "
            "`\"materials\": []`");
  }

 private:
  // An amount, or that it is wrong, which was reported.
  struct Amount {
    std::optional<std::int64_t> value;
    bool is_wrong = false;
  };

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
            .help(fmt::format("leave one out with `--map '{}=-'`",
                              header[i].text));
        is_clear = false;
      }
    }
    return is_clear;
  }

  // The type of an attribute of the pack, or truth for its tags.
  [[nodiscard]] ValueType own_type(const ColumnMeaning& column) const {
    if (column.field == SheetField::Tag) return {Type::Truth, {}};
    return type_of_column(image_, kBuiltInColumns + column.index);
  }

  static bool is_amount(Type type) {
    return type == Type::Money || type == Type::Weight ||
           type == Type::Quantity || type == Type::Percent ||
           type == Type::Number;
  }

  [[nodiscard]] bool is_amount(const ColumnMeaning& meaning) const {
    switch (meaning.field) {
      case SheetField::Own:
        return is_amount(own_type(meaning).type);
      case SheetField::Quantity:
      case SheetField::UnitCost:
      case SheetField::Value:
      case SheetField::OriginatingValue:
      case SheetField::NonOriginatingValue:
      case SheetField::Weight:
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
        if (c >= columns_.size() || !columns_[c] || !is_amount(*columns_[c])) {
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
      const std::string number = normalized(cell.text, mark).number;
      return number.empty() ? std::string("no number") : number;
    };
    Diagnostic& it =
        diagnostics_.report(Code::AmbiguousNumber, cell.span, cell.text,
                            as(DecimalMark::Point), as(DecimalMark::Comma));
    if (other != nullptr) it.also(other->span, "this one shows another mark");
    it.help("say which with `--decimal point` or `--decimal comma`");
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

  [[nodiscard]] const SheetCell* cell_of(const SheetRow& row,
                                         SheetField field) const {
    for (std::size_t i = 0; i < columns_.size() && i < row.size(); ++i) {
      if (columns_[i] && columns_[i]->field == field && !row[i].text.empty()) {
        return &row[i];
      }
    }
    return nullptr;
  }

  [[nodiscard]] std::string text_of(const SheetRow& row,
                                    SheetField field) const {
    const SheetCell* cell = cell_of(row, field);
    return cell == nullptr ? std::string() : cell->text;
  }

  [[nodiscard]] const ColumnMeaning& column_of(SheetField field) const {
    for (const auto& it : columns_) {
      if (it && it->field == field) return *it;
    }
    return *columns_.front();  // only asked of a column that exists
  }

  Amount amount(const SheetRow& row, SheetField field) {
    const SheetCell* cell = cell_of(row, field);
    if (cell == nullptr || cell->text == "-") return {};
    const ColumnMeaning& column = column_of(field);
    const Type type = field == SheetField::Weight     ? Type::Weight
                      : field == SheetField::Quantity ? Type::Quantity
                                                      : Type::Money;
    const SheetNumber number = normalized(cell->text, mark_);
    const ReadValue value =
        read_value(text_of(*cell, number, type, column), {type, {}});
    if (!value.is_read()) {
      wrong(*cell, field, kTypePhrases[static_cast<std::size_t>(type)],
            value.wrong, value.help);
      return {{}, true};
    }
    if (value.value < 0) {
      diagnostics_.report(Code::NegativeMaterial, cell->span,
                          phrase_for(image_, column));
      return {{}, true};
    }
    for (const std::uint16_t currency :
         {type == Type::Money ? column.currency : std::uint16_t{0},
          number.currency}) {
      if (!takes_currency(good_, currency, cell->span, diagnostics_)) {
        return {{}, true};
      }
    }
    return {value.value, false};
  }

  // An amount as the language writes it; the cell as it is where it holds no
  // number. The cell's own unit comes before that of its column.
  static std::string text_of(const SheetCell& cell, const SheetNumber& number,
                             Type type, const ColumnMeaning& column) {
    if (number.number.empty()) return cell.text;
    std::string unit = number.unit;
    if (unit.empty() && type == Type::Weight) {
      unit = column.unit.empty() ? "kg" : column.unit;
    }
    if (unit.empty()) return number.number;
    return number.number + (unit == "%" ? "" : " ") + unit;
  }

  void wrong(const SheetCell& cell, SheetField field, std::string_view expected,
             const std::string& found, const std::string& help) {
    Diagnostic& it = diagnostics_.report(Code::WrongFact, cell.span,
                                         phrase_for(image_, column_of(field)),
                                         expected, found);
    if (!help.empty()) it.help(help);
  }

  // A line that sums up those above, recognised by its first word and by having
  // no code. It must be right: else it may be a material after all.
  bool is_total(const SheetRow& row) {
    const auto first =
        std::find_if(row.begin(), row.end(),
                     [](const SheetCell& it) { return !it.text.empty(); });
    const SheetCell* code = cell_of(row, SheetField::Code);
    if (code != nullptr && code != &*first) return false;
    std::string word = lower(first->text);
    while (!word.empty() && word.back() == ':') word.pop_back();
    if (std::find(std::begin(kTotalWords), std::end(kTotalWords), word) ==
        std::end(kTotalWords)) {
      return false;
    }
    const Amount stated = amount(row, SheetField::Value);
    if (is_total_known_ && stated.value && *stated.value != total_) {
      diagnostics_
          .report(Code::UnequalTotal, cell_of(row, SheetField::Value)->span,
                  shown({Type::Money, *stated.value}, ""),
                  shown({Type::Money, total_}, ""))
          .help("correct the sheet, or take the line out");
    }
    return true;
  }

  void row(const SheetRow& from) {
    if (from.size() > columns_.size()) {
      const bool has_text = std::any_of(
          from.begin() + static_cast<std::ptrdiff_t>(columns_.size()),
          from.end(), [](const SheetCell& it) { return !it.text.empty(); });
      if (has_text) {
        diagnostics_
            .report(Code::BrokenSheet, from[columns_.size()].span,
                    fmt::format("{} under {}", counted(from.size(), "cell"),
                                counted(columns_.size(), "column")))
            .help("put cells that hold the separator in quotes");
        return;
      }
    }
    values(from);
  }

  struct Values {
    Amount quantity;
    Amount weight;
    Amount unit_cost;
    Amount total;
    Amount originating;
    Amount non_originating;
  };

  void values(const SheetRow& from) {
    Values it;
    it.quantity = amount(from, SheetField::Quantity);
    it.weight = amount(from, SheetField::Weight);
    it.unit_cost = amount(from, SheetField::UnitCost);
    it.total = amount(from, SheetField::Value);
    it.originating = amount(from, SheetField::OriginatingValue);
    it.non_originating = amount(from, SheetField::NonOriginatingValue);
    for (const Amount& amount : {it.quantity, it.weight, it.unit_cost, it.total,
                                 it.originating, it.non_originating}) {
      if (!amount.is_wrong) continue;
      // The other cells are looked at all the same.
      is_total_known_ = false;
      return add(from, it, std::nullopt, std::nullopt);
    }
    measure(from, it);
    if (!extend(from, it)) return;
    const bool has_parts = it.originating.value || it.non_originating.value;
    if (!has_parts) return add(from, it, it.total.value, std::nullopt);
    const std::int64_t originating = it.originating.value.value_or(0);
    const std::int64_t rest = it.non_originating.value.value_or(0);
    std::int64_t sum = 0;
    if (__builtin_add_overflow(originating, rest, &sum)) return;
    if (it.total.value && *it.total.value != sum) {
      return unequal(from, SheetField::Value, "value", *it.total.value,
                     "originating and non-originating value", sum);
    }
    if (originating > 0 && rest > 0) {
      // Two materials: what originates, and what does not and must change. How
      // the quantity divides among them is not known.
      Values parts = it;
      parts.quantity = parts.weight = {};
      add(from, parts, originating, Status::Originating);
      add(from, parts, rest, Status::NonOriginating);
    } else {
      add(from, it, sum,
          rest > 0          ? std::optional(Status::NonOriginating)
          : originating > 0 ? std::optional(Status::Originating)
                            : std::nullopt);
    }
  }

  // A quantity in a unit of weight is a weight.
  void measure(const SheetRow& from, Values& it) {
    const std::string unit = lower(text_of(from, SheetField::Unit));
    if (unit.empty() || !it.quantity.value) return;
    for (const UnitWord& word : kUnits) {
      if (word.word != unit || word.type != Type::Weight) continue;
      const std::string number(print_decimal({*it.quantity.value}).view());
      const ReadValue weight =
          read_value(number + ' ' + unit, {Type::Weight, {}});
      if (weight.is_read() && !it.weight.value) it.weight.value = weight.value;
    }
  }

  // Quantity times unit cost is the value; where both are stated they agree.
  bool extend(const SheetRow& from, Values& it) {
    if (!it.quantity.value || !it.unit_cost.value) return true;
    const auto wide = static_cast<Wide>(*it.quantity.value) *
                      static_cast<Wide>(*it.unit_cost.value);
    const auto product =
        static_cast<std::int64_t>(wide / limits::kDecimalScale);
    const bool is_exact = wide % limits::kDecimalScale == 0;
    if (!it.total.value && !it.originating.value && !it.non_originating.value) {
      if (!is_exact) {
        wrong(*cell_of(from, SheetField::UnitCost), SheetField::UnitCost,
              "a cost that multiplies to six decimal places at most", "more",
              "add a column with the value of each line");
        return false;
      }
      it.total.value = product;
      return true;
    }
    // A value that was rounded to cents is meant to be the product.
    constexpr std::int64_t kCent = 10'000;
    if (it.total.value && (*it.total.value > product + kCent ||
                           *it.total.value < product - kCent)) {
      unequal(from, SheetField::Value, "value", *it.total.value,
              "quantity times unit cost", product);
      return false;
    }
    return true;
  }

  void unequal(const SheetRow& from, SheetField field, std::string_view what,
               std::int64_t seen, std::string_view other,
               std::int64_t expected) {
    diagnostics_
        .report(Code::UnequalValue, cell_of(from, field)->span, what,
                shown({Type::Money, seen}, ""), other,
                shown({Type::Money, expected}, ""))
        .help("correct the sheet; a value is never chosen between two");
  }

  void add(const SheetRow& from, const Values& values,
           std::optional<std::int64_t> value, std::optional<Status> status) {
    const std::size_t index = good_.add_material();
    FactSheet::Material& to = good_.material(index);
    to.part = text_of(from, SheetField::Part);
    to.description = text_of(from, SheetField::Description);
    to.manufacturer = text_of(from, SheetField::Manufacturer);
    code(from, to);
    origin(from, to);
    kind(from, to);
    if (status) to.status = *status;
    stated_status(from, status, to);
    if (value) good_.set_column(index, 0, *value);
    if (values.weight.value) good_.set_column(index, 1, *values.weight.value);
    if (values.quantity.value) {
      good_.set_column(index, 2, *values.quantity.value);
    }
    own(from, index);
    if (value && __builtin_add_overflow(total_, *value, &total_)) total_ = 0;
  }

  void code(const SheetRow& from, FactSheet::Material& to) {
    const SheetCell* cell = cell_of(from, SheetField::Code);
    if (cell == nullptr) return;
    std::string digits;
    for (const char c : cell->text) {
      if (c != '.' && c != ' ') digits += c;
    }
    const bool is_digits =
        std::all_of(digits.begin(), digits.end(),
                    [](char c) { return c >= '0' && c <= '9'; });
    if (is_digits && digits.size() % 2 == 1) {
      diagnostics_
          .report(Code::OddCode, cell->span, cell->text,
                  fmt::format("{}", digits.size()))
          .help(digits.size() < 10
                    ? fmt::format("write `0{}` if a leading zero was lost; "
                                  "format the column as text",
                                  cell->text)
                    : std::string("write 4, 6, 8 or 10 digits"));
      return;
    }
    const auto read = parse_hs_code(digits);
    to.code_place = cell->span;
    if (read) {
      to.code = *read;
    } else {
      wrong(*cell, SheetField::Code, "a tariff code",
            fmt::format("`{}`", cell->text),
            "write 4, 6, 8 or 10 digits, as in `8703.23`");
    }
  }

  void origin(const SheetRow& from, FactSheet::Material& to) {
    const SheetCell* cell = cell_of(from, SheetField::Origin);
    if (cell == nullptr) return;
    const std::string name = upper(cell->text);
    for (const NamedPlace& it : kPlaces) {
      if (it.name == name) to.origin = *parse_country(it.code);
    }
    if (to.origin.is_known()) return;
    const auto country = parse_country(name);
    if (country) {
      to.origin = *country;
    } else {
      wrong(*cell, SheetField::Origin, "a country",
            fmt::format("`{}`", cell->text), "write two letters, as in `MX`");
    }
  }

  void kind(const SheetRow& from, FactSheet::Material& to) {
    const SheetCell* cell = cell_of(from, SheetField::Kind);
    if (cell == nullptr) return;
    ValueType type{Type::Choice, {}};
    for (const Word& it : kKinds) type.choices.emplace_back(it.word);
    const ReadValue value = read_value(lower(cell->text), type);
    if (!value.is_read()) {
      return wrong(*cell, SheetField::Kind, "a kind of material", value.wrong,
                   value.help);
    }
    to.kind = static_cast<Kind>(value.value);
  }

  // A country never makes a material originate; only a status does.
  void stated_status(const SheetRow& from, std::optional<Status> by_value,
                     FactSheet::Material& to) {
    const SheetCell* cell = cell_of(from, SheetField::Status);
    if (cell == nullptr) return;
    const std::string name = lower(cell->text);
    const auto* const it =
        std::find_if(std::begin(kStatusNames), std::end(kStatusNames),
                     [&name](const StatusName& is) { return is.name == name; });
    if (it == std::end(kStatusNames)) {
      return wrong(*cell, SheetField::Status, "a status",
                   fmt::format("`{}`", cell->text),
                   "write `originating`, `non-originating` or "
                   "`wholly obtained`");
    }
    const bool is_denied =
        by_value && (*by_value == Status::NonOriginating) !=
                        (it->status == Status::NonOriginating);
    if (is_denied) {
      return wrong(*cell, SheetField::Status, "the status that the values say",
                   fmt::format("`{}`", name), "correct the sheet");
    }
    to.status = it->status;
  }

  // Attributes and tags of the pack.
  void own(const SheetRow& from, std::size_t index) {
    for (std::size_t i = 0; i < columns_.size() && i < from.size(); ++i) {
      if (!columns_[i] || from[i].text.empty()) continue;
      const ColumnMeaning& column = *columns_[i];
      if (column.field != SheetField::Own && column.field != SheetField::Tag) {
        continue;
      }
      const bool is_tag = column.field == SheetField::Tag;
      const ValueType type = own_type(column);
      std::string text = from[i].text;
      SheetNumber number;
      if (type.type == Type::Truth) text = lower(text);
      if (is_amount(type.type)) {
        number = normalized(text, mark_);
        text = text_of(from[i], number, type.type, column);
      }
      const ReadValue value = read_value(text, type);
      if (!value.is_read()) {
        Diagnostic& it = diagnostics_.report(
            Code::WrongFact, from[i].span, phrase_for(image_, column),
            kTypePhrases[static_cast<std::size_t>(type.type)], value.wrong);
        if (!value.help.empty()) it.help(value.help);
        continue;
      }
      if (is_tag) {
        good_.set_tag(index, column.index,
                      value.value != 0 ? Answer::Yes : Answer::No);
      } else if (takes_currency(
                     good_,
                     number.number.empty() ? value.currency : number.currency,
                     from[i].span, diagnostics_)) {
        good_.set_column(index, kBuiltInColumns + column.index, value.value);
      }
    }
  }

  __extension__ using Wide = __int128;

  const Image& image_;
  const SourceFile& source_;
  const SheetOptions& options_;
  Diagnostics& diagnostics_;
  FactSheet& good_;
  Mapping& mapping_;
  std::vector<SheetRow> rows_;
  std::vector<std::optional<ColumnMeaning>> columns_;
  std::size_t header_ = 0;
  char delimiter_ = ',';
  DecimalMark mark_ = DecimalMark::Unknown;
  std::int64_t total_ = 0;  // of the lines so far
  bool is_total_known_ = true;
};

}  // namespace

void read_sheet(const Image& image, const SourceFile& source,
                const SheetOptions& options, Diagnostics& diagnostics,
                FactSheet& good, Mapping& mapping) {
  SheetReader(image, source, options, diagnostics, good, mapping).run();
}

}  // namespace origo
