// Errors of usage and input, and small words.
#include "cli/message.hpp"

#include <fmt/ostream.h>

#include "cli/exit_codes.hpp"
#include "engine/diag/render_line.hpp"

namespace origo {

int fail(Streams& streams, const InputError& error) {
  const bool has_color = streams.err_has_color;
  fmt::print(streams.err, "{}error{}: {}\n", has_color ? "\x1b[1;31m" : "",
             has_color ? "\x1b[0m" : "", shown_text(error.message));
  if (!error.help.empty()) {
    fmt::print(streams.err, "  = help: {}\n", shown_text(error.help));
  }
  return kUsage;
}

std::string counted(std::size_t count, std::string_view word) {
  if (count == 1) return fmt::format("1 {}", word);
  return fmt::format("{} {}s", count, word);
}

}  // namespace origo
