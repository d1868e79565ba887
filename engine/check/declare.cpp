// Declarations: every name and what it stands for, before any is used.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "engine/check/checker.hpp"
#include "engine/core/decimal.hpp"
#include "engine/core/limits.hpp"
#include "engine/diag/suggest.hpp"

namespace origo::checker {

std::string unquoted(const Cursor& string) {
  std::string_view text = string.text();
  text = text.substr(1, text.size() - 2);
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\') ++i;
    result += text[i];
  }
  return result;
}

namespace {

std::string title_of(const Cursor& declaration) {
  const Cursor title = declaration.find(Kind::string);
  return title ? unquoted(title) : std::string();
}

}  // namespace

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
  Diagnostic& error = diagnostics_.report(Code::WrongKindOfName, name.span(),
                                          name.text(), word_of(known->kind),
                                          fmt::format("a {}", word_of(kind)));
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

std::optional<Type> Checker::type_named(const Cursor& type,
                                        std::vector<std::string>& choices) {
  std::vector<std::string> words;
  for (const Cursor it : type) words.emplace_back(it.text());
  if (type.text().starts_with("choice")) {
    choices = std::move(words);
    return Type::Choice;
  }
  for (std::size_t i = 0; i < kTypeWords.size(); ++i) {
    const auto known = static_cast<Type>(i);
    if (kTypeWords[i] == words.front() && known != Type::Choice &&
        known != Type::Places) {
      return known;
    }
  }
  Diagnostic& error =
      diagnostics_.report(Code::UnknownType, type.span(), words.front());
  if (const auto meant = nearest(
          words.front(),
          std::vector<std::string>(kTypeWords.begin(), kTypeWords.end()))) {
    error.help(fmt::format("did you mean `{}`?", *meant));
  } else {
    error.help(
        "write `truth`, `percent`, `number`, `money`, `weight`, "
        "`quantity`, `days`, `date`, `country` or `choice (a, b)`");
  }
  return {};
}

void Checker::declare_fact(const Cursor& declaration, Type type) {
  const Cursor name = declaration.find(Kind::name);
  require_room(name, pack_.facts.size(), "facts");
  add_name(name, {NameKind::Fact,
                  static_cast<std::uint32_t>(pack_.facts.size()), declaration});
  pack_.facts.push_back({std::string(name.text()),
                         title_of(declaration),
                         type,
                         LeastValue::None,
                         {},
                         declaration.is(Kind::election)});
}

void Checker::declare_attribute(const Cursor& declaration) {
  std::vector<std::string> choices;
  const auto type = type_named(declaration.find(Kind::type), choices);
  const Cursor name = declaration.find(Kind::name);
  if (!declaration.is(Kind::material_attribute)) {
    if (declaration.is(Kind::election) && type && *type != Type::Truth &&
        *type != Type::Choice) {
      diagnostics_
          .report(Code::NotAnElection, declaration.find(Kind::type).span(),
                  name.text(), kTypePhrases[static_cast<std::size_t>(*type)])
          .help("write `truth` or `choice (a, b)`, or declare an `attribute`");
    }
    declare_fact(declaration, type.value_or(Type::Number));
    pack_.facts.back().choices = std::move(choices);
    return;
  }
  const std::size_t index = kBuiltInColumns + pack_.columns.size();
  require_room(name, index, "attributes of materials");
  add_name(name,
           {NameKind::Column, static_cast<std::uint32_t>(index), declaration});
  pack_.columns.push_back({std::string(name.text()), title_of(declaration),
                           type.value_or(Type::Number), std::move(choices)});
}

std::uint32_t Checker::clock_named(const Cursor& selected_by) {
  const Cursor name = *selected_by.begin();
  const Name* fact = expect_name(name, NameKind::Fact);
  if (fact == nullptr) return pack_.agreement.clock;
  const Type type = pack_.facts[fact->index].type;
  if (type != Type::Date) {
    diagnostics_
        .report(Code::NotADate, name.span(), name.text(),
                kTypePhrases[static_cast<std::size_t>(type)])
        .help(
            "select by `importation`, `exportation`, `production` or "
            "`fiscal_year`");
    return pack_.agreement.clock;
  }
  return fact->index;
}

