// Properties of every replay: nothing is lost, and methods agree where the law
// leaves them no choice.
#include <vector>

#include "engine/inventory/inventory.hpp"
#include "tests/support/catch.hpp"

namespace origo::inventory {
namespace {

const SourceFile kSource{"stock", " "};

Event event(int day, Kind kind, std::int64_t units, Origin origin,
            std::int64_t cents) {
  Event it;
  it.date = Date{15000 + day};
  it.kind = kind;
  it.quantity = decimal(units);
  it.origin = origin;
  it.unit_value = Decimal{cents * 10'000};
  it.mark = "m";
  it.place = {&kSource, 0, 1};
  return it;
}

// Receipts and withdrawals of a year from a small generator, never below zero.
std::vector<Event> events(std::uint32_t seed, bool is_foreign_only) {
  std::vector<Event> all = {
      event(0, Kind::Opening, 100, Origin::NonOriginating, 100)};
  std::int64_t stock = 100;
  for (int day = 40; day < 400; day += 17) {
    seed = seed * 1664525 + 1013904223;
    const std::int64_t units = 1 + static_cast<std::int64_t>(seed >> 16) % 90;
    const bool is_receipt = (seed >> 8) % 2 == 0 || units > stock;
    const Origin origin = !is_foreign_only && (seed >> 12) % 3 == 0
                              ? Origin::Originating
                              : Origin::NonOriginating;
    all.push_back(event(day, is_receipt ? Kind::Receipt : Kind::Use, units,
                        origin, 100 + units));
    stock += is_receipt ? units : -units;
  }
  return all;
}

Replay replayed(const std::vector<Event>& events, Method method) {
  Options options;
  options.method = method;
  Diagnostics diagnostics;
  Replay replay = inventory::replay(events, options, diagnostics);
  REQUIRE_FALSE(diagnostics.has_errors());
  return replay;
}

constexpr Method kConserving[] = {Method::Fifo, Method::Lifo, Method::Specific,
                                  Method::PerShipment, Method::Rolling};

TEST_CASE("units and values that go in come out or remain") {
  for (std::uint32_t seed = 1; seed <= 20; ++seed) {
    const std::vector<Event> all = events(seed, false);
    for (const Method method : kConserving) {
      CAPTURE(seed, static_cast<int>(method));
      const Replay replay = replayed(all, method);
      Rational units = replay.remaining.units();
      Rational value = *replay.remaining.value();
      for (const Step& step : replay.steps) {
        const bool is_out = replay.events[step.event].is_withdrawal();
        const Rational moved = step.moved.units();
        units = is_out ? units + moved : units - moved;
        value =
            is_out ? value + *step.moved.value() : value - *step.moved.value();
      }
      CHECK(units == Rational());
      CHECK(value == Rational());
    }
  }
}

TEST_CASE("a stock of one origin has that origin by every method") {
  for (std::uint32_t seed = 1; seed <= 20; ++seed) {
    const std::vector<Event> all = events(seed, true);
    for (const Method method : {Method::Fifo, Method::Lifo, Method::PerShipment,
                                Method::PrecedingPeriod, Method::SamePeriod}) {
      CAPTURE(seed, static_cast<int>(method));
      for (const Step& step : replayed(all, method).steps) {
        CHECK(step.moved.originating.units == Rational());
      }
    }
  }
}

TEST_CASE("an average gives no more originating units than there were") {
  for (std::uint32_t seed = 1; seed <= 20; ++seed) {
    const Replay replay = replayed(events(seed, false), Method::PerShipment);
    for (const Step& step : replay.steps) {
      CHECK(step.after.originating.units.sign() >= 0);
      CHECK(step.after.foreign.units.sign() >= 0);
    }
  }
}

}  // namespace
}  // namespace origo::inventory
