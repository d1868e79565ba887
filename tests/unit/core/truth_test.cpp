// Three-valued logic against what completing the unknown allows.
#include "engine/core/truth.hpp"

#include <vector>

#include "tests/support/catch.hpp"

namespace origo {
namespace {

constexpr Truth kTruths[] = {Truth::NotMet, Truth::Unknown, Truth::Met};

// What an unknown may turn out to be.
std::vector<bool> completions(Truth truth) {
  if (truth == Truth::Unknown) return {false, true};
  return {truth == Truth::Met};
}

// Met or not met when every completion says so, else unknown.
template <typename Connective>
Truth completed(Truth a, Truth b, const Connective& connective) {
  bool has_met = false;
  bool has_not_met = false;
  for (const bool left : completions(a)) {
    for (const bool right : completions(b)) {
      (connective(left, right) ? has_met : has_not_met) = true;
    }
  }
  if (has_met && has_not_met) return Truth::Unknown;
  return truth_of(has_met);
}

TEST_CASE("what is decided holds for every completion") {
  for (const Truth a : kTruths) {
    for (const Truth b : kTruths) {
      CHECK(both(a, b) ==
            completed(a, b, [](bool x, bool y) { return x && y; }));
      CHECK(either(a, b) ==
            completed(a, b, [](bool x, bool y) { return x || y; }));
    }
    CHECK(negate(a) == completed(a, a, [](bool x, bool) { return !x; }));
  }
}

TEST_CASE("so many of some is met when enough are met for certain") {
  struct Row {
    std::uint32_t wanted;
    std::uint32_t met;
    std::uint32_t possibly_met;
    Truth expected;
  };
  const Row rows[] = {
      {0, 0, 0, Truth::Met},     {1, 0, 0, Truth::NotMet},
      {1, 0, 1, Truth::Unknown}, {2, 1, 2, Truth::Unknown},
      {2, 2, 3, Truth::Met},     {3, 1, 2, Truth::NotMet},
  };
  for (const Row& row : rows) {
    CAPTURE(row.wanted, row.met, row.possibly_met);
    CHECK(at_least(row.wanted, row.met, row.possibly_met) == row.expected);
  }
}

}  // namespace
}  // namespace origo
