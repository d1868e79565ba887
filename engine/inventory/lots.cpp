// Lots: what was received together, until it is withdrawn.
#include <algorithm>
#include <deque>

#include "engine/inventory/methods.hpp"

namespace origo::inventory {
namespace {

struct Lot {
  const Event* event = nullptr;
  std::int64_t left = 0;  // millionths
};

class Lots {
 public:
  Lots(Replay& replay, const Options& options, Diagnostics& diagnostics)
      : replay_(replay), options_(options), diagnostics_(diagnostics) {}

  void run() {
    for (std::size_t i = 0; i < replay_.events.size(); ++i) {
      const Event& event = replay_.events[i];
      Step step;
      step.event = i;
      if (event.is_withdrawal()) {
        withdraw(event, step);
      } else {
        lots_.push_back({&event, event.quantity.millionths});
        step.moved = received(event);
        stock_.originating.add(step.moved.originating);
        stock_.foreign.add(step.moved.foreign);
      }
      step.after = stock_;
      replay_.steps.push_back(std::move(step));
      if (diagnostics_.has_errors()) return;
    }
  }

 private:
  [[nodiscard]] bool is_of(const Lot& lot, const Event& event) const {
    return lot.left > 0 && (options_.method != Method::Specific ||
                            lot.event->mark == event.mark);
  }

  void withdraw(const Event& event, Step& step) {
    std::int64_t open = event.quantity.millionths;
    std::int64_t available = 0;
    bool is_known = false;
    for (const Lot& lot : lots_) {
      is_known |= lot.event->mark == event.mark;
      if (is_of(lot, event)) available += lot.left;
    }
    if (options_.method == Method::Specific && !is_known) {
      diagnostics_.report(Code::UnknownMark, event.place, event.mark)
          .help("write the mark as the receipt has it");
      return;
    }
    if (available < open) {
      report_below_zero(event, Rational::of({available}), diagnostics_);
      return;
    }
    const std::size_t count = lots_.size();
    for (std::size_t i = 0; i < count && open > 0; ++i) {
      Lot& lot =
          options_.method == Method::Lifo ? lots_[count - 1 - i] : lots_[i];
      if (!is_of(lot, event)) continue;
      Event part = *lot.event;
      part.quantity.millionths = std::min(lot.left, open);
      lot.left -= part.quantity.millionths;
      open -= part.quantity.millionths;
      const Stock taken = received(part);
      step.moved.originating.add(taken.originating);
      step.moved.foreign.add(taken.foreign);
    }
    stock_.originating.take(step.moved.originating);
    stock_.foreign.take(step.moved.foreign);
    while (!lots_.empty() && lots_.front().left == 0) lots_.pop_front();
    while (!lots_.empty() && lots_.back().left == 0) lots_.pop_back();
  }

  Replay& replay_;
  const Options& options_;
  Diagnostics& diagnostics_;
  std::deque<Lot> lots_;
  Stock stock_;
};

}  // namespace

void replay_lots(Replay& replay, const Options& options,
                 Diagnostics& diagnostics) {
  Lots(replay, options, diagnostics).run();
}

}  // namespace origo::inventory
