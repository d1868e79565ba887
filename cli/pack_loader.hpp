// From the paths a user names to the rule files of a pack.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/message.hpp"
#include "cli/streams.hpp"
#include "engine/diag/diagnostics.hpp"
#include "engine/diag/source.hpp"

namespace origo {

// Paths that make up one pack.
struct PackPaths {
  std::string name;  // how reports call it
  std::vector<std::string> paths;
};

// Every folder and every image is a pack of its own; files named side by side
// are one pack together.
[[nodiscard]] std::vector<PackPaths> packs_among(
    const std::vector<std::string>& paths);

// The rule files at a path in order of their names: the file itself, or all
// `*.roo` below a folder and the Markdown that holds rules, hidden ones left
// out.
[[nodiscard]] std::optional<std::vector<std::string>> rule_files(
    const std::string& path, InputError& error);

// Reads a pack: its files, then those they `use`, relative to the file that
// does, each once; then the pack that it extends in the same way, and so on
// down. Below a folder, folders with an agreement of their own are other packs
// and left out. What is mentioned and cannot be read is reported; for the paths
// themselves nothing is returned, and `error` says why. What is reported
// refers to the files returned, which must not be copied.
[[nodiscard]] std::optional<std::vector<SourceFile>> load_pack(
    const PackPaths& pack, Streams& streams, Diagnostics& diagnostics,
    InputError& error);

}  // namespace origo
