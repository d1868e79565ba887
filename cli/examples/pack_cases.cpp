// Compares citations word by word, without marks and capitals.
#include "cli/examples/pack_cases.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
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

// What stands between the quotes of a line that cites, else nothing.
std::string cite_in(const std::string& line) {
  const std::size_t word = line.find_first_not_of(" \t");
  const std::size_t first = line.find('"');
  const std::size_t last = line.rfind('"');
  if (word == std::string::npos || line.compare(word, 5, "cite ") != 0 ||
      first == last) {
    return "";
  }
  return line.substr(first + 1, last - first - 1);
}

// `SOR/94-14`, else nothing.
std::string number_of(const std::string& instrument) {
  const std::size_t at = instrument.find("SOR/");
  if (at == std::string::npos) return "";
  const std::size_t end = instrument.find_first_not_of("0123456789-", at + 4);
  return instrument.substr(at, end - at);
}

}  // namespace

bool PackCases::read(const std::string& folder, InputError& error) {
  const auto files = rule_files(folder, error);
  if (!files) return false;
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
      if (!is_case || begins) continue;
      const std::string cite = cite_in(line);
      for (const std::string& part : split(cite, ";")) {
        cases_.push_back(
            {part.substr(0, part.find(',')), words_of(part), pack});
      }
    }
  }
  return true;
}

// Of the same instrument, by its number or its name, and of the same place.
bool PackCases::is_of(const Found& found, const Example& example) {
  const std::string number = number_of(example.instrument);
  bool is_instrument = false;
  if (!number.empty()) {
    is_instrument = found.source == number;
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
  verdict.has_passed = true;
  for (const std::string& pack : packs) {
    const TestedPack* tested = compiled(pack);
    if (tested == nullptr) {
      verdict.reason =
          fmt::format("`{}`, which has a case of it, does not compile", pack);
      verdict.has_passed = false;
      return verdict;
    }
    std::size_t count = 0;
    std::size_t failed = 0;
    const std::uint16_t* program = tested->programs.data();
    for (const ir::Case& it : tested->pack.cases) {
      const auto parts = split(it.cite, ";");
      const bool cites =
          std::any_of(parts.begin(), parts.end(), [&](const std::string& part) {
            return is_of({part.substr(0, part.find(',')), words_of(part), pack},
                         example);
          });
      // Each is run, as the programs stand one after another.
      const CaseResult result = run_case(*tested, it, program, false);
      if (!cites) continue;
      ++count;
      if (!result.tested.has_passed()) ++failed;
    }
    verdict.has_passed &= failed == 0;
    verdict.reason +=
        fmt::format("{}{} of {}{}", verdict.reason.empty() ? "" : ", ",
                    counted(count, "case"), pack,
                    failed == 0 ? "" : fmt::format(", {} failed", failed));
  }
  return verdict;
}

}  // namespace origo::examples
