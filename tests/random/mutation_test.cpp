// Images whose bytes were changed: refused, or safe to evaluate.
#include <cstring>

#include "engine/bytecode/disassemble.hpp"
#include "engine/eval/analysis.hpp"
#include "engine/eval/countries.hpp"
#include "tests/random/good_generator.hpp"
#include "tests/random/harness.hpp"
#include "tests/random/program_generator.hpp"
#include "tests/support/catch.hpp"

namespace origo::random {
namespace {

using bytecode::HeaderRecord;

constexpr std::size_t kMutantsOfProgram = 200;

// Changes some bytes, mostly to values that mean something in a table.
void mutate(std::vector<std::byte>& bytes, Random& random) {
  for (std::int64_t i = random.between(1, 3); i > 0; --i) {
    std::byte& byte = bytes[random.below(bytes.size())];
    const auto old = static_cast<unsigned>(byte);
    byte = static_cast<std::byte>(random.pick(
        {0U, 1U, 2U, 0x7FU, 0x80U, 0xFFU, old + 1, old - 1,
         old ^ (1U << random.below(8)), static_cast<unsigned>(random.next())}));
  }
}

// Makes the checksum right again, so that more than it is tested.
void seal(std::vector<std::byte>& bytes) {
  HeaderRecord header;
  std::memcpy(static_cast<void*>(&header), bytes.data(), sizeof header);
  header.checksum = bytecode::checksum(std::span(bytes).subspan(sizeof header));
  std::memcpy(bytes.data(), &header, sizeof header);
}

// Everything that reads an image.
void use(const bytecode::Image& image, const Good& good) {
  std::vector<std::byte> scratch(scratch_size(image, good.materials.count));
  const Outcome plain = evaluate(image, good, scratch);
  std::vector<Reason> reasons(2000);
  std::vector<Missing> missing(2000);
  std::vector<std::uint64_t> selections(500);
  Trace trace;
  trace.reasons = reasons;
  trace.missing = missing;
  trace.selections = selections;
  Options options;
  options.trace = &trace;
  const Outcome traced = evaluate(image, good, scratch, options);
  CHECK(is_same(plain, traced));
  mark_critical(image, traced, trace);
  std::vector<std::byte> more(flips_scratch_size(image, good));
  std::vector<Flip> flips(32);
  (void)find_flips(image, good, traced, trace, more, {}, flips);
  std::vector<Missing> facts(64);
  (void)inquire(image, traced, trace, facts);
  Country countries[2];
  (void)countries_of(image, good, traced, scratch, countries, options);
}

void use_tree(const bytecode::Image& image, FactSheet sheet) {
  const Tree tree = sheet.tree(image);
  std::vector<std::byte> memory(fold_size(image, tree.lines.count));
  TreeError error = TreeError::None;
  static_cast<void>(evaluate_tree(image, sheet.good(), tree, memory, error));
  CHECK(error == TreeError::None);
}

void disassemble(const bytecode::Image& image) {
  std::size_t size = 0;
  bytecode::disassemble(
      image,
      [](void* out, std::string_view text) {
        *static_cast<std::size_t*>(out) += text.size();
      },
      &size);
  CHECK(size > 0);
}

}  // namespace

TEST_CASE("images with changed bytes are refused or safe") {
  const std::size_t programs = 1 + pairs_wanted() / 2000;
  std::size_t refused = 0;
  std::size_t taken = 0;
  for (std::uint64_t seed = first_seed(); seed < first_seed() + programs;
       ++seed) {
    INFO("seed " << seed);
    Random random(seed);
    const Compiled program(random_program(random.next()));
    GoodGenerator goods(program.pack, random);
    for (std::size_t i = 0; i < kMutantsOfProgram; ++i) {
      std::vector<std::byte> bytes = program.bytes;
      mutate(bytes, random);
      if (random.chance(10)) bytes.resize(random.below(bytes.size()));
      if (bytes.size() >= sizeof(HeaderRecord)) seal(bytes);
      const bytecode::Loaded loaded = bytecode::load(bytes);
      if (loaded.error != bytecode::LoadError::None) {
        ++refused;
        continue;
      }
      ++taken;
      disassemble(loaded.image);
      for (int k = 0; k < 3; ++k) {
        FactSheet sheet = goods.good();
        use(loaded.image, sheet.good());
        use_tree(loaded.image, goods.tree());
      }
    }
  }
  CHECK(refused > programs);
  CHECK(taken > programs);
}

TEST_CASE("an image that is cut short or of another checksum is refused") {
  Random random(first_seed());
  const Compiled program(random_program(random.next()));
  for (std::size_t size = 0; size < program.bytes.size();
       size += 1 + random.below(40)) {
    const auto some = std::span(program.bytes).first(size);
    CHECK(bytecode::load(some).error != bytecode::LoadError::None);
  }
  std::vector<std::byte> bytes = program.bytes;
  bytes[sizeof(HeaderRecord) +
        random.below(bytes.size() - sizeof(HeaderRecord))] ^= std::byte{4};
  CHECK(bytecode::load(bytes).error == bytecode::LoadError::Damaged);
}

}  // namespace origo::random
