// Compares citations word by word, without marks and capitals.
#include "cli/examples/pack_cases.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <regex>
#include <sstream>

#include "cli/examples/wording.hpp"
#include "cli/files.hpp"
#include "cli/pack_loader.hpp"
#include "engine/core/limits.hpp"
#include "grammar/parse.hpp"

namespace origo::examples {
namespace {

// Words of letters and digits; brackets, slashes and dashes are part of them.
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
  for (const char c : lower(text)) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '(' ||
        c == ')' || c == '/' || c == '-') {
      word += c;
    } else {
      end();
    }
  }
  end();
  return words;
}

std::string letters_of(const std::string& text) {
  std::string letters;
  for (const char c : lower(text)) {
    if (c >= 'a' && c <= 'z') letters += c;
  }
  return letters;
}

bool is_agreement(const std::string& line) {
  return line.starts_with("agreement ") ||
         line.starts_with("replace agreement ");
}

// Whether a text or number with digits is anywhere in it.
bool has_figure(const Member& part) {
  if (part.is_object() || part.is_array()) {
    const auto items = part.items();
    return std::any_of(items.begin(), items.end(),
                       [](const auto& it) { return has_figure(it.second); });
  }
  return part.is_number();
}

// The words of four letters and more, of whatever is told in words.
void words_in(const Member& part, std::vector<std::string>& words) {
  if (part.is_object() || part.is_array()) {
    for (const auto& [name, it] : part.items()) words_in(it, words);
    return;
  }
  if (!part.is_text()) return;
  std::string word;
  for (const char c : lower(part.text()) + ' ') {
    if (c >= 'a' && c <= 'z') {
      word += c;
      continue;
    }
    if (word.size() >= 4) words.push_back(word);
    word.clear();
  }
}

}  // namespace

bool PackCases::read(const std::string& folder, InputError& error) {
  const auto files = rule_files(folder, error);
  if (!files) return false;
  static const std::regex kCite("^\\s+cite\\s+\"(.*)\"");
  // A pack is a folder with an agreement in it; its cases may be deeper.
  std::vector<std::string> packs;
  std::map<std::string, std::string> texts;
  for (const std::string& path : *files) {
    std::error_code failure;
    auto text = read_file(path, limits::kSourceBytes, failure);
    if (!text) continue;
    std::istringstream lines(*text);
    for (std::string line; std::getline(lines, line);) {
      if (!is_agreement(line)) continue;
      packs.push_back(std::filesystem::path(path).parent_path().string());
      break;
    }
    texts.emplace(path, std::move(*text));
  }
  for (const auto& [path, text] : texts) {
    std::string pack;
    for (const std::string& it : packs) {
      const bool is_in = path.starts_with(it + '/');
      if (is_in && it.size() > pack.size()) pack = it;
    }
    if (pack.empty()) continue;
    // In canonical form a declaration begins in the first column.
    std::istringstream lines(text);
    bool is_case = false;
    for (std::string line; std::getline(lines, line);) {
      const bool begins = !line.empty() && line[0] != ' ' && line[0] != '#';
      if (begins) is_case = line.starts_with("case ");
      std::smatch found;
      if (!is_case || !std::regex_search(line, found, kCite)) continue;
      for (const std::string& part : split(found[1].str(), ";")) {
        cases_.push_back(
            {part.substr(0, part.find(',')), words_of(part), pack});
      }
    }
  }
  return true;
}

// Of the same instrument, by its number or its name, and of the same place.
bool PackCases::is_of(const Found& found, const Example& example) {
  static const std::regex kNumber("SOR/[0-9]+-[0-9]+");
  std::smatch number;
  bool is_instrument = false;
  if (std::regex_search(example.instrument, number, kNumber)) {
    is_instrument = found.source == number.str();
  } else {
    const std::string source = letters_of(found.source);
    const Cite names = words_of(found.source);
    const bool is_agreement =
        std::find(names.begin(), names.end(), lower(example.agreement)) !=
        names.end();
    is_instrument =
        !source.empty() &&
        (is_agreement ||
         letters_of(example.instrument).find(source) != std::string::npos);
  }
  const Cite place = words_of(example.locator);
  return is_instrument && place.size() > 1 &&
         std::search(found.cite.begin(), found.cite.end(), place.begin(),
                     place.end()) != found.cite.end();
}

bool PackCases::is_cited(const Example& example) const {
  return std::any_of(cases_.begin(), cases_.end(),
                     [&](const Found& it) { return is_of(it, example); });
}

const TestedPack* PackCases::compiled(const std::string& pack) {
  const auto [found, is_new] = packs_.try_emplace(pack);
  if (is_new) {
    std::ostringstream out;
    std::ostringstream err;
    std::istringstream in;
    Streams silent{in, out, err};
    Diagnostics diagnostics;
    InputError error;
    const std::vector<PackPaths> paths = packs_among({pack});
    auto sources = load_pack(paths.front(), silent, diagnostics, error);
    if (sources) {
      TestedPack& tested = found->second.emplace();
      tested.sources = std::move(*sources);
      std::vector<ast::Tree> trees;
      for (const SourceFile& source : tested.sources) {
        trees.push_back(grammar::parse(source, diagnostics));
      }
      if (diagnostics.has_errors() ||
          !compile_cases(tested, trees, diagnostics)) {
        found->second.reset();
      }
    }
  }
  return found->second ? &*found->second : nullptr;
}

std::optional<CaseVerdict> PackCases::judge(const Example& example) {
  std::vector<std::string> packs;
  for (const Found& it : cases_) {
    const bool is_known =
        std::find(packs.begin(), packs.end(), it.pack) != packs.end();
    if (!is_known && is_of(it, example)) packs.push_back(it.pack);
  }
  if (packs.empty()) return {};
  CaseVerdict verdict;
  if (has_figure(example.facts) || has_figure(example.expected)) {
    verdict.reason = "a case cites it, and is not compared with its figures";
    return verdict;
  }
  std::string titles;
  verdict.has_passed = true;
  std::size_t count = 0;
  for (const std::string& pack : packs) {
    const TestedPack* tested = compiled(pack);
    if (tested == nullptr) {
      verdict.reason =
          fmt::format("`{}`, which has a case of it, does not compile", pack);
      return verdict;
    }
    const std::uint16_t* program = tested->programs.data();
    for (const ir::Case& it : tested->pack.cases) {
      const auto parts = split(it.cite, ";");
      const bool cites =
          std::any_of(parts.begin(), parts.end(), [&](const std::string& part) {
            return is_of({part.substr(0, part.find(',')), words_of(part), pack},
                         example);
          });
      const CaseResult result = run_case(*tested, it, program, false);
      if (!cites) continue;
      ++count;
      titles += lower(it.title) + '\n';
      verdict.has_passed &= result.tested.has_passed();
    }
    verdict.reason +=
        fmt::format("{}{} of {}", verdict.reason.empty() ? "" : ", ",
                    counted(count, "case"), pack);
  }
  std::vector<std::string> words;
  words_in(example.expected, words);
  for (const std::string& word : words) {
    if (titles.find(word) != std::string::npos) continue;
    verdict.reason = fmt::format("its case does not say `{}`", word);
    return verdict;
  }
  verdict.stands = !words.empty();
  return verdict;
}

}  // namespace origo::examples
