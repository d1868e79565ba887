// Codes as decimal numbers of ten digits: what is written and what it covers.
#include "tests/random/code_generator.hpp"

#include <algorithm>
#include <set>

namespace origo::random {
namespace {

constexpr std::uint64_t kPowers[] = {
    1, 10, 100, 1'000, 10'000, 100'000, 1'000'000, 10'000'000, 100'000'000};

// The run of codes that begin with `digits`.
Run run_of(const std::string& digits) {
  const std::uint64_t unit = kPowers[10 - digits.size()];
  const std::uint64_t first = std::stoull(digits) * unit;
  return {first, first + unit - 1};
}

std::vector<Run> merged(std::vector<Run> runs) {
  std::sort(runs.begin(), runs.end(),
            [](const Run& a, const Run& b) { return a.first < b.first; });
  std::vector<Run> result;
  for (const Run& run : runs) {
    if (!result.empty() && run.first <= result.back().last + 1) {
      result.back().last = std::max(result.back().last, run.last);
    } else {
      result.push_back(run);
    }
  }
  return result;
}

std::vector<Run> without(const std::vector<Run>& runs, const Run& cut) {
  std::vector<Run> result;
  for (const Run& run : runs) {
    if (cut.last < run.first || run.last < cut.first) {
      result.push_back(run);
      continue;
    }
    if (run.first < cut.first) result.push_back({run.first, cut.first - 1});
    if (cut.last < run.last) result.push_back({cut.last + 1, run.last});
  }
  return result;
}

}  // namespace

std::string CodeGenerator::dotted(const std::string& digits) {
  if (random_.chance(20)) return digits;
  std::string text = digits.substr(0, 4);
  for (std::size_t at = 4; at < digits.size(); at += 2) {
    text += '.' + digits.substr(at, 2);
  }
  return text;
}

std::string CodeGenerator::chapter_number(const std::string& digits) {
  return digits[0] == '0' && random_.chance(50) ? digits.substr(1) : digits;
}

// Another code of the same length that shares all but its last two digits.
std::string CodeGenerator::sibling(const std::string& digits) {
  const std::string other = code(digits.size());
  const std::size_t shared =
      digits.size() == 2 || random_.chance(10) ? 0 : digits.size() - 2;
  return digits.substr(0, shared) + other.substr(shared);
}

std::string CodeGenerator::code(std::size_t digits) {
  static const std::vector<std::string> kChapters{
      "04", "08", "15", "84", "85", "86", "87", "87", "87", "88", "90"};
  static const std::vector<std::string> kPairs{"00", "01", "03", "08", "10",
                                               "11", "21", "28", "90", "98"};
  static const std::vector<std::string> kEdges{"09", "10", "19",
                                               "89", "90", "99"};
  std::string code = random_.pick(kChapters);
  if (has_edges_ && random_.chance(30)) code = random_.pick(kEdges);
  while (code.size() < digits) {
    code += has_edges_ && random_.chance(30) ? random_.pick(kEdges)
                                             : random_.pick(kPairs);
  }
  return code;
}

CodeSet CodeGenerator::range() {
  const std::size_t digits =
      random_.pick<std::size_t>({2, 2, 4, 4, 4, 4, 6, 6, 8, 10});
  std::string first = code(digits);
  std::string last = random_.chance(40) ? sibling(first) : first;
  if (last < first) std::swap(first, last);
  const bool is_one = first == last;
  CodeSet set;
  set.runs = {{run_of(first).first, run_of(last).last}};
  if (digits == 2) {
    set.text = "chapter " + chapter_number(first);
    if (!is_one) set.text += " - " + chapter_number(last);
  } else {
    set.text = dotted(first);
    if (!is_one) set.text += " - " + dotted(last);
  }
  return set;
}

CodeSet CodeGenerator::code_set(const std::vector<CodeSet>& named) {
  CodeSet set;
  const int terms = random_.pick({1, 1, 1, 2, 2, 3});
  for (int i = 0; i < terms; ++i) {
    const CodeSet term =
        !named.empty() && random_.chance(15) ? random_.pick(named) : range();
    set.text += (i > 0 ? ", " : "") + term.text;
    set.runs.insert(set.runs.end(), term.runs.begin(), term.runs.end());
  }
  set.runs = merged(set.runs);
  if (random_.chance(20)) {
    const CodeSet cut = range();
    const std::vector<Run> rest = without(set.runs, cut.runs.front());
    if (!rest.empty()) {
      set.text += " except " + cut.text;
      set.runs = rest;
    }
  }
  return set;
}

bool Claims::add(const Rule& rule) {
  for (const Rule& other : rules_) {
    if (other.is_override != rule.is_override) continue;
    for (const Run& a : rule.runs) {
      for (const Run& b : other.runs) {
        const bool are_apart = a.last < b.first || b.last < a.first;
        const bool is_within = b.first <= a.first && a.last <= b.last;
        const bool is_around = a.first <= b.first && b.last <= a.last;
        if (!are_apart && !is_within && !is_around) return false;
      }
    }
  }
  rules_.push_back(rule);
  return true;
}

std::vector<bool> Claims::reachable() const {
  std::set<std::uint64_t> starts;
  for (const Rule& rule : rules_) {
    for (const Run& run : rule.runs) {
      starts.insert(run.first);
      starts.insert(run.last + 1);
    }
  }
  std::vector<bool> is_reachable(rules_.size(), false);
  for (const std::uint64_t start : starts) {
    struct Claim {
      bool is_override;
      std::uint64_t width;
      std::size_t rule;
    };
    std::vector<Claim> around;
    for (std::size_t i = 0; i < rules_.size(); ++i) {
      for (const Run& run : rules_[i].runs) {
        if (start < run.first || run.last < start) continue;
        around.push_back({rules_[i].is_override, run.last - run.first, i});
      }
    }
    std::sort(around.begin(), around.end(), [](const Claim& a, const Claim& b) {
      if (a.is_override != b.is_override) return a.is_override;
      return a.width != b.width ? a.width < b.width : a.rule < b.rule;
    });
    for (const Claim& claim : around) {
      is_reachable[claim.rule] = true;
      if (!rules_[claim.rule].is_conditional) break;
    }
  }
  return is_reachable;
}

}  // namespace origo::random
