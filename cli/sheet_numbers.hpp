// Numbers as sheets write them: `1,234.50`, `1.234,50`, `1 234,50 EUR`.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace origo {

// What separates whole units from decimals.
enum class DecimalMark : std::uint8_t { Unknown, Point, Comma };

// What one number, taken by itself, says about the mark; Unknown when it could
// be read either way or has no mark at all.
struct MarkEvidence {
  DecimalMark mark = DecimalMark::Unknown;
  bool is_ambiguous = false;  // it has a mark, and it could be either
};

[[nodiscard]] MarkEvidence evidence_of(std::string_view number);

// A number without grouping and with a point, and what was written beside it.
// `number` is empty when the text is no number.
struct SheetNumber {
  std::string number;
  std::uint16_t currency = 0;
  std::string unit;  // `kg`, `%`
};

[[nodiscard]] SheetNumber normalized(std::string_view text, DecimalMark mark);

}  // namespace origo
