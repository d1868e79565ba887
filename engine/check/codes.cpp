// Tariff codes, countries and literals: text to values.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "engine/check/checker.hpp"
#include "engine/core/decimal.hpp"
#include "engine/core/limits.hpp"
#include "engine/core/wide.hpp"
#include "engine/eval/good.hpp"
#include "engine/hs/editions.hpp"

namespace origo::checker {
std::optional<HsCode> Checker::code_of(const Cursor& code) {
  std::string text(code.text());
  if (code.is(Kind::chapter) && text.size() == 1) text.insert(0, 1, '0');
  const auto parsed = parse_hs_code(text);  // the grammar admits only codes
  if (parsed) check_edition(code, *parsed);
  return parsed;
}

void Checker::check_edition(const Cursor& code, HsCode parsed) {
  const int edition = pack_.agreement.nomenclature;
  if (!is_known_edition(edition) || is_in_edition(parsed, edition)) return;
  Diagnostic& finding = diagnostics_.report(
      Code::UnknownCode, code.span(), code.text(), std::to_string(edition));
  const std::vector<int> others = editions_with(parsed);
  if (!others.empty()) {
    std::string years;
    for (const int year : others) {
      years += (years.empty() ? "" : " and ") + std::to_string(year);
    }
    finding.help(
        fmt::format("it is in HS {}: see whether the agreement uses "
                    "that edition",
                    years));
  } else if (const auto near = nearest_code(parsed, edition)) {
    finding.help(
        fmt::format("did you mean `{}`?", print_hs_code(*near).view()));
  }
}

std::optional<HsRange> Checker::range_of_codes(const Cursor& range) {
  const Cursor first_code = *range.begin();
  const Cursor last_code = range.child(1);
  const std::optional<HsCode> first = code_of(first_code);
  if (!last_code) {
    if (!first) return {};
    return range_of(*first, *first);
  }
  const std::optional<HsCode> last = code_of(last_code);
  if (!first || !last) return {};
  if (first->digits() != last->digits()) {
    diagnostics_
        .report(Code::MixedPrecision, range.span(), first_code.text(),
                last_code.text())
        .help("write both ends to the same number of digits");
    return {};
  }
  if (first->bits > last->bits) {
    diagnostics_.report(Code::ReversedRange, range.span())
        .help(fmt::format("write `{} - {}`", last_code.text(),
                          first_code.text()));
    return {};
  }
  return range_of(*first, *last);
}

void Checker::add_code_term(const Cursor& term, const Scope& scope,
                            CodeSet& to) {
  switch (term.kind()) {
    case Kind::code_range:
    case Kind::chapter_range: {
      if (const auto range = range_of_codes(term)) to.ranges.push_back(*range);
      return;
    }
    case Kind::level_of_good: {
      const std::string_view text = term.text();
      to.levels_of_good.push_back(text.starts_with("chapter")   ? 2
                                  : text.starts_with("heading") ? 4
                                                                : 6);
      return;
    }
    case Kind::the_range: {
      if (!scope.range) {
        diagnostics_.report(Code::RangeOutsideRule, term.span(), "the range")
            .help("name the codes");
        return;
      }
      const auto& ranges = pack_.code_sets[*scope.range];
      to.ranges.insert(to.ranges.end(), ranges.begin(), ranges.end());
      return;
    }
    default:
      break;
  }
  // A name: of a parameter or of a declared set.
  if (const auto it = scope.arguments.find(term.text());
      it != scope.arguments.end()) {
    add_code_term(it->second.value, *it->second.scope, to);
    return;
  }
  // A set handed to a parameter arrives as a reference.
  const Cursor name = term.is(Kind::reference) ? *term.begin() : term;
  if (const Name* set = expect_name(name, NameKind::Codes)) {
    const auto& ranges = pack_.code_sets[set->index];
    to.ranges.insert(to.ranges.end(), ranges.begin(), ranges.end());
  }
}

Checker::CodeSet Checker::codes_of(const Cursor& list, const Scope& scope) {
  CodeSet set;
  for (const Cursor term : list) add_code_term(term, scope, set);
  check_repeated(list);
  return set;
}

// A range that an earlier one of the same list covers is a slip of the pen.
void Checker::check_repeated(const Cursor& list) {
  std::vector<std::pair<HsRange, Cursor>> seen;
  for (const Cursor term : list) {
    const bool is_range =
        term.is(Kind::code_range) || term.is(Kind::chapter_range);
    if (!is_range) continue;
    Cursor first_code = *term.begin();
    Cursor last_code = term.child(1) ? term.child(1) : first_code;
    auto parse = [](const Cursor& code) {
      std::string text(code.text());
      if (text.size() == 1) text.insert(0, 1, '0');
      return parse_hs_code(text);
    };
    const auto first = parse(first_code);
    const auto last = parse(last_code);
    if (!first || !last) continue;
    const HsRange range = range_of(*first, *last);
    for (const auto& [other, at] : seen) {
      if (other.first <= range.first && range.last <= other.last) {
        diagnostics_
            .report(Code::RepeatedCodes, term.span(), term.text(), at.text())
            .also(at.span(), "covers it")
            .help("remove one of them");
        break;
      }
    }
    seen.emplace_back(range, term);
  }
}

std::vector<HsRange> Checker::absolute_codes(const Cursor& set,
                                             const Scope& scope) {
  CodeSet all = codes_of(*set.begin(), scope);
  if (!all.levels_of_good.empty()) {
    diagnostics_
        .report(Code::RangeOutsideRule, set.span(),
                fmt::format("{}", set.text()))
        .help("name the codes: which good it is, is not known here");
  }
  const Cursor excepted = set.child(1);
  if (!excepted) return all.ranges;
  // Subtract: cut every range where an excepted one lies.
  const CodeSet without = codes_of(excepted, scope);
  std::vector<HsRange> kept = all.ranges;
  for (const HsRange& cut : without.ranges) {
    std::vector<HsRange> next;
    for (const HsRange& range : kept) {
      if (cut.last < range.first || range.last < cut.first) {
        next.push_back(range);
        continue;
      }
      // The lowest digits of an end are all zeros or all ones.
      constexpr std::uint64_t kStep = std::uint64_t{1} << 24;
      if (range.first < cut.first) next.push_back({range.first, cut.first - 1});
      if (cut.last < range.last) {
        next.push_back({(cut.last & ~(kStep - 1)) + kStep, range.last});
      }
    }
    kept = std::move(next);
  }
  return kept;
}

std::vector<Country> Checker::countries_of(const Cursor& list,
                                           const Scope& scope) {
  std::vector<Country> countries;
  auto add = [&countries](const std::vector<Country>& more) {
    countries.insert(countries.end(), more.begin(), more.end());
  };
  for (const Cursor term : list) {
    const std::string_view text = term.text();
    if (const auto it = scope.arguments.find(text);
        it != scope.arguments.end()) {
      const Cursor value = it->second.value;
      if (value.is(Kind::reference) || value.is(Kind::country_list)) {
        add(countries_of(value, *it->second.scope));
      } else {
        diagnostics_.report(Code::UnknownCountry, value.span(), value.text());
      }
      continue;
    }
    const Name* name = find(text);
    if (name != nullptr && name->kind == NameKind::Countries) {
      add(pack_.country_sets[name->index]);
    } else if (const auto country = parse_country(text)) {
      countries.push_back(*country);
    } else if (const Cursor parties = parties_of_agreement();
               text == "parties" && parties &&
               parties.text().data() != list.text().data()) {
      // Who they are, the agreement says where nothing else does.
      add(countries_of(parties, Scope{}));
    } else if (!is_unread(text)) {
      report_no_country(term, name);
    }
  }
  return countries;
}

Cursor Checker::parties_of_agreement() const {
  if (!agreement_) return {};
  const Cursor clause = agreement_.find(Kind::parties);
  return clause ? *clause.begin() : Cursor{};
}

// What stands for a country and is none. Often a list of values was meant, and
// the comma went on with the countries before it.
void Checker::report_no_country(const Cursor& term, const Name* known) {
  const std::string_view text = term.text();
  Diagnostic& error =
      diagnostics_.report(Code::UnknownCountry, term.span(), text);
  if (known == nullptr) {
    error.help(fmt::format(
        "write two capitals such as `MX`, or declare `countries {} = ...`",
        text));
    return;
  }
  if (known->kind == NameKind::Fact &&
      pack_.facts[known->index].type == Type::Country) {
    error.help(fmt::format(
        "a fact stands alone: write `where (from ... or from {})`", text));
    return;
  }
  error.help(
      "a comma goes on with the list of countries: put what stands before it "
      "into parentheses");
  if (known->declaration) {
    error.also(known->declaration.find(Kind::name).span(),
               fmt::format("`{}` is {}", text, phrase_of(known->kind)));
  }
}

std::optional<Date> Checker::date_of(const Cursor& date) {
  const std::optional<Date> parsed = parse_date(date.text());
  if (!parsed) {
    diagnostics_.report(Code::NoSuchDay, date.span(), date.text())
        .help("write year, month and day, as in `2020-07-01`");
  }
  return parsed;
}

namespace {

// `value * numerator / denominator` if it is exact and fits.
std::optional<std::int64_t> scaled(std::int64_t value, std::int64_t numerator,
                                   std::int64_t denominator) {
  Int256 product;
  std::int64_t result = 0;
  bool is_exact = false;
  if (!multiply(Int256(value), Int256(numerator), product) ||
      !quotient(product, Int256(denominator), 0, result, is_exact) ||
      !is_exact) {
    return {};
  }
  return result;
}

}  // namespace

std::optional<Value> Checker::literal(const Cursor& literal) {
  if (literal.is(Kind::yes)) return Value{Type::Truth, 1};
  if (literal.is(Kind::no)) return Value{Type::Truth, 0};
  if (literal.is(Kind::date)) {
    const auto date = date_of(literal);
    if (!date) return {};
    return Value{Type::Date, date->days};
  }
  const std::string_view text = literal.text();
  if (literal.is(Kind::days)) {
    std::int64_t days = 0;
    const auto [end, error] =
        std::from_chars(text.data(), text.data() + text.size(), days);
    if (error == std::errc{} && days <= kLatest.days - kEarliest.days) {
      return Value{Type::Days, days};
    }
    diagnostics_.report(Code::ValueTooLarge, literal.span(), text)
        .help(
            "write at most `3652058 days`: from the first day of the calendar "
            "to its last, 0001-01-01 to 9999-12-31");
    return {};
  }
  const std::string_view digits =
      text.substr(0, text.find_first_not_of("0123456789."));
  const std::size_t unit_at = text.find_last_of(" \t%");
  const std::string_view unit =
      unit_at == std::string_view::npos ? "" : text.substr(unit_at + 1);

  const ParsedDecimal parsed = parse_decimal(digits);
  std::optional<std::int64_t> value;
  if (parsed.error == DecimalError::None) value = parsed.value.millionths;
  Value result{Type::Number, 0, 0};
  switch (literal.kind()) {
    case Kind::percent:
      result.type = Type::Percent;
      if (value) value = scaled(*value, 1, 100);
      break;
    case Kind::money:
      result.type = Type::Money;
      result.currency = pack_currency(unit);
      break;
    case Kind::weight:
    case Kind::quantity:
      for (const UnitWord& word : kUnits) {
        if (word.word != unit) continue;
        result.type = word.type;
        if (value) {
          value = scaled(*value, word.millionths, limits::kDecimalScale);
        }
      }
      break;
    default:
      break;
  }
  if (!value) {
    const bool is_large = parsed.error == DecimalError::OutOfRange;
    diagnostics_
        .report(is_large ? Code::ValueTooLarge : Code::TooPrecise,
                literal.span(), text)
        .help(is_large
                  ? "state the amounts in a larger unit"
                  : "amounts are exact to a millionth: leave off the rest");
    return {};
  }
  result.value = *value;
  return result;
}

}  // namespace origo::checker
