// Withdrawals from a stock, replayed event by event by engine/inventory. The
// tables of the regulations round each ratio and each value and go on with what
// was rounded; what comes out only so is an erratum, for the law rounds
// nothing.
#include <fmt/format.h>

#include <algorithm>
#include <regex>

#include "cli/examples/convert.hpp"
#include "cli/examples/wording.hpp"
#include "cli/inventory_events.hpp"
#include "engine/inventory/inventory.hpp"

namespace origo::examples {
namespace {

using inventory::Event;
using inventory::Method;
using inventory::Options;
using inventory::Rational;
using inventory::Replay;
using inventory::Stock;

Rational of(const Printed& value) {
  return Rational::of({value.millionths});
}

// Whether a value is what is printed: equal, or rounded or cut there.
bool is_printed(const Rational& value, const Printed& print) {
  if (!value.is_valid()) return false;
  const Rational printed = of(print);
  if (value == printed || value.rounded(print.places) == printed) return true;
  bool is_exact = false;
  const auto cut = read_printed(value.text(print.places, is_exact));
  return cut && of(*cut) == printed;
}

std::string shown(const Rational& value) {
  bool is_exact = false;
  const std::string text = value.text(6, is_exact);
  return is_exact ? text : value.fraction();
}

class Converter {
 public:
  Converter(const Example& example, Draft& draft)
      : example_(example), facts_(example.facts), draft_(draft) {}

  bool run() {
    const Member receipts = facts_.any({"receipts", "purchases"});
    const Member shipments =
        facts_.any({"shipments", "withdrawals", "sales", "uses"});
    if (!receipts.is_array()) return false;
    if (const Member year = facts_["year"]) {
      // `1998`, or `2020-12 to 2021-01`: the opening was in the year before.
      const std::string text = year.text();
      for (std::size_t at = 0; at + 4 <= text.size(); ++at) {
        const bool is_year = text.find_first_not_of("0123456789", at) >= at + 4;
        if (is_year) year_ = std::stoi(text.substr(at, 4));
      }
    }
    facts_["goods"].skip();
    method();
    day_order();
    first_month_ = month_of(receipts);
    opening(facts_["opening"]);
    for (const auto& [index, it] : receipts.items()) line(it, "receipt");
    for (const auto& [index, it] : shipments.items()) line(it, "shipment");
    later_shipments();
    replay();
    for (const auto& [name, it] : example_.expected.items()) one(name, it);
    return true;
  }

 private:
  // By the name of the method, else of the kind.
  void method() {
    const Member named = facts_.any({"method", "inventory_method"});
    const std::string text = lower(named ? named.text() : example_.kind);
    if (holds(text, "fifo")) {
      options_.method = Method::Fifo;
    } else if (holds(text, "lifo")) {
      options_.method = Method::Lifo;
    } else if (holds(text, "specific") || holds(text, "identif")) {
      options_.method = Method::Specific;
    } else if (holds(text, "rolling")) {
      options_.method = Method::Rolling;
    } else if (holds(text, "same period") || holds(text, "net cost") ||
               holds(text, "avg_period") || holds(text, "avg_month") ||
               holds(text, "avg_nc")) {
      options_.method = Method::SamePeriod;
    } else if (holds(text, "preceding") || holds(text, "avg_goods")) {
      options_.method = Method::PrecedingPeriod;
    } else if (holds(text, "shipment") || holds(text, "avg_ship")) {
      options_.method = Method::PerShipment;
    } else {
      throw NotExpressed{
          fmt::format("`{}` is no inventory method that is "
                      "mapped",
                      text)};
    }
    if (holds(text, "three-month") || holds(text, "quarter")) {
      options_.period_months = 3;
    }
  }

  // `"event_order_on_01/10": "shipment before receipt"`
  void day_order() {
    options_.same_day = inventory::SameDay::Refuse;
    for (const auto& [name, it] : facts_.items()) {
      if (!name.starts_with("event_order")) continue;
      const std::string text = it.text();
      const std::size_t shipment = text.find("shipment");
      const std::size_t receipt = text.find("receipt");
      if (shipment == std::string::npos || receipt == std::string::npos) {
        it.refuse("names no order");
      }
      options_.same_day = shipment < receipt ? inventory::SameDay::WithdrawFirst
                                             : inventory::SameDay::ReceiveFirst;
    }
  }

