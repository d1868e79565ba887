// The check phase from end to end.
#include "engine/check/check.hpp"

#include "engine/check/checker.hpp"

namespace origo {
namespace checker {

Checker::Checker(const std::vector<ast::Tree>& trees, Diagnostics& diagnostics)
    : trees_(trees), diagnostics_(diagnostics) {}

ir::Pack Checker::run() {
  lay_over();
  declare_built_in();
  declare_names();
  lower_articles();
  order_rules();
  for (const Cursor& declaration : declarations_) {
    if (declaration.is(Kind::case_decl)) lower_case(declaration);
  }
  return std::move(pack_);
}

}  // namespace checker

ir::Pack check(const std::vector<ast::Tree>& trees, Diagnostics& diagnostics) {
  return checker::Checker(trees, diagnostics).run();
}

}  // namespace origo
