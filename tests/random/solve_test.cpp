// What the search for solutions finds, against trying everything.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "cli/solution_search.hpp"
#include "tests/random/pairs.hpp"
#include "tests/support/catch.hpp"

namespace origo::random {
namespace {

// Everything is tried of goods with no more than this.
constexpr std::size_t kChangesMax = 4;
constexpr std::size_t kAssignmentsMax = 16;

// Changes by their places in SearchResult::changes, as bits.
using Subset = std::uint32_t;

std::vector<std::vector<Election>> assignments_of(const Compiled& program,
                                                  const SearchResult& result) {
  std::vector<std::vector<Election>> all(1);
  for (const std::uint16_t fact : result.elections) {
    const ir::FactInfo& info = program.pack.facts[fact];
    const auto values = info.type == Type::Choice
                            ? static_cast<std::int64_t>(info.choices.size())
                            : 2;
    std::vector<std::vector<Election>> longer;
    for (const auto& made : all) {
      for (std::int64_t value = 0; value < values; ++value) {
        longer.push_back(made);
        longer.back().push_back({fact, value});
      }
    }
    all = std::move(longer);
  }
  return all;
}

// Every source from which lines could be bought.
std::vector<Source> sources_of(const Compiled& program) {
  const bytecode::Image& image = program.loaded.image;
  std::vector<Source> sources;
  for (const Status status : {Status::Originating, Status::WhollyObtained}) {
    sources.push_back({status, {}});
    for (const std::uint16_t party :
         image.countries_of(image.agreement().parties)) {
      sources.push_back({status, Country{party}});
    }
  }
  return sources;
}

bool makes_originate(const Compiled& program, const FactSheet& sheet,
                     const Solution& solution) {
  FactSheet changed = with_solution(program.loaded.image, sheet, solution);
  return evaluate(program, changed.good()).verdict == Verdict::Originating;
}

// The changes that make the good originate in some way, and no fewer of them.
std::set<Subset> smallest(const Compiled& program, const FactSheet& sheet,
                          const SearchResult& result) {
  const auto assignments = assignments_of(program, result);
  const auto sources = sources_of(program);
  std::vector<Subset> found;
  for (Subset subset = 0; subset < Subset{1} << result.changes.size();
       ++subset) {
    Solution solution;
    for (std::size_t i = 0; i < result.changes.size(); ++i) {
      if ((subset >> i & 1) != 0) solution.changes.push_back(result.changes[i]);
    }
    const bool is_found =
        std::any_of(sources.begin(), sources.end(), [&](const Source& source) {
          solution.source = source;
          return std::any_of(assignments.begin(), assignments.end(),
                             [&](const std::vector<Election>& made) {
                               solution.elections = made;
                               return makes_originate(program, sheet, solution);
                             });
        });
    if (is_found) found.push_back(subset);
  }
  std::set<Subset> smallest;
  for (const Subset subset : found) {
    const bool has_smaller =
        std::any_of(found.begin(), found.end(), [subset](const Subset other) {
          return other != subset && (other & subset) == other;
        });
    if (!has_smaller) smallest.insert(subset);
  }
  return smallest;
}

struct Seen {
  std::size_t goods = 0;
  std::size_t with_solutions = 0;
  std::size_t with_elections = 0;
  std::size_t with_several_changes = 0;
};

std::string wrong_solutions(const Compiled& program, FactSheet& sheet,
                            Seen& seen) {
  SearchOptions options;
  options.changes = kChangesMax;
  options.solutions = 1'000;
  options.order = sheet.materials() % 2 == 0 ? SearchOrder::FewestChanges
                                             : SearchOrder::LowestCost;
  const SearchResult result =
      search_solutions(program.loaded.image, sheet, options);
  if (result.before == Verdict::Originating) return {};
  if (result.changes.size() > kChangesMax ||
      assignments_of(program, result).size() > kAssignmentsMax) {
    return {};
  }
  if (!result.is_complete) return "the search did not end";
  std::set<Subset> found;
  for (const Solution& solution : result.solutions) {
    if (!makes_originate(program, sheet, solution)) {
      return "a solution does not make it originate";
    }
    Subset subset = 0;
    for (const LineChange& it : solution.changes) {
      for (std::size_t i = 0; i < result.changes.size(); ++i) {
        const LineChange& change = result.changes[i];
        if (change.kind == it.kind && change.material == it.material &&
            change.tag == it.tag) {
          subset |= Subset{1} << i;
        }
      }
    }
    found.insert(subset);
    seen.with_elections += solution.elections.empty() ? 0 : 1;
    seen.with_several_changes += solution.changes.size() > 1 ? 1 : 0;
  }
  ++seen.goods;
  seen.with_solutions += found.empty() ? 0 : 1;
  const std::set<Subset> wanted = smallest(program, sheet, result);
  if (found == wanted) return {};
  const std::vector<Subset> of_search(found.begin(), found.end());
  const std::vector<Subset> of_trying(wanted.begin(), wanted.end());
  return fmt::format("the search finds {} and trying everything {}",
                     fmt::join(of_search, " "), fmt::join(of_trying, " "));
}

// Packs of which every verdict hangs on elections and on where materials come
// from: general programs seldom do.
class FocusedProgram {
 public:
  explicit FocusedProgram(Random& random) : random_(random) {}

