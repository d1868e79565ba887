// The program: the arguments and standard streams of the process, and no more.
#include <unistd.h>

#include <iostream>

#include "cli/exit_codes.hpp"
#include "cli/run.hpp"

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  origo::Streams streams{std::cin,
                         std::cout,
                         std::cerr,
                         isatty(STDOUT_FILENO) != 0,
                         isatty(STDERR_FILENO) != 0,
                         false,
                         false};
  const int code =
      origo::run({argv + (argc > 0 ? 1 : 0), argv + argc}, streams);
  std::cout.flush();
  if (!std::cout) {
    std::cerr << "error: the output cannot be written\n";
    return origo::kUsage;
  }
  return code;
}
