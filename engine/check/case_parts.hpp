// A case while it is being read. Private to engine/check.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "engine/check/checker.hpp"

namespace origo::checker {

// A case as it is written: materials in the author's order, and productions
// that name them.
struct Checker::CaseParts {
  using Facts = std::vector<std::pair<std::uint32_t, std::int64_t>>;

  struct Line {
    ir::CaseMaterial material;
    Cursor at;
    Cursor into;  // the name of what it goes into; invalid for the good
  };
  struct Production {
    Cursor name;
    Facts facts;
  };

  explicit CaseParts(ir::Case& of) : to(of) {}

  // Facts belong to the production that was written last, before any to the
  // good.
  Facts& facts() {
    return productions.empty() ? to.facts : productions.back().facts;
  }

  ir::Case& to;
  std::vector<Line> lines;
  std::vector<Production> productions;
  std::vector<std::pair<std::size_t, Cursor>> expected;  // of parts
};

}  // namespace origo::checker
