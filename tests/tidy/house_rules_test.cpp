// The house rules of ARCHITECTURE.md and CONTRIBUTING.md, as far as a program
// can see them.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "engine/bytecode/image.hpp"
#include "engine/diag/diagnostics.hpp"
#include "tests/support/catch.hpp"

namespace origo {
namespace {

namespace fs = std::filesystem;

const fs::path kRoot = ORIGO_SOURCE_DIR;

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// Files below `folder` whose names end in one of `endings`.
std::vector<fs::path> files(const std::string& folder,
                            const std::vector<std::string>& endings) {
  std::vector<fs::path> found;
  for (const auto& it : fs::recursive_directory_iterator(kRoot / folder)) {
    const std::string name = it.path().filename().string();
    const bool is_wanted = std::any_of(
        endings.begin(), endings.end(),
        [&name](const std::string& end) { return name.ends_with(end); });
    if (it.is_regular_file() && is_wanted) found.push_back(it.path());
  }
  REQUIRE_FALSE(found.empty());
  return found;
}

std::vector<fs::path> sources() {
  std::vector<fs::path> all;
  for (const char* folder : {"engine", "grammar", "cli", "tests", "bench"}) {
    const auto some = files(folder, {".cpp", ".hpp"});
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

std::string name_of(const fs::path& path) {
  return fs::relative(path, kRoot).string();
}

// Columns on a terminal, a character of UTF-8 counting one.
std::size_t width_of(const std::string& line) {
  return static_cast<std::size_t>(std::count_if(
      line.begin(), line.end(),
      [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

TEST_CASE("every folder includes only what its place in the pipeline allows") {
  const std::map<std::string, std::set<std::string>> allowed = {
      {"engine/core", {"engine/core"}},
      {"engine/diag", {"engine/diag", "engine/core"}},
      {"engine/hs", {"engine/hs", "engine/core"}},
      {"engine/bytecode", {"engine/bytecode", "engine/core"}},
      {"engine/eval", {"engine/eval", "engine/bytecode", "engine/core"}},
      {"grammar", {"grammar", "engine/core", "engine/diag"}},
      {"engine/ir",
       {"engine/ir", "engine/core", "engine/diag", "engine/bytecode",
        "engine/eval"}},
      {"engine/check",
       {"engine/check", "engine/core", "engine/diag", "engine/ir", "grammar",
        "engine/bytecode", "engine/eval", "engine/hs"}},
      {"engine/emit",
       {"engine/emit", "engine/core", "engine/ir", "engine/bytecode"}},
      {"engine/inventory", {"engine/inventory", "engine/core", "engine/diag"}},
      {"engine/explain",
       {"engine/explain", "engine/core", "engine/diag", "engine/bytecode",
        "engine/eval"}},
  };
  const std::regex include("#include \"((?:engine/)?[a-z]+)/");
  for (const auto& [folder, may] : allowed) {
    for (const fs::path& path : files(folder, {".cpp", ".hpp"})) {
      const std::string text = read(path);
      for (std::sregex_iterator it(text.begin(), text.end(), include), end;
           it != end; ++it) {
        const std::string from = (*it)[1];
        INFO(name_of(path) << " includes " << from);
        CHECK(may.contains(from));
      }
    }
  }
}

TEST_CASE("a library is known to one place") {
  struct Library {
    const char* include;
    std::vector<std::string> places;
  };
  const Library libraries[] = {{"tao/pegtl", {"grammar/"}},
                               {"CLI/CLI.hpp", {"cli/run.cpp", "cli/usage."}},
                               {"<cmark.h>", {"grammar/markdown.cpp"}},
                               {"<csv.h>", {"cli/sheet_rows.cpp"}}};
  for (const fs::path& path : sources()) {
    const std::string text = read(path);
    const std::string name = name_of(path);
    if (name.starts_with("tests/")) continue;
    for (const Library& it : libraries) {
      INFO(name << " includes " << it.include);
      const std::string include = std::string("#include ");
      if (text.find(include + "<" + it.include) == std::string::npos &&
          text.find(include + it.include) == std::string::npos) {
        continue;
      }
      CHECK(std::any_of(it.places.begin(), it.places.end(),
                        [&name](const std::string& place) {
                          return name.starts_with(place);
                        }));
    }
  }
}

TEST_CASE("files are read and written in cli alone") {
  const std::regex io("#include <(fstream|iostream|filesystem|cstdio)>");
  for (const char* folder : {"engine", "grammar"}) {
    for (const fs::path& path : files(folder, {".cpp", ".hpp"})) {
      INFO(name_of(path));
      CHECK_FALSE(std::regex_search(read(path), io));
    }
  }
}

TEST_CASE("no binary floating point where verdicts are made") {
  const std::regex floating("\\b(float|double)\\b");
  for (const char* folder :
       {"engine/core", "engine/bytecode", "engine/eval", "engine/ir"}) {
    for (const fs::path& path : files(folder, {".cpp", ".hpp"})) {
      INFO(name_of(path));
      CHECK_FALSE(std::regex_search(read(path), floating));
    }
  }
}

TEST_CASE("every file begins by saying what it is for") {
  for (const fs::path& path : sources()) {
    INFO(name_of(path));
    CHECK(read(path).starts_with("// "));
  }
  for (const fs::path& path : files("rules", {".roo"})) {
    INFO(name_of(path));
    CHECK(read(path).starts_with("# "));
  }
}

TEST_CASE("files stay short and lines narrow") {
  for (const fs::path& path : sources()) {
    std::istringstream text(read(path));
    const std::string name = name_of(path);
    std::size_t lines = 0;
    for (std::string line; std::getline(text, line);) {
      ++lines;
      // Productions and tables have lines of their own length.
      const bool is_table = name == "grammar/grammar.hpp";
      INFO(name << ":" << lines);
      if (!is_table) CHECK(width_of(line) <= 80);
    }
    INFO(name);
    CHECK(lines <= 800);
  }
}

TEST_CASE("what is left to do is not left in comments") {
  const std::regex later("\\b(TODO|FIXME|XXX|HACK)\\b");
  for (const fs::path& path : sources()) {
    if (name_of(path).starts_with("tests/tidy/")) continue;
    INFO(name_of(path));
    CHECK_FALSE(std::regex_search(read(path), later));
  }
}

TEST_CASE("every diagnostic has a page, and a golden file") {
  std::string goldens;
  for (const fs::path& path : files("tests/golden", {".roo"})) {
    goldens += read(path);
  }
  for (const DiagnosticInfo& it : all_codes()) {
    const std::string code = written(it.code);
    INFO(code);
    CHECK(fs::exists(kRoot / "docs/diagnostics" / (code + ".md")));
    CHECK(goldens.find("[" + code + "]") != std::string::npos);
  }
}

TEST_CASE("the table of constructs names tests that exist, and each of law/") {
  const std::string table = read(kRoot / "docs/coverage.md");
  const std::regex named("`((?:law|rules|tests|docs)/[a-zA-Z0-9_./-]+)`");
  for (std::sregex_iterator it(table.begin(), table.end(), named), end;
       it != end; ++it) {
    std::string path = (*it)[1];
    INFO(path);
    if (path.starts_with("law/")) path = "tests/golden/" + path + ".roo";
    CHECK(fs::exists(kRoot / path));
  }
  for (const fs::path& path : files("tests/golden/law", {".roo"})) {
    const std::string name = path.stem().string();
    INFO(name);
    if (name.starts_with("fail_")) continue;
    CHECK(table.find("`law/" + name + "`") != std::string::npos);
  }
}

// The text of the n-th fenced block of a page, or nothing.
std::string fenced(const std::string& page, int n) {
  std::size_t at = 0;
  for (int fences = 0; fences < 2 * n + 1; ++fences) {
    at = page.find("```", at + (fences > 0 ? 3 : 0));
    if (at == std::string::npos) return {};
  }
  const std::size_t begin = page.find('\n', at) + 1;
  return page.substr(begin, page.find("```", begin) - begin);
}

// As a golden file writes what a command prints.
std::string as_expected(const std::string& output) {
  std::istringstream text(output);
  std::string lines;
  for (std::string line; std::getline(text, line);) {
    lines += line.empty() ? "#|\n" : "#| " + line + '\n';
  }
  return lines;
}

TEST_CASE("what the page of a diagnostic shows is what a golden file tests") {
  std::vector<std::string> goldens;
  for (const fs::path& path : files("tests/golden", {".roo"})) {
    goldens.push_back(read(path));
  }
  for (const DiagnosticInfo& it : all_codes()) {
    const std::string page =
        read(kRoot / "docs/diagnostics" / (written(it.code) + ".md"));
    const std::string program = fenced(page, 0);
    const std::string says = as_expected(fenced(page, 1));
    INFO(written(it.code));
    CHECK_FALSE(says.empty());
    CHECK(std::any_of(goldens.begin(), goldens.end(),
                      [&](const std::string& golden) {
                        return golden.find(program) != std::string::npos &&
                               golden.find(says) != std::string::npos;
                      }));
  }
}

TEST_CASE("every opcode is disassembled in a golden file") {
  std::string goldens;
  for (const fs::path& path : files("tests/golden", {".roo"})) {
    goldens += read(path);
  }
  for (const std::string_view it : bytecode::kMnemonics) {
    const std::string mnemonic(it);
    INFO(mnemonic);
    CHECK(
        std::regex_search(goldens, std::regex("#\\|.*\\b" + mnemonic + "\\b")));
  }
}

TEST_CASE("as many programs are rejected as accepted") {
  std::size_t rejected = 0;
  std::size_t accepted = 0;
  for (const fs::path& path : files("tests/golden", {".roo"})) {
    (path.filename().string().starts_with("fail_") ? rejected : accepted)++;
  }
  CHECK(rejected >= accepted);
}

}  // namespace
}  // namespace origo