  // Month and day of `01/31`, `1/31` or `01/31/94`, and of whole dates.
  static std::optional<std::pair<int, int>> day_of(const std::string& text) {
    static const std::regex kDay(
        "([0-9]{1,2})/([0-9]{1,2})(?:/[0-9]+)?|[0-9]{4}-([0-9]{2})-([0-9]{2})");
    std::smatch found;
    if (!std::regex_match(text, found, kDay)) return {};
    const std::size_t first = found[1].matched ? 1 : 3;
    return std::pair{std::stoi(found[first].str()),
                     std::stoi(found[first + 1].str())};
  }

  static int month_of(const Member& list) {
    const auto items = list.items();
    if (items.empty()) list.refuse("is empty");
    const auto first = items.front().second.items();
    const auto day =
        first.empty() ? std::nullopt : day_of(first.front().second.text());
    return day ? day->first : 1;
  }

  // `MM/DD`, `MM/DD/YY` or `YYYY-MM-DD`; a month after the first receipts', of
  // an opening inventory, was in the year before.
  std::string date(const Member& it, bool is_opening) {
    const std::string text = it.text();
    if (parse_date(text)) return text;
    const auto day = day_of(text);
    if (!day) it.refuse("is no date");
    const bool is_before = is_opening && day->first > first_month_;
    return fmt::format("{:04}-{:02}-{:02}", is_before ? year_ - 1 : year_,
                       day->first, day->second);
  }

  static std::string origin_in(const Member& it) {
    const std::string text = plain(it.text());
    if (text == "o" || text.starts_with("orig")) return "O";
    if (text == "n" || text.starts_with("non")) return "N";
    it.refuse("is no origin");
  }

  // A row: date, quantity, then origin and unit value where they are stated.
  void line(const Member& row, std::string_view kind) {
    std::string when;
    std::string quantity;
    std::string origin;
    std::string value;
    std::string mark;
    const auto cells = row.items();
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const auto& [name, it] = cells[i];
      if (name == "date" || name == "0") {
        when = date(it, kind == "opening");
      } else if (name == "quantity" || name == "units" || name == "1") {
        quantity = number_text(it.number().millionths);
      } else if (name == "mark" || name == "lot" ||
                 (!it.is_number() && (i > 2 || kind == "shipment"))) {
        mark = it.text();
      } else if (name == "origin" || name == "status" ||
                 (!it.is_number() && i == 2)) {
        origin = origin_in(it);
      } else {
        value = number_text(it.number().millionths);
      }
    }
    // Where only values are asked about, all of it is foreign.
    if (origin.empty() && kind != "shipment") origin = "N";
    draft_.events += fmt::format("{},{},{},{},{},{}\n", when, kind, quantity,
                                 origin, value, mark);
  }

  void opening(const Member& list) {
    if (list.is_number()) list.refuse("has no rows");
    for (const auto& [index, it] : list.items()) line(it, "opening");
  }

  // `"february_shipments": 3000`: shipped in a month that the table leaves out.
  void later_shipments() {
    constexpr std::string_view kMonths[] = {
        "january", "february", "march",     "april",   "may",      "june",
        "july",    "august",   "september", "october", "november", "december"};
    for (const auto& [name, it] : facts_.items()) {
      for (std::size_t i = 0; i < std::size(kMonths); ++i) {
        if (!name.starts_with(kMonths[i]) || !holds(name, "shipment")) continue;
        // What that month received is not told, and does not enter its ratio:
        // as much as it shipped.
        const std::string units = it.number().number;
        draft_.events += fmt::format(
            "{0:04}-{1:02}-01,receipt,{2},N,,\n{0:04}-{1:02}-28,shipment,{2},,,"
            "\n",
            year_, i + 1, units);
        is_later_ = true;
      }
    }
  }

