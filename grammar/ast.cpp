// Walking the syntax tree.
#include "grammar/ast.hpp"

#include <array>

namespace origo::ast {

Cursor Cursor::child(std::size_t n) const {
  for (const Cursor it : *this) {
    if (n-- == 0) return it;
  }
  return {};
}

Cursor Cursor::find(Kind kind) const {
  for (const Cursor it : *this) {
    if (it.is(kind)) return it;
  }
  return {};
}

std::size_t Cursor::count() const {
  std::size_t children = 0;
  for (Iterator it = begin(); it != end(); ++it) ++children;
  return children;
}

std::string_view kind_name(Kind kind) {
  static constexpr std::array kNames{
#define NODE(production) std::string_view{#production},
#include "grammar/nodes.def"
#undef NODE
  };
  return kNames[static_cast<std::size_t>(kind)];
}

}  // namespace origo::ast
