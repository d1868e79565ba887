// What must be settled about events before they can be replayed.
#include <algorithm>
#include <limits>

#include "engine/inventory/inventory.hpp"

namespace origo::inventory {
namespace {

// Both kinds on a day, and no numbers that tell which comes first.
void refuse_ambiguous(const std::vector<Event>& events,
                      Diagnostics& diagnostics) {
  for (std::size_t i = 1; i < events.size(); ++i) {
    const Event& event = events[i];
    const Event* other = nullptr;
    for (std::size_t j = i; j-- > 0 && events[j].date == event.date;) {
      const Event& before = events[j];
      const bool is_both = before.kind != Kind::Opening &&
                           event.kind != Kind::Opening &&
                           before.is_withdrawal() != event.is_withdrawal();
      const bool is_told =
          before.order && event.order && *before.order != *event.order;
      if (is_both && !is_told) other = &before;
    }
    if (other == nullptr) continue;
    diagnostics
        .report(Code::AmbiguousDay, event.place,
                std::string(print_date(event.date).view()))
        .also(other->place, "on the same day")
        .help(
            "number the events of the day in a column `order`, or say "
            "`--same-day as-listed`");
    return;  // one such day is enough to say what is missing
  }
}

}  // namespace

std::vector<Event> in_order(std::vector<Event> events, SameDay same_day,
                            Diagnostics& diagnostics) {
  const auto rank = [same_day](const Event& it) {
    switch (same_day) {
      case SameDay::Refuse:
      case SameDay::AsListed:
        return 0;
      case SameDay::WithdrawFirst:
        return it.is_withdrawal() ? 0 : 1;
      case SameDay::ReceiveFirst:
        return it.is_withdrawal() ? 1 : 0;
    }
    return 0;
  };
  // Events without a number follow those with one.
  const auto number = [](const Event& it) {
    return it.order.value_or(std::numeric_limits<std::int64_t>::max());
  };
  std::stable_sort(events.begin(), events.end(),
                   [&](const Event& a, const Event& b) {
                     if (a.date != b.date) return a.date < b.date;
                     const bool opens = a.kind == Kind::Opening;
                     if (opens != (b.kind == Kind::Opening)) return opens;
                     if (number(a) != number(b)) return number(a) < number(b);
                     return rank(a) < rank(b);
                   });
  if (same_day == SameDay::Refuse) refuse_ambiguous(events, diagnostics);
  return events;
}

std::vector<Event> with_opening(std::vector<Event> events,
                                const Options& options,
                                Diagnostics& diagnostics) {
  std::vector<Event> result;
  for (Event& event : events) {
    if (event.kind != Kind::Opening || event.origin != Origin::Unknown) {
      result.push_back(std::move(event));
      continue;
    }
    if (options.opening == Opening::NonOriginating) {
      event.origin = Origin::NonOriginating;
      result.push_back(std::move(event));
      continue;
    }
    // Backwards through the receipts, as far as they are needed.
    std::vector<Event> latest;
    std::int64_t open = event.quantity.millionths;
    for (std::size_t i = result.size(); i-- > 0 && open > 0;) {
      if (result[i].kind != Kind::Receipt) continue;
      Event lot = result[i];
      lot.kind = Kind::Opening;
      lot.quantity.millionths = std::min(lot.quantity.millionths, open);
      open -= lot.quantity.millionths;
      latest.push_back(std::move(lot));
    }
    if (open > 0) {
      diagnostics
          .report(Code::OpeningNotCovered, event.place,
                  std::string(print_decimal(event.quantity).view()),
                  std::string(
                      print_decimal({event.quantity.millionths - open}).view()))
          .help(
              "list the receipts that it is left of, state its origin, or "
              "say `--opening non-originating`");
    }
    result.assign(latest.rbegin(), latest.rend());
  }
  return result;
}

void check_events(const std::vector<Event>& events, const Options& options,
                  Diagnostics& diagnostics) {
  const bool needs_value = options.method == Method::Rolling;
  const bool needs_origin = options.method != Method::Rolling;
  for (const Event& it : events) {
    const auto missing = [&](const char* what, const char* help) {
      diagnostics
          .report(Code::EventIncomplete, it.place,
                  it.is_withdrawal() ? "withdrawal" : "receipt", what)
          .help(help);
    };
    if (it.quantity.millionths <= 0) {
      missing("quantity above zero", "leave out an event that moves nothing");
    }
    if (it.is_withdrawal()) {
      if (options.method == Method::Specific && it.mark.empty()) {
        missing("mark", "name the mark of what is withdrawn");
      }
      continue;
    }
    if (needs_origin && it.origin == Origin::Unknown) {
      missing("origin", "write `originating` or `non-originating`");
    }
    if (needs_value && !it.unit_value) {
      missing("unit value", "state what a unit is worth");
    }
    if (options.method == Method::Specific && it.mark.empty()) {
      missing("mark", "state the mark, or what segregates it");
    }
  }
}

}  // namespace origo::inventory
