// Any bytes as a rule file: parse, check, print, and compile what is sound.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "engine/compile.hpp"
#include "engine/diag/render.hpp"
#include "grammar/parse.hpp"
#include "grammar/print.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes,
                                      std::size_t size) {
  using namespace origo;
  const SourceFile source{
      "input.roo", std::string(reinterpret_cast<const char*>(bytes), size)};
  Diagnostics diagnostics;
  const ast::Tree tree = grammar::parse(source, diagnostics);
  if (!diagnostics.has_errors()) {
    const SourceFile printed{"printed.roo", grammar::print(tree)};
    Diagnostics again;
    const ast::Tree second = grammar::parse(printed, again);
    if (again.has_errors() || grammar::print(second) != printed.text) {
      std::abort();  // printing is not stable
    }
  }
  Diagnostics all;
  // What is reported refers to the files.
  const std::vector<SourceFile> sources = {source};
  static_cast<void>(compile(sources, all));
  static_cast<void>(render(all.sorted(), false));
  static_cast<void>(render_json(all.sorted()));
  return 0;
}
