// Parses, prints, and compares before a file is replaced.
#include "cli/fmt.hpp"

#include <fmt/ostream.h>

#include <algorithm>
#include <iterator>
#include <optional>

#include "cli/exit_codes.hpp"
#include "cli/files.hpp"
#include "cli/image_file.hpp"
#include "cli/progress.hpp"
#include "engine/core/limits.hpp"
#include "grammar/markdown.hpp"
#include "grammar/parse.hpp"
#include "grammar/print.hpp"

namespace origo {
namespace {

std::string with_line_ends_of(std::string text, const std::string& original) {
  const std::size_t first = original.find('\n');
  const bool is_crlf =
      first != std::string::npos && first > 0 && original[first - 1] == '\r';
  if (!is_crlf) return text;
  std::string result;
  for (const char c : text) {
    if (c == '\n') result += '\r';
    result += c;
  }
  return result;
}

// Whether two trees are the same apart from where their nodes stand.
bool is_same(const ast::Tree& a, const ast::Tree& b) {
  return a.comments.size() == b.comments.size() &&
         std::equal(a.nodes.begin(), a.nodes.end(), b.nodes.begin(),
                    b.nodes.end(), [](const ast::Node& x, const ast::Node& y) {
                      return x.kind == y.kind && x.size == y.size;
                    });
}

// The canonical form of rules that were read without errors; nothing if it
// would not say the same: a printer that loses something must not cost anyone a
// file.
std::optional<std::string> canonical(const SourceFile& rules) {
  Diagnostics diagnostics;
  const ast::Tree tree = grammar::parse(rules, diagnostics);
  const SourceFile printed{rules.name, grammar::print(tree)};
  if (!is_same(tree, grammar::parse(printed, diagnostics)) ||
      diagnostics.has_errors()) {
    return {};
  }
  return with_line_ends_of(printed.text, rules.text);
}

// The canonical form of each block of a Markdown file, and between them the
// prose as it is.
std::optional<std::string> canonical_blocks(const SourceFile& source) {
  Diagnostics diagnostics;
  std::string text;
  std::uint32_t done = 0;
  for (const grammar::Block& it : grammar::code_blocks(source, diagnostics)) {
    text += source.text.substr(done, it.begin - done);
    const auto block = canonical(
        {"block.roo", source.text.substr(it.begin, it.end - it.begin)});
    if (!block) return {};
    text += *block;
    done = it.end;
  }
  return text + source.text.substr(done);
}

// The canonical form of a file, or nothing after reporting why not.
std::optional<std::string> formatted(const SourceFile& source, Streams& streams,
                                     int& exit_code) {
  Diagnostics diagnostics;
  (void)grammar::parse(source, diagnostics);
  if (diagnostics.has_errors()) {
    print_diagnostics(diagnostics, streams);
    exit_code = kErrorsInRules;
    return {};
  }
  auto text = grammar::is_markdown(source.name) ? canonical_blocks(source)
                                                : canonical(source);
  if (!text) {
    exit_code =
        fail(streams, {fmt::format("`{}` would not say the same", source.name),
                       "keep the file as it is, and report this as a bug"});
  }
  return text;
}

class Formatter {
 public:
  Formatter(const FmtOptions& options, Streams& streams)
      : options_(options), streams_(streams) {}

  // Returns an ExitCode.
  int standard_input() {
    SourceFile source{"<input>",
                      {std::istreambuf_iterator<char>(streams_.in), {}}};
    int exit_code = kDone;
    const auto text = formatted(source, streams_, exit_code);
    if (!text) return exit_code;
    if (options_.is_check) return would_change(source.name, *text, source.text);
    streams_.out << *text;
    return kDone;
  }

  int file(const std::string& name) {
    std::error_code failure;
    auto bytes = read_file(name, limits::kSourceBytes + 1, failure);
    if (!bytes) {
      return fail(streams_, {fmt::format("`{}` cannot be read: {}", name,
                                         reason_of(failure)),
                             ""});
    }
    const SourceFile source{name, std::move(*bytes)};
    int exit_code = kDone;
    const auto text = formatted(source, streams_, exit_code);
    if (!text) return exit_code;
    if (options_.is_check) return would_change(name, *text, source.text);
    if (options_.is_stdout) {
      streams_.out << *text;
      return kDone;
    }
    if (*text == source.text) return kDone;
    failure = write_file(name, *text);
    if (failure) {
      return fail(streams_, {fmt::format("`{}` cannot be written: {}", name,
                                         reason_of(failure)),
                             ""});
    }
    fmt::print(streams_.out, "{}\n", name);
    return kDone;
  }

 private:
  int would_change(const std::string& name, const std::string& text,
                   const std::string& original) {
    if (text == original) return kDone;
    fmt::print(streams_.out, "{}\n", name);
    return kNotOriginating;
  }

  const FmtOptions& options_;
  Streams& streams_;
};

}  // namespace

int run_fmt(const FmtOptions& options, Streams& streams) {
  Formatter formatter(options, streams);
  Progress progress(streams, "formatting");
  std::size_t done = 0;
  int exit_code = kDone;
  auto note = [&exit_code](int code) { exit_code = std::max(exit_code, code); };
  for (const std::string& path : options.paths) {
    if (path == "-") {
      note(formatter.standard_input());
      continue;
    }
    if (is_image_path(path)) {
      note(fail(streams, {fmt::format("`{}` is a compiled pack", path),
                          "name the files of its rules"}));
      continue;
    }
    InputError error;
    const auto names = rule_files(path, error);
    if (!names) {
      note(fail(streams, error));
      continue;
    }
    for (const std::string& name : *names) {
      note(formatter.file(name));
      progress.show(++done, 0);
    }
  }
  return exit_code;
}

}  // namespace origo
