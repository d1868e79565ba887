// Finds and reads rule files, following `use` from file to file.
#include "cli/pack_loader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "cli/files.hpp"
#include "cli/image_file.hpp"
#include "cli/progress.hpp"
#include "engine/core/limits.hpp"
#include "grammar/markdown.hpp"
#include "grammar/parse.hpp"

namespace origo {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kExtension = ".roo";

InputError unreadable(const std::string& path, const std::error_code& error) {
  return {fmt::format("`{}` cannot be read: {}", path, reason_of(error)), ""};
}

// Whether a file in a folder is one of its rule files: Markdown only where it
// holds rules, or where a fence leaves open whether it does.
bool is_rule_file(const fs::path& path) {
  if (path.extension() == kExtension) return true;
  if (!grammar::is_markdown(path.filename().string())) return false;
  std::error_code ignored;
  auto text = read_file(path, limits::kSourceBytes, ignored);
  if (!text) return false;
  const SourceFile source{path.string(), std::move(*text)};
  Diagnostics diagnostics;
  return !grammar::code_blocks(source, diagnostics).empty() ||
         diagnostics.has_errors();
}

// `rules/nafta` of `./rules/nafta/`, and nothing of `.`.
fs::path folder_of(const std::string& path) {
  const fs::path normal = (fs::path(path) / "").lexically_normal();
  return normal == "./" ? fs::path() : normal.parent_path();
}

struct Use {
  std::string path;
  std::uint32_t begin;
  std::uint32_t end;
  std::string reason;  // why it cannot be read, once that was tried
};

struct LoadedFile {
  SourceFile source;
  fs::path identity;  // whatever it was called by
  bool has_agreement = false;
  std::vector<Use> uses;
};

// Looks at what a file declares. What is wrong with it is for the compiler to
// say.
void read_declarations(LoadedFile& file) {
  Diagnostics ignored;
  const ast::Tree tree = grammar::parse(file.source, ignored);
  for (const ast::Cursor declaration : ast::Cursor(tree, 0)) {
    if (declaration.is(ast::Kind::agreement)) file.has_agreement = true;
    if (!declaration.is(ast::Kind::use)) continue;
    const ast::Cursor path = *declaration.begin();
    const std::string_view quoted = path.text();
    file.uses.push_back({std::string(quoted.substr(1, quoted.size() - 2)),
                         path.node().begin,
                         path.node().end,
                         {}});
  }
}

class Loader {
 public:
  Loader(Streams& streams, const std::string& name)
      : progress_(streams, "reading " + name) {}

  bool add_path(const std::string& path, InputError& error) {
    const auto names = rule_files(path, error);
    if (!names) return false;
    for (const std::string& name : *names) {
      std::error_code failure;
      if (add_file(name, failure)) continue;
      error = unreadable(name, failure);
      return false;
    }
    std::error_code ignored;
    return !fs::is_directory(path, ignored) ||
           leave_out_other_packs(path, error);
  }

  void add_used() {
    // Files are added while this goes on.
    for (std::size_t i = 0; i < files_.size(); ++i) {
      const fs::path folder = fs::path(files_[i].source.name).parent_path();
      for (std::size_t k = 0; k < files_[i].uses.size(); ++k) {
        const fs::path path = folder / files_[i].uses[k].path;
        std::error_code failure;
        if (!add_file(path.lexically_normal().generic_string(), failure)) {
          files_[i].uses[k].reason = reason_of(failure);
        }
      }
    }
  }

  std::vector<SourceFile> take(Diagnostics& diagnostics) {
    std::vector<SourceFile> sources;
    for (LoadedFile& file : files_) sources.push_back(std::move(file.source));
    for (std::size_t i = 0; i < files_.size(); ++i) {
      for (const Use& use : files_[i].uses) {
        if (use.reason.empty()) continue;
        diagnostics
            .report(Code::UnreadableUse, {&sources[i], use.begin, use.end},
                    use.path, use.reason)
            .help("write the path as seen from the folder of this file");
      }
    }
    return sources;
  }

