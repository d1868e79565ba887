// Lists of parts as enterprise systems export them: each part once, with the
// lines that go into a base quantity of it, which name further parts.
//
// A list is checked before it is taken apart, so that what is wrong with it is
// said once, however often a part is used, and taking apart cannot fail.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "cli/fraction.hpp"
#include "cli/json_tree.hpp"
#include "cli/json_values.hpp"
#include "engine/diag/diagnostics.hpp"

namespace origo {

struct Part {
  const JsonNode* node = nullptr;
  Measured base;  // what its lines and amounts are for
  bool has_base = false;
  bool is_read = false;  // whether its own members were
  // What checking it found.
  enum class State : std::uint8_t { New, Open, Done } state = State::New;
  std::uint64_t lines = 0;   // of all depths, below it
  std::uint32_t height = 0;  // parts within one another, below it
};

class PartList {
 public:
  // Reads `parts`. The node must outlive it.
  PartList(const JsonNode& parts, Diagnostics& diagnostics);

  // Checks what a good is made of, which `name` is how it is called. False when
  // it cannot be taken apart.
  [[nodiscard]] bool check(const JsonNode& materials, const std::string& name);

  // The part a line of materials is; null where it is none of the list.
  [[nodiscard]] const Part* part_of(const JsonNode& line) const;

  // Parts that are used and whose members were not read yet, which marks them.
  [[nodiscard]] std::vector<const Part*> unread();
  // What is wrong with a part need not be said for each of its uses.
  void refuse() { is_sound_ = false; }

  // Reports the parts that no good was made with.
  void report_unused();

 private:
  struct Extent {
    std::uint64_t lines = 0;
    std::uint32_t height = 0;
  };

  Part* find(const JsonNode& line);
  Extent visit(const JsonNode& materials);
  Extent visit_line(const JsonNode& line);
  Extent visit_part(Part& part, const JsonNode& line);
  void check_quantities(const JsonNode& line, const Part* part);
  void check_bought(const JsonNode& line);
  void report_repeated(const JsonNode& materials);
  void report_circular(const JsonNode& line);
  [[nodiscard]] bool is_too_much(const Extent& extent, Span span);
  [[nodiscard]] std::string path() const;

  Diagnostics& diagnostics_;
  JsonValues values_;
  std::map<std::string, Part, std::less<>> parts_;
  std::vector<std::string> path_;  // names, the good's first
  bool is_sound_ = true;
  bool is_too_much_ = false;
  std::uint32_t open_ = 0;  // parts that are being visited
};

// How reports call a line: by its description, else that of its part in the
// list, else by its number.
[[nodiscard]] std::string name_of_line(const JsonNode& line, const Part* part);

// What of a line is used: its quantity and the scrap that is made of it.
[[nodiscard]] Proportion with_scrap(const Measured& quantity,
                                    std::int64_t scrap);

}  // namespace origo
