// A line on the terminal while something takes its time.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

#include "cli/streams.hpp"

namespace origo {

// Shows nothing unless standard error is a terminal and a second has passed;
// then at most ten times a second, and clears the line in the end.
class Progress {
 public:
  // `what` is being done, as in `reading rules/nafta`.
  Progress(Streams& streams, std::string what);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // `total` is 0 where it is not known.
  void show(std::size_t done, std::size_t total);

 private:
  Streams& streams_;
  std::string what_;
  std::chrono::steady_clock::time_point next_;
  bool is_shown_ = false;
};

}  // namespace origo
