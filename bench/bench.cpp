// Measures, compares with hand-written code in the same run, and holds every
// figure against its target.
//
// Ratios are medians of interleaved repetitions, in time of the processor: what
// else a machine does is none of them. Absolute times are this machine's
// business. `--check` only compares verdicts.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <string_view>

#include "bench/allocations.hpp"
#include "bench/goods.hpp"
#include "bench/packs.hpp"
#include "bench/twins.hpp"
#include "engine/compile.hpp"
#include "engine/eval/analysis.hpp"
#include "engine/eval/evaluate.hpp"
#include "engine/eval/margin.hpp"
#include "engine/eval/tree.hpp"

namespace origo::bench {
namespace {

constexpr std::size_t kGoods = 2'000;
constexpr std::size_t kRulesLookedUp = 1'000;
constexpr std::size_t kRulesCompiled = 5'000;

// A pack, its image, goods for it, and room to evaluate them in.
struct Subject {
  std::vector<std::byte> bytes;
  bytecode::Image image;
  std::vector<HostGood> goods;
  std::vector<std::byte> scratch;

  Subject(std::vector<std::byte> from, const bytecode::Image& of,
          const std::vector<HsCode>& codes)
      : bytes(std::move(from)),
        image(of),
        goods(random_goods(kGoods, codes, 1)),
        scratch(scratch_size(of, kMaterials)) {}
};

std::vector<std::byte> compiled(const std::string& text) {
  Diagnostics diagnostics;
  auto bytes = compile({{"bench.roo", text}}, diagnostics);
  if (!bytes) {
    fmt::print(stderr, "{}\n", diagnostics.sorted().front().message());
    std::exit(2);
  }
  return std::move(*bytes);
}

Subject subject_of(const std::string& text, const std::vector<HsCode>& codes) {
  std::vector<std::byte> bytes = compiled(text);
  const bytecode::Loaded loaded = bytecode::load(bytes);
  if (loaded.error != bytecode::LoadError::None) std::exit(2);
  return {std::move(bytes), loaded.image, codes};
}

const Subject& car() {
  static const Subject subject =
      subject_of(car_pack(), {*parse_hs_code("8703.23")});
  return subject;
}

const std::vector<PlainRule>& rules() {
  static const std::vector<PlainRule> rules = plain_rules(kRulesLookedUp);
  return rules;
}

const Subject& many() {
  static const Subject subject = [] {
    std::vector<HsCode> codes;
    for (const PlainRule& rule : rules()) codes.push_back(rule.code);
    return subject_of(pack_of(rules()), codes);
  }();
  return subject;
}

// Runs `one` over all goods, again and again.
template <typename One>
void over_goods(benchmark::State& state, const Subject& subject,
                const One& one) {
  const std::size_t before = allocations();
  std::size_t evaluated = 0;
  for (auto _ : state) {
    for (const HostGood& good : subject.goods) {
      benchmark::DoNotOptimize(one(good));
    }
    evaluated += subject.goods.size();
  }
  state.counters["allocations"] = static_cast<double>(allocations() - before);
  state.SetItemsProcessed(static_cast<std::int64_t>(evaluated));
}

void evaluate_all(benchmark::State& state, const Subject& subject) {
  Facts facts(subject.image.facts().size());
  std::vector<std::byte> scratch(subject.scratch.size());
  over_goods(state, subject, [&](const HostGood& good) {
    facts.show(good);
    return evaluate(subject.image, facts.good, scratch).verdict;
  });
}

void car_evaluated(benchmark::State& state) {
  evaluate_all(state, car());
}

void car_by_hand(benchmark::State& state) {
  over_goods(state, car(), car_originates);
}

void car_traced(benchmark::State& state) {
  const Subject& subject = car();
  Facts facts(subject.image.facts().size());
  std::vector<std::byte> scratch(subject.scratch.size());
  std::vector<Reason> reasons(64);
  std::vector<Missing> missing(64);
  over_goods(state, subject, [&](const HostGood& good) {
    facts.show(good);
    Trace trace;
    trace.reasons = reasons;
    trace.missing = missing;
    Options options;
    options.trace = &trace;
    const Outcome outcome =
        evaluate(subject.image, facts.good, scratch, options);
    std::int64_t margins = 0;
    for (std::uint32_t i = 0; i < trace.count; ++i) {
      if (reasons[i].op != bytecode::Op::Test) continue;
      const Margin margin = margin_of(subject.image, reasons[i]);
      margins += margin.amount + margin.points;
    }
    benchmark::DoNotOptimize(margins);
    return outcome.verdict;
  });
}

void many_evaluated(benchmark::State& state) {
  evaluate_all(state, many());
}

void many_by_hand(benchmark::State& state) {
  static const PlainTwin twin(rules());
  over_goods(state, many(),
             [](const HostGood& good) { return twin.originates(good); });
}

// A tree in post-order: chains of `depth` productions, each of one bought
// material and the production below it.
struct TreeOfChains {
  std::vector<HostMaterial> materials;
  std::vector<std::uint32_t> below;
  std::vector<Production> productions;
  std::vector<std::int64_t> facts;
  std::vector<std::byte> memory;
  Good good;
  Tree tree;

