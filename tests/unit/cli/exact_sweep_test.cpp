// The curve of a portfolio against counting at values.
#include "cli/exact_sweep.hpp"

#include "engine/compile.hpp"
#include "tests/support/catch.hpp"

namespace origo {
namespace {

const char* const kPack =
    "agreement T\n"
    "threshold limit\n    60%\n"
    "rule 8703\n    require  MaxNOM limit of fob_value\n";

std::vector<std::byte> image_bytes() {
  const SourceFile source{"pack.roo", kPack};
  Diagnostics diagnostics;
  const auto bytes = compile({source}, diagnostics);
  REQUIRE(bytes.has_value());
  return *bytes;
}

// Counted afresh at one value.
CurvePiece counted_at(const ExactSweep& sweep, std::int64_t value) {
  CurvePiece piece;
  for (const ThresholdSet& set : sweep.sets) {
    if (!set.is_exact()) continue;
    const Verdict verdict = set.at(value);
    piece.originating += verdict == Verdict::Originating ? 1 : 0;
    piece.undetermined += verdict == Verdict::Undetermined ? 1 : 0;
  }
  return piece;
}

}  // namespace

TEST_CASE("the curve counts what the sets say, at every value") {
  constexpr Verdict kNot = Verdict::NotOriginating;
  constexpr Verdict kMet = Verdict::Originating;
  constexpr Verdict kOpen = Verdict::Undetermined;
  const std::vector<std::byte> bytes = image_bytes();
  const bytecode::Loaded loaded = bytecode::load(bytes);
  REQUIRE(loaded.error == bytecode::LoadError::None);
  ExactSweep sweep{loaded.image, 0, {-5, 40}, {}, {}};
  sweep.sets.push_back({{{-5, 9, kMet}, {10, 40, kNot}}, "", 4});
  sweep.sets.push_back(
      {{{-5, 9, kMet}, {10, 10, kOpen}, {11, 40, kMet}}, "", 9});
  sweep.sets.push_back({{{-5, 40, kMet}}, "", 2});
  sweep.sets.push_back({{{-5, -1, kNot}, {0, 40, kOpen}}, "", 5});
  sweep.sets.push_back({{{-5, 39, kNot}, {40, 40, kMet}}, "", 5});
  sweep.sets.push_back({{}, "`x` may turn more than once", 2});

  const std::vector<CurvePiece> curve = curve_of(sweep);
  REQUIRE(curve.front().first == sweep.domain.first);
  REQUIRE(curve.back().last == sweep.domain.last);
  for (std::size_t i = 0; i < curve.size(); ++i) {
    const CurvePiece& piece = curve[i];
    for (std::int64_t value = piece.first; value <= piece.last; ++value) {
      const CurvePiece found = counted_at(sweep, value);
      CHECK(found.originating == piece.originating);
      CHECK(found.undetermined == piece.undetermined);
    }
    if (i == 0) continue;
    CHECK(curve[i - 1].last + 1 == piece.first);
    const bool changes = curve[i - 1].originating != piece.originating ||
                         curve[i - 1].undetermined != piece.undetermined;
    CHECK(changes);
  }
}

TEST_CASE("a curve without goods is one piece") {
  const std::vector<std::byte> bytes = image_bytes();
  const bytecode::Loaded loaded = bytecode::load(bytes);
  const ExactSweep sweep{loaded.image, 0, {0, 10}, {}, {}};
  const std::vector<CurvePiece> curve = curve_of(sweep);
  REQUIRE(curve.size() == 1);
  CHECK(curve[0].first == 0);
  CHECK(curve[0].last == 10);
  CHECK(curve[0].originating == 0);
}

}  // namespace origo
