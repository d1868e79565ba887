// Decides nothing that a number does not show.
#include "cli/sheet_numbers.hpp"

#include <algorithm>

#include "engine/eval/good.hpp"

namespace origo {
namespace {

constexpr std::string_view kSymbols[] = {"$", "\xE2\x82\xAC" /* euro */,
                                         "\xC2\xA3" /* pound */};
constexpr std::string_view kNoBreakSpaces[] = {"\xC2\xA0", "\xE2\x80\xAF"};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Digits and marks, without the currency, the unit and blanks between groups.
struct Bare {
  std::string digits;
  std::uint16_t currency = 0;
  std::string unit;
};

// The unit that a number ends with; nothing when it is none of ours.
std::string_view unit_of(std::string_view text) {
  if (text.ends_with('%')) return text.substr(text.size() - 1);
  const std::size_t digit = text.find_last_of("0123456789");
  if (digit == std::string_view::npos) return {};
  std::string_view word = text.substr(digit + 1);
  while (word.starts_with(' ')) word.remove_prefix(1);
  for (const UnitWord& it : kUnits) {
    if (it.word == word) return word;
  }
  return {};
}

Bare bare(std::string_view text) {
  std::string rest(text);
  for (const auto& words : {kSymbols[0], kSymbols[1], kSymbols[2],
                            kNoBreakSpaces[0], kNoBreakSpaces[1]}) {
    for (std::size_t at = 0;
         (at = rest.find(words, at)) != std::string::npos;) {
      rest.replace(at, words.size(), 1, ' ');
    }
  }
  const auto trim = [&rest] {
    while (!rest.empty() && rest.front() == ' ') rest.erase(0, 1);
    while (!rest.empty() && rest.back() == ' ') rest.pop_back();
  };
  trim();
  // As bookkeepers write what is below zero.
  if (rest.size() > 2 && rest.front() == '(' && rest.back() == ')') {
    rest = '-' + rest.substr(1, rest.size() - 2);
  }
  Bare result;
  if (rest.size() > 3) {
    if (const auto before =
            pack_currency(std::string_view(rest).substr(0, 3))) {
      result.currency = before;
      rest.erase(0, 3);
    } else if (const auto after = pack_currency(
                   std::string_view(rest).substr(rest.size() - 3))) {
      result.currency = after;
      rest.erase(rest.size() - 3);
    }
  }
  result.unit = unit_of(rest);
  rest.resize(rest.size() - result.unit.size());
  trim();
  for (std::size_t i = 0; i < rest.size(); ++i) {
    const bool is_group_mark = rest[i] == ' ' || rest[i] == '\'';
    const bool is_between = i > 0 && i + 3 < rest.size() &&
                            is_digit(rest[i - 1]) && is_digit(rest[i + 1]);
    if (is_group_mark && is_between) continue;
    result.digits += rest[i];
  }
  return result;
}

// Whether `mark` separates groups of three digits throughout `digits`.
bool is_grouped(std::string_view digits, char mark) {
  std::size_t group = 0;
  bool is_first = true;
  for (std::size_t i = 0; i <= digits.size(); ++i) {
    if (i < digits.size() && is_digit(digits[i])) {
      ++group;
      continue;
    }
    if (i < digits.size() && digits[i] != mark) return false;
    if (is_first ? group == 0 || group > 3 : group != 3) return false;
    group = 0;
    is_first = false;
  }
  return true;
}

std::string_view without_sign(std::string_view digits) {
  if (digits.starts_with('-') || digits.starts_with('+')) {
    digits.remove_prefix(1);
  }
  return digits;
}

}  // namespace

MarkEvidence evidence_of(std::string_view number) {
  const Bare from = bare(number);
  const std::string_view digits = without_sign(from.digits);
  const std::size_t points =
      static_cast<std::size_t>(std::count(digits.begin(), digits.end(), '.'));
  const std::size_t commas =
      static_cast<std::size_t>(std::count(digits.begin(), digits.end(), ','));
  if (points == 0 && commas == 0) return {};
  if (points > 0 && commas > 0) {
    const bool is_comma_last = digits.rfind(',') > digits.rfind('.');
    return {is_comma_last ? DecimalMark::Comma : DecimalMark::Point, false};
  }
  const char mark = points > 0 ? '.' : ',';
  const DecimalMark as_decimal =
      points > 0 ? DecimalMark::Point : DecimalMark::Comma;
  const DecimalMark as_group =
      points > 0 ? DecimalMark::Comma : DecimalMark::Point;
  if (points + commas > 1) return {as_group, false};
  // One mark. Groups have three digits after and one to three before, of which
  // the first is no zero.
  if (!is_grouped(digits, mark) || digits.front() == '0') {
    return {as_decimal, false};
  }
  return {DecimalMark::Unknown, true};
}

SheetNumber normalized(std::string_view text, DecimalMark mark) {
  const Bare from = bare(text);
  const char decimal = mark == DecimalMark::Comma ? ',' : '.';
  const char group = mark == DecimalMark::Comma ? '.' : ',';
  const bool is_negative = from.digits.starts_with('-');
  const std::string_view digits = without_sign(from.digits);
  const std::size_t point = digits.find(decimal);
  const std::string_view whole = digits.substr(0, point);
  const std::string_view places =
      point == std::string_view::npos ? "" : digits.substr(point + 1);
  const bool has_groups = whole.find(group) != std::string_view::npos;
  SheetNumber result;
  if (whole.empty() || (has_groups && !is_grouped(whole, group))) return result;
  const auto is_number = [](std::string_view part) {
    return std::all_of(part.begin(), part.end(), is_digit);
  };
  std::string number;
  for (const char c : whole) {
    if (c != group) number += c;
  }
  if (!is_number(number) || !is_number(places)) return result;
  if (point != std::string_view::npos && places.empty()) return result;
  if (!places.empty()) number += '.' + std::string(places);
  result.number = is_negative ? "-" + number : number;
  result.currency = from.currency;
  result.unit = from.unit;
  return result;
}

}  // namespace origo
