// Averages for each withdrawal: the ratio and the value of the stock before it,
// applied to what is withdrawn and to what remains.
#include "engine/inventory/methods.hpp"

namespace origo::inventory {
namespace {

class Shipments {
 public:
  Shipments(Replay& replay, const Options& options, Diagnostics& diagnostics)
      : replay_(replay), options_(options), diagnostics_(diagnostics) {}

  void run() {
    for (std::size_t i = 0; i < replay_.events.size(); ++i) {
      const Event& event = replay_.events[i];
      Step step;
      step.event = i;
      if (event.is_withdrawal()) {
        withdraw(event, step);
      } else {
        receive(event, step);
      }
      if (diagnostics_.has_errors()) return;
      const bool is_whole =
          !has_overflowed(event, foreign_, diagnostics_) &&
          (!value_ || !has_overflowed(event, *value_, diagnostics_));
      if (!is_whole) return;
      step.after = stock();
      replay_.steps.push_back(std::move(step));
    }
  }

 private:
  void receive(const Event& event, Step& step) {
    step.moved = received(event);
    units_ = units_ + step.moved.units();
    foreign_ = foreign_ + step.moved.foreign.units;
    const auto value = step.moved.value();
    if (value_) value_ = value ? std::optional(*value_ + *value) : value;
    averages(step);
  }

  void withdraw(const Event& event, Step& step) {
    const Rational quantity = Rational::of(event.quantity);
    if (units_ < quantity) {
      report_below_zero(event, units_, diagnostics_);
      return;
    }
    averages(step);
    const Rational ratio = *step.foreign_ratio;
    Amount& foreign = step.moved.foreign;
    Amount& originating = step.moved.originating;
    foreign.units = whole(quantity * ratio);
    originating.units = quantity - foreign.units;
    foreign.value.reset();
    originating.value.reset();
    if (step.unit_value) {
      const Rational value = quantity * *step.unit_value;
      foreign.value = value * ratio;
      originating.value = value - *foreign.value;
      value_ = *value_ - value;
    }
    units_ = units_ - quantity;
    foreign_ = whole(units_ * ratio);
  }

  void averages(Step& step) const {
    step.foreign_ratio = printed(foreign_ / units_, options_.ratio_places);
    if (value_) {
      step.unit_value = printed(*value_ / units_, options_.value_places);
    }
  }

  [[nodiscard]] Rational whole(const Rational& units) const {
    return options_.has_whole_units ? units.rounded(0) : units;
  }

  [[nodiscard]] Stock stock() const {
    Stock stock;
    stock.foreign.units = foreign_;
    stock.originating.units = units_ - foreign_;
    stock.foreign.value.reset();
    stock.originating.value.reset();
    if (!value_) return stock;
    stock.foreign.value = Rational();
    if (units_.sign() > 0) {
      stock.foreign.value = *value_ * (foreign_ / units_);
    }
    stock.originating.value = *value_ - *stock.foreign.value;
    return stock;
  }

  Replay& replay_;
  const Options& options_;
  Diagnostics& diagnostics_;
  Rational units_;
  Rational foreign_;
  std::optional<Rational> value_ = Rational();
};

}  // namespace

void replay_shipments(Replay& replay, const Options& options,
                      Diagnostics& diagnostics) {
  Shipments(replay, options, diagnostics).run();
}

}  // namespace origo::inventory
