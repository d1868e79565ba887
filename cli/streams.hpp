// Where a command reads from and writes to, so that tests can hand in their
// own.
//
// Results go to `out`, everything said about them to `err`.
#pragma once

#include <istream>
#include <ostream>

namespace origo {

struct Streams {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  bool out_is_terminal = false;
  bool err_is_terminal = false;
  // Decided by `run` from `--color`, the environment and the above.
  bool out_has_color = false;
  bool err_has_color = false;
};

}  // namespace origo
