// Cases: facts to evaluate, and what must come of it.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "engine/check/case_parts.hpp"
#include "engine/core/limits.hpp"
#include "engine/eval/outcome.hpp"
#include "grammar/print.hpp"

namespace origo::checker {
namespace {

std::uint32_t verdict_of(const Cursor& phrase) {
  const std::string text = grammar::print_inline(phrase);
  const Verdict verdict = text == "originating"    ? Verdict::Originating
                          : text == "undetermined" ? Verdict::Undetermined
                          : text == "no rule"      ? Verdict::NoRule
                                                   : Verdict::NotOriginating;
  return static_cast<std::uint32_t>(verdict);
}

std::uint32_t integer_of(const Cursor& integer) {
  const std::string_view text = integer.text();
  std::uint32_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

}  // namespace

// The value of a fact or an attribute of this type, as the runtime stores it.
std::optional<std::int64_t> Checker::value_for(
    const Cursor& value, std::string_view name, Type type,
    const std::vector<std::string>& choices, std::uint16_t& currency) {
  auto wrong = [&](std::string_view found) {
    diagnostics_.report(Code::WrongValueType, value.span(), name,
                        kTypePhrases[static_cast<std::size_t>(type)], found);
  };
  if (value.is(Kind::name)) {
    const std::string_view word = value.text();
    if (type == Type::Choice) {
      const auto position = std::find(choices.begin(), choices.end(), word);
      if (position != choices.end()) return position - choices.begin();
      diagnostics_.report(Code::UnknownChoice, value.span(), word, name)
          .help(fmt::format("write one of `{}`", fmt::join(choices, "`, `")));
      return {};
    }
    if (type == Type::Country) {
      if (const auto country = parse_country(word)) return country->code;
      diagnostics_.report(Code::UnknownCountry, value.span(), word);
      return {};
    }
    wrong("a word");
    return {};
  }
  const auto parsed = literal(value);
  if (!parsed) return {};
  // A plain number serves for a quantity, because pieces need no unit.
  const bool is_plain_quantity =
      type == Type::Quantity && parsed->type == Type::Number;
  if (parsed->type != type && !is_plain_quantity) {
    wrong(kTypePhrases[static_cast<std::size_t>(parsed->type)]);
    return {};
  }
  if (parsed->type == Type::Money) {
    if (currency == 0) currency = parsed->currency;
    if (currency != parsed->currency) {
      const std::string_view text = value.text();
      diagnostics_
          .report(Code::SecondCurrency, value.span(),
                  text.substr(text.size() - 3), "another currency")
          .help("convert all facts of a case to one currency first");
      return {};
    }
  }
  return parsed->value;
}

void Checker::set_fact(std::vector<std::pair<std::uint32_t, std::int64_t>>& to,
                       std::uint32_t fact, std::int64_t value,
                       const Cursor& stated) {
  to.emplace_back(fact, value);
  const auto [first, is_new] = stated_.emplace(fact, stated.span());
  if (is_new) return;
  diagnostics_
      .report(Code::RepeatedClause, stated.span(), pack_.facts[fact].name,
              "case")
      .also(first->second, "the first")
      .help("state each fact once");
}

// `made 2010-05-01 in MX` and the like, after a good or a production.
void Checker::lower_case_phrases(
    const Cursor& clause,
    std::vector<std::pair<std::uint32_t, std::int64_t>>& to) {
  auto set = [&](const Cursor& phrase, BuiltIn date, BuiltIn country) {
    for (const Cursor part : phrase) {
      if (part.is(Kind::date)) {
        if (const auto day = date_of(part)) {
          set_fact(to, static_cast<std::uint32_t>(date), day->days, part);
        }
      } else if (const auto where = parse_country(part.text())) {
        set_fact(to, static_cast<std::uint32_t>(country), where->code, part);
      } else {
        diagnostics_.report(Code::UnknownCountry, part.span(), part.text());
      }
    }
  };
  for (const Cursor phrase : clause) {
    if (phrase.is(Kind::made)) {
      set(phrase, BuiltIn::Production, BuiltIn::ProductionCountry);
    } else if (phrase.is(Kind::imported)) {
      set(phrase, BuiltIn::Importation, BuiltIn::ImportCountry);
    } else if (phrase.is(Kind::exported)) {
      set(phrase, BuiltIn::Exportation, BuiltIn::ExportCountry);
    }
  }
}

void Checker::lower_case_material(const Cursor& clause, CaseParts& parts) {
  ir::Case& to = parts.to;
  CaseParts::Line line;
  line.at = clause;
  ir::CaseMaterial& material = line.material;
  std::map<Kind, Cursor> seen;
  for (const Cursor phrase : clause) {
    const auto [first, is_new] = seen.emplace(phrase.kind(), phrase);
    const bool may_repeat = phrase.is(Kind::tagged) ||
                            phrase.is(Kind::untagged) ||
                            phrase.is(Kind::with_fact);
    if (!is_new && !may_repeat) {
      diagnostics_
          .report(Code::RepeatedClause, phrase.span(),
                  grammar::print_inline(phrase), "material")
          .also(first->second.span(), "the first")
          .help("write a line for each material");
    }
    switch (phrase.kind()) {
      case Kind::string:
        material.description = unquoted(phrase);
        break;
      case Kind::code:
        if (const auto code = code_of(phrase)) material.code = *code;
        break;
      case Kind::chapter_range:
        if (const auto code = code_of(*phrase.begin())) material.code = *code;
        break;
      case Kind::money:
        material.value =
            value_for(phrase, "value", Type::Money, {}, to.currency);
        break;
      case Kind::weight:
        material.weight =
            value_for(phrase, "weight", Type::Weight, {}, to.currency);
        break;
      case Kind::quantity:
        material.quantity =
            value_for(phrase, "quantity", Type::Quantity, {}, to.currency);
        break;
      case Kind::from_countries: {
        const auto from = countries_of(*phrase.begin(), Scope{});
        if (!from.empty()) material.origin = from.front();
        break;
      }
      case Kind::status_property: {
        const std::string_view text = phrase.text();
        material.status = text == "originating"       ? Status::Originating
                          : text == "non-originating" ? Status::NonOriginating
                          : text == "wholly_obtained" ? Status::WhollyObtained
                                                      : Status::Unproven;
        break;
      }
      case Kind::tagged:
      case Kind::untagged:
        if (const Name* tag = expect_name(*phrase.begin(), NameKind::Tag)) {
          material.tags.emplace_back(tag->index, phrase.is(Kind::tagged));
        }
        break;
      case Kind::into_material:
        line.into = *phrase.begin();
        break;
      case Kind::with_fact: {
        const Cursor name = *phrase.begin();
        const Name* column = expect_name(name, NameKind::Column);
        if (column == nullptr) break;
        const ir::ColumnInfo& info =
            pack_.columns[column->index - kBuiltInColumns];
        const auto value = value_for(phrase.child(1), info.name, info.type,
                                     info.choices, to.currency);
        if (value) material.columns.emplace_back(column->index, *value);
        break;
      }
      case Kind::as_kind: {
        const Cursor word = phrase.find(Kind::name);
        if (!word) break;  // `as material`
        const auto kind = std::find_if(
            kKinds.begin(), kKinds.end(),
            [&word](const Word& it) { return it.word == word.text(); });
        if (kind == kKinds.end()) {
          diagnostics_.report(Code::UnknownChoice, word.span(), word.text(),
                              "kind");
        } else {
          material.kind = static_cast<origo::Kind>(kind - kKinds.begin());
        }
        break;
      }
      default:
        diagnostics_.report(Code::WrongValueType, phrase.span(), "material",
                            "described by value, weight or quantity",
                            grammar::print_inline(phrase));
        break;
    }
  }
  parts.lines.push_back(std::move(line));
}

void Checker::lower_fact(const Cursor& clause, CaseParts& parts) {
  const Cursor name = *clause.begin();
  const Cursor value = clause.child(1);
  if (name.text() == "by" && find("by") == nullptr) {
    diagnostics_.report(Code::UnknownName, name.span(), "fact", "by")
        .help(fmt::format("write `expect criterion {}`", value.text()));
    return;
  }
  const Name* fact = expect_name(name, NameKind::Fact);
  if (fact == nullptr) return;
  const ir::FactInfo& info = pack_.facts[fact->index];
  const auto stored =
      value_for(value, info.name, info.type, info.choices, parts.to.currency);
  if (stored) set_fact(parts.facts(), fact->index, *stored, clause);
}

void Checker::lower_expectation(const Cursor& clause, CaseParts& parts) {
  const Cursor what = *clause.begin();
  ir::Expectation expectation;
  expectation.place = place_of(clause);
  expectation.text = grammar::print_inline(what);
  switch (what.kind()) {
    case Kind::expect_country:
      lower_expected_country(clause, what, parts);
      return;
    case Kind::expect_verdict:
      if (what.text() != "undetermined" &&
          !is_of_result(what, grammar::print_inline(what) == "no country")) {
        return;
      }
      expectation.kind = ir::ExpectKind::Verdict;
      expectation.value = verdict_of(what);
      break;
    case Kind::expect_part:
      if (!is_of_result(what, false)) return;
      expectation.kind = ir::ExpectKind::Part;
      expectation.value = verdict_of(what.child(1));
      parts.expected.emplace_back(parts.to.expectations.size(), *what.begin());
      break;
    case Kind::expect_rule:
      expectation.kind = ir::ExpectKind::Rule;
      expectation.value =
          pack_.add_codes(absolute_codes(*what.begin(), Scope{}));
      break;
    case Kind::expect_alternative:
      expectation.kind = ir::ExpectKind::Alternative;
      expectation.value = integer_of(*what.begin());
      break;
    case Kind::expect_criterion:
    case Kind::expect_tolerance: {
      const bool is_criterion = what.is(Kind::expect_criterion);
      const Name* name =
          expect_name(*what.begin(),
                      is_criterion ? NameKind::Criterion : NameKind::Tolerance);
      if (name == nullptr) return;
      expectation.kind =
          is_criterion ? ir::ExpectKind::Criterion : ir::ExpectKind::Tolerance;
      expectation.value = name->index;
      break;
    }
    case Kind::expect_missing:
      expectation.kind = ir::ExpectKind::Missing;
      for (const Cursor name : what) {
        const Name* known = find(name.text());
        if (known != nullptr && known->kind == NameKind::Tag) {
          expectation.tags.push_back(known->index);
        } else if (known != nullptr && known->kind == NameKind::Column) {
          expectation.columns.push_back(known->index);
        } else if (const Name* fact = expect_name(name, NameKind::Fact)) {
          expectation.facts.push_back(fact->index);
        }
      }
      break;
    case Kind::expect_assumed:
      expectation.kind = ir::ExpectKind::Assumed;
      expectation.value = integer_of(*what.begin());
      break;
    default: {
      expectation.kind = ir::ExpectKind::Requirement;
      const auto lowered = requirement(what, Scope{});
      if (!lowered) return;
      expectation.requirement = *lowered;
      break;
    }
  }
  parts.to.expectations.push_back(std::move(expectation));
}

void Checker::lower_case(const Cursor& declaration) {
  ir::Case to;
  stated_.clear();
  CaseParts parts(to);
  const Cursor title = *declaration.begin();
  to.title = unquoted(title);
  to.place = place_of(declaration);
  to.cite = cite_of(declaration, "case", false);
  Cursor good;
  bool has_expectation = false;
  for (const Cursor clause : declaration) {
    switch (clause.kind()) {
      case Kind::case_good:
        if (good) {
          diagnostics_
              .report(Code::RepeatedClause, clause.span(), "good", "case")
              .also(good.span(), "the first")
              .help("write a case for each good");
        }
        good = clause;
        if (const auto code = code_of(*clause.begin())) to.code = *code;
        lower_case_phrases(clause, to.facts);
        break;
      case Kind::case_material:
        lower_case_material(clause, parts);
        break;
      case Kind::case_production:
        stated_.clear();
        parts.productions.push_back({*clause.begin(), {}});
        lower_case_phrases(clause, parts.facts());
        break;
      case Kind::fact:
        lower_fact(clause, parts);
        break;
      case Kind::case_process:
      case Kind::case_judgement: {
        const Name* fact = expect_name(*clause.begin(), NameKind::Fact);
        if (fact == nullptr) break;
        const bool is_process = clause.is(Kind::case_process);
        const Cursor value = clause.child(1);
        std::int64_t stored = 0;
        if (value.is(Kind::country_list)) {
          for (const Country place : countries_of(value, Scope{})) {
            stored = add_place(stored, place).value_or(stored);
          }
        } else if (value.is(Kind::yes)) {
          stored = is_process ? kPerformedInParties : 1;
        } else if (!value.is(Kind::no)) {
          diagnostics_.report(Code::WrongValueType, value.span(),
                              clause.begin().operator*().text(), "yes or no",
                              grammar::print_inline(value));
          break;
        }
        set_fact(parts.facts(), fact->index, stored, clause);
        break;
      }
      case Kind::case_threshold: {
        const Name* name = expect_name(*clause.begin(), NameKind::Threshold);
        if (name == nullptr) break;
        const ir::Threshold& threshold = pack_.thresholds[name->index];
        const auto value = value_for(clause.child(1), threshold.name,
                                     threshold.type, {}, to.currency);
        if (value) to.thresholds.emplace_back(name->index, *value);
        break;
      }
      case Kind::expect:
        has_expectation = true;
        lower_expectation(clause, parts);
        break;
      default:
        break;
    }
  }
  if (!good) {
    diagnostics_.report(Code::NoGood, title.span())
        .help("say what is judged, as in `good 8703.23 made 2010-05-01 in MX`");
  }
  if (!has_expectation) {
    diagnostics_.report(Code::NothingExpected, title.span())
        .help("say what must come of it, as in `expect originating`");
  }
  order_case_materials(parts);
  pack_.cases.push_back(std::move(to));
}

}  // namespace origo::checker
