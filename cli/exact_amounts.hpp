// Amounts of a good that were multiplied, kept exact until all are known.
//
// Amounts are millionths. A third of one is none, but three goods have three
// thirds: where an amount comes out broken, all amounts of the good are
// multiplied until none is, and the good says for how many of it they are.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "cli/fact_sheet.hpp"
#include "cli/fraction.hpp"
#include "engine/bytecode/image.hpp"
#include "engine/diag/diagnostics.hpp"

namespace origo {

// Whether values of the type grow with how much of a good they are for.
[[nodiscard]] bool is_amount(Type type);

// Where an amount stands in a sheet; that of switching has no column.
struct AmountPlace {
  enum class Of : std::uint8_t { Material, Production, Switching };
  Of of = Of::Material;
  std::size_t index = 0;   // of the material or the production
  std::size_t column = 0;  // or the fact
};

class ExactAmounts {
 public:
  ExactAmounts(const bytecode::Image& image, FactSheet& sheet,
               Diagnostics& diagnostics)
      : image_(image), sheet_(sheet), diagnostics_(diagnostics) {}

  // `name` is of the amount and `path` of what has it, for what is reported.
  void set(const AmountPlace& place, const Proportion& value, Span span,
           std::string_view name, std::string_view path);

  // Once all have been set.
  void settle();

 private:
  struct Broken {
    AmountPlace place;
    Proportion value;
    Span span;
    std::string name;
    std::string path;
  };

  void store(const AmountPlace& place, std::int64_t value);
  void refuse(const Broken& it, const std::string& why);
  [[nodiscard]] bool multiply(std::int64_t multiple);

  const bytecode::Image& image_;
  FactSheet& sheet_;
  Diagnostics& diagnostics_;
  std::vector<Broken> broken_;
};

// Whether a rule compares with an amount that does not grow with the good.
[[nodiscard]] bool has_fixed_amounts(const bytecode::Image& image);

}  // namespace origo
