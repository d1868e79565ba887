// Rows and objects become the same list of named cells, and those events.
#include "cli/inventory_events.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cli/json_tree.hpp"
#include "cli/sheet_rows.hpp"
#include "engine/core/decimal.hpp"
#include "engine/diag/suggest.hpp"

namespace origo {
namespace {

using inventory::Event;
using inventory::Kind;
using inventory::Origin;

struct Cell {
  std::string name;
  Span name_span;
  std::string text;
  Span span;
};

// The fields of an event, and what else sheets call them.
struct Field {
  std::string_view name;
  std::array<std::string_view, 3> others;
};
constexpr Field kFields[] = {{"date", {"day"}},
                             {"order", {}},
                             {"kind", {"event", "type"}},
                             {"quantity", {"units", "qty"}},
                             {"origin", {"status", "originating"}},
                             {"unit_value", {"unit_cost", "value", "cost"}},
                             {"mark", {"identification", "identifier", "lot"}}};

std::string lower(std::string_view text) {
  std::string result;
  for (const char c : text) {
    result += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a')
              : c == ' '           ? '_'
                                   : c;
  }
  return result;
}

class Reader {
 public:
  Reader(const SourceFile& source, Diagnostics& diagnostics)
      : source_(source), diagnostics_(diagnostics) {}

  std::vector<Event> run() {
    const std::size_t first = source_.text.find_first_not_of(" \t\r\n");
    const bool is_json =
        first != std::string::npos &&
        (source_.text[first] == '[' || source_.text[first] == '{');
    if (is_json) {
      json();
    } else {
      sheet();
    }
    return std::move(events_);
  }

 private:
  void json() {
    for (const JsonNode& root : parse_json(source_, diagnostics_)) {
      if (root.kind == JsonNode::Kind::Array) {
        for (const JsonNode& it : root.values) object(it);
      } else {
        object(root);
      }
    }
  }

  void object(const JsonNode& node) {
    if (node.kind != JsonNode::Kind::Object) {
      diagnostics_.report(Code::WrongFact, node.span, "an event",
                          "an object with `date`, `kind` and `quantity`",
                          phrase_for(node.kind));
      return;
    }
    std::vector<Cell> cells;
    for (std::size_t i = 0; i < node.names.size(); ++i) {
      const JsonNode& value = node.values[i];
      if (value.kind == JsonNode::Kind::Null) continue;
      std::string text = value.text;
      if (value.kind == JsonNode::Kind::Truth)
        text = value.truth ? "yes" : "no";
      cells.push_back({node.names[i], node.name_spans[i], text, value.span});
    }
    event(cells, node.span);
  }

  void sheet() {
    char delimiter = ',';
    const std::string_view head =
        std::string_view(source_.text).substr(0, source_.text.find('\n'));
    for (const char it : {'\t', ';'}) {
      if (head.find(it) != std::string_view::npos) delimiter = it;
    }
    const auto rows = sheet_rows(source_, delimiter, diagnostics_);
    if (rows.empty()) {
      diagnostics_.report(Code::NoHeader, Span{&source_, 0, 0})
          .help(
              "write `date,order,kind,quantity,origin,unit_value,mark` above");
      return;
    }
    for (std::size_t i = 1; i < rows.size(); ++i) {
      std::vector<Cell> cells;
      for (std::size_t j = 0; j < rows[i].size(); ++j) {
        const SheetCell& cell = rows[i][j];
        if (cell.text.empty() || j >= rows[0].size()) continue;
        cells.push_back(
            {rows[0][j].text, rows[0][j].span, cell.text, cell.span});
      }
      const Span row{&source_, rows[i].front().span.begin,
                     rows[i].back().span.end};
      event(cells, row);
    }
  }

