// Digits are counted; everything else about a code is the checker's.
#include "cli/examples/codes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace origo::examples {
namespace {

std::string digits_of(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (c >= '0' && c <= '9') digits += c;
  }
  return digits;
}

// `Chapter 39`, `Ch. 39`, `ex 3926`, `heading 84.31`: what stands before
// digits.
std::string_view after_words(std::string_view text) {
  const std::size_t first = text.find_first_of("0123456789");
  return first == std::string_view::npos ? std::string_view()
                                         : text.substr(first);
}

std::string one(std::string_view text, bool& is_chapter) {
  const std::string digits = digits_of(after_words(text));
  is_chapter = digits.size() <= 2 && !digits.empty();
  if (is_chapter) return fmt::format("{}", std::stoi(digits));
  const bool is_even = digits.size() % 2 == 0;
  return is_even && digits.size() <= 10 ? digits : "";
}

// Splits at `or`, `and`, commas and semicolons.
std::vector<std::string> terms_of(std::string text) {
  for (const std::string_view word : {" or ", " and ", ";"}) {
    for (std::size_t at = 0; (at = text.find(word)) != std::string::npos;) {
      text.replace(at, word.size(), ",");
    }
  }
  std::vector<std::string> terms;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(',', at), text.size());
    terms.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return terms;
}

std::string term_text(const std::string& term) {
  const std::string_view codes = after_words(term);
  std::size_t dash = codes.find('-');
  std::size_t width = 1;
  if (dash == std::string_view::npos) {
    dash = codes.find("\xE2\x80\x93");  // an en dash
    width = 3;
  }
  bool is_chapter = false;
  if (dash == std::string_view::npos) {
    const std::string code = one(codes, is_chapter);
    return is_chapter ? "chapter " + code : code;
  }
  bool ends_in_chapter = false;
  const std::string from = one(codes.substr(0, dash), is_chapter);
  const std::string to = one(codes.substr(dash + width), ends_in_chapter);
  if (from.empty() || to.empty() || is_chapter != ends_in_chapter) return "";
  return fmt::format("{}{} - {}", is_chapter ? "chapter " : "", from, to);
}

}  // namespace

bool is_code(std::string_view text) {
  return !text.empty() && text.find_first_of("0123456789") == 0 &&
         text.find_first_not_of("0123456789.- ") == std::string_view::npos;
}

std::string code_set(const Member& codes) {
  std::vector<std::string> terms;
  const auto add = [&terms](const Member& it) {
    for (const std::string& term : terms_of(it.text())) {
      const std::string text = term_text(term);
      if (text.empty()) it.refuse("names no tariff codes");
      terms.push_back(text);
    }
  };
  if (codes.is_array()) {
    for (const auto& [name, it] : codes.items()) add(it);
  } else {
    add(codes);
  }
  if (terms.empty()) codes.refuse("names no tariff codes");
  return fmt::format("{}", fmt::join(terms, ", "));
}

std::string codes_in(const std::string& text) {
  std::vector<std::string> terms;
  for (const std::string& term : terms_of(text)) {
    if (term.find_first_not_of(' ') == std::string::npos) continue;
    // `heading 84.31`, but no other words.
    const std::string before = term.substr(0, term.find_first_of("0123456789"));
    const bool is_named = before.find_first_not_of(" .") == std::string::npos ||
                          before.find("chapter") != std::string::npos ||
                          before.find("heading") != std::string::npos ||
                          before.find("ch.") != std::string::npos ||
                          before.find("Ch.") != std::string::npos ||
                          before.find("Chapter") != std::string::npos ||
                          before.find("ex ") != std::string::npos;
    const std::string codes = is_named ? term_text(term) : std::string();
    if (codes.empty()) return "";
    terms.push_back(codes);
  }
  return fmt::format("{}", fmt::join(terms, ", "));
}

std::string single_code(std::string_view text) {
  const std::string_view codes = after_words(text);
  bool is_chapter = false;
  const std::string code =
      one(codes.substr(0, codes.find_first_not_of("0123456789.")), is_chapter);
  if (!is_chapter) return code;
  return fmt::format("{:0>2}01", code);
}

}  // namespace origo::examples
