// Any bytes as events of a stock: read them, and replay what is sound by every
// method.
#include <string>

#include "cli/inventory_events.hpp"
#include "engine/diag/render.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes,
                                      std::size_t size) {
  using namespace origo;
  const SourceFile source{
      "events.csv", std::string(reinterpret_cast<const char*>(bytes), size)};
  Diagnostics diagnostics;
  const std::vector<inventory::Event> events = read_events(source, diagnostics);
  if (!diagnostics.has_errors()) {
    for (const inventory::Method method : {
#define METHOD(name, word, meaning) inventory::Method::name,
#include "engine/inventory/methods.def"
#undef METHOD
         }) {
      inventory::Options options;
      options.method = method;
      Diagnostics found;
      static_cast<void>(inventory::replay(events, options, found));
      static_cast<void>(render(found.sorted(), false));
    }
  }
  static_cast<void>(render(diagnostics.sorted(), false));
  return 0;
}
