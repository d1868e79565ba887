// Lays a pack over the one that it extends: what holds in the end, each
// declaration once.
//
// The pack that all others rest on comes first, so that names are known before
// they are used; of its declarations a `replace` takes the place. Rules are the
// other way round: of those on one range the first whose condition holds
// applies, and what a pack adds is to come before what it extends.
#include <fmt/format.h>

#include <algorithm>

#include "engine/check/checker.hpp"
#include "engine/diag/suggest.hpp"
#include "grammar/print.hpp"

namespace origo::checker {
namespace {

bool is_rule(const Cursor& declaration) {
  return declaration.is(Kind::rule) || declaration.is(Kind::override);
}

std::uint32_t layer_of(const Cursor& declaration) {
  return declaration.tree().source->layer;
}

// How an author calls what a declaration declares, and what `replace` matches
// by: `threshold`, or nothing for what cannot be replaced.
std::string_view word_of(Kind kind) {
  switch (kind) {
    case Kind::agreement:
      return "agreement";
    case Kind::threshold:
      return "threshold";
    case Kind::codes_decl:
      return "codes";
    case Kind::countries_decl:
      return "countries";
    case Kind::measure:
      return "measure";
    case Kind::method:
      return "method";
    case Kind::define:
      return "define";
    case Kind::derive:
      return "derive";
    case Kind::tolerance:
      return "tolerance";
    case Kind::criterion:
      return "criterion";
    case Kind::condition:
      return "condition";
    case Kind::rule:
      return "rule";
    case Kind::override:
      return "override";
    default:
      return "";
  }
}

std::string inline_or_nothing(const Cursor& part) {
  return part ? grammar::print_inline(part) : std::string();
}

// What tells a declaration from others of its kind. A pack has one agreement,
// whatever its name.
std::string name_of(const Cursor& declaration) {
  if (declaration.is(Kind::agreement)) return {};
  if (is_rule(declaration)) {
    return inline_or_nothing(declaration.find(Kind::code_set));
  }
  std::string name(declaration.find(Kind::name).text());
  if (declaration.is(Kind::method)) {
    name += fmt::format(" {}", declaration.child(1).text());
  }
  return name;
}

std::string condition_of(const Cursor& rule) {
  return inline_or_nothing(rule.find(Kind::when));
}

bool has_same_name(const Cursor& a, const Cursor& b) {
  return a.kind() == b.kind() && name_of(a) == name_of(b);
}

std::string days_of(const Cursor& rule) {
  return inline_or_nothing(rule.find(Kind::period_from)) + ' ' +
         inline_or_nothing(rule.find(Kind::period_until));
}

// Whether one may take the place of the other: of rules, the same range and
// the same condition.
bool is_same(const Cursor& a, const Cursor& b) {
  return has_same_name(a, b) &&
         (!is_rule(a) || condition_of(a) == condition_of(b));
}

// The narrowest span that names a declaration.
Span head_of(const Cursor& declaration) {
  return declaration.find(is_rule(declaration) ? Kind::code_set : Kind::name)
      .span();
}

// `threshold car_content`, as it stands behind `replace`.
std::string spelled(const Cursor& declaration) {
  return fmt::format("{} {}", word_of(declaration.kind()),
                     declaration.is(Kind::agreement)
                         ? declaration.find(Kind::name).text()
                         : name_of(declaration));
}

}  // namespace

std::string Checker::pack_name(std::uint32_t layer) const {
  std::string name;
  for (const ast::Tree& tree : trees_) {
    if (tree.source->layer != layer) continue;
    if (name.empty()) name = tree.source->pack;
    for (Cursor it : Cursor(tree, 0)) {
      if (it.is(Kind::replacement)) it = it.first();
      if (it.is(Kind::agreement)) {
        return std::string(it.find(Kind::name).text());
      }
    }
  }
  return name;
}

void Checker::help_replace(Diagnostic& error, const Cursor& again,
                           const Cursor& first) const {
  const std::uint32_t layer = first.tree().source->layer;
  if (layer == layer_of(again)) return;
  error.help(word_of(again.kind()).empty()
                 ? fmt::format("leave it out: {} declares it", pack_name(layer))
                 : fmt::format("write `replace {}` if it is to take the place "
                               "of that of {}",
                               spelled(again), pack_name(layer)));
}

void Checker::report_nothing_to_replace(const Cursor& replacement) {
  const Cursor wanted = replacement.first();
  const std::string name = name_of(wanted);
  const std::string what =
      wanted.is(Kind::agreement) ? "agreement"
      : is_rule(wanted)
          ? fmt::format("{} for `{}`", word_of(wanted.kind()), name)
          : fmt::format("{} named `{}`", word_of(wanted.kind()), name);
  Diagnostic& error =
      diagnostics_.report(Code::NothingToReplace, head_of(wanted), what);
  std::vector<std::string> names;
  for (const Cursor& it : declarations_) {
    if (word_of(it.kind()).empty() || layer_of(it) == layer_of(wanted)) {
      continue;
    }
    if (it.kind() == wanted.kind()) {
      names.push_back(name_of(it));
      if (names.back() != name) continue;
      // Of rules, the range is there and the condition another.
      const std::string condition = condition_of(it);
      error.also(head_of(it), "")
          .help(condition.empty()
                    ? "leave out `when`, as that rule has none"
                    : fmt::format("write the condition of that rule, `{}`",
                                  condition));
      return;
    }
    if (!is_rule(it) && name_of(it) == name && !name.empty()) {
      error.also(head_of(it), "")
          .help(fmt::format("write `replace {}`", spelled(it)));
      return;
    }
  }
  if (declarations_.empty()) {
    error.help("name the pack that has it: `extend \"../other\"`");
  } else if (const auto meant = nearest(name, names);
             meant && !is_rule(wanted)) {
    error.help(fmt::format("did you mean `{}`?", *meant));
  } else {
    error.help("leave out `replace` to add it");
  }
}

// Puts what a `replace` declares in the place of what it names.
void Checker::replace(const Cursor& replacement, std::uint32_t layer) {
  const Cursor declaration = replacement.first();
  std::vector<Cursor*> found;
  for (Cursor& it : declarations_) {
    if (is_same(it, declaration)) found.push_back(&it);
  }
  // Rules of one range and condition may hold one after the other.
  if (found.size() > 1) {
    std::erase_if(found, [&declaration](const Cursor* it) {
      return days_of(*it) != days_of(declaration);
    });
  }
  if (found.empty()) {
    report_nothing_to_replace(replacement);
    return;
  }
  if (layer_of(*found.front()) == layer) {
    diagnostics_
        .report(Code::DuplicateName, head_of(declaration),
                head_of(declaration).text())
        .also(head_of(*found.front()), "first here");
    return;
  }
  *found.front() = declaration;
}

void Checker::add_layer(std::uint32_t layer) {
  std::vector<Cursor> rules;
  std::vector<Cursor> others;
  std::vector<Cursor> replacements;
  for (const ast::Tree& tree : trees_) {
    if (tree.source->layer != layer) continue;
    for (const Cursor it : Cursor(tree, 0)) {
      // Cases are tests of the pack that they stand in.
      if (it.is(Kind::case_decl) && layer > 0) continue;
      if (it.is(Kind::replacement)) {
        replacements.push_back(it);
      } else if (is_rule(it) && !declarations_.empty()) {
        const auto extended = std::find_if(
            declarations_.begin(), declarations_.end(),
            [&it](const Cursor& other) {
              return is_same(it, other) && days_of(it) == days_of(other);
            });
        if (extended == declarations_.end()) {
          rules.push_back(it);
          continue;
        }
        diagnostics_
            .report(Code::RuleOfExtended, head_of(it), name_of(it),
                    pack_name(layer_of(*extended)))
            .also(head_of(*extended), "")
            .help(fmt::format(
                "write `replace {}` if it is to take the place of that rule",
                spelled(it)));
      } else {
        others.push_back(it);
      }
    }
  }
  for (const Cursor& it : replacements) replace(it, layer);
  declarations_.insert(
      std::find_if(declarations_.begin(), declarations_.end(), is_rule),
      rules.begin(), rules.end());
  declarations_.insert(declarations_.end(), others.begin(), others.end());
}

void Checker::lay_over() {
  std::uint32_t deepest = 0;
  for (const ast::Tree& tree : trees_) {
    deepest = std::max(deepest, tree.source->layer);
  }
  for (const ast::Tree& tree : trees_) {
    pack_.files.push_back(tree.source->name);
    pack_.packs.push_back(deepest == 0 ? std::string()
                                       : pack_name(tree.source->layer));
  }
  for (std::uint32_t layer = deepest + 1; layer-- > 0;) add_layer(layer);
}

}  // namespace origo::checker