  TreeOfChains(std::size_t lines, std::size_t depth)
      : facts(many().image.facts().size(), kMissing) {
    const std::vector<HostGood>& goods = many().goods;
    facts[static_cast<std::size_t>(BuiltIn::NetCost)] = 1'000'000'000'000;
    facts[static_cast<std::size_t>(BuiltIn::TransactionValue)] =
        1'000'000'000'000;
    for (std::size_t i = 0; i + 2 * depth <= lines; i += 2 * depth) {
      for (std::size_t level = 0; level < depth; ++level) {
        const HostGood& from = goods[(i + level) % goods.size()];
        materials.push_back(from.materials[level % kMaterials]);
        below.push_back(0);
        materials.push_back(
            {from.code, from.materials[0].value, Status::Unproven});
        below.push_back(static_cast<std::uint32_t>(2 * level + 1));
      }
    }
    for (std::uint32_t i = 1; i < materials.size(); i += 2) {
      productions.push_back({i, true, facts});
    }
    constexpr auto kStride = static_cast<std::ptrdiff_t>(sizeof(HostMaterial));
    good.code = goods.front().code;
    good.facts = facts;
    tree.lines.count = static_cast<std::uint32_t>(materials.size());
    tree.lines.code = {&materials[0].code, kStride};
    tree.lines.value = {&materials[0].value, kStride};
    tree.lines.status = {&materials[0].status, kStride};
    tree.below = {below.data()};
    tree.productions = productions;
    memory.resize(fold_size(many().image, tree.lines.count));
  }
};

template <std::size_t Lines, std::size_t Depth>
void tree_evaluated(benchmark::State& state) {
  static TreeOfChains chains(Lines, Depth);
  const std::size_t before = allocations();
  for (auto _ : state) {
    TreeError error = TreeError::None;
    benchmark::DoNotOptimize(evaluate_tree(many().image, chains.good,
                                           chains.tree, chains.memory, error));
    if (error != TreeError::None) std::exit(2);
  }
  state.counters["allocations"] = static_cast<double>(allocations() - before);
}

const std::string& large_pack() {
  static const std::string text = pack_of(plain_rules(kRulesCompiled));
  return text;
}

void compile_large(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(compiled(large_pack()));
}

void load_large(benchmark::State& state) {
  const std::vector<std::byte> bytes = compiled(large_pack());
  for (auto _ : state) benchmark::DoNotOptimize(bytecode::load(bytes).error);
}

// Compares verdicts good by good. Returns how many differ.
template <typename Twin>
std::size_t differences(const Subject& subject, const Twin& twin,
                        std::string_view what) {
  Facts facts(subject.image.facts().size());
  std::vector<std::byte> scratch(subject.scratch.size());
  std::size_t wrong = 0;
  std::size_t originating = 0;
  for (const HostGood& good : subject.goods) {
    facts.show(good);
    const Outcome outcome = evaluate(subject.image, facts.good, scratch);
    const bool expected = twin(good);
    const Verdict verdict =
        expected ? Verdict::Originating : Verdict::NotOriginating;
    if (outcome.verdict != verdict) ++wrong;
    if (expected) ++originating;
  }
  fmt::print("{}: {} goods, {} originate, {} decided otherwise than by hand\n",
             what, subject.goods.size(), originating, wrong);
  const bool is_telling = originating > 0 && originating < subject.goods.size();
  return wrong + (is_telling ? 0 : 1);
}

std::size_t check() {
  const PlainTwin twin(rules());
  return differences(car(), car_originates, "car rule") +
         differences(
             many(),
             [&](const HostGood& good) { return twin.originates(good); },
             "1,000 rules");
}

// Keeps the processor times of every repetition, by name.
class Collector : public benchmark::BenchmarkReporter {
 public:
  bool ReportContext(const Context&) override { return true; }
  void ReportRuns(const std::vector<Run>& runs) override {
    for (const Run& run : runs) {
      if (run.run_type != Run::RT_Iteration) continue;
      const std::string name = run.run_name.function_name;
      times_[name].push_back(run.GetAdjustedCPUTime());
      const auto it = run.counters.find("allocations");
      if (it != run.counters.end()) allocated_ += it->second.value;
    }
  }