  void event(const std::vector<Cell>& cells, Span place) {
    Event event;
    event.place = place;
    bool has_date = false;
    bool has_kind = false;
    for (const Cell& it : cells) {
      const std::string name = field(it);
      if (name == "date") has_date = date(it, event);
      if (name == "order") order(it, event);
      if (name == "kind") has_kind = kind(it, event);
      if (name == "quantity") amount(it, "a number of units", event.quantity);
      if (name == "origin") origin(it, event);
      if (name == "unit_value") {
        Decimal value;
        if (amount(it, "an amount", value)) event.unit_value = value;
      }
      if (name == "mark") event.mark = it.text;
    }
    for (const auto& [is_there, name] :
         {std::pair{has_date, "date"}, std::pair{has_kind, "kind"}}) {
      if (is_there || diagnostics_.has_errors()) continue;
      diagnostics_.report(Code::EventIncomplete, place, "event", name)
          .help(fmt::format("state its `{}`", name));
    }
    events_.push_back(std::move(event));
  }

  // The field a column or member is, reported once where it is none.
  std::string field(const Cell& cell) {
    const std::string name = lower(cell.name);
    std::vector<std::string> known;
    for (const Field& it : kFields) {
      const bool is_other =
          !name.empty() && std::find(it.others.begin(), it.others.end(),
                                     name) != it.others.end();
      if (it.name == name || is_other) return std::string(it.name);
      known.emplace_back(it.name);
    }
    const bool is_reported =
        std::find(unknown_.begin(), unknown_.end(), name) != unknown_.end();
    if (is_reported) return "";
    unknown_.push_back(name);
    const auto meant = nearest(name, known);
    diagnostics_
        .report(Code::UnknownMember, cell.name_span, cell.name,
                "field of an event")
        .help(meant
                  ? fmt::format("did you mean `{}`?", *meant)
                  : fmt::format("write one of `{}`", fmt::join(known, "`, `")));
    return "";
  }

  void wrong(const Cell& cell, std::string_view expected) {
    diagnostics_.report(Code::WrongFact, cell.span, cell.name, expected,
                        fmt::format("`{}`", cell.text));
  }

  bool date(const Cell& cell, Event& event) {
    const auto date = parse_date(cell.text);
    if (!date) wrong(cell, "a date as in `2010-05-01`");
    event.date = date.value_or(Date{});
    return true;
  }

  void order(const Cell& cell, Event& event) {
    const ParsedDecimal number = parse_decimal(cell.text);
    if (number.error != DecimalError::None) return wrong(cell, "a number");
    event.order = number.value.millionths;
  }

  bool kind(const Cell& cell, Event& event) {
    constexpr std::pair<std::string_view, Kind> kKinds[] = {
        {"opening", Kind::Opening},
        {"receipt", Kind::Receipt},
        {"shipment", Kind::Shipment},
        {"use", Kind::Use}};
    const std::string word = lower(cell.text);
    for (const auto& [known, kind] : kKinds) {
      if (word != known) continue;
      event.kind = kind;
      return true;
    }
    wrong(cell, "`opening`, `receipt`, `shipment` or `use`");
    return true;
  }

  void origin(const Cell& cell, Event& event) {
    const std::string word = lower(cell.text);
    if (word == "o" || word == "originating" || word == "yes") {
      event.origin = Origin::Originating;
    } else if (word == "n" || word == "non-originating" || word == "no") {
      event.origin = Origin::NonOriginating;
    } else {
      wrong(cell, "`originating` or `non-originating`");
    }
  }

  bool amount(const Cell& cell, std::string_view expected, Decimal& to) {
    const ParsedDecimal number = parse_decimal(cell.text);
    const bool is_read = number.error == DecimalError::None;
    if (is_read) {
      to = number.value;
    } else {
      wrong(cell, expected);
    }
    return is_read;
  }

  const SourceFile& source_;
  Diagnostics& diagnostics_;
  std::vector<Event> events_;
  std::vector<std::string> unknown_;
};

}  // namespace

std::vector<inventory::Event> read_events(const SourceFile& source,
                                          Diagnostics& diagnostics) {
  return Reader(source, diagnostics).run();
}

}  // namespace origo
