// Combinations in order of what they ask, elections within each.
#include "cli/solution_search.hpp"

#include <algorithm>
#include <limits>
#include <queue>
#include <utility>

#include "cli/folded_sheet.hpp"

namespace origo {
namespace {

using bytecode::Image;
using bytecode::Op;

constexpr std::int64_t kUnknownCost = std::numeric_limits<std::int64_t>::max();

std::int64_t sum_of(std::int64_t a, std::int64_t b) {
  std::int64_t sum = 0;
  return __builtin_add_overflow(a, b, &sum) ? kUnknownCost : sum;
}

// Whether any requirement tells wholly obtained materials from others.
bool asks_for_whole_origin(const Image& image) {
  return std::any_of(image.code().begin(), image.code().end(),
                     [](const bytecode::Instruction& it) {
                       return it.op ==
                              static_cast<std::uint8_t>(Op::WholeOrigin);
                     });
}

std::int64_t values_of(const Image& image, std::uint16_t fact) {
  const bytecode::FactRecord& record = image.facts()[fact];
  const bool is_choice = record.type == static_cast<std::uint8_t>(Type::Choice);
  return is_choice ? std::int64_t{record.choice_count} : 2;
}

bool uses_tag(const Image& image, std::uint16_t tag) {
  return std::any_of(image.code().begin(), image.code().end(),
                     [tag](const bytecode::Instruction& it) {
                       return it.op == static_cast<std::uint8_t>(Op::Tagged) &&
                              it.b == tag;
                     });
}

// Some changes, by their places in the list of all, the last one greatest.
struct Combination {
  std::vector<std::uint32_t> changes;
  std::int64_t cost = 0;
};

class Searcher {
 public:
  Searcher(const Image& image, const FactSheet& sheet,
           const SearchOptions& options, const Options& evaluation)
      : image_(image),
        stated_(sheet),
        sheet_(sheet),
        options_(options),
        evaluation_(evaluation),
        scratch_(
            scratch_size(image, static_cast<std::uint32_t>(sheet.materials()))),
        reasons_(256),
        missing_(256),
        counted_(sheet.materials()) {
    for (const bytecode::ElectionRecord& it : image.elections()) {
      if (it.of_materials != 0 || sheet.fact(it.subject) != kMissing) continue;
      result_.elections.push_back(it.subject);
    }
    sources_.push_back({});
    if (asks_for_whole_origin(image)) {
      sources_.push_back({Status::WhollyObtained, {}});
    }
  }

  SearchResult run() {
    result_.before = evaluated(true);
    if (result_.before != Verdict::Originating) {
      list_changes();
      // Elections of materials that are not made are not.
      for (const LineChange& it : result_.changes) {
        if (it.kind == LineChange::Kind::Elect) {
          sheet_.set_tag(it.material, it.tag, Answer::No);
        }
      }
      search();
      if (result_.solutions.empty()) try_all();
    }
    return std::move(result_);
  }

 private:
  // Evaluates the facts as they are now. With `asks`, `missing_` then says
  // what was missing.
  Verdict evaluated(bool asks) {
    ++result_.evaluations;
    if (options_.progress) options_.progress(result_.evaluations);
    std::optional<FoldedSheet> folded;
    if (sheet_.is_tree()) {
      folded.emplace(image_, sheet_, evaluation_.thresholds);
    }
    const Good good = folded ? folded->good() : sheet_.good();
    if (!asks) {
      evaluation_.trace = nullptr;
      return evaluate(image_, good, scratch_, evaluation_).verdict;
    }
    for (;;) {
      trace_ = {};
      trace_.reasons = reasons_;
      trace_.missing = missing_;
      trace_.counted = counted_;
      evaluation_.trace = &trace_;
      const Outcome outcome = evaluate(image_, good, scratch_, evaluation_);
      if (!trace_.is_truncated) return outcome.verdict;
      reasons_.resize(reasons_.size() * 4);
      missing_.resize(missing_.size() * 4);
    }
  }

