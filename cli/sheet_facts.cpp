// Materials from a costed bill of materials.
//
// Nothing is guessed: where a sheet can be read in two ways, an error says
// which and what to add. Where it can be read in one, whatever it looks like,
// it is.
#include <fmt/format.h>

#include <algorithm>

#include "cli/facts.hpp"
#include "cli/fraction.hpp"
#include "cli/sheet_columns.hpp"
#include "cli/sheet_levels.hpp"
#include "cli/sheet_numbers.hpp"
#include "cli/sheet_own.hpp"
#include "cli/sheet_rows.hpp"
#include "cli/sheet_table.hpp"
#include "cli/sheet_words.hpp"
#include "cli/value_text.hpp"
#include "engine/diag/suggest.hpp"
#include "engine/explain/figures.hpp"

namespace origo {
namespace {

using bytecode::Image;

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
    auto table = read_table(image_, source_, options_, diagnostics_, mapping_);
    if (!table) return;
    rows_ = std::move(table->rows);
    columns_ = std::move(table->columns);
    header_ = table->header;
    mark_ = table->mark;
    read_level_cells();
    for (std::size_t i = header_ + 1; i < rows_.size(); ++i) {
      if (!is_total(rows_[i])) row(rows_[i]);
    }
    close(0);
    if (has_lines_ || diagnostics_.has(Code::BrokenSheet)) return;
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
    const Type type =
        field == SheetField::Weight ? Type::Weight
        : field == SheetField::Quantity || field == SheetField::QuantityAbove
            ? Type::Quantity
            : Type::Money;
    const SheetNumber number = normalized(cell->text, mark_);
    const ReadValue value =
        read_value(amount_text(*cell, number, type, column), {type, {}});
    if (!value.is_read()) {
      wrong(*cell, field, kTypePhrases[static_cast<std::size_t>(type)],
            value.wrong, value.help);
      return {{}, true};
    }
    if (value.value < 0) {
      diagnostics_
          .report(Code::NegativeMaterial, cell->span,
                  phrase_for(image_, column))
          .help(
              "take what is credited off the line that it belongs to, or leave "
              "it out");
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
    if (!begins_total(first->text)) return false;
    close(0);
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
    if (has_levels_) return open(from);
    has_lines_ = true;
    values(from, {});
  }

  // A line that is waiting for the lines below it.
  struct OpenLine {
    const SheetRow* row;
    std::uint32_t level;
    std::size_t first;     // the material that the lines below it begin with
    std::int64_t total;    // of the lines before it on its level and above
    Proportion made;       // how many of it go into the good
    bool is_counted;       // whether that is known
    std::string position;  // as it is written
    bool has_below = false;
  };

  void read_level_cells() {
    std::vector<std::string> cells;
    for (const auto& it : columns_) {
      has_levels_ = has_levels_ || (it && it->field == SheetField::Level);
    }
    if (!has_levels_) return;
    for (std::size_t i = header_ + 1; i < rows_.size(); ++i) {
      cells.push_back(text_of(rows_[i], SheetField::Level));
    }
    levels_are_positions_ = are_positions(cells);
  }

