// Words are compared without capitals, dashes and remarks.
#include "cli/examples/wording.hpp"

#include <algorithm>
#include <regex>

namespace origo::examples {
namespace {

struct MarkWords {
  std::string_view words;
  Mark mark;
  bool value;
};
constexpr MarkWords kMarks[] = {
#define MARK(words, mark, value) {words, Mark::mark, value},
#include "cli/examples/marks.def"
#undef MARK
};

struct MeasureWords {
  std::string_view words;
  std::string_view choice;
  int share;
};
constexpr MeasureWords kMeasures[] = {
#define MEASURE(words, choice, share) {words, #choice, share},
#include "cli/examples/measures.def"
#undef MEASURE
};

struct VerdictWords {
  std::string_view words;
  bool is_met;
};
constexpr VerdictWords kVerdicts[] = {
#define VERDICT(words, met) {words, met},
#include "cli/examples/verdicts.def"
#undef VERDICT
};

std::string trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\n");
  if (first == std::string_view::npos) return "";
  const std::size_t last = text.find_last_not_of(" \t\n");
  return std::string(text.substr(first, last - first + 1));
}

}  // namespace

bool holds(std::string_view text, std::string_view word) {
  return !word.empty() && text.find(word) != std::string_view::npos;
}

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return result;
}

std::string plain(std::string_view given) {
  std::string text = lower(given);
  for (const auto& [sign, letter] :
       {std::pair{"\xC3\x97", "x"}, std::pair{"\xE2\x88\x92", "-"}}) {
    for (std::size_t at = 0; (at = text.find(sign)) != std::string::npos;) {
      text.replace(at, std::string_view(sign).size(), letter);
    }
  }
  std::string result;
  for (const char c : text) {
    const bool is_space = c == ' ' || c == '-' || c == '_' || c == '\n';
    if (!is_space) {
      result += c;
    } else if (!result.empty() && result.back() != ' ') {
      result += ' ';
    }
  }
  return trimmed(result);
}

std::string without_remarks(std::string_view text) {
  std::string result;
  int depth = 0;
  for (const char c : text) {
    if (c == '(') ++depth;
    if (depth == 0) result += c;
    if (c == ')' && depth > 0) --depth;
  }
  return trimmed(result);
}

std::vector<std::string> split(std::string_view text, std::string_view marks) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end =
        std::min(text.find_first_of(marks, at), text.size());
    const std::string part = trimmed(text.substr(at, end - at));
    if (!part.empty()) parts.push_back(part);
    at = end + 1;
  }
  return parts;
}

bool is_rest(std::string_view rest) {
  // What takes back what the words before it say.
  static const std::regex kTurns(
      "\\b(?:but|unless|only|provided|when|where|if|not|without|fail|disqualif|"
      "refus|required)");
  static const std::regex kNothing(
      "(?:(?:through|by|under) (?:the )?(?:de minimis|tolerance))?"
      "(?:(?:for|of) [0-9]{2}[0-9., ]*(?:and [0-9., ]+)?)?"
      "(?:,? ?(?:(?:under|by|see) )?"
      "(?:s|ss|art|section|article|note|annex)\\.? ?[0-9]+)?[.;,]?");
  const std::string words = plain(rest);
  return !std::regex_search(words, kTurns) &&
         std::regex_match(without_remarks(words), kNothing);
}

std::optional<bool> says_met(std::string_view text) {
  constexpr std::string_view kNot[] = {"not ",    "does not ", "do not ",
                                       "is not ", "are not ",  "cannot "};
  std::string words = plain(text);
  bool is_negated = false;
  for (const std::string_view it : kNot) {
    if (!words.starts_with(it)) continue;
    words.erase(0, it.size());
    is_negated = true;
    break;
  }
  for (const VerdictWords& it : kVerdicts) {
    if (!words.starts_with(it.words)) continue;
    const std::string rest = words.substr(it.words.size());
    if (!rest.empty() && rest[0] >= 'a' && rest[0] <= 'z') continue;
    // `not refused` and `does not fail` say neither.
    if (!is_rest(rest) || (is_negated && !it.is_met)) return {};
    return it.is_met != is_negated;
  }
  return {};
}

std::vector<std::string> figures_in(std::string_view text) {
  std::vector<std::string> figures;
  std::string figure;
  const auto end = [&] {
    while (figure.ends_with('.') || figure.ends_with(',')) figure.pop_back();
    if (!figure.empty()) figures.push_back(figure);
    figure.clear();
  };
  for (const char c : text) {
    const bool is_digit = c >= '0' && c <= '9';
    if (is_digit || (!figure.empty() && (c == '.' || c == ','))) {
      figure += c;
    } else {
      end();
    }
  }
  end();
  return figures;
}

bool is_marked(const Marks& marks, Mark mark) {
  const auto found = marks.find(mark);
  return found != marks.end() && found->second;
}

std::optional<Marks> marks_in(std::string_view text) {
  Marks marks;
  std::string list = without_remarks(text);
  for (std::size_t at = 0; (at = list.find("->")) != std::string::npos;) {
    list.replace(at, 2, ", ");
  }
  for (const std::string& part : split(list, ",;")) {
    const std::string words = plain(part);
    // Where and of what it was made is told by its status.
    if (words.starts_with("made in ") || words.starts_with("produced in ")) {
      continue;
    }
    const auto found = std::find_if(
        std::begin(kMarks), std::end(kMarks),
        [&words](const MarkWords& it) { return it.words == words; });
    if (found == std::end(kMarks)) return {};
    marks[found->mark] = found->value;
  }
  if (marks.empty()) return {};
  return marks;
}

NamedPart named_part(std::string_view text) {
  NamedPart part;
  part.name = plain(without_remarks(text));
  for (bool is_found = true; is_found;) {
    is_found = false;
    const MarkWords* longest = nullptr;
    for (const MarkWords& it : kMarks) {
      const bool is_before = part.name.starts_with(std::string(it.words) + ' ');
      const bool is_longer =
          longest == nullptr || it.words.size() > longest->words.size();
      if (is_before && is_longer) longest = &it;
    }
    if (longest != nullptr) {
      part.marks[longest->mark] = longest->value;
      part.name.erase(0, longest->words.size() + 1);
      is_found = true;
    }
  }
  return part;
}

std::optional<CountedBy> counted_by(std::string_view text) {
  const std::string words = plain(text);
  for (const MeasureWords& it : kMeasures) {
    if (!words.starts_with(it.words)) continue;
    return CountedBy{std::string(it.choice), it.share,
                     trimmed(std::string_view(words).substr(it.words.size()))};
  }
  return {};
}

std::map<std::string, int> ways_to_count() {
  std::map<std::string, int> ways;
  for (const MeasureWords& it : kMeasures) {
    ways[std::string(it.choice)] = it.share;
  }
  return ways;
}

}  // namespace origo::examples
