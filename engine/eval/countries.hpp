// Countries of origin: what the steps of a cascade give.
//
// A pack of `country` steps is evaluated as any other; its outcome says by
// which step the good has an origin, and this says which countries that step
// gives.
#pragma once

#include <cstdint>
#include <span>

#include "engine/core/country.hpp"
#include "engine/eval/evaluate.hpp"

namespace origo {

struct Countries {
  // How many were written, in the order of the materials that come from them.
  // Where they are not known, those that are certain to be among them.
  std::uint32_t count = 0;
  bool are_known = false;  // all of them; never where there was no room
  // The materials whose own country is not known and could be one of them.
  std::uint32_t unknown_materials = 0;
  std::uint32_t first_unknown = 0;
};

// The countries that the step gives which `outcome`, of evaluating this good
// with these options, says is met. `scratch` is as for `evaluate`. With a
// trace, what the selection of materials missed is written down there.
[[nodiscard]] Countries countries_of(const bytecode::Image& image,
                                     const Good& good, const Outcome& outcome,
                                     std::span<std::byte> scratch,
                                     std::span<Country> to,
                                     const Options& options = {}) noexcept;

}  // namespace origo
