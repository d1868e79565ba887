// Shrinking by trial: take something away, keep that if it still goes wrong.
#include "tests/random/shrink.hpp"

#include <fmt/format.h>

#include <array>
#include <stdexcept>
#include <vector>

namespace origo::random {
namespace {

// Of a small program, all there are.
constexpr std::size_t kRequirementsShown = 50;

class Shrinker {
 public:
  Shrinker(Failing failing, const Complaint& complaint)
      : best_(std::move(failing)),
        complaint_(complaint),
        shape_(shape_of(Compiled(best_.program).pack)) {}

  Failing run() {
    // Each of these can make room for the others.
    for (bool is_smaller = true; is_smaller && trials_ < kTrialsMax;) {
      is_smaller = drop_materials();
      is_smaller = drop_declarations() || is_smaller;
      is_smaller = drop_lines() || is_smaller;
      is_smaller = simplify_parentheses() || is_smaller;
      is_smaller = drop_facts() || is_smaller;
    }
    return std::move(best_);
  }

 private:
  static constexpr int kTrialsMax = 4000;

  // How many facts, attributes of materials and tags there are.
  using Shape = std::array<std::size_t, 3>;

  static Shape shape_of(const ir::Pack& pack) {
    return {pack.facts.size(), pack.columns.size(), pack.tags.size()};
  }

  // Whether it still goes wrong; then it is the best so far.
  bool take(Failing candidate) {
    if (++trials_ > kTrialsMax) return false;
    try {
      const Compiled program(candidate.program, kRequirementsShown);
      // The facts are of the program they were made for.
      if (shape_of(program.pack) != shape_) return false;
      if (complaint_(program, candidate.sheet).empty()) return false;
    } catch (const std::runtime_error&) {
      return false;  // no program any more
    }
    best_ = std::move(candidate);
    return true;
  }

  bool take_program(std::string program) {
    return take({std::move(program), best_.sheet});
  }

  // Where each line that `begins` a piece begins, and the end.
  template <typename Begins>
  [[nodiscard]] std::vector<std::size_t> pieces(Begins begins) const {
    std::vector<std::size_t> result;
    const std::string& text = best_.program;
    for (std::size_t at = 0; at < text.size();) {
      if (begins(text[at])) result.push_back(at);
      const std::size_t end = text.find('\n', at);
      at = end == std::string::npos ? text.size() : end + 1;
    }
    result.push_back(text.size());
    return result;
  }

  template <typename Begins>
  bool drop_pieces(Begins begins) {
    bool is_smaller = false;
    std::size_t i = pieces(begins).size();
    while (i-- > 0) {
      const std::vector<std::size_t> at = pieces(begins);
      if (i + 1 >= at.size()) continue;
      std::string rest = best_.program;
      rest.erase(at[i], at[i + 1] - at[i]);
      is_smaller = take_program(std::move(rest)) || is_smaller;
    }
    return is_smaller;
  }

  bool drop_declarations() {
    return drop_pieces([](char c) { return c >= 'a' && c <= 'z'; });
  }
  bool drop_lines() {
    return drop_pieces([](char) { return true; });
  }

  // `(...)` to `(yes)`, to `(no)`, or to a part of it in parentheses.
  bool simplify_parentheses() {
    bool is_smaller = false;
    for (std::size_t at = 0; at < best_.program.size(); ++at) {
      if (best_.program[at] != '(') continue;
      std::size_t end = at;
      std::vector<std::size_t> parts;
      for (int depth = 0; end < best_.program.size(); ++end) {
        const char c = best_.program[end];
        if (c == '(' && ++depth == 2) parts.push_back(end);
        if (c == ')' && --depth == 0) break;
        if (c == ')' && depth == 1) parts.push_back(end);
      }
      auto replaced = [&](const std::string& by) {
        if (by.size() >= end - at + 1) return false;
        std::string text = best_.program;
        text.replace(at, end - at + 1, by);
        return take_program(std::move(text));
      };
      std::vector<std::string> simpler{"(yes)", "(no)", "1", "1 USD", "1%"};
      for (std::size_t i = 0; i + 1 < parts.size(); i += 2) {
        simpler.push_back(
            best_.program.substr(parts[i], parts[i + 1] - parts[i] + 1));
      }
      for (const std::string& by : simpler) {
        if (!replaced(by)) continue;
        is_smaller = true;
        break;
      }
    }
    return is_smaller;
  }

  bool drop_materials() {
    bool is_smaller = false;
    for (std::size_t i = best_.sheet.materials(); i-- > 0;) {
      Failing candidate{best_.program, without(best_.sheet, i)};
      is_smaller = take(std::move(candidate)) || is_smaller;
    }
    return is_smaller;
  }

  bool drop_facts() {
    bool is_smaller = false;
    const std::size_t facts = best_.sheet.good().facts.size();
    for (std::size_t i = 0; i < facts; ++i) {
      if (best_.sheet.fact(i) == kMissing) continue;
      Failing candidate = best_;
      candidate.sheet.set_fact(i, kMissing);
      is_smaller = take(std::move(candidate)) || is_smaller;
    }
    return is_smaller;
  }

  Failing best_;
  const Complaint& complaint_;
  Shape shape_;
  int trials_ = 0;
};

}  // namespace

FactSheet without(FactSheet from, std::size_t dropped) {
  const Good good = from.good();
  const std::size_t columns = good.materials.columns.size();
  const std::size_t tags = good.materials.tags.size();
  FactSheet to(good.facts.size(), columns, tags);
  to.code = from.code;
  to.currency = from.currency;
  to.has_all_materials = from.has_all_materials;
  for (std::size_t i = 0; i < good.facts.size(); ++i) {
    to.set_fact(i, good.facts[i]);
  }
  for (std::size_t m = 0; m < from.materials(); ++m) {
    if (m == dropped) continue;
    const std::size_t added = to.add_material();
    to.material(added) = from.material(m);
    for (std::size_t i = 0; i < kBuiltInColumns + columns; ++i) {
      to.set_column(added, i, from.column(m, i));
    }
    for (std::size_t i = 0; i < tags; ++i) {
      to.set_tag(added, i, good.materials.tags[i][m]);
    }
  }
  return to;
}

Failing shrunk(Failing failing, const Complaint& complaint) {
  return Shrinker(std::move(failing), complaint).run();
}

std::string report(std::uint64_t seed, const Failing& failing,
                   const Complaint& complaint) {
  Failing small = shrunk(failing, complaint);
  const Compiled program(small.program, kRequirementsShown);
  const std::string wrong = complaint(program, small.sheet);
  return fmt::format(
      "{}\n\nprogram:\n{}\nfacts:\n{}\nfrom the program of seed {}; to run it "
      "first: ORIGO_RANDOM_SEED={} ORIGO_RANDOM_PAIRS=1\n",
      wrong, small.program, text_of(program.pack, small.sheet.good()), seed,
      seed);
}

}  // namespace origo::random
