// Reading and writing whole files.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

namespace origo {

// Why a file could not be used, in our words: `no such file`.
[[nodiscard]] std::string reason_of(const std::error_code& error);

// The first `size_max` bytes of a file, read as they are. Nothing, and the
// error, when it cannot be read; a folder cannot.
[[nodiscard]] std::optional<std::string> read_file(
    const std::filesystem::path& path, std::size_t size_max,
    std::error_code& error);

// Puts a file with these bytes in the place of `path`, at once: whoever reads
// it meets the old bytes or the new. Its permissions stay, and a link still
// leads to it. What is no file, such as a device or a pipe, is written to.
[[nodiscard]] std::error_code write_file(const std::filesystem::path& path,
                                         std::string_view bytes);

}  // namespace origo
