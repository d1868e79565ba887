// Runs golden tests: files that hold a program, commands and their output.
//
// README.md beside this file describes them. Commands run in this process,
// through the same function as the program's, in a folder of their own.
#include <fmt/format.h>
#include <fmt/ostream.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>
#include <random>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "cli/run.hpp"
#include "engine/bytecode/image.hpp"

namespace origo {
namespace {

namespace fs = std::filesystem;

// A command and what is expected of it.
struct Command {
  std::string line;
  int exit_code = 0;
  std::vector<std::string> output;
};

struct ProgramFile {
  std::string name;
  std::string text;
};

struct Golden {
  std::vector<ProgramFile> files;  // the golden's own first
  std::vector<Command> commands;
  std::string head;  // everything before the first command
};

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

void write(const fs::path& path, std::string_view text) {
  if (path.has_parent_path()) fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

Golden parse(const fs::path& path) {
  Golden golden;
  golden.files.push_back({path.filename().string(), ""});
  for (const std::string& line : lines_of(read(path))) {
    if (line.starts_with("#= exit ") && !golden.commands.empty()) {
      golden.commands.back().exit_code = std::stoi(line.substr(8));
      continue;
    }
    if (line.starts_with("#= ")) {
      golden.commands.push_back({line.substr(3), 0, {}});
      continue;
    }
    if (line.starts_with("#|") && !golden.commands.empty()) {
      golden.commands.back().output.push_back(
          line.substr(std::min<std::size_t>(3, line.size())));
      continue;
    }
    if (!golden.commands.empty()) continue;
    golden.head += line + '\n';
    if (line.starts_with("#: ")) {
      golden.files.push_back({line.substr(3), ""});
    } else {
      golden.files.back().text += line + '\n';
    }
  }
  return golden;
}

std::string print(const Golden& golden) {
  std::string text = golden.head;
  for (const Command& command : golden.commands) {
    text += "#= " + command.line + '\n';
    if (command.exit_code != 0) {
      text += fmt::format("#= exit {}\n", command.exit_code);
    }
    for (const std::string& line : command.output) {
      text += line.empty() ? "#|\n" : "#| " + line + '\n';
    }
  }
  return text;
}

void replace_all(std::string& text, std::string_view from,
                 std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos;
       at += to.size()) {
    text.replace(at, from.size(), to);
  }
}

// Words between blanks; quotes keep one together.
std::vector<std::string> words_of(const std::string& line) {
  std::vector<std::string> words;
  std::string word;
  bool is_quoted = false;
  bool is_word = false;
  for (const char c : line) {
    if (c == '"') {
      is_quoted = !is_quoted;
      is_word = true;
    } else if (c == ' ' && !is_quoted) {
      if (is_word) words.push_back(word);
      word.clear();
      is_word = false;
    } else {
      word += c;
      is_word = true;
    }
  }
  if (is_word) words.push_back(word);
  return words;
}

// `\n`, `\r`, `\t` and `\xNN`.
std::string unescaped(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      result += text[i];
      continue;
    }
    const char c = text[++i];
    if (c == 'x') {
      const std::string digits(text.substr(i + 1, 2));
      result += static_cast<char>(std::stoi(digits, nullptr, 16));
      i += 2;
    } else {
      result += c == 'n' ? '\n' : c == 'r' ? '\r' : c == 't' ? '\t' : c;
    }
  }
  return result;
}

// What a terminal would act on is shown instead.
std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 && c != '\n') {
      result += fmt::format("\\x{:02x}", byte);
    } else {
      result += c;
    }
  }
  return result;
}

// `write FILE TIMES TEXT`: appends the text so often, `%n` being the count.
void append_text(const std::vector<std::string>& words) {
  std::string text = read(words.at(1));
  for (int i = 0; i < std::stoi(words.at(2)); ++i) {
    std::string line = unescaped(words.at(3));
    replace_all(line, "%n", std::to_string(i));
    text += line;
  }
  write(words.at(1), text);
}

// `bytes FILE cut SIZE`, `bytes FILE set OFFSET BYTE`, `bytes FILE seal`: cuts
// an image off, changes a byte, or makes its checksum agree again.
void change_bytes(const std::vector<std::string>& words) {
  std::string bytes = read(words.at(1));
  const std::string& what = words.at(2);
  if (what == "cut") {
    bytes.resize(std::stoul(words.at(3)));
  } else if (what == "set") {
    bytes.at(std::stoul(words.at(3))) =
        static_cast<char>(std::stoi(words.at(4), nullptr, 16));
  } else if (what == "seal") {
    bytecode::HeaderRecord header;
    std::memcpy(static_cast<void*>(&header), bytes.data(), sizeof header);
    header.checksum = bytecode::checksum(
        std::as_bytes(std::span(bytes)).subspan(sizeof header));
    std::memcpy(bytes.data(), static_cast<void*>(&header), sizeof header);
  }
  write(words.at(1), bytes);
}

struct Outcome {
  int exit_code = 0;
  std::vector<std::string> output;
};

class Runner {
 public:
  explicit Runner(bool is_update)
      : root_(fs::current_path()),
        work_(fs::temp_directory_path() /
              fmt::format("origo-golden-{}", std::random_device{}())),
        is_update_(is_update) {}

  ~Runner() {
    std::error_code ignored;
    fs::current_path(root_, ignored);
    fs::remove_all(work_, ignored);
  }

