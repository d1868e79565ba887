// Parses and checks each pack, and verifies each image.
#include "cli/check.hpp"

#include <fmt/ostream.h>

#include <algorithm>
#include <deque>

#include "cli/exit_codes.hpp"
#include "cli/image_file.hpp"
#include "engine/check/check.hpp"
#include "engine/compile.hpp"
#include "engine/diag/render.hpp"
#include "grammar/parse.hpp"

namespace origo {
namespace {

// One pack, checked. Its diagnostics refer to its files.
struct Checked {
  std::string name;
  std::vector<SourceFile> sources;
  Diagnostics diagnostics;
  std::string contents;  // `123 rules, 4 thresholds`
  int exit_code = kDone;
};

void check_image(const std::string& path, Checked& checked, InputError& error) {
  const auto open = open_image_file(path, checked.diagnostics, error);
  if (!open) {
    checked.exit_code = kUsage;
    return;
  }
  checked.contents = counted(open->image.rules().size(), "rule") + ", " +
                     counted(open->image.thresholds().size(), "threshold");
}

void check_sources(const PackPaths& pack, Checked& checked, Streams& streams,
                   InputError& error) {
  auto sources = load_pack(pack, streams, checked.diagnostics, error);
  if (!sources) {
    checked.exit_code = kUsage;
    return;
  }
  checked.sources = std::move(*sources);
  std::vector<ast::Tree> trees;
  for (const SourceFile& source : checked.sources) {
    trees.push_back(grammar::parse(source, checked.diagnostics));
  }
  const ir::Pack result = check(trees, checked.diagnostics);
  if (!checked.diagnostics.has_errors()) {
    static_cast<void>(
        emit_within_limits(result, checked.sources, checked.diagnostics));
  }
  checked.contents = counted(checked.sources.size(), "file") + ", " +
                     counted(result.rules.size(), "rule") + ", " +
                     counted(result.thresholds.size(), "threshold") + ", " +
                     counted(result.cases.size(), "case");
}

// `2 errors, 1 finding`; a pack without either gets what it holds instead.
std::string summary(const Checked& checked, std::size_t total) {
  const std::size_t errors = checked.diagnostics.errors();
  if (errors == 0) {
    return fmt::format("{}: {}, {}", checked.name, checked.contents,
                       total == 0 ? "no findings" : counted(total, "finding"));
  }
  std::string text =
      fmt::format("{}: {}", checked.name, counted(errors, "error"));
  if (total > errors) text += ", " + counted(total - errors, "finding");
  return text;
}

}  // namespace

int run_check(const CheckOptions& options, Streams& streams) {
  std::deque<Checked> all;
  std::vector<Diagnostic> everything;
  int exit_code = kDone;
  for (const PackPaths& pack : packs_among(options.paths)) {
    Checked& checked = all.emplace_back();
    checked.name = pack.name;
    InputError error;
    if (is_image_path(pack.paths.front())) {
      check_image(pack.paths.front(), checked, error);
    } else {
      check_sources(pack, checked, streams, error);
    }
    if (options.is_strict) checked.diagnostics.make_strict();
    if (checked.exit_code == kDone && checked.diagnostics.has_errors()) {
      checked.exit_code = kErrorsInRules;
    }
    exit_code = std::max(exit_code, checked.exit_code);
    if (!error.message.empty()) {
      fail(streams, error);
      continue;
    }
    const std::vector<Diagnostic> sorted = checked.diagnostics.sorted();
    if (options.is_json) {
      everything.insert(everything.end(), sorted.begin(), sorted.end());
      continue;
    }
    streams.err << render(sorted, streams.err_has_color);
    std::ostream& to = checked.exit_code == kDone ? streams.out : streams.err;
    fmt::print(to, "{}\n", summary(checked, sorted.size()));
  }
  if (options.is_json) streams.out << render_json(everything);
  return exit_code;
}

}  // namespace origo
