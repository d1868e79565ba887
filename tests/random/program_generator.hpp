// Random packs as text, accepted by the checker without errors.
//
// They are text, and not graphs, so that parsing, checking and emitting are
// tested with what runs them.
#pragma once

#include <cstdint>
#include <string>

#include "tests/random/expression_generator.hpp"

namespace origo::random {

// The same seed gives the same program.
[[nodiscard]] std::string random_program(std::uint64_t seed,
                                         const Features& features = {});

// The same program with comments wherever they may stand.
[[nodiscard]] std::string with_comments(const std::string& program,
                                        Random& random);

}  // namespace origo::random
