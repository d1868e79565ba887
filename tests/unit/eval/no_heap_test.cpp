// The runtime takes nothing from the heap: not to load, not to evaluate, not to
// say what a verdict hangs on.
#include <cstdlib>
#include <new>
#include <vector>

#include "engine/compile.hpp"
#include "engine/eval/analysis.hpp"
#include "engine/eval/countries.hpp"
#include "engine/eval/evaluate.hpp"
#include "engine/eval/tree.hpp"
#include "tests/support/catch.hpp"

namespace {

bool is_forbidden = false;

}  // namespace

void* operator new(std::size_t size) {
  if (is_forbidden) std::abort();
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
// Replaced too, so that what it gives is freed by what gave it.
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  if (is_forbidden) std::abort();
  return std::malloc(size);
}
void operator delete(void* memory) noexcept {
  if (is_forbidden) std::abort();
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  if (is_forbidden) std::abort();
  std::free(memory);
}

namespace origo {
namespace {

constexpr const char* kPack = R"(agreement T
    parties  US, MX
treat unproven materials as non-originating
measure VNM = value of non-originating materials
method RVC net_cost = (net_cost - VNM) / net_cost
attribute dyed truth "Is it dyed?"
tolerance de_minimis
    for      chapter 1 - 97
    require  value of failing materials <= 10% of transaction_value
threshold content
    60%
rule 8703
    require  CTH and RVC net_cost >= content
         or  good is dyed and MaxNOM 20% of ex_works_price
condition made
    require  good made in US
)";

struct Material {
  HsCode code;
  std::int64_t value;
  Status status;
};

TEST_CASE("nothing is allocated from loading to the last analysis") {
  Diagnostics diagnostics;
  const auto bytes = compile({{"t.roo", kPack}}, diagnostics);
  REQUIRE(bytes.has_value());
  const Material materials[] = {
      {*parse_hs_code("8407.34"), 500'000'000, Status::Unproven},
      {*parse_hs_code("8703.90"), 100'000'000, Status::NonOriginating},
      {*parse_hs_code("8708.29"), 300'000'000, Status::Originating},
  };
  constexpr auto kStride = static_cast<std::ptrdiff_t>(sizeof(Material));
  std::vector<Reason> reasons(256);
  std::vector<Missing> missing(64);
  std::vector<Missing> wanted(64);
  std::vector<Flip> flips(64);
  for (const bool has_cost : {true, false}) {
    std::vector<std::int64_t> facts(kBuiltInFacts.size() + 1, kMissing);
    facts[static_cast<std::size_t>(BuiltIn::TransactionValue)] = 1'500'000'000;
    facts[static_cast<std::size_t>(BuiltIn::ProductionCountry)] =
        parse_country("US")->code;
    facts.back() = 0;  // not dyed
    if (has_cost) {
      facts[static_cast<std::size_t>(BuiltIn::NetCost)] = 1'400'000'000;
    }
    Good good;
    good.code = *parse_hs_code("8703.23");
    good.facts = facts;
    good.materials.count = 3;
    good.materials.code = {&materials[0].code, kStride};
    good.materials.value = {&materials[0].value, kStride};
    good.materials.status = {&materials[0].status, kStride};
    std::vector<std::byte> scratch(4'096);
    Trace trace;
    trace.reasons = reasons;
    trace.missing = missing;
    Options options;
    options.trace = &trace;

    is_forbidden = true;
    const bytecode::Loaded loaded = bytecode::load(*bytes);
    const Outcome plain = evaluate(loaded.image, good, scratch);
    const Outcome traced = evaluate(loaded.image, good, scratch, options);
    mark_critical(loaded.image, traced, trace);
    const std::uint32_t found =
        find_flips(loaded.image, good, traced, trace, scratch, options, flips);
    const Inquiry inquiry = inquire(loaded.image, traced, trace, wanted);
    is_forbidden = false;

    CHECK(plain.verdict == traced.verdict);
    CHECK(plain.verdict ==
          (has_cost ? Verdict::NotOriginating : Verdict::Undetermined));
    CHECK((found > 0) == has_cost);
    CHECK((inquiry.count > 0) == !has_cost);
  }
}

TEST_CASE("folding a tree allocates nothing") {
  Diagnostics diagnostics;
  const auto bytes = compile({{"t.roo", kPack}}, diagnostics);
  REQUIRE(bytes.has_value());
  const bytecode::Loaded loaded = bytecode::load(*bytes);
  const Material materials[] = {
      {*parse_hs_code("8407.34"), 500'000'000, Status::NonOriginating},
      {*parse_hs_code("8703.90"), 600'000'000, Status::Unproven},
      {*parse_hs_code("8708.29"), 300'000'000, Status::Originating},
  };
  constexpr auto kStride = static_cast<std::ptrdiff_t>(sizeof(Material));
  std::vector<std::int64_t> facts(kBuiltInFacts.size() + 1, kMissing);
  const std::uint32_t below[] = {0, 1, 0};
  const Production productions[] = {{1, true, facts}};
  Good good;
  good.code = *parse_hs_code("8703.23");
  good.facts = facts;
  Tree tree;
  tree.lines.count = 3;
  tree.lines.code = {&materials[0].code, kStride};
  tree.lines.value = {&materials[0].value, kStride};
  tree.lines.status = {&materials[0].status, kStride};
  tree.below = {below};
  tree.productions = productions;
  std::vector<std::byte> memory(fold_size(loaded.image, 3));

  is_forbidden = true;
  TreeError error = TreeError::None;
  static_cast<void>(evaluate_tree(loaded.image, good, tree, memory, error));
  const std::uint32_t overlapping[] = {0, 1, 3};
  tree.below = {overlapping};
  TreeError wrong = TreeError::None;
  const Outcome refused =
      evaluate_tree(loaded.image, good, tree, memory, wrong);
  TreeError small = TreeError::None;
  static_cast<void>(evaluate_tree(loaded.image, good, tree,
                                  std::span(memory).first(40), small));
  is_forbidden = false;

  CHECK(error == TreeError::None);
  CHECK(wrong == TreeError::NotPostOrder);
  CHECK(refused.verdict == Verdict::Undetermined);
  CHECK(small == TreeError::MemoryTooSmall);
}

TEST_CASE("nothing is allocated for countries, and room for them is kept to") {
  constexpr const char* kSteps = R"(agreement T
country foreign
    require  good made in MX
    gives    countries of materials where (not from production_country)
)";
  Diagnostics diagnostics;
  const auto bytes = compile({{"t.roo", kSteps}}, diagnostics);
  REQUIRE(bytes.has_value());
  const bytecode::Loaded loaded = bytecode::load(*bytes);
  const Country mexico = *parse_country("MX");
  const Country china = *parse_country("CN");
  const Country japan = *parse_country("JP");
  const Country origins[] = {china, mexico, japan, china};
  std::vector<std::int64_t> facts(kBuiltInFacts.size(), kMissing);
  facts[static_cast<std::size_t>(BuiltIn::ProductionCountry)] = mexico.code;
  Good good;
  good.code = *parse_hs_code("8703.23");
  good.facts = facts;
  good.materials.count = 4;
  good.materials.origin = {origins};
  std::vector<std::byte> scratch(scratch_size(loaded.image, 4));
  Country room[4];

  is_forbidden = true;
  const Outcome outcome = evaluate(loaded.image, good, scratch);
  const Countries all =
      countries_of(loaded.image, good, outcome, scratch, room);
  Country one[1];
  const Countries cut = countries_of(loaded.image, good, outcome, scratch, one);
  const Countries without = countries_of(loaded.image, good, outcome, {}, room);
  is_forbidden = false;

  CHECK(all.are_known);
  REQUIRE(all.count == 2);
  CHECK(room[0] == china);
  CHECK(room[1] == japan);
  CHECK_FALSE(cut.are_known);
  CHECK(one[0] == china);
  CHECK_FALSE(without.are_known);
}

TEST_CASE("the scratch that is stated is enough, and nothing less is") {
  Diagnostics diagnostics;
  const auto bytes = compile({{"t.roo", kPack}}, diagnostics);
  REQUIRE(bytes.has_value());
  const bytecode::Loaded loaded = bytecode::load(*bytes);
  for (const std::uint32_t count : {0U, 1U, 64U, 65U, 1000U}) {
    Good good;
    good.code = *parse_hs_code("8703.23");
    good.materials.count = count;
    const std::size_t size = scratch_size(loaded.image, count);
    // The size allows for any alignment; at the best one it may do with less.
    std::vector<std::byte> memory(size + 16);
    bool has_failed = false;
    for (std::size_t shift = 0; shift < 16; ++shift) {
      const std::span<std::byte> all = std::span(memory).subspan(shift, size);
      CHECK(evaluate(loaded.image, good, all).failure == Failure::None);
      has_failed = has_failed ||
                   evaluate(loaded.image, good, all.first(size - 1)).failure ==
                       Failure::ScratchTooSmall;
    }
    CHECK(has_failed);
  }
}

}  // namespace
}  // namespace origo