  [[nodiscard]] bool wants(Subject subject, std::uint16_t index) const {
    const auto first = missing_.begin();
    return std::any_of(
        first, first + static_cast<std::ptrdiff_t>(trace_.missing_count),
        [subject, index](const Missing& it) {
          return it.subject == subject && it.index == index;
        });
  }

  void list_changes() {
    for (std::uint32_t i = 0; i < sheet_.materials(); ++i) {
      // What is produced is decided by what it is produced from.
      if (sheet_.material(i).below > 0) continue;
      const bool is_originating =
          sheet_.material(i).status > Status::Unproven ||
          (!sheet_.is_tree() && counted_[i] > Status::Unproven);
      const bool may_gain = sources_.size() > 1 &&
                            sheet_.material(i).status != Status::WhollyObtained;
      if (!is_originating || may_gain) {
        add_change({LineChange::Kind::Source, i, 0, 0});
      }
      for (const bytecode::ElectionRecord& it : image_.elections()) {
        const bool is_open = it.of_materials != 0 &&
                             sheet_.tag(i, it.subject) == Answer::NotStated &&
                             uses_tag(image_, it.subject);
        if (is_open) {
          result_.changes.push_back(
              {LineChange::Kind::Elect, i, it.subject, 0});
        }
      }
    }
    std::stable_sort(result_.changes.begin(), result_.changes.end(),
                     [](const LineChange& a, const LineChange& b) {
                       return key_of(a) < key_of(b);
                     });
  }

  void add_change(LineChange change) {
    change.cost = options_.cost ? options_.cost(change.material)
                                : sheet_.column(change.material, 0);
    result_.changes.push_back(change);
  }

  static std::int64_t key_of(const LineChange& change) {
    return change.cost == kMissing ? kUnknownCost : change.cost;
  }

  [[nodiscard]] bool is_at_bound() const {
    return result_.evaluations >= options_.evaluations ||
           result_.solutions.size() >= options_.solutions;
  }

  // Combinations from a heap: each is made once, from the one that lacks its
  // last change or has the change before in its place, neither of which comes
  // after it. So they leave the heap in order.
  void search() {
    const bool by_cost = options_.order == SearchOrder::LowestCost;
    const auto comes_after = [by_cost](const Combination& a,
                                       const Combination& b) {
      const auto key = [by_cost](const Combination& it) {
        const auto count = static_cast<std::int64_t>(it.changes.size());
        return by_cost ? std::pair(it.cost, count) : std::pair(count, it.cost);
      };
      // Equal ones in the order of their lines.
      if (key(a) != key(b)) return key(a) > key(b);
      return a.changes > b.changes;
    };
    std::priority_queue<Combination, std::vector<Combination>,
                        decltype(comes_after)>
        heap(comes_after);
    heap.push({});
    while (!heap.empty()) {
      const Combination it = heap.top();
      if (!is_at_bound() && !contains_solution(it)) {
        try_combination(it);
      } else if (is_at_bound()) {
        is_cut_short_ = true;
      }
      if (is_cut_short_) {
        result_.is_complete = false;
        result_.exhausted = it.changes.empty() ? 0 : it.changes.size() - 1;
        result_.exhausted_cost = it.cost;
        return;
      }
      heap.pop();
      add_neighbours(it, heap);
    }
    result_.exhausted = std::min(options_.changes, result_.changes.size());
  }

  template <typename Heap>
  void add_neighbours(const Combination& it, Heap& heap) {
    const auto add = [&](std::vector<std::uint32_t> changes) {
      Combination next{std::move(changes), 0};
      for (const std::uint32_t i : next.changes) {
        next.cost = sum_of(next.cost, key_of(result_.changes[i]));
      }
      heap.push(std::move(next));
    };
    const std::uint32_t next = it.changes.empty() ? 0 : it.changes.back() + 1;
    if (next >= result_.changes.size()) return;
    if (it.changes.size() < options_.changes) {
      std::vector<std::uint32_t> longer = it.changes;
      longer.push_back(next);
      add(std::move(longer));
    }
    if (!it.changes.empty()) {
      std::vector<std::uint32_t> other = it.changes;
      other.back() = next;
      add(std::move(other));
    }
  }

