// Looks up tariff codes in a table of the subheadings of all known editions.
//
// A word of the table is the top of an `HsCode`: six digits, and in place of a
// seventh the set of editions that have the subheading. The table is sorted, so
// what lies below a code of any length is one run of words, and a chapter or
// heading exists in an edition when a subheading in its run does.
#include "engine/hs/editions.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>

namespace origo {
namespace {

#include "engine/hs/editions.inc"

constexpr std::uint32_t kEditionBits = 0xF;
static_assert(std::size(kEditions) <= 4);

// `bits` of an `HsCode`, without the digits that the table does not have.
constexpr std::uint32_t word_of(std::uint64_t bits) {
  return static_cast<std::uint32_t>(bits >> 36);
}

constexpr std::uint64_t bits_of(std::uint32_t word) {
  return std::uint64_t{word & ~kEditionBits} << 36;
}

// The words of the table from `first` to before `end`.
std::span<const std::uint32_t> words_between(std::uint32_t first,
                                             std::uint32_t end) {
  return {std::ranges::lower_bound(kSubheadings, first),
          std::ranges::lower_bound(kSubheadings, end)};
}

// The bit of the edition, or 0 when it is not known.
std::uint32_t edition_bit(int year) {
  for (std::size_t i = 0; i < std::size(kEditions); ++i) {
    if (kEditions[i] == year) return std::uint32_t{1} << i;
  }
  return 0;
}

// The bits of all editions in which `code` exists.
std::uint32_t editions_of(HsCode code) {
  if (!code.is_known()) return 0;
  const HsCode shared = truncated(code, Level::Subheading);
  std::uint32_t editions = 0;
  for (const std::uint32_t word :
       words_between(word_of(shared.first()), word_of(shared.last()) + 1)) {
    editions |= word & kEditionBits;
  }
  return editions;
}

// The code in the edition that is one slip of the hand away, if just one is.
std::optional<HsCode> only_slip(HsCode code, int year) {
  std::optional<HsCode> found;
  int count = 0;
  auto consider = [&](std::uint64_t changed_bits) {
    const HsCode candidate{code.bits ^ changed_bits};
    if (!is_in_edition(candidate, year)) return;
    found = candidate;
    ++count;
  };
  for (int i = 0; i < code.digits(); ++i) {
    const int shift = 60 - 4 * i;
    const std::uint64_t digit = (code.bits >> shift) & 0xF;
    for (std::uint64_t other = 0; other <= 9; ++other) {
      if (other != digit) consider((digit ^ other) << shift);
    }
    if (i + 1 == code.digits()) break;
    const std::uint64_t next = (code.bits >> (shift - 4)) & 0xF;
    if (next != digit) consider(((digit ^ next) * 0x11) << (shift - 4));
  }
  if (count != 1) return {};
  return found;
}

// The last code before `code` in the edition, as long and of the same parent.
std::optional<HsCode> last_before(HsCode code, int year) {
  if (code.digits() <= 2) return {};
  const auto parent_level = static_cast<Level>(code.digits() - 2);
  const HsCode parent = truncated(code, parent_level);
  const auto before =
      words_between(word_of(parent.first()), word_of(code.first()));
  for (std::size_t i = before.size(); i > 0; --i) {
    if ((before[i - 1] & edition_bit(year)) == 0) continue;
    return truncated(hs_code(bits_of(before[i - 1]), 6),
                     static_cast<Level>(code.digits()));
  }
  return {};
}

}  // namespace

std::vector<int> known_editions() {
  return {std::begin(kEditions), std::end(kEditions)};
}

bool is_known_edition(int year) {
  return edition_bit(year) != 0;
}

bool is_in_edition(HsCode code, int year) {
  return (editions_of(code) & edition_bit(year)) != 0;
}

std::vector<HsCode> subheadings_of(HsCode code, int year) {
  std::vector<HsCode> found;
  if (!code.is_known()) return found;
  const HsCode shared = truncated(code, Level::Subheading);
  for (const std::uint32_t word :
       words_between(word_of(shared.first()), word_of(shared.last()) + 1)) {
    if ((word & edition_bit(year)) == 0) continue;
    found.push_back(hs_code(bits_of(word), 6));
  }
  return found;
}

std::vector<int> editions_with(HsCode code) {
  std::vector<int> years;
  for (const int year : kEditions) {
    if (is_in_edition(code, year)) years.push_back(year);
  }
  return years;
}

std::optional<HsCode> nearest_code(HsCode code, int year) {
  const HsCode shared = truncated(code, Level::Subheading);
  if (const auto slip = only_slip(shared, year)) return slip;
  return last_before(shared, year);
}

}  // namespace origo
