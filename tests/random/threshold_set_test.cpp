// The exact set of values of a threshold, against evaluating at values.
#include <fmt/format.h>

#include <limits>

#include "engine/explain/threshold_set.hpp"
#include "tests/random/pairs.hpp"
#include "tests/support/catch.hpp"

namespace origo::random {
namespace {

constexpr std::size_t kValuesTried = 8;
constexpr unsigned kOraclePercent = 10;

struct Seen {
  std::size_t sets = 0;
  std::size_t exact = 0;
  std::size_t turning = 0;       // more than one span
  std::size_t with_islands = 0;  // more than two
};

std::vector<std::int64_t> values_of(const ThresholdSet& set,
                                    const ThresholdDomain& domain,
                                    Random& random) {
  std::vector<std::int64_t> values;
  const auto add = [&values, &domain](std::int64_t value) {
    if (value >= domain.first && value <= domain.last) values.push_back(value);
  };
  for (const ThresholdSpan& it : set.spans) {
    add(it.first);
    add(it.last);
    if (it.first > domain.first) add(it.first - 1);
    if (it.last < domain.last) add(it.last + 1);
  }
  // Near zero, where amounts of the generator are, and anywhere.
  for (std::size_t i = 0; i < kValuesTried; ++i) {
    add(random.between(0, 1'500'000));
    add(static_cast<std::int64_t>(random.next() >> random.between(1, 40)));
  }
  return values;
}

// What is wrong with the sets of a good, whose spans must join without gaps.
std::string wrong_set(const Compiled& program, FactSheet& sheet, Seen& seen) {
  const bytecode::Image& image = program.loaded.image;
  const Good good = sheet.good();
  Random random(program.pack.strings.size() * 31 + sheet.code.bits);
  std::vector<std::int64_t> thresholds(image.thresholds().size(), kMissing);
  Options options;
  options.thresholds = thresholds;
  for (std::uint16_t i = 0; i < image.thresholds().size(); ++i) {
    ThresholdDomain domain = domain_of(image, i);
    if (random.chance(30)) domain.first = -1'000'000;
    const ThresholdSet set = threshold_set(image, good, i, domain, options);
    ++seen.sets;
    seen.exact += set.is_exact() ? 1 : 0;
    seen.turning += set.spans.size() > 1 ? 1 : 0;
    seen.with_islands += set.spans.size() > 2 ? 1 : 0;
    if (!set.is_exact()) continue;
    if (set.spans.empty() || set.spans.front().first != domain.first ||
        set.spans.back().last != domain.last) {
      return fmt::format("the set of threshold {} does not fill it", i);
    }
    for (std::size_t span = 1; span < set.spans.size(); ++span) {
      const ThresholdSpan& before = set.spans[span - 1];
      const ThresholdSpan& after = set.spans[span];
      if (before.last + 1 != after.first || before.verdict == after.verdict) {
        return fmt::format("spans {} and {} of threshold {} do not join",
                           span - 1, span, i);
      }
    }
    for (const std::int64_t value : values_of(set, domain, random)) {
      thresholds[i] = value;
      const Outcome outcome = evaluate(program, good, options);
      // The oracle is slow, and is compared with the evaluator elsewhere.
      const Verdict oracle =
          random.chance(kOraclePercent)
              ? ir::interpret(program.pack, good, thresholds).verdict
              : outcome.verdict;
      thresholds[i] = kMissing;
      if (outcome.verdict == set.at(value) && oracle == set.at(value)) continue;
      return fmt::format(
          "at {} of threshold {} the set says {}, the evaluator {}, the "
          "oracle {}",
          value, i, static_cast<int>(set.at(value)),
          static_cast<int>(outcome.verdict), static_cast<int>(oracle));
    }
  }
  return {};
}

// Packs of which every verdict hangs on one threshold, used in several places:
// general programs seldom turn on theirs.
class FocusedProgram {
 public:
  explicit FocusedProgram(Random& random) : random_(random) {}

  std::string text() {
    // Neither what is treated nor what is forgiven may ask for a change.
    asks_for_change_ = false;
    std::string text = text_of(
        {"agreement T\n    parties  US, MX\n", "threshold limit\n    ", share(),
         "\n", "threshold other\n    ", share(), "\n",
         "attribute blended truth \"is it blended?\"\n",
         random_.chance(50) ? "treat unproven materials as non-originating\n"
                            : "",
         random_.chance(30)
             ? "treat materials of chapter 1 - 40 as originating\n    when  " +
                   truth(1) + "\n"
             : "",
         "method RVC net_cost = (net_cost - value of non-originating "
         "materials) / net_cost\n",
         "tolerance small \"a little\"\n    require  value of failing "
         "materials <= ",
         percent(1), " * transaction_value\n"});
    asks_for_change_ = true;
    text += text_of({"criterion own \"own\"\n    require  ", truth(3), "\n",
                     random_.chance(30)
                         ? "condition also\n    require  " + truth(2) + "\n"
                         : ""});
    return text;
  }