  // Lines stand before what is below them, and materials come after it: a line
  // waits until one comes that is not below it.
  void open(const SheetRow& from) {
    const SheetCell* const cell = cell_of(from, SheetField::Level);
    const auto level = cell == nullptr
                           ? std::nullopt
                           : level_of(cell->text, levels_are_positions_);
    has_lines_ = has_lines_ || level != 0U;
    if (!level) {
      const SheetCell& at = cell == nullptr ? from.front() : *cell;
      return wrong(at, SheetField::Level, "a level",
                   cell == nullptr ? std::string("nothing")
                                   : fmt::format("`{}`", cell->text),
                   "write `1`, `2`, ..., `.1`, `..2`, ... or `1`, `1.1`, ...");
    }
    if (*level == 0) return the_good(from, *cell);
    close(*level);
    const std::uint32_t above = open_.empty() ? 0 : open_.back().level;
    if (*level > above + 1) {
      diagnostics_
          .report(Code::LevelJump, cell->span, fmt::format("{}", *level),
                  fmt::format("{}", above))
          .help(
              "a line is part of the one above it that is one level higher: "
              "add that, or correct the level");
      return;
    }
    if (levels_are_positions_ && !open_.empty() &&
        !cell->text.starts_with(open_.back().position + '.')) {
      diagnostics_
          .report(Code::PositionElsewhere, cell->span, cell->text,
                  open_.back().position)
          .help("put the line below the one it is part of");
      return;
    }
    if (!open_.empty()) open_.back().has_below = true;
    const Amount each = amount(from, SheetField::QuantityAbove);
    OpenLine it{&from, *level, good_.materials(), total_,
                {},    false,  cell->text};
    const bool above_counts = open_.empty() || open_.back().is_counted;
    if (each.value && above_counts) {
      it.made = fraction(*each.value, limits::kDecimalScale) *
                (open_.empty() ? fraction(1) : open_.back().made);
      it.is_counted = true;
    }
    open_.push_back(std::move(it));
  }

  // Level 0 is what the sheet is the bill of materials of.
  void the_good(const SheetRow& from, const SheetCell& cell) {
    if (has_good_ || !open_.empty()) {
      diagnostics_.report(Code::SecondGood, cell.span)
          .help(
              "one line, the first, is the good itself; number its "
              "materials from 1");
      return;
    }
    has_good_ = true;
    for (const OwnValue& it : facts(from)) {
      good_.set_fact(it.column.index, it.value);
    }
    FactSheet::Material good;
    code(from, good);
    if (!good_.code.is_known()) {
      good_.code = good.code;
      good_.code_place = good.code_place;
    }
    if (good.code.is_known() && good.code != good_.code) {
      wrong(*cell_of(from, SheetField::Code), SheetField::Code,
            fmt::format("the good's `{}`", print_hs_code(good_.code).view()),
            fmt::format("`{}`", cell_of(from, SheetField::Code)->text),
            "level 0 is the good itself: correct one of the codes");
    }
  }

  // Reads the lines that wait and are not above `level`.
  void close(std::uint32_t level) {
    while (!open_.empty() && open_.back().level >= level) {
      const OpenLine it = std::move(open_.back());
      open_.pop_back();
      const std::size_t below = good_.materials() - it.first;
      const std::int64_t of_below = total_;
      // Its own value holds that of what it is made of.
      if (below > 0) total_ = it.total;
      const std::size_t before = good_.materials();
      values(*it.row, it);
      if (!it.has_below) report_facts_of_bought(*it.row);
      if (!it.has_below || good_.materials() == before) continue;
      if (good_.materials() > before + 1) {
        wrong(*cell_of(*it.row, SheetField::OriginatingValue),
              SheetField::OriginatingValue,
              "one value of a line with others below it", "two",
              "state its `Value`; the lines below say what originates");
        continue;
      }
      const std::size_t production = good_.add_production(before, below);
      for (const OwnValue& fact : facts(*it.row)) {
        good_.set_fact_of(production, fact.column.index, fact.value);
      }
      if (good_.column(before, 0) == kMissing) total_ = of_below;
    }
  }

  struct Values {
    Amount quantity;
    Amount weight;
    Amount unit_cost;
    Amount total;
    Amount originating;
    Amount non_originating;
  };

