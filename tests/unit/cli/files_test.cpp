// Writing to what is no file.
#include "cli/files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "tests/support/catch.hpp"

namespace origo {
namespace {

namespace fs = std::filesystem;

class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "origo-XXXXXX").string();
    path_ = mkdtemp(name.data());
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

TEST_CASE("a pipe is written to, and stays one") {
  const Folder folder;
  const fs::path pipe = folder.path() / "pipe";
  REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
  const int reader = open(pipe.c_str(), O_RDONLY | O_NONBLOCK);
  REQUIRE(reader >= 0);
  CHECK_FALSE(write_file(pipe, "image"));
  char bytes[16] = {};
  CHECK(read(reader, bytes, sizeof bytes) == 5);
  CHECK(std::string(bytes) == "image");
  close(reader);
  CHECK(fs::is_fifo(pipe));
  CHECK(std::distance(fs::directory_iterator(folder.path()), {}) == 1);
}

TEST_CASE("a link still leads to the file that was written") {
  const Folder folder;
  const fs::path file = folder.path() / "file";
  const fs::path link = folder.path() / "link";
  std::ofstream(file) << "before";
  fs::create_symlink("file", link);
  CHECK_FALSE(write_file(link, "after"));
  CHECK(fs::is_symlink(link));
  std::ifstream in(file);
  CHECK(std::string(std::istreambuf_iterator<char>(in), {}) == "after");
}

TEST_CASE("a folder is not written to") {
  const Folder folder;
  CHECK(write_file(folder.path(), "x") == std::errc::is_a_directory);
}

}  // namespace
}  // namespace origo
