// Averages over months or quarters. What was in stock when a period began and
// what it received make its ratio; that also labels what remains at its end.
#include <string>

#include "engine/inventory/methods.hpp"

namespace origo::inventory {
namespace {

// Months since year 0, and back to a first day.
int month_of(Date date) {
  const DateText text = print_date(date);
  const std::string_view digits = text.view();
  return std::stoi(std::string(digits.substr(0, 4))) * 12 +
         std::stoi(std::string(digits.substr(5, 2))) - 1;
}

Date first_day(int month) {
  std::string text = std::to_string(month / 12);
  text.insert(0, 4 - text.size(), '0');
  text += month % 12 < 9 ? "-0" : "-";
  text += std::to_string(month % 12 + 1) + "-01";
  return parse_date(text).value_or(kLatest);
}

struct Averages {
  Rational originating;
  std::optional<Rational> unit_value;
  bool is_known = false;
};

class Periods {
 public:
  Periods(Replay& replay, const Options& options, Diagnostics& diagnostics)
      : replay_(replay), options_(options), diagnostics_(diagnostics) {}

  void run() {
    const std::vector<Event>& events = replay_.events;
    std::size_t at = 0;
    for (; at < events.size() && events[at].kind == Kind::Opening; ++at) {
      receive(at);
    }
    // Before the first period there is only the opening inventory.
    Averages before = averages_of(stock_);
    if (at == events.size()) return;
    int month = month_of(events[at].date);
    while (at < events.size() && !diagnostics_.has_errors()) {
      const int next = month + options_.period_months;
      before = period(at, month, next, before);
      month = next;
    }
  }

 private:
  Averages period(std::size_t& at, int month, int next,
                  const Averages& before) {
    const std::vector<Event>& events = replay_.events;
    const Date until{first_day(next).days - 1};
    std::size_t end = at;
    Stock base = stock_;
    for (; end < events.size() && events[end].date <= until; ++end) {
      if (events[end].is_withdrawal()) continue;
      const Stock moved = received(events[end]);
      base.originating.add(moved.originating);
      base.foreign.add(moved.foreign);
    }
    const Averages own = averages_of(base);
    const Averages& used = options_.method == Method::SamePeriod ? own : before;
    Period period;
    period.from = first_day(month);
    period.until = until;
    period.originating_ratio = used.originating;
    period.unit_value = used.unit_value;
    Rational withdrawn;
    for (; at < end; ++at) {
      if (!events[at].is_withdrawal()) {
        receive(at);
        continue;
      }
      withdraw(at, used);
      if (diagnostics_.has_errors()) return own;
      withdrawn = withdrawn + Rational::of(events[at].quantity);
    }
    if (withdrawn.sign() > 0) period.withdrawn = share(withdrawn, used);
    // Whatever was withdrawn, the rest is labelled by the ratio of the period.
    if (own.is_known) stock_ = share(stock_.units(), own);
    if (!replay_.steps.empty()) {
      const Event& last = events[replay_.steps.back().event];
      if (has_overflowed(last, stock_.originating.units, diagnostics_)) {
        return own;
      }
      replay_.steps.back().after = stock_;
    }
    period.remaining = stock_;
    replay_.periods.push_back(period);
    return own;
  }

  void receive(std::size_t at) {
    Step step;
    step.event = at;
    step.moved = received(replay_.events[at]);
    stock_.originating.add(step.moved.originating);
    stock_.foreign.add(step.moved.foreign);
    step.after = stock_;
    replay_.steps.push_back(std::move(step));
  }

  void withdraw(std::size_t at, const Averages& used) {
    const Event& event = replay_.events[at];
    const Rational quantity = Rational::of(event.quantity);
    if (stock_.units() < quantity) {
      report_below_zero(event, stock_.units(), diagnostics_);
      return;
    }
    if (!used.is_known) {
      diagnostics_.report(Code::NoRatio, event.place)
          .help(
              "list the opening inventory, or the events of the period "
              "before");
      return;
    }
    Step step;
    step.event = at;
    step.moved = share(quantity, used);
    step.foreign_ratio = Rational(1) - used.originating;
    step.unit_value = used.unit_value;
    // Until the period ends, what remains is only known as a whole.
    const Rational left = stock_.units() - quantity;
    stock_ = share(left, used);
    step.after = stock_;
    replay_.steps.push_back(std::move(step));
  }

  [[nodiscard]] Averages averages_of(const Stock& stock) const {
    Averages result;
    const Rational units = stock.units();
    if (units.sign() == 0) return result;
    result.is_known = true;
    result.originating =
        printed(stock.originating.units / units, options_.ratio_places);
    if (const auto value = stock.value()) {
      result.unit_value = printed(*value / units, options_.value_places);
    }
    return result;
  }

  // Units divided by a ratio. The tables first find the foreign value of one.
  [[nodiscard]] Stock share(const Rational& units, const Averages& by) const {
    Stock stock;
    stock.originating.units = units * by.originating;
    if (options_.has_whole_units) {
      stock.originating.units = stock.originating.units.rounded(0);
    }
    stock.foreign.units = units - stock.originating.units;
    stock.originating.value.reset();
    stock.foreign.value.reset();
    if (!by.unit_value) return stock;
    const Rational foreign_value = printed(
        *by.unit_value * (Rational(1) - by.originating), options_.value_places);
    stock.foreign.value = units * foreign_value;
    stock.originating.value = units * *by.unit_value - *stock.foreign.value;
    return stock;
  }

  Replay& replay_;
  const Options& options_;
  Diagnostics& diagnostics_;
  Stock stock_;
};

}  // namespace

void replay_periods(Replay& replay, const Options& options,
                    Diagnostics& diagnostics) {
  Periods(replay, options, diagnostics).run();
}

}  // namespace origo::inventory
