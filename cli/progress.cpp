// Writes over one line of a terminal.
#include "cli/progress.hpp"

#include <fmt/ostream.h>

namespace origo {

using std::chrono::steady_clock;

Progress::Progress(Streams& streams, std::string what)
    : streams_(streams),
      what_(std::move(what)),
      next_(steady_clock::now() + std::chrono::seconds(1)) {}

Progress::~Progress() {
  if (is_shown_) streams_.err << "\r\x1b[K" << std::flush;
}

void Progress::show(std::size_t done, std::size_t total) {
  if (!streams_.err_is_terminal || steady_clock::now() < next_) return;
  next_ = steady_clock::now() + std::chrono::milliseconds(100);
  is_shown_ = true;
  if (total == 0) {
    fmt::print(streams_.err, "\r\x1b[K{}: {}", what_, done);
  } else {
    fmt::print(streams_.err, "\r\x1b[K{}: {} of {}", what_, done, total);
  }
  streams_.err.flush();
}

}  // namespace origo
