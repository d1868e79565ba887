// Reads events, replays them, prints a table or JSON.
#include "cli/inventory.hpp"

#include <fmt/ostream.h>

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>

#include "cli/exit_codes.hpp"
#include "cli/files.hpp"
#include "cli/image_file.hpp"
#include "cli/inventory_events.hpp"
#include "cli/message.hpp"
#include "engine/inventory/inventory.hpp"

namespace origo {
namespace {

using inventory::Amount;
using inventory::Event;
using inventory::Kind;
using inventory::Method;
using inventory::Period;
using inventory::Rational;
using inventory::Replay;
using inventory::Step;
using inventory::Stock;
using Json = nlohmann::ordered_json;

// Events of a warehouse for years.
constexpr std::size_t kEventsBytesMax = std::size_t{256} << 20;

// Decimals beyond which a figure is cut.
constexpr int kPlacesShown = 6;

struct MethodName {
  Method method;
  std::string_view word;
};
constexpr MethodName kMethods[] = {
#define METHOD(name, word, meaning) {Method::name, word},
#include "engine/inventory/methods.def"
#undef METHOD
};

std::string_view word_for_kind(Kind kind) {
  switch (kind) {
    case Kind::Opening:
      return "opening";
    case Kind::Receipt:
      return "receipt";
    case Kind::Shipment:
      return "shipment";
    case Kind::Use:
      return "use";
  }
  return "";
}

// Without zeros at the end; `...` where more digits follow.
std::string figure(const Rational& value, int places_min) {
  bool is_exact = false;
  std::string text = value.text(kPlacesShown, is_exact);
  const auto point = text.find('.');
  if (!is_exact) return text + "...";
  while (text.size() > point + 1 + static_cast<std::size_t>(places_min) &&
         text.back() == '0') {
    text.pop_back();
  }
  if (text.back() == '.') text.pop_back();
  return text;
}

std::string money(const std::optional<Rational>& value) {
  return value ? figure(*value, 2) : "-";
}

void add_json(Json& to, const std::string& name,
              const std::optional<Rational>& value) {
  if (!value) return;
  bool is_exact = false;
  (void)value->text(kPlacesShown, is_exact);
  if (is_exact) {
    to[name] = figure(*value, 0);
    return;
  }
  std::string cut = value->text(kPlacesShown, is_exact);
  to[name] = cut;
  to[name + "_exact"] = value->fraction();
}

Json stock_json(const Stock& stock) {
  Json json = Json::object();
  add_json(json, "originating_units", stock.originating.units);
  add_json(json, "non_originating_units", stock.foreign.units);
  add_json(json, "originating_value", stock.originating.value);
  add_json(json, "non_originating_value", stock.foreign.value);
  return json;
}

std::string text_of(Date date) {
  return std::string(print_date(date).view());
}

void print_json(const Replay& replay, const std::string& method,
                Streams& streams) {
  Json all = {{"method", method}, {"withdrawals", Json::array()}};
  for (const Step& step : replay.steps) {
    const Event& event = replay.events[step.event];
    if (!event.is_withdrawal()) continue;
    Json json = {{"date", text_of(event.date)},
                 {"kind", word_for_kind(event.kind)},
                 {"units", print_decimal(event.quantity).view()}};
    json.update(stock_json(step.moved));
    add_json(json, "non_originating_ratio", step.foreign_ratio);
    add_json(json, "unit_value", step.unit_value);
    json["after"] = stock_json(step.after);
    all["withdrawals"].push_back(std::move(json));
  }
  if (!replay.periods.empty()) all["periods"] = Json::array();
  for (const Period& it : replay.periods) {
    Json json = {{"from", text_of(it.from)}, {"until", text_of(it.until)}};
    add_json(json, "originating_ratio", it.originating_ratio);
    add_json(json, "unit_value", it.unit_value);
    json["withdrawn"] = stock_json(it.withdrawn);
    json["remaining"] = stock_json(it.remaining);
    all["periods"].push_back(std::move(json));
  }
  all["remaining"] = stock_json(replay.remaining);
  streams.out << all.dump(2) << '\n';
}

using Row = std::vector<std::string>;

// Words to the left, figures to the right.
void print_table(const std::vector<Row>& rows, std::size_t words,
                 Streams& streams) {
  std::vector<std::size_t> widths;
  for (const Row& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], row[i].size());
    }
  }
  for (const Row& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      line += i == 0 ? "" : "  ";
      line += i < words ? fmt::format("{:<{}}", row[i], widths[i])
                        : fmt::format("{:>{}}", row[i], widths[i]);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    fmt::print(streams.out, "{}\n", line);
  }
}

