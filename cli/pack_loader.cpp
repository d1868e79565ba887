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

// A path that a file names, and where.
struct Mention {
  std::string path;
  std::uint32_t begin;
  std::uint32_t end;
};

struct LoadedFile {
  SourceFile source;
  fs::path identity;    // whatever it was called by
  bool is_own = false;  // of its pack's folder, not used from elsewhere
  bool is_pack =
      false;  // says what a pack is: an agreement, or what it extends
  std::vector<Mention> uses;
  std::vector<Mention> extends;
};

// What is wrong with a mention.
struct Problem {
  std::size_t file;
  Mention mention;
  Code code;
  std::vector<std::string> arguments;
  std::string help;
};

// Looks at what a file declares. What is wrong with it is for the compiler to
// say.
void read_declarations(LoadedFile& file) {
  Diagnostics ignored;
  const ast::Tree tree = grammar::parse(file.source, ignored);
  for (ast::Cursor declaration : ast::Cursor(tree, 0)) {
    if (declaration.is(ast::Kind::replacement)) {
      declaration = declaration.first();
    }
    const bool is_use = declaration.is(ast::Kind::use);
    const bool is_extend = declaration.is(ast::Kind::extend);
    if (declaration.is(ast::Kind::agreement) || is_extend) file.is_pack = true;
    if (!is_use && !is_extend) continue;
    const ast::Cursor path = declaration.first();
    const std::string_view quoted = path.text();
    (is_use ? file.uses : file.extends)
        .push_back({std::string(quoted.substr(1, quoted.size() - 2)),
                    path.node().begin, path.node().end});
  }
}

class Loader {
 public:
  Loader(Streams& streams, const std::string& name)
      : progress_(streams, "reading " + name), layers_{name} {}

  bool add_path(const std::string& path, InputError& error) {
    const auto names = rule_files(path, error);
    if (!names) return false;
    const std::size_t first = files_.size();
    for (const std::string& name : *names) {
      std::error_code failure;
      if (is_of_pack_above(name, path)) continue;
      if (add_file(name, true, failure)) continue;
      error = unreadable(name, failure);
      return false;
    }
    std::error_code ignored;
    return !fs::is_directory(path, ignored) ||
           leave_out_other_packs(path, first, error);
  }

  // Follows `use` from the files of the present layer on, and then goes down
  // to the pack that they extend, until there is none.
  void add_mentioned() {
    add_used();
    while (add_extended()) add_used();
  }

  std::vector<SourceFile> take(Diagnostics& diagnostics) {
    // The pack itself comes first. What is reported refers to the files where
    // they will be.
    std::vector<std::size_t> order(files_.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(),
                     [this](std::size_t a, std::size_t b) {
                       return files_[a].source.layer < files_[b].source.layer;
                     });
    std::vector<SourceFile> sources;
    std::vector<std::size_t> places(files_.size());
    for (const std::size_t i : order) {
      places[i] = sources.size();
      sources.push_back(std::move(files_[i].source));
      sources.back().pack = layers_[sources.back().layer];
    }
    for (Problem& it : problems_) {
      const Span span{&sources[places[it.file]], it.mention.begin,
                      it.mention.end};
      it.arguments.resize(2);
      diagnostics
          .report(it.code, span, std::move(it.arguments[0]),
                  std::move(it.arguments[1]))
          .help(std::move(it.help));
    }
    return sources;
  }

 private:
  // Whether a file below a folder is of a pack there that extends the folder's.
  [[nodiscard]] bool is_of_pack_above(const std::string& name,
                                      const std::string& path) const {
    const fs::path identity = identity_of(name);
    return identity.parent_path() != identity_of(path) &&
           std::any_of(files_.begin(), files_.end(), [&](const LoadedFile& it) {
             return it.identity == identity && it.is_own &&
                    it.source.layer < layer() && name != path;
           });
  }

  [[nodiscard]] static fs::path identity_of(const fs::path& path) {
    std::error_code unknown;
    const fs::path identity = fs::weakly_canonical(path, unknown);
    return unknown ? path : identity;
  }

  [[nodiscard]] std::uint32_t layer() const {
    return static_cast<std::uint32_t>(layers_.size() - 1);
  }

  // What is mentioned is relative to the file that does.
  [[nodiscard]] static std::string path_of(const LoadedFile& file,
                                           const Mention& mention) {
    const fs::path folder = fs::path(file.source.name).parent_path();
    return (folder / mention.path).lexically_normal().generic_string();
  }