  [[nodiscard]] bool contains_solution(const Combination& it) const {
    return std::any_of(solved_.begin(), solved_.end(),
                       [&it](const std::vector<std::uint32_t>& solved) {
                         return std::includes(it.changes.begin(),
                                              it.changes.end(), solved.begin(),
                                              solved.end());
                       });
  }

  // Carries the changes out, tries the elections, and takes the changes back.
  void try_combination(const Combination& it) {
    bool has_source = false;
    for (const std::uint32_t i : it.changes) {
      has_source =
          has_source || result_.changes[i].kind == LineChange::Kind::Source;
    }
    best_.clear();
    for (const Source& source : sources_) {
      const bool is_open = try_source(it, source);
      if (!best_.empty() || !has_source) break;
      if (!is_open) continue;
      // It depends on where they come from.
      for (const std::uint16_t party :
           image_.countries_of(image_.agreement().parties)) {
        try_source(it, {source.status, Country{party}});
        if (!best_.empty()) break;
      }
      if (!best_.empty()) break;
    }
    for (const std::uint32_t i : it.changes) undo(result_.changes[i]);
    if (best_.empty()) return;
    solved_.push_back(it.changes);
    // By cost they were tried, by line they are read.
    std::vector<LineChange> changes;
    for (const std::uint32_t i : it.changes) {
      changes.push_back(result_.changes[i]);
    }
    std::stable_sort(changes.begin(), changes.end(),
                     [](const LineChange& a, const LineChange& b) {
                       return a.material < b.material;
                     });
    for (Solution& solution : best_) {
      for (const LineChange& change : changes) {
        solution.changes.push_back(change);
        solution.cost = solution.cost == kMissing || change.cost == kMissing
                            ? kMissing
                            : sum_of(solution.cost, change.cost);
      }
      if (result_.solutions.size() < options_.solutions) {
        result_.solutions.push_back(std::move(solution));
      }
    }
  }

  // True when some elections leave it undetermined. What makes the good
  // originate is then in `best_`: all ways with the fewest elections.
  bool try_source(const Combination& it, const Source& source) {
    for (const std::uint32_t i : it.changes) {
      const LineChange& change = result_.changes[i];
      if (change.kind == LineChange::Kind::Elect) {
        sheet_.set_tag(change.material, change.tag, Answer::Yes);
      } else {
        sheet_.material(change.material).status = source.status;
        sheet_.material(change.material).origin = source.origin;
      }
    }
    std::vector<std::vector<Election>> found;
    const bool is_open = try_elections(found);
    if (found.empty()) return is_open;
    std::size_t fewest = found.front().size();
    for (const auto& elections : found) {
      fewest = std::min(fewest, elections.size());
    }
    for (auto& elections : found) {
      if (elections.size() != fewest) continue;
      const bool is_known = std::any_of(
          best_.begin(), best_.end(),
          [&](const Solution& known) { return known.elections == elections; });
      if (!is_known) best_.push_back({std::move(elections), {}, source, 0});
    }
    return is_open;
  }

  // Depth first over the elections that evaluations ask for, with a stack of
  // its own. What no evaluation asks for stays open.
  bool try_elections(std::vector<std::vector<Election>>& found) {
    bool is_open = false;
    std::vector<std::vector<Election>> waiting(1);
    while (!waiting.empty()) {
      if (result_.evaluations >= options_.evaluations) {
        is_cut_short_ = true;
        break;
      }
      const std::vector<Election> made = std::move(waiting.back());
      waiting.pop_back();
      make(made);
      const Verdict verdict = evaluated(!result_.elections.empty());
      if (verdict == Verdict::Originating) {
        found.push_back(without_idle(made));
      } else if (verdict == Verdict::Undetermined) {
        const auto next = wanted_election();
        if (!next) {
          is_open = true;
          result_.is_undetermined = true;
        } else {
          // The first value is tried first.
          for (std::int64_t i = values_of(image_, *next); i > 0; --i) {
            waiting.push_back(made);
            waiting.back().push_back({*next, i - 1});
          }
        }
      }
    }
    make({});
    return is_open;
  }

