// The search for a rule: a table of chapters, then a search within one.
#include "engine/eval/select.hpp"

namespace origo {

Candidates::Candidates(const bytecode::Image& image,
                       std::uint64_t interval) noexcept {
  const auto target = static_cast<std::uint32_t>(interval & 0xFFFFFF);
  if (target == bytecode::kNoCandidates) return;
  if ((target & bytecode::kOneCandidate) != 0) {
    single_ = static_cast<std::uint16_t>(target);
  } else {
    list_ = image.candidates().subspan(target);
  }
}

std::uint16_t Candidates::next() noexcept {
  if (list_.empty()) {
    const std::uint16_t rule = single_;
    single_ = bytecode::kNone;
    return rule;
  }
  const std::uint16_t rule = list_.front();
  list_ = rule == bytecode::kNone ? list_.first(0) : list_.subspan(1);
  return rule;
}

Intervals::Intervals(const bytecode::Image& image, HsCode code) noexcept {
  const auto chapter = static_cast<std::size_t>(code.bits >> 56);
  if (!code.is_known() || chapter + 1 >= bytecode::kChapters) return;
  const bytecode::U64* const intervals = image.intervals().data();
  const bytecode::U64* const end = intervals + image.chapters()[chapter + 1];
  const bytecode::U64* at = intervals + image.chapters()[chapter];

  // The last interval that begins at or before the code, or else the first
  // there is; the lower 24 bits of an interval are no part of its code. Nothing
  // branches on what is compared.
  const std::uint64_t key = code.first() | 0xFFFFFF;
  for (std::size_t count = static_cast<std::size_t>(end - at); count > 1;) {
    const std::size_t half = count / 2;
    const bytecode::U64* const middle = at + half;
    at = *middle <= key ? middle : at;
    count -= half;
  }
  first = at;
  const std::uint64_t limit = code.last();
  while (at != end && *at <= limit) ++at;
  last = at;
}

}  // namespace origo
