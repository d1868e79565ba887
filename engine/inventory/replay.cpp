// The order of the phases, and what the methods share.
#include "engine/inventory/methods.hpp"

namespace origo::inventory {

void Amount::add(const Amount& other) {
  units = units + other.units;
  if (!value || !other.value) {
    value.reset();
  } else {
    value = *value + *other.value;
  }
}

void Amount::take(const Amount& other) {
  units = units - other.units;
  if (!value || !other.value) {
    value.reset();
  } else {
    value = *value - *other.value;
  }
}

std::optional<Rational> Stock::value() const {
  if (!originating.value || !foreign.value) return {};
  return *originating.value + *foreign.value;
}

Stock received(const Event& event) {
  Amount amount;
  amount.units = Rational::of(event.quantity);
  amount.value.reset();
  if (event.unit_value) {
    amount.value = amount.units * Rational::of(*event.unit_value);
  }
  Stock stock;
  // Where only values are averaged, everything is foreign.
  (event.origin == Origin::Originating ? stock.originating : stock.foreign) =
      amount;
  return stock;
}

Rational printed(const Rational& value, const std::optional<int>& places) {
  return places ? value.rounded(*places) : value;
}

void report_below_zero(const Event& event, const Rational& in_stock,
                       Diagnostics& diagnostics) {
  bool is_exact = false;
  std::string left = in_stock.text(limits::kDecimalPlaces, is_exact);
  if (is_exact) {
    left.erase(left.find_last_not_of('0') + 1);
    if (left.back() == '.') left.pop_back();
  } else {
    left = in_stock.fraction();
  }
  diagnostics
      .report(Code::StockBelowZero, event.place,
              std::string(print_decimal(event.quantity).view()), left)
      .help("list the receipt that is missing, or correct the date");
}

bool has_overflowed(const Event& event, const Rational& value,
                    Diagnostics& diagnostics) {
  if (value.is_valid()) return false;
  diagnostics.report(Code::AverageTooLong, event.place)
      .help("round each ratio as your books do: `--ratio-places 6`");
  return true;
}

Replay replay(std::vector<Event> events, const Options& options,
              Diagnostics& diagnostics) {
  Replay replay;
  replay.events =
      with_opening(in_order(std::move(events), options.same_day, diagnostics),
                   options, diagnostics);
  check_events(replay.events, options, diagnostics);
  if (diagnostics.has_errors()) return replay;
  switch (options.method) {
    case Method::Fifo:
    case Method::Lifo:
    case Method::Specific:
      replay_lots(replay, options, diagnostics);
      break;
    case Method::PerShipment:
    case Method::Rolling:
      replay_shipments(replay, options, diagnostics);
      break;
    case Method::PrecedingPeriod:
    case Method::SamePeriod:
      replay_periods(replay, options, diagnostics);
      break;
  }
  if (!replay.steps.empty()) replay.remaining = replay.steps.back().after;
  return replay;
}

}  // namespace origo::inventory
