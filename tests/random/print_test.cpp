// Printing keeps what is said: the syntax, the comments and the meaning.
#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "engine/check/check.hpp"
#include "engine/emit/emit.hpp"
#include "grammar/parse.hpp"
#include "grammar/print.hpp"
#include "tests/random/harness.hpp"
#include "tests/random/program_generator.hpp"
#include "tests/support/catch.hpp"

namespace origo::random {
namespace {

namespace fs = std::filesystem;

// Stay where they are: trees refer to them.
using Files = std::deque<SourceFile>;

// The text without what only separates tokens.
std::string squeezed(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const bool is_space = c == ' ' || c == '\n' || c == '\r' || c == '\t';
    if (!is_space) result += c;
  }
  return result;
}

// A node a line, leaves with their text.
std::string syntax_of(const ast::Tree& tree) {
  std::string text;
  for (std::uint32_t i = 0; i < tree.nodes.size(); ++i) {
    const ast::Cursor node(tree, i);
    text += fmt::format("{} {}", ast::kind_name(node.kind()), node.node().size);
    // A comment may stand among the words of a leaf.
    const bool has_comment = node.text().find('#') != std::string_view::npos;
    if (!node.first() && !has_comment) {
      std::string leaf = squeezed(node.text());
      // The points of a code are written where they belong.
      if (node.is(ast::Kind::code)) std::erase(leaf, '.');
      text += ' ' + leaf;
    }
    text += '\n';
  }
  return text;
}

// Every comment, in the order of the alphabet.
std::string comments_of(const ast::Tree& tree) {
  std::multiset<std::string> comments;
  for (const ast::Comment& it : tree.comments) {
    comments.insert(
        squeezed(tree.source->text.substr(it.begin, it.end - it.begin)));
  }
  return fmt::format("{}", fmt::join(comments, "\n"));
}

// Where two texts part.
std::string parting(const std::string& a, const std::string& b) {
  const auto at = std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first;
  const auto place = static_cast<std::size_t>(at - a.begin());
  const std::size_t line = a.rfind('\n', place) + 1;
  return a.substr(line, a.find('\n', place) - line) + " / " +
         b.substr(line, b.find('\n', place) - line);
}

// What is wrong with how a text is printed; nothing when all is well.
std::string misprint(const std::string& text) {
  const SourceFile source{"random.roo", text};
  Diagnostics diagnostics;
  const ast::Tree tree = grammar::parse(source, diagnostics);
  if (diagnostics.has_errors()) return "it cannot be read";
  const SourceFile printed{"random.roo", grammar::print(tree)};
  const ast::Tree again = grammar::parse(printed, diagnostics);
  if (diagnostics.has_errors()) {
    return "what is printed cannot be read:\n" + printed.text;
  }
  if (syntax_of(tree) != syntax_of(again)) {
    return "it is printed as something else: " +
           parting(syntax_of(tree), syntax_of(again)) + '\n' + printed.text;
  }
  if (comments_of(tree) != comments_of(again)) {
    return "its comments are not kept: " +
           parting(comments_of(tree), comments_of(again)) + '\n' + printed.text;
  }
  if (grammar::print(again) != printed.text) {
    return "printed again it differs:\n" + grammar::print(again);
  }
  return {};
}

// The image of a pack's files, with every rule on the same line.
std::vector<std::byte> meaning_of(const Files& files) {
  Diagnostics diagnostics;
  std::vector<ast::Tree> trees;
  for (const auto& file : files) {
    trees.push_back(grammar::parse(file, diagnostics));
  }
  ir::Pack pack = check(trees, diagnostics);
  if (diagnostics.has_errors()) return {};
  for (ir::Rule& rule : pack.rules) rule.place.line = 0;
  return emit(pack).image;
}

Files printed(const Files& files) {
  Files result;
  for (const auto& file : files) {
    Diagnostics diagnostics;
    const ast::Tree tree = grammar::parse(file, diagnostics);
    result.push_back({file.name, grammar::print(tree), file.layer, {}});
  }
  return result;
}

bool keeps_meaning(const Files& files) {
  const std::vector<std::byte> meaning = meaning_of(files);
  return !meaning.empty() && meaning_of(printed(files)) == meaning;
}

std::string text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<fs::path> rule_files(const fs::path& folder) {
  std::vector<fs::path> found;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".roo") found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

// The files of a folder and all that they use or extend.
Files pack_of(const fs::path& folder) {
  Files files;
  std::vector<fs::path> paths = rule_files(folder);
  std::vector<std::uint32_t> layers(paths.size(), 0);
  for (std::size_t i = 0; i < paths.size(); ++i) {
    files.push_back({paths[i].string(), text_of(paths[i]), layers[i], {}});
    Diagnostics diagnostics;
    const ast::Tree tree = grammar::parse(files.back(), diagnostics);
    for (const ast::Cursor declaration : ast::Cursor(tree, 0)) {
      const bool is_extend = declaration.is(ast::Kind::extend);
      if (!declaration.is(ast::Kind::use) && !is_extend) continue;
      std::string_view name = declaration.first().text();
      name = name.substr(1, name.size() - 2);
      const fs::path used =
          fs::canonical(paths[i].parent_path() / fs::path(name));
      const std::vector<fs::path> all = fs::is_directory(used)
                                            ? rule_files(used)
                                            : std::vector<fs::path>{used};
      for (const fs::path& path : all) {
        const bool is_known = std::any_of(
            paths.begin(), paths.end(),
            [&path](const fs::path& it) { return fs::equivalent(it, path); });
        if (is_known) continue;
        paths.push_back(path);
        layers.push_back(layers[i] + (is_extend ? 1 : 0));
      }
    }
  }
  return files;
}

}  // namespace

TEST_CASE("random programs are printed as they were written") {
  const std::size_t programs = pairs_wanted() / 100;
  for (std::uint64_t seed = first_seed(); seed < first_seed() + programs;
       ++seed) {
    Random random(seed);
    const std::string text = random_program(random.next());
    for (const std::string& it : {text}) {
      const std::string wrong = misprint(it);
      if (!wrong.empty()) {
        FAIL(fmt::format("seed {}: {}\nit was:\n{}", seed, wrong, it));
      }
    }
    Files files;
    files.push_back({"random.roo", text});
    if (!keeps_meaning(files)) {
      FAIL(fmt::format("seed {}: printed it means something else:\n{}", seed,
                       text));
    }
  }
}

TEST_CASE("the rules are printed as they were written") {
  const fs::path rules = fs::path(ORIGO_SOURCE_DIR) / "rules";
  for (const fs::path& path : rule_files(rules)) {
    INFO(path.string());
    CHECK(misprint(text_of(path)) == "");
  }
  for (const auto& entry : fs::directory_iterator(rules)) {
    if (!entry.is_directory() || entry.path().filename() == "common") continue;
    INFO(entry.path().string());
    CHECK(keeps_meaning(pack_of(entry.path())));
  }
}

}  // namespace origo::random