  void make(const std::vector<Election>& made) {
    for (const std::uint16_t fact : result_.elections) {
      sheet_.set_fact(fact, kMissing);
    }
    for (const Election& it : made) sheet_.set_fact(it.fact, it.value);
  }

  [[nodiscard]] std::optional<std::uint16_t> wanted_election() const {
    for (const std::uint16_t fact : result_.elections) {
      if (sheet_.fact(fact) == kMissing && wants(Subject::Fact, fact)) {
        return fact;
      }
    }
    return {};
  }

  // The elections but for those without which it originates, too.
  std::vector<Election> without_idle(std::vector<Election> made) {
    for (std::size_t i = 0; i < made.size();) {
      std::vector<Election> fewer = made;
      fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
      make(fewer);
      if (evaluated(false) == Verdict::Originating) {
        made = std::move(fewer);
      } else {
        ++i;
      }
    }
    std::sort(
        made.begin(), made.end(),
        [](const Election& a, const Election& b) { return a.fact < b.fact; });
    return made;
  }

  void undo(const LineChange& change) {
    if (change.kind == LineChange::Kind::Elect) {
      sheet_.set_tag(change.material, change.tag, Answer::No);
      return;
    }
    const FactSheet::Material& before = stated_.material(change.material);
    sheet_.material(change.material).status = before.status;
    sheet_.material(change.material).origin = before.origin;
  }

  // Whether more changes than were searched could do it.
  void try_all() {
    Combination all;
    for (std::uint32_t i = 0; i < result_.changes.size(); ++i) {
      if (result_.changes[i].kind == LineChange::Kind::Source) {
        all.changes.push_back(i);
      }
    }
    if (is_cut_short_ || all.changes.empty()) return;
    Verdict verdict = Verdict::NotOriginating;
    for (const Source& source : sources_) {
      best_.clear();
      const bool is_open = try_source(all, source);
      if (!best_.empty()) {
        verdict = Verdict::Originating;
      } else if (is_open && verdict != Verdict::Originating) {
        verdict = Verdict::Undetermined;
      }
    }
    if (!is_cut_short_) result_.with_all = verdict;
    for (const std::uint32_t i : all.changes) undo(result_.changes[i]);
  }

  const Image& image_;
  const FactSheet& stated_;
  FactSheet sheet_;
  const SearchOptions& options_;
  Options evaluation_;
  std::vector<std::byte> scratch_;
  Trace trace_;
  std::vector<Reason> reasons_;
  std::vector<Missing> missing_;
  std::vector<Status> counted_;
  std::vector<Source> sources_;
  std::vector<std::vector<std::uint32_t>> solved_;
  std::vector<Solution> best_;
  bool is_cut_short_ = false;
  SearchResult result_;
};

}  // namespace

SearchResult search_solutions(const Image& image, const FactSheet& sheet,
                              const SearchOptions& options,
                              const Options& evaluation) {
  return Searcher(image, sheet, options, evaluation).run();
}

FactSheet with_solution(const Image& image, FactSheet sheet,
                        const Solution& solution) {
  for (const Election& it : solution.elections) {
    sheet.set_fact(it.fact, it.value);
  }
  for (const bytecode::ElectionRecord& it : image.elections()) {
    if (it.of_materials == 0) continue;
    for (std::size_t i = 0; i < sheet.materials(); ++i) {
      if (sheet.tag(i, it.subject) == Answer::NotStated) {
        sheet.set_tag(i, it.subject, Answer::No);
      }
    }
  }
  for (const LineChange& it : solution.changes) {
    if (it.kind == LineChange::Kind::Elect) {
      sheet.set_tag(it.material, it.tag, Answer::Yes);
    } else {
      sheet.material(it.material).status = solution.source.status;
      sheet.material(it.material).origin = solution.source.origin;
    }
  }
  return sheet;
}

}  // namespace origo
