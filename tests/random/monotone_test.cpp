// What can only help: a material that originates after all, and a lower
// threshold.
//
// It is so for the forms that treaties mainly use, of which the programs here
// are made; docs/decisions/monotone.md says for which others it is not.
#include <fmt/format.h>

#include "tests/random/code_generator.hpp"
#include "tests/random/pairs.hpp"
#include "tests/support/catch.hpp"

namespace origo::random {
namespace {

// Programs of the forms that are monotone: change of classification, shares of
// non-originating materials from above, of originating ones from below.
class MonotoneGenerator {
 public:
  explicit MonotoneGenerator(std::uint64_t seed)
      : random_(seed), codes_(random_, false) {}

  std::string run() {
    text_ =
        "agreement A\n"
        "    parties US, CA\n"
        "attribute flag truth\n"
        "tag listed\n"
        "material attribute traced money\n"
        "threshold limit_1\n    62.5%\n"
        "threshold limit_2\n    40%  from 2010-01-01 until 2015-06-30\n"
        "    50%  from 2015-07-01\n"
        "measure VNM = value of non-originating materials\n"
        "method RVC net_cost = (net_cost - VNM) / net_cost\n"
        "measure focused(set codes) = value of non-originating materials of "
        "set\n";
    if (random_.chance(70)) {
      text_ += "treat unproven materials as non-originating\n";
    }
    if (random_.chance(30)) {
      text_ += "treat materials where (kind is packing) as originating\n";
    }
    tolerance();
    if (random_.chance(40)) {
      text_ +=
          "criterion alone\n    require only originating materials\n"
          "criterion product_rule\n    by rule\n";
    }
    if (random_.chance(30)) {
      text_ += text_of({"condition more\n    require ", requirement(1), "\n"});
    }
    for (const char* heading : {"8703", "8708", "8407", "0402", "9401"}) {
      text_ += text_of({"rule ", heading, "\n    require ", requirement(2),
                        random_.chance(50) ? "\n         or " + requirement(1)
                                           : std::string(),
                        "\n"});
    }
    return text_;
  }

 private:
  std::string base() {
    return random_.pick(
        {"net_cost", "transaction_value", "ex_works_price", "fob_value"});
  }
  std::string share() {
    return random_.pick({"10%", "40%", "50%", "62.5%", "75%"});
  }
  std::string codes() {
    return random_.chance(40) ? random_.pick({"8407", "8708", "chapter 84",
                                              "8708.29, 8407.34", "0402"})
                              : codes_.range().text;
  }
  // What the value of selected materials is limited to.
  std::string selected() {
    switch (random_.below(5)) {
      case 0:
        return " of " + codes();
      case 1:
        return " tagged listed";
      case 2:
        return " from JP, CN";
      default:
        return "";
    }
  }

  void tolerance() {
    if (random_.chance(40)) return;
    text_ += "tolerance small\n";
    if (random_.chance(30)) text_ += "    for " + codes() + "\n";
    text_ += text_of({"    require value of failing materials <= ", share(),
                      " of ", base(), "\n"});
    if (random_.chance(30)) text_ += "    not for " + codes() + "\n";
  }

  std::string change() {
    const std::string level = random_.pick({"CC", "CTH", "CTSH", "CTI"});
    switch (random_.below(5)) {
      case 0:
        return level + " except " + codes();
      case 1:
        return level + " including " + codes();
      case 2:
        return "change from any except " + codes();
      case 3:
        return "change from " + codes();
      default:
        return level;
    }
  }

