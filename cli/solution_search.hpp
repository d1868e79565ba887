// What would make a good originate: elections of its producer, and the fewest
// or the cheapest changes of its materials.
//
// Every candidate is evaluated. Of what is left out only this is used: a
// verdict other than undetermined holds whatever the missing facts turn out to
// be, and a fact for which no evaluation asked changes none. That a further
// change helps or harms is not assumed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "cli/fact_sheet.hpp"
#include "engine/bytecode/image.hpp"
#include "engine/eval/evaluate.hpp"

namespace origo {

// An election of the good that is made.
struct Election {
  std::uint16_t fact = 0;
  std::int64_t value = 0;

  friend bool operator==(const Election&, const Election&) = default;
};

// Something that can be done about one line.
struct LineChange {
  enum class Kind : std::uint8_t {
    Source,  // bought from an originating source
    Elect,   // an election of materials: `tag` is yes
  };

  Kind kind = Kind::Source;
  std::uint32_t material = 0;
  std::uint16_t tag = 0;
  std::int64_t cost = 0;  // millionths; kMissing: not known
};

// What a new source supplies, the same for every line of a solution.
struct Source {
  Status status = Status::Originating;
  Country origin;  // not known: any will do
};

struct Solution {
  std::vector<Election> elections;
  std::vector<LineChange> changes;
  Source source;
  std::int64_t cost = 0;  // of all changes; kMissing: not known of all
};

enum class SearchOrder : std::uint8_t { FewestChanges, LowestCost };

struct SearchOptions {
  SearchOrder order = SearchOrder::FewestChanges;
  std::size_t changes = 3;  // at most so many at once
  std::size_t evaluations = 200'000;
  std::size_t solutions = 5;
  // What a change costs; kMissing where that is not known. Not given: what the
  // line is worth.
  std::function<std::int64_t(std::uint32_t material)> cost;
  std::function<void(std::size_t evaluations)> progress;
};

struct SearchResult {
  Verdict before = Verdict::Undetermined;  // with the elections left open
  std::vector<Solution> solutions;         // none is contained in another
  std::vector<LineChange> changes;         // all that were considered
  std::vector<std::uint16_t> elections;    // of the good, that were left open
  std::size_t evaluations = 0;
  // False: stopped at the bound of evaluations or of solutions. Then every
  // combination was tried of up to `exhausted` changes or, in order of cost, of
  // those that cost less than `exhausted_cost`.
  bool is_complete = true;
  std::size_t exhausted = 0;
  std::int64_t exhausted_cost = 0;
  bool is_undetermined = false;  // some could not be decided
  // With every line bought from an originating source, and the best elections.
  std::optional<Verdict> with_all;
};

// Searches; `options` of the evaluation are `evaluation`, its trace not used.
[[nodiscard]] SearchResult search_solutions(const bytecode::Image& image,
                                            const FactSheet& sheet,
                                            const SearchOptions& options,
                                            const Options& evaluation = {});

// The facts with a solution carried out.
[[nodiscard]] FactSheet with_solution(const bytecode::Image& image,
                                      FactSheet sheet,
                                      const Solution& solution);

}  // namespace origo