void add_stock(Row& row, const Stock& stock) {
  row.push_back(figure(stock.originating.units, 0));
  row.push_back(figure(stock.foreign.units, 0));
  row.push_back(money(stock.originating.value));
  row.push_back(money(stock.foreign.value));
}

void print_text(const Replay& replay, Streams& streams) {
  std::vector<Row> rows = {{"date", "event", "units", "originating",
                            "non-originating", "originating value",
                            "non-originating value"}};
  for (const Step& step : replay.steps) {
    const Event& event = replay.events[step.event];
    if (!event.is_withdrawal()) continue;
    Row row = {text_of(event.date), std::string(word_for_kind(event.kind)),
               std::string(print_decimal(event.quantity).view())};
    add_stock(row, step.moved);
    rows.push_back(std::move(row));
  }
  Row last = {"", "remains", figure(replay.remaining.units(), 0)};
  add_stock(last, replay.remaining);
  rows.push_back(std::move(last));
  print_table(rows, 2, streams);
  if (replay.periods.empty()) return;
  rows = {{"from", "until", "ratio used", "withdrawn", "originating",
           "non-originating", "non-originating value", "remain originating",
           "non-originating"}};
  for (const Period& it : replay.periods) {
    rows.push_back({text_of(it.from), text_of(it.until),
                    figure(it.originating_ratio, 0),
                    figure(it.withdrawn.units(), 0),
                    figure(it.withdrawn.originating.units, 0),
                    figure(it.withdrawn.foreign.units, 0),
                    money(it.withdrawn.foreign.value),
                    figure(it.remaining.originating.units, 0),
                    figure(it.remaining.foreign.units, 0)});
  }
  streams.out << '\n';
  print_table(rows, 2, streams);
}

inventory::Options options_of(const InventoryOptions& from) {
  inventory::Options options;
  for (const MethodName& it : kMethods) {
    if (it.word == from.method) options.method = it.method;
  }
  using inventory::SameDay;
  options.same_day = from.same_day == "as-listed" ? SameDay::AsListed
                     : from.same_day == "withdrawals-first"
                         ? SameDay::WithdrawFirst
                     : from.same_day == "receipts-first" ? SameDay::ReceiveFirst
                                                         : SameDay::Refuse;
  options.opening = from.opening == "receipts"
                        ? inventory::Opening::Receipts
                        : inventory::Opening::NonOriginating;
  options.period_months = from.period == "month" ? 1 : 3;
  options.ratio_places = from.ratio_places;
  options.value_places = from.value_places;
  options.has_whole_units = from.has_whole_units;
  return options;
}

}  // namespace

std::vector<std::string> inventory_methods() {
  std::vector<std::string> words;
  for (const MethodName& it : kMethods) words.emplace_back(it.word);
  return words;
}

int run_inventory(const InventoryOptions& options, Streams& streams) {
  SourceFile source{options.path, ""};
  if (options.path == "-") {
    source.name = "standard input";
    source.text.assign(std::istreambuf_iterator<char>(streams.in), {});
  } else {
    std::error_code failure;
    auto text = read_file(options.path, kEventsBytesMax, failure);
    if (!text) {
      return fail(streams, {fmt::format("`{}` cannot be read: {}", options.path,
                                        reason_of(failure)),
                            ""});
    }
    source.text = std::move(*text);
  }
  Diagnostics diagnostics;
  std::vector<Event> events = read_events(source, diagnostics);
  Replay replay;
  if (!diagnostics.has_errors()) {
    replay =
        inventory::replay(std::move(events), options_of(options), diagnostics);
  }
  print_diagnostics(diagnostics, streams);
  if (diagnostics.has_errors()) return kUsage;
  if (options.is_json) {
    print_json(replay, options.method, streams);
  } else {
    print_text(replay, streams);
  }
  return kDone;
}

}  // namespace origo