  std::string leaf() {
    const std::string of = base();
    switch (random_.below(12)) {
      case 0:
      case 1:
      case 2:
        return change();
      case 3:
        return text_of({"RVC net_cost >= ",
                        random_.pick({"limit_1", "limit_2", "62.5%"})});
      case 4:
        return text_of({"(", of, " - focused(", codes_.range().text, ")) / ",
                        of, " >= ", random_.pick({"limit_1", "40%"})});
      case 5:
        return text_of({"MaxNOM ", share(), " of ", of});
      case 6:
        return text_of({"weight of non-originating materials", selected(),
                        " <= ", share(), " of net_weight"});
      case 7:
        return text_of({"value of originating materials", selected(), " / ", of,
                        " >= ", random_.pick({"limit_2", "10%"})});
      case 8:
        return "no non-originating materials" + selected();
      case 9:
        return text_of({"every material", selected(), " is originating"});
      case 10:
        return "count of non-originating materials <= 2";
      default:
        return "good is flag";
    }
  }

  std::string requirement(int depth) {
    if (depth == 0 || random_.chance(40)) return "(" + leaf() + ")";
    auto part = [&] { return requirement(depth - 1); };
    switch (random_.below(4)) {
      case 0:
        return text_of({"(", part(), " and ", part(), ")"});
      case 1:
        return text_of({"(", part(), " or ", part(), ")"});
      case 2:
        return text_of(
            {"at least 2 of (", part(), ", ", part(), ", ", part(), ")"});
      default:
        return text_of(
            {"(if good is flag then ", part(), " else ", part(), ")"});
    }
  }

  Random random_;
  CodeGenerator codes_;
  std::string text_;
};

// How well a good does; the worse, the less.
int rank_of(Verdict verdict) {
  return verdict == Verdict::Originating    ? 2
         : verdict == Verdict::Undetermined ? 1
                                            : 0;
}

std::string loss_by_origin(const Compiled& program, FactSheet& sheet) {
  const Outcome before = evaluate(program, sheet.good());
  if (before.failure != Failure::None) return {};
  for (std::size_t m = 0; m < sheet.materials(); ++m) {
    if (sheet.material(m).status != Status::NonOriginating) continue;
    FactSheet better = sheet;
    better.material(m).status = Status::Originating;
    const Outcome after = evaluate(program, better.good());
    if (after.failure != Failure::None ||
        rank_of(after.verdict) >= rank_of(before.verdict)) {
      continue;
    }
    return fmt::format("{}\nbut with material {} originating\n{}",
                       random::text_of(before), m, random::text_of(after));
  }
  return {};
}

std::string gain_by_threshold(const Compiled& program, FactSheet& sheet) {
  constexpr std::int64_t kPoint = 10'000;
  const Good good = sheet.good();
  int rank = 2;
  for (std::int64_t points = 0; points <= 100; points += 5) {
    const std::vector<std::int64_t> values(program.pack.thresholds.size(),
                                           points * kPoint);
    Options options;
    options.thresholds = values;
    const Outcome found = evaluate(program, good, options);
    if (found.failure != Failure::None) return {};
    if (rank_of(found.verdict) > rank) {
      return fmt::format("{}\nonly once thresholds are {}%",
                         random::text_of(found), points);
    }
    rank = rank_of(found.verdict);
  }
  return {};
}

void hold(const Complaint& complaint) {
  const std::size_t pairs = pairs_wanted() / 5;
  std::size_t verdicts[4] = {};
  PairOptions options;
  options.program = [](Random& random) {
    return MonotoneGenerator(random.next()).run();
  };
  for_each_pair(pairs, options, [&](const Pair& pair) {
    FactSheet sheet = pair.goods.good();
    const Outcome outcome = evaluate(pair.program, sheet.good());
    ++verdicts[static_cast<std::size_t>(outcome.verdict)];
    pair.hold(sheet, complaint);
  });
  CHECK(verdicts[static_cast<std::size_t>(Verdict::Originating)] > pairs / 20);
  CHECK(verdicts[static_cast<std::size_t>(Verdict::NotOriginating)] >
        pairs / 20);
}

}  // namespace

TEST_CASE("a material that originates after all costs no good its origin") {
  hold(loss_by_origin);
}

TEST_CASE("a higher threshold gains no good its origin") {
  hold(gain_by_threshold);
}

}  // namespace origo::random