  void values(const SheetRow& from, const std::optional<OpenLine>& line) {
    Values it;
    it.quantity = amount(from, SheetField::Quantity);
    if (line && line->is_counted) multiply(from, *line, it.quantity);
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

  // How much of a line goes into the good, from how much goes into the one
  // above.
  void multiply(const SheetRow& from, const OpenLine& line, Amount& quantity) {
    const SheetCell& cell = *cell_of(from, SheetField::QuantityAbove);
    const auto whole = (line.made * fraction(limits::kDecimalScale)).whole();
    if (!whole) {
      wrong(cell, SheetField::QuantityAbove,
            "a quantity that multiplies to six decimal places at most",
            shown_millionths(line.made * fraction(limits::kDecimalScale)),
            "state the `Quantity` that goes into the good");
      quantity.is_wrong = true;
    } else if (quantity.value && *quantity.value != *whole) {
      unequal(from, SheetField::Quantity, "quantity", *quantity.value,
              "what the lines above multiply to", *whole);
      quantity.is_wrong = true;
    } else {
      quantity.value = *whole;
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
    const Type type =
        field == SheetField::Quantity ? Type::Quantity : Type::Money;
    diagnostics_
        .report(Code::UnequalValue, cell_of(from, field)->span, what,
                shown({type, seen}, ""), other, shown({type, expected}, ""))
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
          .help(cell->text.size() > 2 &&
                        cell->text[cell->text.size() - 2] == '.'
                    ? fmt::format("write `{}0` if the last zero was lost; "
                                  "format the column as text",
                                  cell->text)
                : digits.size() < 10
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
    const auto country = country_named(cell->text);
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
    const auto status = status_named(cell->text);
    if (!status) {
      return wrong(*cell, SheetField::Status, "a status",
                   fmt::format("`{}`", cell->text),
                   "write `originating`, `non-originating` or "
                   "`wholly obtained`");
    }
    const bool is_denied = by_value && (*by_value == Status::NonOriginating) !=
                                           (*status == Status::NonOriginating);
    if (is_denied) {
      return wrong(*cell, SheetField::Status, "the status that the values say",
                   fmt::format("`{}`", lower(cell->text)), "correct the sheet");
    }
    to.status = *status;
  }

  // Attributes and tags of the pack.
  void own(const SheetRow& from, std::size_t index) {
    const Amount cost = amount(from, SheetField::SwitchingCost);
    if (cost.value) good_.material(index).switching_cost = *cost.value;
    for (const OwnValue& it : own_values(image_, from, columns_, mark_, false,
                                         good_, diagnostics_)) {
      if (it.column.field == SheetField::Tag) {
        good_.set_tag(index, it.column.index,
                      it.value != 0 ? Answer::Yes : Answer::No);
      } else {
        good_.set_column(index, kBuiltInColumns + it.column.index, it.value);
      }
    }
  }

  // Facts of the good, of what is produced, or, which is an error, of what is
  // bought.
  std::vector<OwnValue> facts(const SheetRow& from) {
    return own_values(image_, from, columns_, mark_, true, good_, diagnostics_);
  }

  void report_facts_of_bought(const SheetRow& from) {
    for (const OwnValue& it : facts(from)) {
      const std::string part = text_of(from, SheetField::Part);
      diagnostics_
          .report(Code::NoProduction, it.span,
                  part.empty() ? text_of(from, SheetField::Level) : part)
          .help(fmt::format("the {} is of the good, on level 0, or of a line "
                            "with others below it",
                            phrase_for(image_, it.column)));
    }
  }

  const Image& image_;
  const SourceFile& source_;
  const SheetOptions& options_;
  Diagnostics& diagnostics_;
  FactSheet& good_;
  Mapping& mapping_;
  std::vector<SheetRow> rows_;
  std::vector<std::optional<ColumnMeaning>> columns_;
  std::size_t header_ = 0;
  DecimalMark mark_ = DecimalMark::Unknown;
  std::int64_t total_ = 0;  // of the lines so far
  bool is_total_known_ = true;
  bool has_lines_ = false;
  bool has_levels_ = false;
  bool levels_are_positions_ = false;
  bool has_good_ = false;
  std::vector<OpenLine> open_;  // each one level below the one before
};

}  // namespace

void read_sheet(const Image& image, const SourceFile& source,
                const SheetOptions& options, Diagnostics& diagnostics,
                FactSheet& good, Mapping& mapping) {
  SheetReader(image, source, options, diagnostics, good, mapping).run();
}

}  // namespace origo