 private:
  std::string share() {
    return random_.pick({"0%", "10%", "25%", "33.3%", "50%", "60%", "100%"});
  }

  std::string percent(int depth) {
    if (depth == 0) {
      return random_.pick({"limit", "limit", "limit", "other"}) ==
                     std::string("limit")
                 ? "limit"
             : random_.chance(50) ? "other"
                                  : share();
    }
    switch (random_.below(8)) {
      case 0:
        return text_of({"(", percent(depth - 1), " - ", share(), ")"});
      case 1:
        return text_of({"(", percent(depth - 1), " + ", share(), ")"});
      case 2:
        return text_of({"(", share(), " - ", percent(depth - 1), ")"});
      case 3:
        return text_of(
            {"least of (", percent(depth - 1), ", ", percent(depth - 1), ")"});
      case 4:
        return text_of({"greatest of (", percent(depth - 1), ", ",
                        percent(depth - 1), ")"});
      case 5:
        return text_of(
            {"(", percent(depth - 1), " * ", percent(depth - 1), ")"});
      case 6:
        return text_of({"(if ", truth(depth - 1), " then ", percent(depth - 1),
                        " else ", percent(depth - 1), ")"});
      default:
        return percent(0);
    }
  }

  std::string money(int depth) {
    switch (random_.below(depth == 0 ? 3 : 6)) {
      case 0:
        return "net_cost";
      case 1:
        return "value of non-originating materials";
      case 2:
        return random_.chance(50) ? "transaction_value" : "fob_value";
      case 3:
        return text_of({"(", money(depth - 1), " - ", money(depth - 1), ")"});
      case 4:
        return text_of({"(", percent(depth - 1), " * ", money(depth - 1), ")"});
      default:
        return text_of(
            {"least of (", money(depth - 1), ", ", money(depth - 1), ")"});
    }
  }

  std::string relation() {
    return random_.pick({" >= ", " >= ", " <= ", " <= ", " > ", " < ", " = "});
  }

  std::string truth(int depth) {
    switch (random_.below(depth == 0 ? 5 : 10)) {
      case 0:
        return text_of({percent(1), relation(), percent(1)});
      case 1:
        return text_of({"RVC net_cost", relation(), percent(1)});
      case 2:
        return text_of({money(1), relation(), money(1)});
      case 3:
        return text_of({money(1), " / ", money(1), relation(), percent(1)});
      case 4:
        return asks_for_change_ && random_.chance(60) ? "CTH"
                                                      : "good is blended";
      case 5:
      case 6:
        return text_of({"(", truth(depth - 1), " and ", truth(depth - 1), ")"});
      case 7:
        return text_of({"(", truth(depth - 1), " or ", truth(depth - 1), ")"});
      case 8:
        return text_of({"not (", truth(depth - 1), ")"});
      default:
        return text_of({"at least 2 of (", truth(depth - 1), ", ",
                        truth(depth - 1), ", ", truth(depth - 1), ")"});
    }
  }

  Random& random_;
  bool asks_for_change_ = true;
};

Seen try_pairs(std::size_t pairs, std::string (*program)(Random& random)) {
  Seen seen;
  PairOptions options;
  options.goods_of_program = 10;
  options.program = program;
  hold(pairs, options, [&seen](const Compiled& compiled, FactSheet& sheet) {
    return wrong_set(compiled, sheet, seen);
  });
  return seen;
}

}  // namespace

TEST_CASE("the set of a threshold is where the verdict is so") {
  const std::size_t pairs = pairs_wanted() / 20;
  const Seen seen = try_pairs(pairs, any_program);
  INFO(fmt::format("{} sets, {} exact", seen.sets, seen.exact));
  if (pairs >= 1'000) CHECK(seen.exact > seen.sets / 2);
}

TEST_CASE("the set of a threshold that decides is where the verdict is so") {
  const std::size_t pairs = pairs_wanted() / 20;
  const Seen seen = try_pairs(
      pairs, [](Random& random) { return FocusedProgram(random).text(); });
  INFO(fmt::format("{} sets, {} exact, {} turning, {} with islands", seen.sets,
                   seen.exact, seen.turning, seen.with_islands));
  if (pairs < 1'000) return;
  CHECK(seen.exact > seen.sets / 2);
  CHECK(seen.turning > seen.sets / 20);
  CHECK(seen.with_islands > 0);
}

}  // namespace origo::random
