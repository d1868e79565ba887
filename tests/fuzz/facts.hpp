// A pack for the fuzzers of facts.
#pragma once

#include <cstdlib>
#include <vector>

#include "engine/bytecode/image.hpp"
#include "engine/compile.hpp"

namespace origo::fuzz {

inline const bytecode::Image& image() {
  static const std::vector<std::byte> bytes = [] {
    Diagnostics diagnostics;
    auto compiled = compile({{"t.roo", R"(agreement T
    parties  US, MX
attribute use choice (road, field) "for what?"
attribute share percent "how much?"
process dyeing "dyed"
tag forged "forged?"
material attribute traced_value money "traced"
rule 8703
    require  CTH
)"}},
                            diagnostics);
    if (!compiled) std::abort();
    return std::move(*compiled);
  }();
  static const bytecode::Loaded loaded = bytecode::load(bytes);
  return loaded.image;
}

}  // namespace origo::fuzz
