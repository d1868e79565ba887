// Signs of word processors, numbers as other countries group them, and the
// words of other writings of the law: what each is in this one.
#include "grammar/corrections.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "engine/diag/suggest.hpp"

namespace origo::grammar {
namespace {

struct Phrase {
  std::string_view word;
  std::string_view help;
};

constexpr Phrase kFound[] = {
#define FOUND(word, help) {word, help},
#define BEFORE(word, help)
#define WEIGHED(word)
#include "grammar/phrases.def"
#undef FOUND
#undef BEFORE
#undef WEIGHED
};

constexpr Phrase kBefore[] = {
#define FOUND(word, help)
#define BEFORE(word, help) {word, help},
#define WEIGHED(word)
#include "grammar/phrases.def"
#undef FOUND
#undef BEFORE
#undef WEIGHED
};

constexpr std::string_view kWeighed[] = {
#define FOUND(word, help)
#define BEFORE(word, help)
#define WEIGHED(word) word,
#include "grammar/phrases.def"
#undef FOUND
#undef BEFORE
#undef WEIGHED
};

// What word processors and other languages put for signs of this one.
constexpr Phrase kSigns[] = {
    {"\u201C", "\""}, {"\u201D", "\""}, {"\u201E", "\""}, {"\u00AB", "\""},
    {"\u2013", "-"},  {"\u2014", "-"},  {"\u2212", "-"},  {"\u2265", ">="},
    {"\u2264", "<="}, {"\u00D7", "*"},  {"\u00F7", "/"}};

template <std::size_t N>
std::string_view help_for(const Phrase (&phrases)[N], std::string_view word) {
  const Phrase* const it = std::find_if(
      std::begin(phrases), std::end(phrases),
      [word](const Phrase& phrase) { return phrase.word == word; });
  return it == std::end(phrases) ? std::string_view() : it->help;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) ||
         c == '_';
}

bool is_all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

// A heading as some schedules print it: `87.03`.
bool is_spaced_heading(std::string_view text) {
  return text.size() == 5 && text[2] == '.' &&
         text.find_first_not_of("0123456789.") == std::string_view::npos;
}

// A currency that stands before its number.
bool is_currency(std::string_view text) {
  return text.size() == 3 && std::all_of(text.begin(), text.end(), [](char c) {
           return c >= 'A' && c <= 'Z';
         });
}

// `10,000.00`, `62,5` and `10 000`, from where they cannot be read on.
std::string number_at(std::string_view text, std::size_t at) {
  const std::string_view found = token_at(text, at);
  if (!is_digit(found.front()) || at == 0) return {};
  const bool is_comma = text[at - 1] == ',';
  const std::string_view before = token_before(text, is_comma ? at - 1 : at);
  if (!is_all_digits(before)) return {};
  const std::string_view whole = found.substr(0, found.find('.'));
  const bool is_group = before.size() <= 3 && whole.size() == 3;
  if (is_group && (!is_comma || whole.size() < found.size())) {
    return fmt::format("write `{}{}`: digits are not grouped", before, found);
  }
  if (!is_comma) return {};
  if (is_group) {
    return fmt::format("write `{0}{1}` or `{0}.{1}`", before, found);
  }
  return fmt::format("write `{}.{}`", before, found);
}

// Whether the line has `all` or `each` before: law that speaks of all materials
// goes on for some words before it cannot be read.
bool is_of_all(std::string_view text, std::size_t at) {
  while (at > 0 && text[at - 1] != '\n') {
    const std::string_view word = token_before(text, at);
    if (word == "all" || word == "each") return true;
    if (word.empty()) return false;
    at = static_cast<std::size_t>(word.data() - text.data());
  }
  return false;
}

// After a percentage, what it is of.
std::string percentage_at(std::string_view text, std::size_t at) {
  if (token_before(text, at) != "%") return {};
  const std::string_view found = token_at(text, at);
  if (found == "(") return "say of what, as in `50% of ex_works_price`";
  const bool is_name =
      is_word_character(found.front()) && !is_digit(found.front());
  return is_name ? fmt::format("write `of {}`", found) : std::string();
}

}  // namespace

std::string_view token_at(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() &&
         (is_word_character(text[end]) ||
          (end > at && text[end] == '.' && end + 1 < text.size() &&
           is_word_character(text[end + 1])))) {
    ++end;
  }
  if (end == at && at < text.size()) {
    // A character of UTF-8 is not cut in two.
    do {
      ++end;
    } while (end < text.size() &&
             (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80);
  }
  return text.substr(at, end - at);
}

std::string_view token_before(std::string_view text, std::size_t at) {
  while (at > 0 && std::string_view(" \t\r\n").find(text[at - 1]) !=
                       std::string_view::npos) {
    --at;
  }
  const std::size_t end = at;
  while (at > 0 && is_word_character(text[at - 1])) --at;
  if (at == end && at > 0) --at;
  return text.substr(at, end - at);
}

std::string correction_at(std::string_view text, std::size_t at,
                          bool may_compare) {
  const std::string_view found = token_at(text, at);
  if (found.empty()) return {};
  const std::string_view before = token_before(text, at);
  if (const std::string_view sign = help_for(kSigns, found); !sign.empty()) {
    return fmt::format("write `{}`", sign);
  }
  if (before == "=" && (found == ">" || found == "<" || found == "=")) {
    return fmt::format("write `{}`",
                       found == "=" ? "=" : std::string(found) + "=");
  }
  if (std::string help = number_at(text, at); !help.empty()) return help;
  if (std::string help = percentage_at(text, at); !help.empty()) return help;
  if (found == "except" || found == "including") {
    const auto meant = nearest(before, {"CC", "CTH", "CTSH", "CTI"});
    if (meant && *meant != before) return fmt::format("write `{}`", *meant);
  }
  if (is_spaced_heading(found)) {
    return fmt::format("write `{}{}`", found.substr(0, 2), found.substr(3));
  }
  if (!may_compare && is_digit(found.front()) && is_currency(before)) {
    return fmt::format("write the currency after the number: `{} {}`", found,
                       before);
  }
  for (const std::string_view help :
       {help_for(kFound, found), help_for(kBefore, before)}) {
    if (!help.empty()) return std::string(help);
  }
  if (is_of_all(text, at)) {
    return "write `every material ... is ...`; amounts are of all that are "
           "named";
  }
  const bool is_weighed = std::find(std::begin(kWeighed), std::end(kWeighed),
                                    found) != std::end(kWeighed);
  if (may_compare && (is_weighed || is_digit(found.front()))) {
    return "write `>=` for at least and `<=` for at most, before the limit";
  }
  return {};
}

}  // namespace origo::grammar