  std::string text() {
    return text_of(
        {"agreement T\n    parties  US, MX\n", "election accumulated truth\n",
         "election averaged truth\n",
         "election base choice (price, cost, none)\n",
         random_.chance(50) ? "material election designated\n"
                            : "tag designated\n",
         random_.chance(50) ? "treat unproven materials as non-originating\n"
                            : "",
         random_.chance(40)
             ? "treat materials tagged designated as originating\n"
             : "",
         "criterion own \"own\"\n    require  ", truth(3), "\n",
         random_.chance(40) ? "condition also\n    require  " + truth(1) + "\n"
                            : ""});
  }

 private:
  std::string share() { return random_.pick({"10%", "25%", "50%", "75%"}); }

  std::string truth(int depth) {
    switch (random_.below(depth == 0 ? 8 : 14)) {
      case 0:
        return "good is accumulated";
      case 1:
        return "good is averaged";
      case 2:
        return "good.base is " + std::string(random_.pick({"price", "cost"}));
      case 3:
        return "value of non-originating materials <= " + share() +
               " of value of materials";
      case 4:
        return "CTH";
      case 5:
        return "value of materials from US >= " + share() +
               " of value of materials";
      case 6:
        return random_.chance(50) ? "only originating materials"
                                  : "no materials tagged designated";
      case 7:
        return random_.chance(30)
                   ? "every material of chapter 1 - 50 is wholly_obtained"
                   : "no non-originating materials of chapter 20 - 60";
      case 8:
      case 9:
      case 10:
        return text_of({"(", truth(depth - 1), " and ", truth(depth - 1), ")"});
      case 11:
      case 12:
        return text_of({"(", truth(depth - 1), " or ", truth(depth - 1), ")"});
      default:
        return text_of({"not (", truth(depth - 1), ")"});
    }
  }

  Random& random_;
};

Seen try_pairs(std::size_t pairs, std::string (*program)(Random& random)) {
  Seen seen;
  PairOptions options;
  options.goods_of_program = 10;
  options.program = program;
  hold(pairs, options, [&seen](const Compiled& compiled, FactSheet& sheet) {
    return wrong_solutions(compiled, sheet, seen);
  });
  return seen;
}

}  // namespace

TEST_CASE("the solutions that are found are all there are") {
  static_cast<void>(try_pairs(pairs_wanted() / 100, any_program));
}

TEST_CASE("the solutions by election and source are all there are") {
  const std::size_t pairs = pairs_wanted() / 100;
  const Seen seen = try_pairs(
      pairs, [](Random& random) { return FocusedProgram(random).text(); });
  INFO(fmt::format("{} goods, {} with solutions, {} elections, {} several",
                   seen.goods, seen.with_solutions, seen.with_elections,
                   seen.with_several_changes));
  if (pairs < 1'000) return;
  CHECK(seen.with_solutions > seen.goods / 10);
  CHECK(seen.with_elections > 0);
  CHECK(seen.with_several_changes > 0);
}

}  // namespace origo::random