void Checker::declare_agreement(const Cursor& declaration) {
  const Cursor name = declaration.find(Kind::name);
  if (agreement_) {
    Diagnostic& error =
        diagnostics_.report(Code::SecondAgreement, name.span(), name.text())
            .also(agreement_.find(Kind::name).span(), "the first is here")
            .help(
                "a pack is one agreement: put the other into a folder of its "
                "own");
    help_replace(error, declaration, agreement_);
    return;
  }
  agreement_ = declaration;
  check_clauses(declaration, "agreement");
  ir::Agreement& agreement = pack_.agreement;
  agreement.name = name.text();
  agreement.title = title_of(declaration);
  for (const Cursor clause : declaration) {
    if (clause.is(Kind::nomenclature)) {
      agreement.nomenclature = std::stoi(
          std::string(clause.begin().operator*().text().substr(0, 4)));
    } else if (clause.is(Kind::cite)) {
      agreement.cite = unquoted(*clause.begin());
    } else if (clause.is(Kind::in_force)) {
      agreement.in_force = period_of(clause);
    }
  }
}

void Checker::check_steps(const Cursor& declaration,
                          std::vector<ir::Step>& steps) {
  std::stable_sort(
      steps.begin(), steps.end(),
      [](const ir::Step& a, const ir::Step& b) { return a.from < b.from; });
  for (std::size_t i = 1; i < steps.size(); ++i) {
    ir::Step& before = steps[i - 1];
    const ir::Step& after = steps[i];
    if (before.from == after.from) {
      diagnostics_
          .report(Code::OverlappingSteps, declaration.find(Kind::name).span(),
                  std::string(print_date(after.from).view()))
          .help("give each value its own day to hold from");
      return;
    }
    if (before.until == kLatest) {
      // Each value holds until the next begins.
      before.until = Date{after.from.days - 1};
    } else if (before.until >= after.from) {
      diagnostics_
          .report(Code::OverlappingSteps, declaration.find(Kind::name).span(),
                  std::string(print_date(after.from).view()))
          .help("end the earlier value the day before");
      return;
    } else if (before.until.days + 1 < after.from.days) {
      const Date gap_start{before.until.days + 1};
      const Date gap_end{after.from.days - 1};
      diagnostics_
          .report(Code::ThresholdGap, declaration.find(Kind::name).span(),
                  std::string(print_date(gap_start).view()),
                  std::string(print_date(gap_end).view()))
          .help(
              "let the earlier value hold until the next, or say what holds "
              "between");
    }
  }
  // The agreement may begin before the first value does, or outlast the last.
  const ir::Period& in_force = pack_.agreement.in_force;
  const bool is_own_clock =
      static_cast<bool>(declaration.find(Kind::selected_by));
  if (steps.empty() || is_own_clock) return;
  auto report_gap = [&](Date from, Date until) {
    diagnostics_
        .report(Code::ThresholdGap, declaration.find(Kind::name).span(),
                std::string(print_date(from).view()),
                std::string(print_date(until).view()))
        .help("the agreement is in force then: say what holds");
  };
  if (in_force.from != kEarliest && steps.front().from > in_force.from) {
    report_gap(in_force.from, Date{steps.front().from.days - 1});
  }
  if (in_force.until != kLatest && steps.back().until < in_force.until) {
    report_gap(Date{steps.back().until.days + 1}, in_force.until);
  }
}