  void run(const fs::path& path) {
    ++count_;
    Golden golden = parse(path);
    fs::remove_all(work_);
    fs::create_directories(work_ / "tmp");
    fs::current_path(work_);
    for (const ProgramFile& file : golden.files) write(file.name, file.text);
    bool has_failed_command = false;
    bool is_same = !golden.commands.empty();
    if (!is_same) complain(path, "has no command");
    for (Command& command : golden.commands) {
      const Outcome outcome = execute(command, golden.files.front().name);
      has_failed_command = has_failed_command || outcome.exit_code != 0;
      if (!is_update_) is_same = compare(path, command, outcome) && is_same;
      command.exit_code = outcome.exit_code;
      command.output = outcome.output;
    }
    fs::current_path(root_);
    const bool is_named_fail = path.filename().string().starts_with("fail_");
    if (is_named_fail != has_failed_command) {
      complain(path, has_failed_command ? "fails: name it `fail_...`"
                                        : "does not fail: rename it");
      is_same = false;
    }
    if (!is_same) ++failures_;
    const std::string text = print(golden);
    if (is_update_ && text != read(path)) {
      write(path, text);
      fmt::print("updated {}\n", path.string());
    }
  }

  [[nodiscard]] int report() const {
    fmt::print("{} golden tests, {} failed\n", count_, failures_);
    return failures_ == 0 && count_ > 0 ? 0 : 1;
  }

 private:
  Outcome execute(const Command& command, const std::string& own_name) {
    std::string line = command.line;
    replace_all(line, "%s", own_name);
    replace_all(line, "%t", "tmp");
    replace_all(line, "%r", root_.string());
    std::vector<std::string> words = words_of(line);
    Outcome outcome;
    if (words.front() == "write") {
      append_text(words);
    } else if (words.front() == "bytes") {
      change_bytes(words);
    } else if (words.front() == "show") {
      outcome.output = lines_of(escaped(read(words.at(1))));
    } else if (words.front() == "origo") {
      outcome = run_origo(std::move(words));
    } else {
      outcome = {-1, {"no command of this name"}};
    }
    return outcome;
  }

  Outcome run_origo(std::vector<std::string> words) {
    std::istringstream in;
    if (words.size() > 2 && words[words.size() - 2] == "<") {
      in.str(read(words.back()));
      words.resize(words.size() - 2);
    }
    words.erase(words.begin());
    std::ostringstream merged;
    Streams streams{in, merged, merged, false, false, false, false};
    Outcome outcome;
    outcome.exit_code = origo::run(words, streams);
    std::string text = escaped(merged.str());
    replace_all(text, root_.string(), "%r");
    outcome.output = lines_of(text);
    return outcome;
  }

  static void complain(const fs::path& path, std::string_view what) {
    fmt::print("{}: {}\n", path.string(), what);
  }

  static bool compare(const fs::path& path, const Command& expected,
                      const Outcome& found) {
    if (expected.output == found.output &&
        expected.exit_code == found.exit_code) {
      return true;
    }
    fmt::print("{}\n  {}\n", path.string(), expected.line);
    if (expected.exit_code != found.exit_code) {
      fmt::print("- exit {}\n+ exit {}\n", expected.exit_code, found.exit_code);
    }
    print_difference(expected.output, found.output);
    return false;
  }

  // `-` before lines that were expected and are missing, `+` before those that
  // were not, by their longest common subsequence.
  static void print_difference(const std::vector<std::string>& expected,
                               const std::vector<std::string>& found) {
    std::vector<std::vector<std::size_t>> common(
        expected.size() + 1, std::vector<std::size_t>(found.size() + 1));
    for (std::size_t i = expected.size(); i-- > 0;) {
      for (std::size_t k = found.size(); k-- > 0;) {
        common[i][k] = expected[i] == found[k]
                           ? common[i + 1][k + 1] + 1
                           : std::max(common[i + 1][k], common[i][k + 1]);
      }
    }
    std::size_t i = 0;
    std::size_t k = 0;
    while (i < expected.size() || k < found.size()) {
      if (i < expected.size() && k < found.size() && expected[i] == found[k]) {
        fmt::print("  {}\n", expected[i]);
        ++i;
        ++k;
      } else if (k == found.size() || (i < expected.size() &&
                                       common[i + 1][k] >= common[i][k + 1])) {
        fmt::print("- {}\n", expected[i++]);
      } else {
        fmt::print("+ {}\n", found[k++]);
      }
    }
  }

  fs::path root_;
  fs::path work_;
  bool is_update_;
  std::size_t count_ = 0;
  std::size_t failures_ = 0;
};

// The golden files that an argument names: a folder, or one file with or
// without its ending, below tests/golden.
std::vector<fs::path> goldens_named(const std::string& argument) {
  const fs::path base = fs::path("tests") / "golden";
  for (const fs::path& path :
       {base / argument, base / (argument + ".roo"), fs::path(argument)}) {
    if (fs::is_regular_file(path)) return {fs::absolute(path)};
    if (!fs::is_directory(path)) continue;
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(path)) {
      if (entry.path().extension() == ".roo") {
        files.push_back(fs::absolute(entry.path()));
      }
    }
    std::sort(files.begin(), files.end());
    return files;
  }
  return {};
}

int run_all(const std::vector<std::string>& arguments) {
  // What the user's terminal prefers must not change what is compared.
  unsetenv("NO_COLOR");
  unsetenv("CLICOLOR_FORCE");
  bool is_update = false;
  std::vector<std::string> names;
  for (const std::string& argument : arguments) {
    if (argument == "--update") {
      is_update = true;
    } else {
      names.push_back(argument);
    }
  }
  if (names.empty()) names.emplace_back(".");
  Runner runner(is_update);
  for (const std::string& name : names) {
    const std::vector<fs::path> files = goldens_named(name);
    if (files.empty()) fmt::print("{}: no golden tests\n", name);
    for (const fs::path& file : files) runner.run(file);
  }
  return runner.report();
}

}  // namespace
}  // namespace origo

int main(int argc, char** argv) {
  return origo::run_all({argv + 1, argv + argc});
}