 private:
  bool add_file(const std::string& name, std::error_code& failure) {
    std::error_code unknown;
    const fs::path identity = fs::weakly_canonical(name, unknown);
    if (!unknown && seen_.contains(identity)) return true;
    // One byte more, so that the parser sees that it is too long.
    auto text = read_file(name, limits::kSourceBytes + 1, failure);
    if (!text) return false;
    seen_.insert(identity);
    LoadedFile& file = files_.emplace_back();
    file.source = {name, std::move(*text)};
    file.identity = identity;
    read_declarations(file);
    progress_.show(files_.size(), 0);
    return true;
  }

  // Where the folder holds an agreement, folders below it that hold another
  // are packs of their own.
  bool leave_out_other_packs(const std::string& path, InputError& error) {
    const fs::path root = folder_of(path);
    std::set<fs::path> others;
    bool is_pack = false;
    for (const LoadedFile& file : files_) {
      if (!file.has_agreement) continue;
      const fs::path folder = fs::path(file.source.name).parent_path();
      if (folder == root) {
        is_pack = true;
      } else {
        others.insert(folder);
      }
    }
    if (!is_pack && others.size() > 1) {
      error = {fmt::format("`{}` holds several packs", path),
               fmt::format("name one of them, such as `{}`",
                           others.begin()->generic_string())};
      return false;
    }
    if (!is_pack) return true;
    std::erase_if(files_, [&others, this](const LoadedFile& file) {
      const bool is_other =
          std::any_of(others.begin(), others.end(), [&](const fs::path& it) {
            return file.source.name.starts_with(it.generic_string() + '/');
          });
      if (is_other) seen_.erase(file.identity);
      return is_other;
    });
    return true;
  }

  Progress progress_;
  std::vector<LoadedFile> files_;
  std::set<fs::path> seen_;
};

}  // namespace

std::vector<PackPaths> packs_among(const std::vector<std::string>& paths) {
  std::vector<PackPaths> packs;
  std::size_t of_files = paths.size();  // the pack of the single files
  for (const std::string& path : paths) {
    std::error_code ignored;
    if (fs::is_directory(path, ignored) || is_image_path(path)) {
      packs.push_back({path, {path}});
    } else if (of_files < packs.size()) {
      packs[of_files].paths.push_back(path);
    } else {
      of_files = packs.size();
      packs.push_back({path, {path}});
    }
  }
  for (PackPaths& pack : packs) {
    if (pack.paths.size() > 1) {
      pack.name += fmt::format(" and {} more", pack.paths.size() - 1);
    }
  }
  return packs;
}

std::optional<std::vector<std::string>> rule_files(const std::string& path,
                                                   InputError& error) {
  std::error_code failure;
  const fs::file_status status = fs::status(path, failure);
  if (!fs::exists(status)) {
    if (!failure) {
      failure = make_error_code(std::errc::no_such_file_or_directory);
    }
    error = unreadable(path, failure);
    return {};
  }
  if (!fs::is_directory(status)) {
    return std::vector{fs::path(path).lexically_normal().generic_string()};
  }
  std::vector<std::string> names;
  auto it = fs::recursive_directory_iterator(path, failure);
  for (; !failure && it != fs::recursive_directory_iterator();
       it.increment(failure)) {
    const fs::path& entry = it->path();
    std::error_code ignored;
    if (entry.filename().string().starts_with('.')) {
      if (it->is_directory(ignored)) it.disable_recursion_pending();
    } else if (it->is_regular_file(ignored) && is_rule_file(entry)) {
      names.push_back(entry.lexically_normal().generic_string());
    }
  }
  if (failure) {
    error = unreadable(path, failure);
    return {};
  }
  if (names.empty()) {
    error = {fmt::format("`{}` holds no rule files", path),
             "name a folder with files that end in `.roo`, or Markdown with "
             "`roo` blocks"};
    return {};
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::optional<std::vector<SourceFile>> load_pack(const PackPaths& pack,
                                                 Streams& streams,
                                                 Diagnostics& diagnostics,
                                                 InputError& error) {
  Loader loader(streams, pack.name);
  for (const std::string& path : pack.paths) {
    if (!loader.add_path(path, error)) return {};
  }
  loader.add_used();
  return loader.take(diagnostics);
}

}  // namespace origo
