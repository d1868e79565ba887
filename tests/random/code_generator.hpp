// Tariff codes that meet often, and ranges of them that rules may claim.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/random/random.hpp"

namespace origo::random {

// A run of ten-digit codes, both ends included.
struct Run {
  std::uint64_t first;
  std::uint64_t last;
};

// A code set as it is written, and what it holds: sorted, none adjoining.
struct CodeSet {
  std::string text;
  std::vector<Run> runs;
};

class CodeGenerator {
 public:
  // With `has_edges`, codes stand often on both sides of a ten.
  CodeGenerator(Random& random, bool has_edges)
      : random_(random), has_edges_(has_edges) {}

  // Digits of a code of so many digits (2 to 10), from few chapters.
  [[nodiscard]] std::string code(std::size_t digits);
  // One code, or a range: `8703.21 - 8703.90`, `chapter 84`.
  [[nodiscard]] CodeSet range();
  // A list with or without exceptions; never empty.
  [[nodiscard]] CodeSet code_set(const std::vector<CodeSet>& named);

 private:
  [[nodiscard]] std::string sibling(const std::string& digits);
  [[nodiscard]] std::string dotted(const std::string& digits);
  [[nodiscard]] std::string chapter_number(const std::string& digits);

  Random& random_;
  bool has_edges_;
};

// The ranges that rules claim. Of one kind, ranges never cross.
class Claims {
 public:
  struct Rule {
    std::vector<Run> runs;
    bool is_override = false;
    bool is_conditional = false;
  };

  // False, and nothing claimed, when the checker would find that the rule
  // overlaps another.
  bool add(const Rule& rule);
  // Whether each rule can ever apply.
  [[nodiscard]] std::vector<bool> reachable() const;
  [[nodiscard]] std::size_t size() const { return rules_.size(); }

 private:
  std::vector<Rule> rules_;
};

}  // namespace origo::random
