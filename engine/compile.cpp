// The pipeline. Each step turns one form into the next; every step reports into
// `diagnostics` and still returns something the caller could print.
#include "engine/compile.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "engine/check/check.hpp"
#include "grammar/parse.hpp"

namespace origo {

namespace {

// The line of a rule; the beginning of the pack where it is not known.
Span span_of(const std::vector<SourceFile>& sources, const ir::Place& place) {
  const SourceFile& source = sources[place.file];
  std::size_t begin = 0;
  for (std::uint32_t line = 1; line < place.line; ++line) {
    begin = source.text.find('\n', begin) + 1;
  }
  const std::size_t end =
      place.line == 0
          ? begin
          : std::min(source.text.find('\n', begin), source.text.size());
  return {&source, static_cast<std::uint32_t>(begin),
          static_cast<std::uint32_t>(end)};
}

}  // namespace

Emitted emit_within_limits(const ir::Pack& pack,
                           const std::vector<SourceFile>& sources,
                           Diagnostics& diagnostics,
                           std::span<const ir::RequirementId> extra) {
  Emitted emitted = emit(pack, extra);
  for (const TooLarge& it : emitted.too_large) {
    diagnostics
        .report(Code::TooManyEntries, span_of(sources, it.place),
                std::to_string(it.limit), it.what)
        .help("divide it, as into rules that are told apart by `when`");
  }
  return emitted;
}

std::optional<std::vector<std::byte>> compile(
    const std::vector<SourceFile>& sources, Diagnostics& diagnostics) {
  std::vector<ast::Tree> trees;
  for (const SourceFile& source : sources) {
    trees.push_back(grammar::parse(source, diagnostics));
  }
  const ir::Pack pack = check(trees, diagnostics);
  if (diagnostics.has_errors()) return {};
  Emitted emitted = emit_within_limits(pack, sources, diagnostics);
  if (diagnostics.has_errors()) return {};
  return std::move(emitted.image);
}

}  // namespace origo
