// Images that were damaged are refused, and never read beyond.
#include "engine/bytecode/image.hpp"

#include <cstring>
#include <vector>

#include "engine/compile.hpp"
#include "engine/eval/evaluate.hpp"
#include "tests/support/catch.hpp"

namespace origo {
namespace {

using bytecode::LoadError;

std::vector<std::byte> image() {
  Diagnostics diagnostics;
  auto bytes = compile({{"t.roo", R"(agreement T
    parties  US, MX
codes engines = 8407 - 8408
attribute use choice (road, field) "for what?"
threshold share
    50%  from 2000-01-01
    60%  from 2010-01-01
rule 8703
    when     good.use is road
    require  CTH except engines and MaxNOM 40% of ex_works_price
rule 8703
    require  value of non-originating materials <= share of net_cost
)"}},
                       diagnostics);
  REQUIRE(bytes.has_value());
  return *bytes;
}

void seal(std::vector<std::byte>& bytes) {
  bytecode::HeaderRecord header;
  std::memcpy(static_cast<void*>(&header), bytes.data(), sizeof header);
  header.checksum = bytecode::checksum(std::span(bytes).subspan(sizeof header));
  std::memcpy(bytes.data(), static_cast<void*>(&header), sizeof header);
}

TEST_CASE("an image loads, wherever it lies") {
  const std::vector<std::byte> bytes = image();
  for (std::size_t shift = 0; shift < 8; ++shift) {
    std::vector<std::byte> moved(shift);
    moved.insert(moved.end(), bytes.begin(), bytes.end());
    const bytecode::Loaded loaded =
        bytecode::load(std::span(moved).subspan(shift));
    CHECK(loaded.error == LoadError::None);
    CHECK(loaded.image.rules().size() == 2);
  }
}

TEST_CASE("an image that was cut off is refused") {
  const std::vector<std::byte> bytes = image();
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    CHECK(bytecode::load(std::span(bytes).first(size)).error !=
          LoadError::None);
  }
}

TEST_CASE("every changed byte is noticed") {
  const std::vector<std::byte> bytes = image();
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    std::vector<std::byte> changed = bytes;
    changed[i] ^= std::byte{0x20};
    CHECK(bytecode::load(changed).error != LoadError::None);
  }
}

// Whether the image still loads with other bytes at the address of one of its
// records.
template <typename Record, typename... Value>
bool loads_with(const std::vector<std::byte>& bytes, const Record& at,
                Value... values) {
  std::vector<std::byte> changed = bytes;
  const std::ptrdiff_t offset =
      reinterpret_cast<const std::byte*>(&at) - bytes.data();
  auto to = changed.begin() + offset;
  ((*to++ = static_cast<std::byte>(values)), ...);
  seal(changed);
  return bytecode::load(changed).error == LoadError::None;
}

TEST_CASE("the default of a column that is not there is refused") {
  Diagnostics diagnostics;
  const auto bytes = compile({{"t.roo", R"(agreement T
material attribute freight money "freight" default 0
    cite  "1"
rule 8703
    require  freight of materials <= 5% of ex_works_price
)"}},
                             diagnostics);
  REQUIRE(bytes.has_value());
  const bytecode::Loaded loaded = bytecode::load(*bytes);
  REQUIRE(loaded.error == LoadError::None);
  REQUIRE(loaded.image.treats().size() == 1);
  const auto& column = loaded.image.treats()[0].column;
  REQUIRE(column == kBuiltInColumns);
  CHECK(loads_with(*bytes, column, kBuiltInColumns, 0));
  CHECK_FALSE(loads_with(*bytes, column, kBuiltInColumns + 1, 0));
  CHECK_FALSE(loads_with(*bytes, column, 0, 0));
  CHECK(loads_with(*bytes, column, 0xFF, 0xFF));
}

TEST_CASE("that a fact is stated is not asked") {
  const std::vector<std::byte> bytes = image();
  const bytecode::Loaded loaded = bytecode::load(bytes);
  REQUIRE(loaded.error == LoadError::None);
  REQUIRE_FALSE(loaded.image.fact_checks().empty());
  const auto& kind = loaded.image.fact_checks()[0].kind;
  CHECK(loads_with(bytes, kind, std::uint8_t{kind}));
  CHECK_FALSE(loads_with(bytes, kind, bytecode::CheckKind::IsStated));
}

TEST_CASE("what is changed and sealed again is refused or harmless") {
  const std::vector<std::byte> bytes = image();
  std::size_t accepted = 0;
  for (std::size_t i = sizeof(bytecode::HeaderRecord); i < bytes.size(); ++i) {
    for (const unsigned value : {0x00U, 0x01U, 0x7FU, 0xFFU}) {
      std::vector<std::byte> changed = bytes;
      changed[i] = static_cast<std::byte>(value);
      seal(changed);
      const bytecode::Loaded loaded = bytecode::load(changed);
      if (loaded.error != LoadError::None) continue;
      ++accepted;
      std::vector<std::byte> scratch(scratch_size(loaded.image, 0));
      Good good;
      good.code = *parse_hs_code("8703.23");
      // Any outcome will do; the sanitizers watch.
      static_cast<void>(evaluate(loaded.image, good, scratch));
    }
  }
  CHECK(accepted > 0);
}

}  // namespace
}  // namespace origo
