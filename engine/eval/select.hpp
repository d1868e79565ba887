// Finds the rules that a tariff code may fall under.
#pragma once

#include <cstdint>
#include <span>

#include "engine/bytecode/image.hpp"
#include "engine/core/hs_code.hpp"

namespace origo {

// The rules for one run of codes, the one that takes precedence first. Ends
// after the first rule without a condition, or with kNoIndex.
class Candidates {
 public:
  // The rules that an interval names; `single` must live as long as this.
  Candidates(const bytecode::Image& image, std::uint64_t interval) noexcept;

  // The next rule, or kNone.
  std::uint16_t next() noexcept;

 private:
  std::uint16_t single_ = bytecode::kNone;
  std::span<const bytecode::U16> list_;
};

// The one rule of an interval if it applies without condition, else kNone.
[[nodiscard]] inline std::uint16_t sole_rule(const bytecode::Image& image,
                                             std::uint64_t interval) noexcept {
  const auto target = static_cast<std::uint32_t>(interval & 0xFFFFFF);
  if (target == bytecode::kNoCandidates ||
      (target & bytecode::kOneCandidate) == 0) {
    return bytecode::kNone;
  }
  const auto rule = static_cast<std::uint16_t>(target);
  const bytecode::RuleRecord& record = image.rules()[rule];
  const bool is_unconditional =
      record.when == bytecode::kNone && record.period == bytecode::kNone;
  return is_unconditional ? rule : bytecode::kNone;
}

// The runs of codes that a code may fall in: one where it is long enough to
// tell, several where it is too short, none where no rule begins.
struct Intervals {
  const bytecode::U64* first = nullptr;
  const bytecode::U64* last = nullptr;  // one past

  Intervals(const bytecode::Image& image, HsCode code) noexcept;
};

}  // namespace origo