  // The median, in nanoseconds.
  [[nodiscard]] double median(const std::string& name) const {
    std::vector<double> times = times_.at(name);
    std::sort(times.begin(), times.end());
    return times[times.size() / 2];
  }
  [[nodiscard]] double allocated() const { return allocated_; }

 private:
  std::map<std::string, std::vector<double>> times_;
  double allocated_ = 0;
};

class Table {
 public:
  Table() { fmt::print("\n{:<58}{:>14}{:>14}\n", "", "measured", "target"); }
  void row(std::string_view what, double value, std::string_view unit,
           double target) {
    const bool is_met = value <= target;
    missed_ += is_met ? 0 : 1;
    fmt::print("{:<58}{:>10.2f} {:<3}{:>10.2f}{}\n", what, value, unit, target,
               is_met ? "" : "   MISSED");
  }
  void note(std::string_view what, double value, std::string_view unit) {
    fmt::print("{:<58}{:>10.1f} {}\n", what, value, unit);
  }
  [[nodiscard]] int missed() const { return missed_; }

 private:
  int missed_ = 0;
};

int report(const Collector& all) {
  const auto per_good = [&all](const std::string& name) {
    return all.median(name) / static_cast<double>(kGoods);
  };
  const std::vector<std::byte> large = compiled(large_pack());
  Table table;
  table.note("car rule, 20 materials, by hand", per_good("car_by_hand"),
             "ns a good");
  table.note("car rule, evaluated", per_good("car_evaluated"), "ns a good");
  table.row("  against by hand",
            per_good("car_evaluated") / per_good("car_by_hand"), "x", 2);
  table.row("  with full trace and margins",
            per_good("car_traced") / per_good("car_by_hand"), "x", 5);
  table.note("look-up among 1,000 rules, by hand", per_good("many_by_hand"),
             "ns a good");
  table.row("  looked up and evaluated",
            per_good("many_evaluated") / per_good("many_by_hand"), "x", 2);
  const auto per_line = [&all](const std::string& name, double lines) {
    return all.median(name) / lines;
  };
  const double small_tree = per_line("tree_of_1,000_lines", 1'000);
  table.note("a tree of 1,000 lines, 5 deep", small_tree, "ns a line");
  table.row("  of 100,000 lines, against that a line",
            per_line("tree_of_100,000_lines", 100'000) / small_tree, "x", 2);
  table.row("  of 100,000 lines, 50 deep, against that a line",
            per_line("tree_of_100,000_lines_50_deep", 100'000) / small_tree,
            "x", 2);
  table.row("allocations while evaluating", all.allocated(), "", 0);
  table.row("5,000 rules compiled", all.median("compile_large") / 1e6, "ms",
            150);
  table.row("their image loaded and verified", all.median("load_large") / 1e6,
            "ms", 2);
  table.row("image per rule",
            static_cast<double>(large.size()) / kRulesCompiled, "B", 60);
  table.note("scratch for 20 materials, car rule",
             static_cast<double>(car().scratch.size()), "B");
  table.note("image of the car pack", static_cast<double>(car().bytes.size()),
             "B");
  return table.missed() == 0 ? 0 : 1;
}

void add(const char* name, void (*function)(benchmark::State&),
         int repetitions) {
  benchmark::RegisterBenchmark(name, function)->Repetitions(repetitions);
}

}  // namespace
}  // namespace origo::bench

int main(int argc, char** argv) {
  using namespace origo::bench;
  if (check() != 0) return 1;
  if (argc > 1 && std::string_view(argv[1]) == "--check") return 0;
  constexpr int kRepetitions = 11;
  add("car_by_hand", car_by_hand, kRepetitions);
  add("car_evaluated", car_evaluated, kRepetitions);
  add("car_traced", car_traced, kRepetitions);
  add("many_by_hand", many_by_hand, kRepetitions);
  add("many_evaluated", many_evaluated, kRepetitions);
  add("tree_of_1,000_lines", tree_evaluated<1'000, 5>, kRepetitions);
  add("tree_of_100,000_lines", tree_evaluated<100'000, 5>, 5);
  add("tree_of_100,000_lines_50_deep", tree_evaluated<100'000, 50>, 5);
  add("compile_large", compile_large, 3);
  add("load_large", load_large, 3);
  std::vector<char*> arguments(argv, argv + argc);
  char interleaving[] = "--benchmark_enable_random_interleaving=true";
  char time[] = "--benchmark_min_time=0.05";
  arguments.insert(arguments.begin() + 1, {interleaving, time});
  int count = static_cast<int>(arguments.size());
  benchmark::Initialize(&count, arguments.data());
  Collector collector;
  benchmark::RunSpecifiedBenchmarks(&collector);
  return report(collector);
}
