// What the program's exit code says, the same for every command.
#pragma once

namespace origo {

// Append only: scripts depend on them. Where several apply, the highest of the
// errors is returned: a path that cannot be read hides nothing else.
enum ExitCode : int {
  kDone = 0,            // done; or the good originates
  kNotOriginating = 1,  // it does not; or a case failed, or a file would change
  kErrorsInRules = 2,   // the rules have errors
  kUsage = 3,           // the arguments, a file or the facts cannot be used
  kUndetermined = 4,    // facts are missing
};

}  // namespace origo
