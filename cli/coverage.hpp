// Which rules, alternatives and requirements the cases of a pack reach.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <ostream>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "cli/tested.hpp"
#include "engine/explain/explanation.hpp"

namespace origo {

// What is counted, of what the pack itself declares; a pack that it extends has
// cases of its own:
// - a rule is reached by a case that applies it to its good;
// - an alternative of a rule, by a case whose good originates by it: it is met,
//   and none before it is;
// - a requirement has two outcomes, met and not met, and each is reached by a
//   case in which it came out so. A requirement is what the author wrote at one
//   place: one in a definition is one however many rules use it, and what
//   stands twice in the same words in one rule is one. What is the same for
//   every good, such as `yes`, is not counted.
class Coverage {
 public:
  explicit Coverage(const TestedPack& tested);

  // Counts what one case reached.
  void add(const Explanation& explanation);

  // What nothing reached, with its place, and the totals.
  void print(std::ostream& out) const;
  [[nodiscard]] nlohmann::ordered_json json() const;

 private:
  struct Requirement {
    std::uint32_t file = 0;
    std::uint32_t begin = 0;
    std::string text;
    std::vector<std::uint32_t> rules;  // that ask for it; none: an article does
    bool is_article = false;
    bool was_met = false;
    bool was_not_met = false;
  };
  struct Rule {
    std::string text;
    bool is_own = false;  // of the pack itself
    bool was_reached = false;
    std::vector<bool> alternatives;  // whether a good originated by it
  };
  struct Total {
    std::size_t reached = 0;
    std::size_t all = 0;
  };
  struct Unreached {
    std::string kind;
    std::uint32_t file = 0;
    std::size_t line = 0;
    std::string text;
    std::string what;  // of it nothing reached
    bool is_of_unreached_rule = false;
  };
  // The labels of one program, as one provision runs it.
  using Key = std::tuple<Reason::Context, std::uint16_t, std::uint16_t>;

  void add_program(Reason::Context context, std::size_t subject,
                   std::uint16_t program,
                   const std::vector<ir::Written>& written);
  [[nodiscard]] const ir::Written* find(const std::vector<ir::Written>& written,
                                        std::string_view text) const;
  [[nodiscard]] bool is_own(std::uint32_t file) const;
  [[nodiscard]] std::size_t line_of(std::uint32_t file,
                                    std::uint32_t begin) const;
  [[nodiscard]] std::vector<Total> totals() const;
  [[nodiscard]] std::vector<Unreached> unreached() const;

  const TestedPack& tested_;
  std::set<std::uint32_t> constants_;  // labels of what never differs
  std::vector<Rule> rules_;
  std::vector<Requirement> requirements_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::vector<std::size_t>>
      by_place_;
  std::map<Key, std::vector<std::size_t>> labels_;
};

}  // namespace origo
