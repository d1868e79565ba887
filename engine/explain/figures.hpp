// Figures as people write them.
#pragma once

#include <string>
#include <string_view>

#include "engine/bytecode/image.hpp"
#include "engine/explain/explanation.hpp"

namespace origo {

// `61.25%`, `12,250.00 USD`, `1.5 kg`, `yes`, `2010-06-01`; `not stated` when
// missing. Exact: no digit is dropped. `currency` may be empty.
[[nodiscard]] std::string shown(const Figure& figure,
                                std::string_view currency);

// The same without grouping and unit: for programs.
[[nodiscard]] std::string plain(const Figure& figure);
// `%`, the currency, `g`, `pcs`, or nothing.
[[nodiscard]] std::string_view unit_of(const Figure& figure,
                                       std::string_view currency);

// The value of a fact or of a material's attribute, which may be a choice.
[[nodiscard]] std::string shown_fact(const bytecode::Image& image,
                                     std::uint16_t fact, std::int64_t value,
                                     std::string_view currency);

// Percentage points with their sign: `-1.25`.
[[nodiscard]] std::string shown_points(std::int64_t millionths);

// `8703.21 - 8703.90, 8704`, the first ones of a long list.
[[nodiscard]] std::string shown_codes(
    std::span<const bytecode::RangeRecord> ranges);

// The three letters that pack_currency packed.
[[nodiscard]] std::string unpacked_currency(std::uint16_t packed);

}  // namespace origo
