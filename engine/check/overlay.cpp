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
    case Kind::material_derive:
      return "derive material";
    case Kind::tolerance:
      return "tolerance";
    case Kind::criterion:
      return "criterion";
    case Kind::condition:
      return "condition";
    case Kind::country:
      return "country";
    case Kind::note:
      return "note";
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

// The days that tell rules of one range and condition apart.
std::string days_of(const Cursor& rule) {
  return inline_or_nothing(rule.find(Kind::period_from)) + ' ' +
         inline_or_nothing(rule.find(Kind::period_until));
}

// What two declarations have in common of which one may take the place of the
// other: kind and name, of rules range and condition.
std::string key_of(const Cursor& declaration) {
  return fmt::format("{} {} {}", word_of(declaration.kind()),
                     name_of(declaration),
                     is_rule(declaration) ? condition_of(declaration) : "");
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
void Checker::replace(const Cursor& replacement, std::uint32_t layer,
                      const Known& known) {
  const Cursor declaration = replacement.first();
  std::vector<Cursor*> found;
  const auto [first, last] = known.equal_range(key_of(declaration));
  for (auto it = first; it != last; ++it) {
    found.push_back(&declarations_[it->second]);
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
  Known known;
  for (std::size_t i = 0; i < declarations_.size(); ++i) {
    if (word_of(declarations_[i].kind()).empty()) continue;
    known.emplace(key_of(declarations_[i]), i);
  }
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
      } else if (!is_rule(it) || declarations_.empty()) {
        others.push_back(it);
      } else if (!is_rule_of_extended(it, known)) {
        rules.push_back(it);
      }
    }
  }
  for (const Cursor& it : replacements) replace(it, layer, known);
  declarations_.insert(
      std::find_if(declarations_.begin(), declarations_.end(), is_rule),
      rules.begin(), rules.end());
  declarations_.insert(declarations_.end(), others.begin(), others.end());
}

// Whether the pack that is extended has the same rule, which is reported.
bool Checker::is_rule_of_extended(const Cursor& rule, const Known& known) {
  const auto [first, last] = known.equal_range(key_of(rule));
  const auto same =
      std::find_if(first, last, [this, &rule](const Known::value_type& it) {
        return days_of(declarations_[it.second]) == days_of(rule);
      });
  if (same == last) return false;
  const Cursor extended = declarations_[same->second];
  diagnostics_
      .report(Code::RuleOfExtended, head_of(rule), name_of(rule),
              pack_name(layer_of(extended)))
      .also(head_of(extended), "")
      .help(fmt::format(
          "write `replace {}` if it is to take the place of that rule",
          spelled(rule)));
  return true;
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