void Checker::declare_threshold(const Cursor& declaration) {
  const Cursor name = declaration.find(Kind::name);
  ir::Threshold threshold;
  threshold.name = name.text();
  threshold.title = title_of(declaration);
  threshold.clock = pack_.agreement.clock;
  std::optional<Type> type;
  for (const Cursor clause : declaration) {
    if (clause.is(Kind::selected_by)) threshold.clock = clock_named(clause);
    if (!clause.is(Kind::step)) continue;
    const Cursor written = *clause.begin();
    // Its currency joins that of the rules.
    const Lowered lowered = lower_literal(written);
    const auto value = lowered.number ? literal(written) : std::nullopt;
    if (!value) {
      if (!lowered.is_error()) {
        diagnostics_.report(Code::NotAnAmount, written.span(),
                            lowered.date ? "a date" : "a truth");
      }
      continue;
    }
    if (type && *type != value->type) {
      diagnostics_.report(Code::WrongValueType, written.span(), threshold.name,
                          kTypePhrases[static_cast<std::size_t>(*type)],
                          kTypePhrases[static_cast<std::size_t>(value->type)]);
      continue;
    }
    type = value->type;
    check_share(written);
    const ir::Period period = period_of(clause);
    threshold.steps.push_back({period.from, period.until, value->value});
  }
  threshold.type = type.value_or(Type::Percent);
  if (threshold.steps.empty() && !type) {
    diagnostics_.report(Code::NoValue, name.span())
        .help("write a value on a line of its own, as in `60%`");
  }
  check_steps(declaration, threshold.steps);
  threshold.cite = cite_of(declaration, "threshold", true);
  check_clauses(declaration, "threshold");
  require_room(name, pack_.thresholds.size(), "thresholds");
  add_name(name,
           {NameKind::Threshold,
            static_cast<std::uint32_t>(pack_.thresholds.size()), declaration});
  pack_.thresholds.push_back(std::move(threshold));
}

void Checker::resolve_codes(std::string_view name, Name& codes) {
  if (std::find(expanding_.begin(), expanding_.end(), name) !=
      expanding_.end()) {
    diagnostics_.report(Code::SelfReference, codes.declaration.span(), name);
    codes.index = pack_.add_codes({});
    return;
  }
  expanding_.emplace_back(name);
  const auto ranges =
      absolute_codes(codes.declaration.find(Kind::code_set), Scope{});
  expanding_.pop_back();
  codes.index = pack_.add_codes(ranges);
}

void Checker::declare_method(const Cursor& declaration) {
  const Cursor family = *declaration.begin();
  const Cursor name = declaration.child(1);
  std::string full = fmt::format("{} {}", family.text(), name.text());
  ir::Method method{full, cite_of(declaration, "method", true)};
  const auto index = static_cast<std::uint32_t>(pack_.methods.size());
  const auto [it, is_new] = methods_.emplace(
      std::move(full), Name{NameKind::Method, index, declaration});
  if (!is_new) {
    Diagnostic& error =
        diagnostics_.report(Code::DuplicateName, name.span(), it->first)
            .also(it->second.declaration.child(1).span(), "first here");
    help_replace(error, declaration, it->second.declaration);
    return;
  }
  pack_.methods.push_back(std::move(method));
}

void Checker::declare_derivation(const Cursor& declaration) {
  const Cursor name = *declaration.begin();
  const Name* fact = expect_name(name, NameKind::Fact);
  if (fact == nullptr) return;
  const Type type = pack_.facts[fact->index].type;
  switch (type) {
    case Type::Truth:
    case Type::Date:
    case Type::Days:
    case Type::Country:
    case Type::Choice:
    case Type::Places:
      diagnostics_
          .report(Code::NotDerivable, name.span(), name.text(),
                  kTypePhrases[static_cast<std::size_t>(type)])
          .help(
              "ask for a `number` that counts it, which `derive ... = 0` takes "
              "to be none where nothing is stated");
      return;
    case Type::Percent:
    case Type::Number:
    case Type::Money:
    case Type::Weight:
    case Type::Quantity:
      break;
  }
  const auto [it, is_new] =
      derivations_.emplace(fact->index, declaration.child(1));
  if (!is_new) {
    Diagnostic& error =
        diagnostics_.report(Code::DuplicateName, name.span(), name.text())
            .also(it->second.span(), "first here");
    help_replace(error, declaration, it->second);
  }
  (void)cite_of(declaration, "derivation", true);
}