  bool add_file(const std::string& name, bool is_own,
                std::error_code& failure) {
    const fs::path identity = identity_of(name);
    const auto known = std::find_if(
        files_.begin(), files_.end(),
        [&](const LoadedFile& it) { return it.identity == identity; });
    if (known != files_.end()) {
      is_cyclic_ = is_cyclic_ ||
                   (known->is_own && is_own && known->source.layer < layer());
      if (known->source.layer == layer()) return true;
      // What several packs use is of the one below.
      known->source.layer = layer();
      known->is_own = is_own;
      pending_.push_back(static_cast<std::size_t>(known - files_.begin()));
      return true;
    }
    // One byte more, so that the parser sees that it is too long.
    auto text = read_file(name, limits::kSourceBytes + 1, failure);
    if (!text) return false;
    LoadedFile& file = files_.emplace_back();
    file.source = {name, std::move(*text), layer(), {}};
    file.identity = identity;
    file.is_own = is_own;
    read_declarations(file);
    pending_.push_back(files_.size() - 1);
    progress_.show(files_.size(), 0);
    return true;
  }

  // Files are added while this goes on.
  void add_used() {
    for (; !pending_.empty(); pending_.erase(pending_.begin())) {
      const std::size_t file = pending_.front();
      for (std::size_t k = 0; k < files_[file].uses.size(); ++k) {
        const Mention use = files_[file].uses[k];
        std::error_code failure;
        if (add_file(path_of(files_[file], use), false, failure)) continue;
        problems_.push_back({file,
                             use,
                             Code::UnreadableUse,
                             {use.path, reason_of(failure)},
                             "write the path as seen from the folder of this "
                             "file"});
      }
    }
  }

  // Adds the pack that the present one extends, as the layer below. Whether
  // there is one.
  bool add_extended() {
    std::optional<std::pair<std::size_t, Mention>> found;
    const std::uint32_t above = layer();
    for (std::size_t i = 0; i < files_.size(); ++i) {
      if (files_[i].source.layer != above) continue;
      for (const Mention& it : files_[i].extends) {
        if (!found) {
          found = {i, it};
          continue;
        }
        problems_.push_back({i,
                             it,
                             Code::SecondExtend,
                             {it.path},
                             "extend one pack; a file of another can be read "
                             "with `use`"});
      }
    }
    if (!found) return false;
    const auto& [file, mention] = *found;
    const std::string path = path_of(files_[file], mention);
    const std::size_t before = files_.size();
    layers_.push_back(path);
    InputError error;
    if (!add_path(path, error)) {
      problems_.push_back(
          {file, mention, Code::DeadExtend, {error.message}, error.help});
    } else if (is_cyclic_) {
      problems_.push_back({file,
                           mention,
                           Code::CyclicExtend,
                           {mention.path},
                           "name a pack that does not rest on this one"});
    } else {
      return true;
    }
    files_.resize(before);
    pending_.clear();
    return false;
  }

  // Where the folder holds an agreement, folders below it that hold another
  // are packs of their own. Its files are those from `first` on.
  bool leave_out_other_packs(const std::string& path, std::size_t first,
                             InputError& error) {
    const fs::path root = folder_of(path);
    std::set<fs::path> others;
    bool is_pack = false;
    for (std::size_t i = first; i < files_.size(); ++i) {
      if (!files_[i].is_pack) continue;
      const fs::path folder = fs::path(files_[i].source.name).parent_path();
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
    const auto from = files_.begin() + static_cast<std::ptrdiff_t>(first);
    files_.erase(std::remove_if(from, files_.end(),
                                [&others](const LoadedFile& file) {
                                  return std::any_of(
                                      others.begin(), others.end(),
                                      [&file](const fs::path& it) {
                                        return file.source.name.starts_with(
                                            it.generic_string() + '/');
                                      });
                                }),
                 files_.end());
    // Their places have changed.
    std::erase_if(pending_, [first](std::size_t it) { return it >= first; });
    for (std::size_t i = first; i < files_.size(); ++i) pending_.push_back(i);
    return true;
  }

  Progress progress_;
  std::vector<std::string> layers_;  // paths of the packs, the present one last
  std::vector<LoadedFile> files_;
  std::vector<std::size_t> pending_;  // files whose `use` is to be followed
  std::vector<Problem> problems_;
  bool is_cyclic_ = false;  // the pack below holds files of one above
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
  loader.add_mentioned();
  return loader.take(diagnostics);
}

}  // namespace origo
