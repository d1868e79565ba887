// Any bytes as goods in JSON.
#include <string>

#include "cli/facts.hpp"
#include "engine/diag/render.hpp"
#include "tests/fuzz/facts.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes,
                                      std::size_t size) {
  using namespace origo;
  const SourceFile source{
      "goods.json", std::string(reinterpret_cast<const char*>(bytes), size)};
  Diagnostics diagnostics;
  std::vector<FactSheet> goods;
  read_json_facts(
      fuzz::image(), source, [](const std::string&, Span, FactSheet&) {},
      diagnostics, goods);
  for (FactSheet& good : goods) static_cast<void>(good.good());
  static_cast<void>(render(diagnostics.sorted(), false));
  return 0;
}