void Checker::declare(const Cursor& declaration) {
  const Cursor name = declaration.find(Kind::name);
  switch (declaration.kind()) {
    case Kind::attribute:
    case Kind::election:
    case Kind::material_attribute:
      declare_attribute(declaration);
      break;
    case Kind::process_decl:
      declare_fact(declaration, Type::Places);
      break;
    case Kind::judgement_decl:
      declare_fact(declaration, Type::Truth);
      break;
    case Kind::tag:
    case Kind::material_election:
      require_room(name, pack_.tags.size(), "tags");
      add_name(name,
               {NameKind::Tag, static_cast<std::uint32_t>(pack_.tags.size()),
                declaration});
      pack_.tags.push_back({std::string(name.text()), title_of(declaration),
                            declaration.is(Kind::material_election)});
      break;
    case Kind::codes_decl:
      add_name(name, {NameKind::Codes, ir::kNone, declaration});
      break;
    case Kind::measure:
      add_name(name, {NameKind::Measure, 0, declaration});
      break;
    case Kind::define:
      add_name(name, {NameKind::Definition, 0, declaration});
      break;
    case Kind::method:
      declare_method(declaration);
      break;
    default:
      break;
  }
}

// Lists of countries may use one another: those first that wait for no other.
void Checker::declare_countries() {
  std::vector<Cursor> waiting;
  for (const Cursor& it : declarations_) {
    if (it.is(Kind::countries_decl)) waiting.push_back(it);
  }
  const auto waits = [&waiting](const Cursor& list) {
    for (const Cursor used : list.find(Kind::country_list)) {
      for (const Cursor& other : waiting) {
        const bool is_other = other.node().begin != list.node().begin ||
                              &other.tree() != &list.tree();
        if (is_other && other.find(Kind::name).text() == used.text()) {
          return true;
        }
      }
    }
    return false;
  };
  while (!waiting.empty()) {
    auto next = std::find_if_not(waiting.begin(), waiting.end(), waits);
    // In a circle one has to begin, and says which name it does not know.
    if (next == waiting.end()) next = waiting.begin();
    const Cursor list = *next;
    waiting.erase(next);
    const std::uint32_t set = pack_.add_countries(
        countries_of(list.find(Kind::country_list), Scope{}));
    add_name(list.find(Kind::name), {NameKind::Countries, set, list});
  }
}

void Checker::declare_names() {
  auto each = [this](auto what) {
    for (const Cursor& declaration : declarations_) what(declaration);
  };
  each([this](const Cursor& it) {
    if (it.is(Kind::agreement)) declare_agreement(it);
  });
  declare_countries();
  each([this](const Cursor& it) { declare(it); });
  each([this](const Cursor& it) {
    if (it.is(Kind::material_attribute)) declare_default(it);
  });
  if (!agreement_) {
    const SourceFile* source = trees_.empty() ? nullptr : trees_[0].source;
    // One that could not be extended has been reported.
    const bool is_overlay =
        std::any_of(declarations_.begin(), declarations_.end(),
                    [](const Cursor& it) { return it.is(Kind::extend); });
    if (source != nullptr && !is_unread("agreement") && !is_overlay) {
      diagnostics_.report(Code::NoAgreement, {source, 0, 0})
          .help("begin with `agreement NAME \"its title\"` and its `parties`");
    }
  } else {
    for (const Cursor clause : agreement_) {
      if (clause.is(Kind::parties)) {
        pack_.agreement.parties =
            pack_.add_countries(countries_of(*clause.begin(), Scope{}));
      } else if (clause.is(Kind::selected_by)) {
        pack_.agreement.clock = clock_named(clause);
      }
    }
  }
  if (pack_.country_sets.size() == 0) pack_.add_countries({});
  each([this](const Cursor& it) {
    if (it.is(Kind::threshold)) declare_threshold(it);
    if (it.is(Kind::derive)) declare_derivation(it);
  });
  // Every list of codes is looked at, used or not.
  for (auto& [name, it] : names_) {
    if (it.kind == NameKind::Codes && it.index == ir::kNone) {
      resolve_codes(name, it);
    }
  }
}

}  // namespace origo::checker
