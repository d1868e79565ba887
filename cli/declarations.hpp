// What suppliers declare of what they deliver: evidence that a material refers
// to, and that counts for one agreement and for some time.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cli/json_tree.hpp"
#include "cli/json_values.hpp"
#include "engine/bytecode/image.hpp"
#include "engine/diag/diagnostics.hpp"

namespace origo {

struct Declaration {
  Span span;  // of its `id`
  std::string id;
  std::string supplier;
  std::string document;
  std::vector<std::string> agreements;
  std::optional<std::int64_t> from;   // the first day it counts
  std::optional<std::int64_t> until;  // and the last
  Status status = Status::Originating;
  Country country;
  bool is_used = false;
};

class Declarations {
 public:
  // Reads `declarations`.
  void read(const JsonNode& from, Diagnostics& diagnostics);
  // Marks it as used; null where there is none of that name.
  [[nodiscard]] const Declaration* use(const std::string& id);
  void report_unused(Diagnostics& diagnostics) const;
  [[nodiscard]] std::vector<std::string> ids() const;

 private:
  std::map<std::string, Declaration> all_;
};

// What a declaration makes of a material on a day, and why.
struct Declared {
  Status status = Status::Unproven;
  bool counts = false;
  std::string reason;  // what follows the name of the material in a remark
};

[[nodiscard]] Declared declared_by(const Declaration& declaration,
                                   const bytecode::Image& image,
                                   std::optional<std::int64_t> day);

// The date that selects the law of the pack, and with it the declarations.
[[nodiscard]] std::uint16_t day_that_counts(const bytecode::Image& image);

}  // namespace origo
