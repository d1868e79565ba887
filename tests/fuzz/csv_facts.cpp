// Any bytes as a costed bill of materials.
#include <string>

#include "cli/facts.hpp"
#include "engine/diag/render.hpp"
#include "tests/fuzz/facts.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes,
                                      std::size_t size) {
  using namespace origo;
  const SourceFile source{
      "bom.csv", std::string(reinterpret_cast<const char*>(bytes), size)};
  Diagnostics diagnostics;
  const bytecode::Image& image = fuzz::image();
  FactSheet good(image.facts().size(), image.columns().size(),
                 image.tags().size());
  Mapping mapping;
  read_sheet(image, source, {}, diagnostics, good, mapping);
  static_cast<void>(good.good());
  static_cast<void>(render(diagnostics.sorted(), false));
  return 0;
}