  void replay() {
    draft_.events =
        "date,kind,quantity,origin,unit_value,mark\n" + draft_.events;
    source_ = {example_.id + ".csv", draft_.events};
    exact_ = replayed(options_);
    Options printed = options_;
    const bool is_period = options_.method == Method::PrecedingPeriod ||
                           options_.method == Method::SamePeriod;
    printed.ratio_places = is_period ? 3 : 2;
    printed.value_places = 2;
    printed.has_whole_units = true;
    printed_ = replayed(printed);
  }

  Replay replayed(const Options& options) {
    Diagnostics diagnostics;
    Replay replay = inventory::replay(read_events(source_, diagnostics),
                                      options, diagnostics);
    if (diagnostics.has_errors()) {
      throw NotExpressed{"the stock cannot be replayed: " +
                         diagnostics.sorted().front().message()};
    }
    return replay;
  }

  // What each withdrawal took, those of a later month by themselves.
  static std::vector<const inventory::Step*> withdrawals(const Replay& replay) {
    std::vector<const inventory::Step*> all;
    for (const inventory::Step& it : replay.steps) {
      if (replay.events[it.event].is_withdrawal()) all.push_back(&it);
    }
    return all;
  }

  // Compares with what is exact, and failing that with the rounded replay.
  template <typename Get>
  void compare(const Member& it, const Get& get) {
    const Printed print = it.number();
    const std::optional<Rational> exact = get(exact_);
    const std::optional<Rational> rounded = get(printed_);
    Compared compared;
    compared.key = it.path();
    compared.expected = print.number;
    compared.found = exact ? shown(*exact) : "nothing";
    compared.is_met = exact && is_printed(*exact, print);
    compared.is_erratum =
        !compared.is_met && rounded && is_printed(*rounded, print);
    draft_.compared.push_back(std::move(compared));
  }

  using Part = std::optional<Rational> (*)(const Stock&);

  static std::optional<Rational> foreign_value(const Stock& it) {
    return it.foreign.value;
  }
  static std::optional<Rational> foreign_units(const Stock& it) {
    return it.foreign.units;
  }
  static std::optional<Rational> originating_units(const Stock& it) {
    return it.originating.units;
  }

  // A number for each withdrawal from the first, or one for a whole period.
  void each(const Member& it, Part part) {
    const auto at = [part](std::size_t index) {
      return [part, index](const Replay& replay) -> std::optional<Rational> {
        const auto all = withdrawals(replay);
        if (index >= all.size()) return {};
        return part(all[index]->moved);
      };
    };
    if (it.is_array()) {
      const auto items = it.items();
      for (std::size_t i = 0; i < items.size(); ++i) {
        compare(items[i].second, at(i));
      }
      return;
    }
    compare(it, [part, this](const Replay& replay) -> std::optional<Rational> {
      if (replay.periods.empty()) {
        const auto all = withdrawals(replay);
        return all.empty() ? std::nullopt : part(all.back()->moved);
      }
      const auto& period =
          is_later_ ? replay.periods.back() : replay.periods.front();
      return part(period.withdrawn);
    });
  }

  void one(const std::string& name, const Member& it) {
    if (holds(name, "per_unit")) {
      compare(it, [this](const Replay& replay) -> std::optional<Rational> {
        if (replay.periods.empty()) return {};
        const Stock& stock =
            (is_later_ ? replay.periods.back() : replay.periods.front())
                .withdrawn;
        if (!stock.foreign.value) return {};
        return *stock.foreign.value / stock.units();
      });
      return;
    }
    if (holds(name, "vnm") || name == "value" || name == "values_by_shipment" ||
        name == "non_orig_value") {
      each(it, foreign_value);
    } else if (name == "non_orig_units" || name == "non_originating_units") {
      each(it, foreign_units);
    } else if (name == "orig_units" || name == "originating_units") {
      each(it, originating_units);
    } else if (name.starts_with("ratio")) {
      ratio(it);
    } else if (name.starts_with("ending_") || name.starts_with("remaining")) {
      ending(it);
    } else if (name == "origin_by_shipment") {
      origins(it);
    } else if (name == "by_shipment") {
      by_shipment(it);
    } else if (name.starts_with("average_after_")) {
      average_after(name.substr(std::string_view("average_after_").size()), it);
    } else if (name.starts_with("unit_value") ||
               holds(name, "average_unit_value") || holds(name, "avg_unit")) {
      compare(it, [](const Replay& replay) -> std::optional<Rational> {
        return replay.periods.empty() ? std::nullopt
                                      : replay.periods.front().unit_value;
      });
    }
  }

