// Walks from edition to edition, each step a look at the runs of one table.
#include "engine/hs/correlations.hpp"

#include <algorithm>
#include <cstdint>
#include <span>

#include "engine/hs/editions.hpp"

namespace origo {
namespace {

// A subheading of an edition, and neighbouring ones of the edition before it
// that it may have been. Digits are nibbles.
struct Run {
  std::uint32_t code;
  std::uint32_t first;
  std::uint32_t last;
};

#include "engine/hs/correlations.inc"

struct Step {
  int earlier;
  int later;
  std::span<const Run> runs;  // in order of `code`
};

constexpr Step kSteps[] = {{2012, 2017, k2017To2012},
                           {2017, 2022, k2022To2017}};

std::uint32_t digits_of(HsCode subheading) {
  return static_cast<std::uint32_t>(subheading.bits >> 40);
}

HsCode subheading_of(std::uint32_t digits) {
  return hs_code(std::uint64_t{digits} << 40, 6);
}

bool has_runs(const Step& step, std::uint32_t code) {
  return std::ranges::binary_search(step.runs, code, {}, &Run::code);
}

void add_earlier(const Step& step, HsCode subheading, std::vector<HsCode>& to) {
  const std::uint32_t code = digits_of(subheading);
  if (!has_runs(step, code)) return to.push_back(subheading);
  for (const Run& run :
       std::ranges::equal_range(step.runs, code, {}, &Run::code)) {
    const HsCode chapter = truncated(subheading_of(run.first), Level::Chapter);
    const HsCode last = truncated(subheading_of(run.last), Level::Chapter);
    for (HsCode it = chapter; it.bits <= last.bits;
         it.bits += std::uint64_t{1} << 56) {
      for (const HsCode below : subheadings_of(it, step.earlier)) {
        const std::uint32_t digits = digits_of(below);
        if (run.first <= digits && digits <= run.last) to.push_back(below);
      }
    }
  }
}

void add_later(const Step& step, HsCode subheading, std::vector<HsCode>& to) {
  const std::uint32_t code = digits_of(subheading);
  if (is_in_edition(subheading, step.later) && !has_runs(step, code)) {
    to.push_back(subheading);
  }
  for (const Run& run : step.runs) {
    if (run.first <= code && code <= run.last) {
      to.push_back(subheading_of(run.code));
    }
  }
}

void sort_unique(std::vector<HsCode>& codes) {
  std::ranges::sort(codes);
  const auto rest = std::ranges::unique(codes);
  codes.erase(rest.begin(), rest.end());
}

// What subheadings of the edition `from` are in the edition `to`.
std::vector<HsCode> walked(std::vector<HsCode> codes, int from, int to) {
  const auto take = [&codes](const Step& step, auto add) {
    std::vector<HsCode> next;
    for (const HsCode it : codes) add(step, it, next);
    sort_unique(next);
    codes = std::move(next);
  };
  for (const Step& step : kSteps) {
    if (from <= step.earlier && step.later <= to) take(step, add_later);
  }
  for (std::size_t i = std::size(kSteps); i > 0; --i) {
    const Step& step = kSteps[i - 1];
    if (to <= step.earlier && step.later <= from) take(step, add_earlier);
  }
  return codes;
}

}  // namespace

std::vector<HsCode> correlated(HsCode code, int from, int to) {
  const std::vector<HsCode> before = subheadings_of(code, from);
  std::vector<HsCode> after = walked(before, from, to);
  if (code.reaches(Level::Item)) {
    const bool is_same = after == before && walked(after, to, from) == before;
    return is_same ? std::vector{code} : after;
  }
  // A heading of which nothing came or went is the same heading.
  if (!code.reaches(Level::Subheading) && after == subheadings_of(code, to)) {
    return {code};
  }
  return after;
}

}  // namespace origo
