// Compiled packs on disk, and packs compiled on the way in.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "cli/pack_loader.hpp"
#include "engine/bytecode/image.hpp"

namespace origo {

// A verified image and the bytes it lies in. May be moved and not copied.
struct OpenImage {
  std::vector<std::byte> bytes;
  bytecode::Image image;

  OpenImage(std::vector<std::byte> from, const bytecode::Image& of)
      : bytes(std::move(from)), image(of) {}
  OpenImage(OpenImage&&) = default;
  OpenImage& operator=(OpenImage&&) = default;
};

// Whether a path names an image: `.roob`, whatever is in it.
[[nodiscard]] bool is_image_path(const std::string& path);

// Reads and verifies an image. A file that is none is a diagnostic (R06xx), a
// file that cannot be read an error.
[[nodiscard]] std::optional<OpenImage> open_image_file(const std::string& path,
                                                       Diagnostics& diagnostics,
                                                       InputError& error);

// A pack as an image, read or compiled, for commands that only evaluate.
// Whatever keeps it from that is printed, and `exit_code` set; findings are for
// `origo check` to show.
[[nodiscard]] std::optional<OpenImage> open_pack(const PackPaths& pack,
                                                 Streams& streams,
                                                 int& exit_code);

// Compiles files that were loaded. Nothing when there are errors.
[[nodiscard]] std::optional<OpenImage> compile_pack(
    const std::vector<SourceFile>& sources, Diagnostics& diagnostics);

// Prints diagnostics to standard error, in order of place.
void print_diagnostics(const Diagnostics& diagnostics, Streams& streams);

}  // namespace origo
