// Files through the standard library, errors as values.
#include "cli/files.hpp"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <random>

namespace origo {

namespace fs = std::filesystem;

std::string reason_of(const std::error_code& error) {
  if (error == std::errc::no_such_file_or_directory) return "no such file";
  if (error == std::errc::is_a_directory) return "it is a folder";
  if (error == std::errc::not_a_directory) {
    return "part of its path is no folder";
  }
  if (error == std::errc::permission_denied) return "permission denied";
  std::string words = error.message();
  if (!words.empty() && words[0] >= 'A' && words[0] <= 'Z') {
    words[0] = static_cast<char>(words[0] - 'A' + 'a');
  }
  return words;
}

std::optional<std::string> read_file(const fs::path& path, std::size_t size_max,
                                     std::error_code& error) {
  const fs::file_status status = fs::status(path, error);
  if (!fs::exists(status)) {
    if (!error) error = make_error_code(std::errc::no_such_file_or_directory);
    return {};
  }
  if (fs::is_directory(status)) {
    error = make_error_code(std::errc::is_a_directory);
    return {};
  }
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::string bytes;
  char buffer[1 << 16];
  while (file && bytes.size() < size_max) {
    file.read(buffer, static_cast<std::streamsize>(
                          std::min(sizeof buffer, size_max - bytes.size())));
    bytes.append(buffer, static_cast<std::size_t>(file.gcount()));
  }
  if (file.bad() || (!file && !file.eof())) {
    error = {errno == 0 ? EIO : errno, std::generic_category()};
    return {};
  }
  error.clear();
  return bytes;
}

namespace {

std::error_code write_to(const fs::path& path, std::string_view bytes) {
  errno = 0;
  std::ofstream file(path, std::ios::binary);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (file) return {};
  return {errno == 0 ? EIO : errno, std::generic_category()};
}

}  // namespace

std::error_code write_file(const fs::path& path, std::string_view bytes) {
  std::error_code error;
  const fs::file_status at = fs::status(path, error);
  if (fs::is_directory(at)) {
    return make_error_code(std::errc::is_a_directory);
  }
  // A device, a pipe: nothing can take its place.
  if (fs::exists(at) && !fs::is_regular_file(at)) {
    return write_to(path, bytes);
  }
  fs::path target = fs::weakly_canonical(path, error);
  if (error) target = path;
  const fs::file_status before = fs::status(target, error);
  fs::path fresh = target;
  fresh.replace_filename("." + target.filename().string() + "." +
                         std::to_string(std::random_device{}()));
  error = write_to(fresh, bytes);
  if (error) {
    std::error_code ignored;
    fs::remove(fresh, ignored);
    return error;
  }
  if (fs::exists(before)) fs::permissions(fresh, before.permissions(), error);
  fs::rename(fresh, target, error);
  if (error) {
    std::error_code ignored;
    fs::remove(fresh, ignored);
  }
  return error;
}

}  // namespace origo
