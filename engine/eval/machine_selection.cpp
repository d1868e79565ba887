// Selections that are a result of their own. Not with the rest of the machine,
// so that what decides flat goods alone does not carry them.
#include "engine/eval/machine.hpp"

namespace origo {

const MaskWord* Machine::selection(std::uint16_t program,
                                   Reason::Context context) noexcept {
  run(program, context, kNoIndex);
  const std::size_t last =
      bytecode::kOwnMasks + image_.programs()[program].masks - std::size_t{1};
  return scratch_.masks + last * scratch_.words;
}

}  // namespace origo
