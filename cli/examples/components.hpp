// Parts that an example tells of in words, and the goods that they go into.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "cli/examples/draft.hpp"
#include "cli/examples/wording.hpp"

namespace origo::examples {

struct Component {
  std::string title;
  Marks marks;
  std::vector<std::size_t> inside;  // the parts that it is made of
};

// What is different in a case from what the facts say.
struct Supposed {
  std::map<std::size_t, Marks> marks;  // of these parts
  // Only this part, with what holds it, is worth anything: whether a sum has it
  // then shows.
  const Component* only = nullptr;
};

// The parts of an example, each good made of the one before it and of nothing
// else but the first, which is made of the parts.
class Components {
 public:
  // False where the facts tell of no parts in words.
  bool read(const Example& example);

  [[nodiscard]] const std::vector<Component>& parts() const { return parts_; }
  [[nodiscard]] std::size_t goods() const { return goods_.size(); }
  [[nodiscard]] std::optional<std::size_t> good_named(
      const std::string& name) const;
  // The part, or the good that goes into another, that a text calls so.
  [[nodiscard]] std::optional<std::size_t> part_named(
      const std::string& name) const;
  // What counts as foreign in a good: a sub-component is no automotive good.
  [[nodiscard]] std::string measure_of(std::size_t good) const;
  // What a good is made of by itself.
  [[nodiscard]] std::vector<std::size_t> made_of(std::size_t good) const;
  [[nodiscard]] Marks marks_of(std::size_t part,
                               const Supposed& supposed) const;
  // Whether it counts as foreign, as far as that is said.
  [[nodiscard]] static bool is_foreign(const Marks& marks);
  // Ours: each twice the one before, with those of the parts in it.
  [[nodiscard]] std::int64_t value_of(std::size_t part,
                                      const Supposed& supposed) const;

  // The lines of a case of that good.
  [[nodiscard]] std::vector<std::string> lines(std::size_t good,
                                               const Supposed& supposed,
                                               const Draft& draft) const;

 private:
  void add(const std::string& title, Marks marks);
  void read_goods(const Member& expected);
  void line(std::size_t part, const std::string& into, const Supposed& supposed,
            const Draft& draft, std::vector<std::string>& lines) const;

  std::vector<Component> parts_;
  std::vector<std::string> goods_;
  std::set<std::string> plain_goods_;    // of those, the sub-components
  std::vector<std::size_t> good_parts_;  // the goods as parts of the next one
  std::vector<std::size_t> direct_;      // what the first good is made of
};

}  // namespace origo::examples
