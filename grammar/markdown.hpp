// Literate rule files: Markdown whose fenced `roo` blocks hold the rules.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/diag/diagnostics.hpp"
#include "engine/diag/source.hpp"

namespace origo::grammar {

// Whether a file of this name is Markdown.
[[nodiscard]] bool is_markdown(std::string_view name);

// A piece of a file that holds rules, without the lines of its fence.
struct Block {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

// The blocks of a Markdown file, as CommonMark has them: those whose info
// string begins with the word `roo`. All else is prose. Blocks are read where
// they stand, so that every place in them is a place in the file; one that is
// indented, or within a list or a quotation, is reported and left out, and so
// is a fence that nothing closes, since it hides what follows.
[[nodiscard]] std::vector<Block> code_blocks(const SourceFile& source,
                                             Diagnostics& diagnostics);

}  // namespace origo::grammar
