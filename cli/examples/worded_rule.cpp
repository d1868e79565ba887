// A rule in words is cut at `or` and `and`; each piece is a change, a content
// or a limit.
#include "cli/examples/worded_rule.hpp"

#include <fmt/format.h>

#include <regex>

#include "cli/examples/boundary.hpp"
#include "cli/examples/codes.hpp"
#include "cli/examples/requirement.hpp"
#include "cli/examples/wording.hpp"

namespace origo::examples {
namespace {

std::vector<std::string> cut(const std::string& text, const std::regex& at) {
  return {std::sregex_token_iterator(text.begin(), text.end(), at, -1), {}};
}

// `6401 through 6405`
std::string as_ranges(std::string text) {
  for (const std::string_view word : {" through ", " to "}) {
    for (std::size_t at = 0; (at = text.find(word)) != std::string::npos;) {
      text.replace(at, word.size(), " - ");
    }
  }
  return text;
}

std::string short_change(const std::string& level) {
  if (level == "chapter") return "CC";
  if (level == "heading") return "CTH";
  return level == "subheading" ? "CTSH" : "CTI";
}

std::string percent(const std::string& digits) {
  const auto printed = read_printed(digits);
  return printed ? number_text(printed->millionths) + "%" : "";
}

std::string content(const std::string& text, const Member& facts,
                    Draft& draft) {
  if (const auto both = contents_in(text)) {
    draft.use("value_content.roo");
    return fmt::format("(RVC transaction_value >= {}% or RVC net_cost >= {}%)",
                       number_text(both->first), number_text(both->second));
  }
  static const std::regex kContent(
      "(?:an? )?(?:rvc|qvc|regional value[ -]content)(?: of)?"
      "(?: not less than| at least| >=|>=)? ?([0-9]+(?:\\.[0-9]+)?) ?%?"
      "(?: (?:by |under |using |on |of )?(?:the )?(.*))?");
  const std::string small = lower(text);
  std::smatch found;
  if (!std::regex_match(small, found, kContent)) return "";
  const Content it = content_of(found[2].str(), facts, draft);
  if (it.measure.empty()) return "";
  return fmt::format("{} >= {}", it.measure, percent(found[1].str()));
}

std::string limit(const std::string& text) {
  static const std::regex kLimit(
      "(?:maxnom|max nom|vnm|nom|value of (?:all )?non-originating materials)"
      "(?: of)?(?: does not exceed| not more than| at most| <=|<=)? "
      "?([0-9]+(?:\\.[0-9]+)?) ?%?(?: (?:of |on )?(?:the )?(.*))?");
  const std::string small = lower(text);
  std::smatch found;
  if (!std::regex_match(small, found, kLimit)) return "";
  const std::string base =
      found[2].matched ? base_named(found[2].str()) : "ex_works_price";
  if (base.empty()) return "";
  return fmt::format("MaxNOM {} of {}", percent(found[1].str()), base);
}

std::string one(const std::string& text, const Member& facts, Draft& draft) {
  if (std::string found = worded_change(text); !found.empty()) return found;
  if (std::string found = content(text, facts, draft); !found.empty()) {
    return found;
  }
  if (std::string found = limit(text); !found.empty()) return found;
  const std::string words = plain(text);
  return words == "wo" || words == "wholly obtained" ? "wholly obtained" : "";
}

// Alternatives, each the pieces of what it asks for together.
std::vector<std::vector<std::string>> pieces_of(const std::string& text) {
  static const std::regex kOr(",?\\s+or\\s+|\\s*\\|\\s*");
  static const std::regex kAnd(
      ",?\\s+(?:and|with|plus|provided)\\s+|\\s*[+;]\\s*");
  // What is no requirement by itself belongs to the one before it: `except 8407
  // or 8408`.
  std::vector<std::vector<std::string>> alternatives;
  for (const std::string& either : cut(text, kOr)) {
    std::vector<std::string> all;
    for (const std::string& both : cut(either, kAnd)) {
      const bool is_code_list = !codes_in(both).empty();
      if (is_code_list && !all.empty()) {
        all.back() += ", " + both;
      } else if (is_code_list && !alternatives.empty()) {
        alternatives.back().back() += ", " + both;
      } else {
        all.push_back(both);
      }
    }
    if (!all.empty()) alternatives.push_back(std::move(all));
  }
  return alternatives;
}

}  // namespace

std::string worded_change(const std::string& text) {
  static const std::regex kChange(
      "(?:a )?(?:change (?:in tariff classification )?)?"
      // 1: the group that the rule is for
      "(?:to (?:the|this) (?:good|heading|subheading|chapter) "
      "|to (?:(?:sub)?headings?|chapters?) ([0-9. ]+"
      "(?:(?:through|to|-) ?[0-9. ]+)?))?"
      // 2: short; 3: a change of what; 4: from any other; 5: from any
      "(?:(cc|cth|ctsh|cti)|(?:of |in )(chapter|heading|subheading|tariff item)"
      "|(?:from )?any other (chapter|heading|subheading|tariff item)"
      "|(?:from )?any (chapter|heading|subheading)|from any)"
      // 6: outside of what
      "(?: outside (?:of )?((?:that|this|the) "
      "group|(?:(?:sub)?headings?|chapters?)"
      " [0-9. ]+(?:(?:through|to|-) ?[0-9. ]+)?))?"
      // 7: except what
      "(?:,? (?:except(?: from)?|excluding|excl\\.?|other than|but not) "
      "(.*))?");
  const std::string small = lower(text);
  std::smatch found;
  if (!std::regex_match(small, found, kChange)) return "";
  std::string change = "change from any";
  if (found[2].matched) {
    change.clear();
    for (const char c : found[2].str()) change += static_cast<char>(c - 32);
  } else if (found[3].matched || found[4].matched) {
    change = short_change(found[3].matched ? found[3].str() : found[4].str());
  }
  std::string except;
  for (const std::size_t group : {std::size_t{6}, std::size_t{7}}) {
    if (!found[group].matched) continue;
    std::string named = found[group].str();
    if (named.ends_with("group")) named = found[1].str();
    const std::string codes = codes_in(as_ranges(named));
    if (codes.empty()) return "";
    except += (except.empty() ? " except " : ", ") + codes;
  }
  return change + except;
}

std::string first_change(const std::string& text) {
  for (const std::vector<std::string>& all : pieces_of(text)) {
    for (const std::string& piece : all) {
      if (std::string found = worded_change(piece); !found.empty()) {
        return found;
      }
    }
  }
  return "";
}

std::string worded_requirement(const std::string& text, const Member& facts,
                               Draft& draft) {
  std::string result;
  for (const std::vector<std::string>& all : pieces_of(text)) {
    std::string joined;
    for (const std::string& piece : all) {
      const std::string requirement = one(piece, facts, draft);
      if (requirement.empty()) return "";
      joined += (joined.empty() ? "" : " and ") + requirement;
    }
    result += (result.empty() ? "" : " or ") + joined;
  }
  return result;
}

}  // namespace origo::examples
