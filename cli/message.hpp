// What the program says on its own account, in the voice of diagnostics.
#pragma once

#include <string>
#include <string_view>

#include "cli/streams.hpp"

namespace origo {

// What keeps a command from doing its work: arguments or files, not rules.
struct InputError {
  std::string message;
  std::string help;  // one imperative sentence, or nothing
};

// Prints `error: message` and the help. Returns kUsage, for `return fail(...)`.
int fail(Streams& streams, const InputError& error);

// `1 rule`, `2 rules`.
[[nodiscard]] std::string counted(std::size_t count, std::string_view word);

}  // namespace origo