  // Of originating to all, as the periods of the law have it; several are of
  // the withdrawals.
  void ratio(const Member& it) {
    if (it.is_array()) {
      const auto items = it.items();
      for (std::size_t i = 0; i < items.size(); ++i) {
        compare(items[i].second,
                [i](const Replay& replay) -> std::optional<Rational> {
                  const auto all = withdrawals(replay);
                  return i < all.size() ? all[i]->foreign_ratio : std::nullopt;
                });
      }
      return;
    }
    compare(it, [this](const Replay& replay) -> std::optional<Rational> {
      if (replay.periods.empty()) return {};
      return (is_later_ ? replay.periods.back() : replay.periods.front())
          .originating_ratio;
    });
  }

  // What remains at the end of the first period, or of all.
  void ending(const Member& it) {
    for (const auto& [name, member] : it.items()) {
      const Part part =
          holds(name, "non") ? &foreign_units : &originating_units;
      if (!member.is_number()) member.refuse("is not mapped");
      compare(member, [part](const Replay& replay) {
        return part(replay.periods.empty() ? replay.remaining
                                           : replay.periods.front().remaining);
      });
    }
  }

  static std::string origin_of(const Stock& stock) {
    if (stock.foreign.units.sign() == 0) return "O";
    return stock.originating.units.sign() == 0 ? "N" : "O and N";
  }

  void origins(const Member& it) {
    const auto all = withdrawals(exact_);
    const auto items = it.items();
    for (std::size_t i = 0; i < items.size(); ++i) {
      const std::string expected = items[i].second.text();
      const std::string found =
          i < all.size() ? origin_of(all[i]->moved) : "nothing";
      draft_.compared.push_back(
          {items[i].second.path(), expected, found, expected == found, false});
    }
  }

  // `[{"N": 100}, {"O": 600, "N": 100}]`
  void by_shipment(const Member& it) {
    const auto items = it.items();
    for (std::size_t i = 0; i < items.size(); ++i) {
      for (const auto& [name, member] : items[i].second.items()) {
        if (name != "O" && name != "N") member.refuse("is no origin");
        const Part part = name == "N" ? &foreign_units : &originating_units;
        compare(member,
                [part, i](const Replay& replay) -> std::optional<Rational> {
                  const auto all = withdrawals(replay);
                  if (i >= all.size()) return {};
                  return part(all[i]->moved);
                });
      }
    }
  }

  // The value of a unit after the last receipt of a day.
  void average_after(const std::string& day, const Member& it) {
    const std::string ending =
        day.size() == 5 ? "-" + day.substr(0, 2) + "-" + day.substr(3) : day;
    compare(it, [&ending](const Replay& replay) -> std::optional<Rational> {
      std::optional<Rational> found;
      for (const inventory::Step& step : replay.steps) {
        const Event& event = replay.events[step.event];
        const DateText text = print_date(event.date);
        if (event.is_withdrawal() || !text.view().ends_with(ending)) continue;
        found = step.unit_value;
      }
      return found;
    });
  }

  const Example& example_;
  const Member& facts_;
  Draft& draft_;
  Options options_;
  int year_ = 2001;  // any that is no leap year: examples leave it out
  int first_month_ = 1;
  bool is_later_ = false;
  SourceFile source_;
  Replay exact_;
  Replay printed_;
};

}  // namespace

bool convert_stock(const Example& example, Draft& draft) {
  return Converter(example, draft).run();
}

}  // namespace origo::examples
