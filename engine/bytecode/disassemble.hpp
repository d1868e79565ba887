// An image as text, for tests and for whoever debugs one.
#pragma once

#include <string_view>

#include "engine/bytecode/image.hpp"

namespace origo::bytecode {

// Hands the text of `image` to `write` piece by piece, with `context` as it is.
// One line for each entry of a table, and below each program one for each of
// its instructions; indexes that stand for a name are shown as the name. Equal
// images give equal text. Does not allocate.
//
// Registers are called by kind and number: masks m5, m6 ... after the shared
// ones, which have words; amounts a0 ..., ratios r0 ..., truths t0 ... by their
// place on the stack.
void disassemble(const Image& image,
                 void (*write)(void* context, std::string_view text),
                 void* context) noexcept;

}  // namespace origo::bytecode
