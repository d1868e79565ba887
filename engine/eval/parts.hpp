// Walking the reasons of a trace, which are in post-order.
#pragma once

#include <cstdint>

#include "engine/eval/outcome.hpp"

namespace origo {

// The parts of one reason, the last first.
class Parts {
 public:
  Parts(const Trace& trace, std::uint32_t reason) noexcept
      : trace_(trace), end_(reason), left_(trace.reasons[reason].size - 1) {}

  [[nodiscard]] bool has_next() const noexcept { return left_ > 0; }
  // The index of the next part.
  std::uint32_t next() noexcept {
    const std::uint32_t part = end_ - 1;
    const std::uint32_t size = trace_.reasons[part].size;
    end_ -= size;
    left_ -= size < left_ ? size : left_;
    return part;
  }

 private:
  const Trace& trace_;
  std::uint32_t end_;   // one past the next part
  std::uint32_t left_;  // reasons not yet passed
};

// Whether the product rule is a criterion of the agreement.
[[nodiscard]] inline bool has_product_rule(
    const bytecode::Image& image) noexcept {
  for (const bytecode::CriterionRecord& criterion : image.criteria()) {
    if (criterion.program == bytecode::kNone) return true;
  }
  return false;
}

// The reasons that are no part of another, the last first: one for each program
// that was run for itself.
class Roots {
 public:
  explicit Roots(const Trace& trace) noexcept
      : trace_(trace), end_(trace.count) {}

  [[nodiscard]] bool has_next() const noexcept { return end_ > 0; }
  std::uint32_t next() noexcept {
    const std::uint32_t root = end_ - 1;
    const std::uint32_t size = trace_.reasons[root].size;
    end_ -= size < end_ ? size : end_;
    return root;
  }

 private:
  const Trace& trace_;
  std::uint32_t end_;
};

}  // namespace origo
