// A pack that replaces what it extends with the same says the same.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "engine/check/check.hpp"
#include "engine/emit/emit.hpp"
#include "grammar/parse.hpp"
#include "tests/random/harness.hpp"
#include "tests/random/program_generator.hpp"
#include "tests/random/random.hpp"
#include "tests/support/catch.hpp"

namespace origo::random {
namespace {

using ast::Kind;

constexpr std::array kReplaceable = {
    Kind::agreement,      Kind::threshold, Kind::codes_decl,
    Kind::countries_decl, Kind::measure,   Kind::method,
    Kind::define,         Kind::derive,    Kind::material_derive,
    Kind::tolerance,      Kind::criterion, Kind::condition,
    Kind::rule,           Kind::override};

// Replaces about half of what a program declares with itself.
std::string overlay_of(const std::string& program, Random& random) {
  const SourceFile source{"random.roo", program};
  Diagnostics diagnostics;
  const ast::Tree tree = grammar::parse(source, diagnostics);
  std::string text = "extend \"base.roo\"\n";
  for (const ast::Cursor it : ast::Cursor(tree, 0)) {
    const bool can_be = std::find(kReplaceable.begin(), kReplaceable.end(),
                                  it.kind()) != kReplaceable.end();
    if (can_be && random.chance(50)) {
      text += fmt::format("replace {}\n", it.text());
    }
  }
  return text;
}

// The image, without the places where rules stand; nothing, and why, when
// there are errors.
std::vector<std::byte> meaning_of(const std::vector<SourceFile>& files,
                                  std::string& errors) {
  Diagnostics diagnostics;
  std::vector<ast::Tree> trees;
  for (const SourceFile& file : files) {
    trees.push_back(grammar::parse(file, diagnostics));
  }
  ir::Pack pack = check(trees, diagnostics);
  for (const Diagnostic& it : diagnostics.sorted()) {
    if (it.severity() == Severity::Error) errors += it.message() + '\n';
  }
  if (diagnostics.has_errors()) return {};
  for (ir::Rule& rule : pack.rules) rule.place = {};
  pack.files = {"all.roo"};
  pack.packs = {""};
  return emit(pack).image;
}

}  // namespace

TEST_CASE("what is replaced by itself stays what it was") {
  const std::size_t programs = pairs_wanted() / 100;
  for (std::uint64_t seed = first_seed(); seed < first_seed() + programs;
       ++seed) {
    Random random(seed);
    const std::string base = random_program(random.next());
    const std::string overlay = overlay_of(base, random);
    std::string errors;
    const auto alone = meaning_of({{"base.roo", base}}, errors);
    const auto over = meaning_of(
        {{"top.roo", overlay}, {"base.roo", base, 1, "base.roo"}}, errors);
    if (alone.empty() || alone != over) {
      FAIL(fmt::format("seed {}: it is not the same; {}\n{}\nover:\n{}", seed,
                       errors, overlay, base));
    }
  }
}

}  // namespace origo::random
