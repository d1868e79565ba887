// The pipeline. Each step turns one form into the next; every step reports into
// `diagnostics` and still returns something the caller could print.
#include "engine/compile.hpp"

#include "engine/check/check.hpp"
#include "engine/emit/emit.hpp"
#include "grammar/parse.hpp"

namespace origo {

std::optional<std::vector<std::byte>> compile(
    const std::vector<SourceFile>& sources, Diagnostics& diagnostics) {
  std::vector<ast::Tree> trees;
  for (const SourceFile& source : sources) {
    trees.push_back(grammar::parse(source, diagnostics));
  }
  const ir::Pack pack = check(trees, diagnostics);
  if (diagnostics.has_errors()) return {};
  return emit(pack).image;
}

}  // namespace origo
