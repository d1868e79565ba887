// Any bytes as a rule file and as Markdown: parse, check, print, and compile
// what is sound.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "engine/compile.hpp"
#include "engine/diag/render.hpp"
#include "grammar/parse.hpp"
#include "grammar/print.hpp"

namespace {

using namespace origo;

void check_printing(const SourceFile& source) {
  Diagnostics diagnostics;
  const ast::Tree tree = grammar::parse(source, diagnostics);
  if (diagnostics.has_errors()) return;
  const SourceFile printed{"printed.roo", grammar::print(tree)};
  Diagnostics again;
  const ast::Tree second = grammar::parse(printed, again);
  if (again.has_errors() || grammar::print(second) != printed.text) {
    std::abort();  // printing is not stable
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes,
                                      std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(bytes), size);
  check_printing({"input.roo", text});
  for (const char* name : {"input.roo", "input.md"}) {
    Diagnostics all;
    // What is reported refers to the files.
    const std::vector<SourceFile> sources = {{name, text}};
    static_cast<void>(compile(sources, all));
    static_cast<void>(render(all.sorted(), false));
    static_cast<void>(render_json(all.sorted()));
  }
  return 0;
}
