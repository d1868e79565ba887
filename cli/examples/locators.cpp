// Compares citations word by word, without marks and capitals.
#include "cli/examples/locators.hpp"

#include <algorithm>
#include <regex>
#include <sstream>

#include "cli/files.hpp"
#include "cli/pack_loader.hpp"
#include "engine/core/limits.hpp"

namespace origo::examples {
namespace {

Cite words_of(const std::string& text) {
  Cite words;
  std::string word;
  const auto end = [&] {
    // Words that one print has and the other leaves out.
    const bool is_filler = word.empty() || word == "s" || word == "section" ||
                           word == "and" || word == "the";
    if (!is_filler) words.push_back(word);
    word.clear();
  };
  for (const char c : text) {
    if (c >= 'A' && c <= 'Z') {
      word += static_cast<char>(c - 'A' + 'a');
    } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '(' ||
               c == ')' || c == '/' || c == '-') {
      word += c;
    } else {
      end();
    }
  }
  end();
  return words;
}

bool holds(const Cite& cite, const Cite& words) {
  return std::search(cite.begin(), cite.end(), words.begin(), words.end()) !=
         cite.end();
}

}  // namespace

std::optional<std::vector<Cite>> cites_of_cases(const std::string& folder,
                                                InputError& error) {
  const auto files = rule_files(folder, error);
  if (!files) return {};
  std::vector<Cite> cites;
  static const std::regex kCite("^\\s+cite\\s+\"(.*)\"");
  for (const std::string& path : *files) {
    std::error_code failure;
    const auto text = read_file(path, limits::kSourceBytes, failure);
    if (!text) continue;
    // In canonical form a declaration begins in the first column.
    std::istringstream lines(*text);
    bool is_case = false;
    for (std::string line; std::getline(lines, line);) {
      const bool begins = !line.empty() && line[0] != ' ' && line[0] != '#';
      if (begins) is_case = line.starts_with("case ");
      std::smatch found;
      if (!is_case || !std::regex_search(line, found, kCite)) continue;
      std::istringstream parts(found[1].str());
      for (std::string part; std::getline(parts, part, ';');) {
        cites.push_back(words_of(part));
      }
    }
  }
  return cites;
}

bool is_cited(const Example& example, const std::vector<Cite>& cites) {
  static const std::regex kNumber("SOR/[0-9]+-[0-9]+");
  std::smatch found;
  Cite instrument;
  if (std::regex_search(example.instrument, found, kNumber)) {
    instrument = words_of(found.str());
  }
  const Cite place = words_of(example.locator);
  return std::any_of(cites.begin(), cites.end(), [&](const Cite& it) {
    return holds(it, instrument) && holds(it, place);
  });
}

}  // namespace origo::examples
