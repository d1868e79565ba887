// Names: which there are, where each is declared, and what is said of one that
// is not known.
#include <fmt/format.h>

#include <algorithm>

#include "engine/check/checker.hpp"
#include "engine/core/limits.hpp"
#include "engine/diag/suggest.hpp"

namespace origo::checker {

std::string_view word_of(NameKind kind) {
  switch (kind) {
    case NameKind::Fact:
      return "fact";
    case NameKind::Column:
      return "attribute of materials";
    case NameKind::Tag:
      return "tag";
    case NameKind::Threshold:
      return "threshold";
    case NameKind::Codes:
      return "list of codes";
    case NameKind::Countries:
      return "list of countries";
    case NameKind::Measure:
      return "measure";
    case NameKind::Method:
      return "method";
    case NameKind::Definition:
      return "definition";
    case NameKind::Tolerance:
      return "tolerance";
    case NameKind::Criterion:
      return "criterion";
    case NameKind::Condition:
      return "condition";
    case NameKind::Step:
      return "step";
    case NameKind::Note:
      return "note";
  }
  return "name";
}

std::string phrase_of(NameKind kind) {
  const std::string_view word = word_of(kind);
  return fmt::format("{} {}", word.starts_with('a') ? "an" : "a", word);
}

void Checker::declare_built_in() {
  for (std::size_t i = 0; i < kBuiltInFacts.size(); ++i) {
    const BuiltInFact& fact = kBuiltInFacts[i];
    pack_.facts.push_back({std::string(fact.word),
                           std::string(fact.meaning),
                           fact.type,
                           fact.least,
                           {},
                           false});
    names_.emplace(std::string(fact.word),
                   Name{NameKind::Fact, static_cast<std::uint32_t>(i)});
  }
}

void Checker::add_name(const Cursor& name, Name what) {
  const auto [it, is_new] = names_.emplace(std::string(name.text()), what);
  if (is_new) return;
  Diagnostic& error =
      diagnostics_.report(Code::DuplicateName, name.span(), name.text());
  if (it->second.declaration) {
    error.also(it->second.declaration.find(Kind::name).span(), "first here");
    help_replace(error, what.declaration, it->second.declaration);
  } else {
    error.help(
        "every pack knows this fact: use it as it is, or choose another "
        "name");
  }
}

const Name* Checker::find(std::string_view name) {
  const auto it = names_.find(name);
  if (it == names_.end()) return nullptr;
  if (it->second.kind == NameKind::Codes && it->second.index == ir::kNone) {
    resolve_codes(name, it->second);
  }
  return &it->second;
}

const Name* Checker::expect_name(const Cursor& name, NameKind kind) {
  const Name* known = find(name.text());
  if (known == nullptr) {
    report_unknown(name, word_of(kind), {kind});
    return nullptr;
  }
  if (known->kind == kind) return known;
  Diagnostic& error =
      diagnostics_.report(Code::WrongKindOfName, name.span(), name.text(),
                          phrase_of(known->kind), phrase_of(kind));
  if (known->declaration) {
    error.also(known->declaration.find(Kind::name).span(), "declared here");
  }
  return nullptr;
}

bool Checker::is_unread(std::string_view name) const {
  auto is_part = [](std::string_view text, std::size_t at) {
    return at < text.size() &&
           (std::isalnum(static_cast<unsigned char>(text[at])) != 0 ||
            text[at] == '_');
  };
  auto has_word = [&](std::string_view text, std::string_view word) {
    for (std::size_t at = 0;
         (at = text.find(word, at)) != std::string_view::npos; ++at) {
      const bool is_inner = at > 0 && is_part(text, at - 1);
      if (!is_inner && !is_part(text, at + word.size())) return true;
    }
    return false;
  };
  // A file that is not there, or no text, may declare any name.
  for (const Code code :
       {Code::UnreadableUse, Code::NotText, Code::SourceTooLong}) {
    if (diagnostics_.has(code)) return true;
  }
  for (const ast::Tree& tree : trees_) {
    for (const Span& span : tree.unread) {
      const std::string_view text = span.text();
      if (text.starts_with("use") || has_word(text, name)) return true;
    }
  }
  return false;
}

// The methods that a first word alone leaves open: of `RVC`, and `RVC40`.
std::string Checker::methods_of(std::string_view word) const {
  std::string found;
  for (const auto& [name, it] : methods_) {
    const std::string first = name.substr(0, name.find(' '));
    if (!word.starts_with(first) ||
        word.find_first_not_of("0123456789_", first.size()) !=
            std::string_view::npos) {
      continue;
    }
    found += fmt::format("{}`{}`", found.empty() ? "" : ", ", name);
  }
  return found;
}

void Checker::report_unknown(const Cursor& name, std::string_view what,
                             const std::vector<NameKind>& kinds) {
  if (is_unread(name.text())) return;
  std::vector<std::string> candidates;
  auto is_wanted = [&kinds](const Name& it) {
    return std::find(kinds.begin(), kinds.end(), it.kind) != kinds.end();
  };
  for (const auto& [known, it] : names_) {
    if (is_wanted(it)) candidates.push_back(known);
  }
  for (const auto& [known, it] : methods_) {
    if (is_wanted(it)) candidates.push_back(known);
  }
  if (is_wanted({NameKind::Definition})) {
    candidates.insert(candidates.end(), {"CC", "CTH", "CTSH", "CTI", "MaxNOM"});
  }
  if (std::find(kinds.begin(), kinds.end(), NameKind::Column) != kinds.end()) {
    candidates.insert(candidates.end(),
                      {"value", "weight", "quantity", "count"});
  }
  Diagnostic& error =
      diagnostics_.report(Code::UnknownName, name.span(), what, name.text());
  if (const std::string methods = methods_of(name.text()); !methods.empty()) {
    error.help(fmt::format("say by which method: {}", methods));
  } else if (const auto meant = nearest(name.text(), candidates)) {
    error.help(fmt::format("did you mean `{}`?", *meant));
  } else if (what == "method") {
    error.help(
        "include the file that defines it, as in `use "
        "\"../common/value_content.roo\"`");
  }
}

// Declarations come in order, so that each is counted from the one before.
std::uint32_t Checker::line_of(const SourceFile& source, std::uint32_t offset) {
  if (counted_.source != &source || offset < counted_.end) {
    counted_ = {&source, 0, 0};
    counted_lines_ = 1;
  }
  counted_lines_ += static_cast<std::uint32_t>(std::count(
      source.text.begin() + counted_.end, source.text.begin() + offset, '\n'));
  counted_.end = offset;
  return counted_lines_;
}

ir::Place Checker::place_of(const Cursor& at) {
  const SourceFile* source = at.tree().source;
  const std::uint32_t line = line_of(*source, at.node().begin);
  for (std::size_t i = 0; i < trees_.size(); ++i) {
    if (trees_[i].source == source) {
      return {static_cast<std::uint32_t>(i), line};
    }
  }
  return {0, line};
}

void Checker::require_room(const Cursor& at, std::size_t size,
                           std::string_view what) {
  if (size == limits::kTableEntries) {
    diagnostics_.report(Code::TooManyEntries, at.span(),
                        std::to_string(limits::kTableEntries - 1), what);
  }
}

}  // namespace origo::checker
