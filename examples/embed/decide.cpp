// A host program: maps an image, decides about a bicycle from its own tables,
// and says what was wanting. It needs the runtime alone.
//
//   origo compile examples/first -o first.roob && decide first.roob
#include <cstdio>
#include <fstream>
#include <iterator>
#include <vector>

#include "engine/core/date.hpp"
#include "engine/eval/evaluate.hpp"

namespace {

// A line of the host's own bill of materials; the runtime reads it where it
// stands. Amounts are millionths.
struct Line {
  origo::HsCode code;
  std::int64_t value;
  origo::Status status;
};

origo::HsCode code(std::string_view text) {
  return origo::parse_hs_code(text).value_or(origo::HsCode{});
}

// `400` in whole units of the currency. Amounts with decimals come from
// `parse_decimal("400.50")`, never by way of a double.
std::int64_t whole(std::int64_t amount) {
  return origo::decimal(amount).millionths;
}

const char* word_for(origo::Verdict verdict) {
  switch (verdict) {
    case origo::Verdict::Originating:
      return "originating";
    case origo::Verdict::NotOriginating:
      return "not originating";
    case origo::Verdict::Undetermined:
      return "undetermined";
    case origo::Verdict::NoRule:
      return "no rule";
  }
  return "";
}

// Decides with the facts given, and names those that were wanted and missing.
int decide(const origo::bytecode::Image& image, const origo::Good& good,
           std::vector<std::byte>& scratch) {
  std::vector<origo::Reason> reasons(64);
  std::vector<origo::Missing> missing(16);
  origo::Trace trace;
  trace.reasons = reasons;
  trace.missing = missing;
  origo::Options options;
  options.trace = &trace;  // leave it out where the verdict is enough
  const origo::Outcome outcome = origo::evaluate(image, good, scratch, options);
  if (outcome.failure != origo::Failure::None) {
    std::fprintf(stderr, "no verdict: failure %d\n",
                 static_cast<int>(outcome.failure));
    return 3;
  }
  std::printf("%s", word_for(outcome.verdict));
  if (outcome.verdict == origo::Verdict::Undetermined) {
    for (std::uint32_t i = 0; i < trace.missing_count; ++i) {
      if (missing[i].subject != origo::Subject::Fact) continue;
      const std::string_view name =
          image.text(image.facts()[missing[i].index].name);
      std::printf(", for want of %.*s", static_cast<int>(name.size()),
                  name.data());
    }
  }
  std::printf("\n");
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 3;
  std::ifstream file(argv[1], std::ios::binary);
  const std::vector<char> bytes(std::istreambuf_iterator<char>(file), {});
  // The image is a view of `bytes`, which must outlive it. A pack that was cut
  // short or changed is refused here; after that nothing has to be checked.
  const origo::bytecode::Loaded loaded =
      origo::bytecode::load(std::as_bytes(std::span(bytes)));
  if (loaded.error != origo::bytecode::LoadError::None) {
    std::fprintf(stderr, "no image: error %d\n",
                 static_cast<int>(loaded.error));
    return 3;
  }
  const origo::bytecode::Image& image = loaded.image;

  const Line lines[] = {
      {code("8714.91"), whole(220), origo::Status::NonOriginating},
      {code("4011.50"), whole(30), origo::Status::Originating},
  };
  // Facts by their index in the image. What is not known is kMissing: the
  // runtime never takes it for zero.
  std::vector<std::int64_t> facts(image.facts().size(), origo::kMissing);
  facts[image.find_fact("transaction_value")] = whole(400);

  origo::Good good;
  good.code = code("8712.00");
  good.currency = origo::pack_currency("USD");
  good.facts = facts;
  good.materials.count = 2;
  good.materials.code = {&lines[0].code, sizeof(Line)};
  good.materials.value = {&lines[0].value, sizeof(Line)};
  good.materials.status = {&lines[0].status, sizeof(Line)};

  // One scratch for each thread, used again for every good.
  std::vector<std::byte> scratch(
      origo::scratch_size(image, good.materials.count));
  if (const int code = decide(image, good, scratch); code != 0) return code;

  // Before 2026 45% are enough, and now the day is known.
  facts[image.find_fact("importation")] =
      origo::parse_date("2025-06-20").value_or(origo::Date{}).days;
  return decide(image, good, scratch);
}
