// Interest that net cost excludes, by rules/common/interest.roo.
#include <fmt/format.h>

#include <algorithm>

#include "cli/examples/convert.hpp"

namespace origo::examples {
namespace {

struct Yield {
  Printed maturity;
  Printed yield;
};

// Yields of public debt by maturity, shortest first.
std::vector<Yield> yields_of(const Member& list) {
  std::vector<Yield> all;
  for (const auto& [maturity, it] : list.items()) {
    const auto years = read_printed(maturity);
    if (!years) it.refuse("names no maturity");
    all.push_back({*years, it.number()});
  }
  std::sort(all.begin(), all.end(), [](const Yield& a, const Yield& b) {
    return a.maturity.millionths < b.maturity.millionths;
  });
  return all;
}

class Loan {
 public:
  // `number` is that of the period, where lists hold a value for each.
  Loan(const Member& shared, std::size_t number, Draft& draft)
      : shared_(shared), number_(number), draft_(draft) {}

  void run(const Member& facts, const Member& expected, std::string title) {
    DraftCase& each = draft_.add_case(std::move(title));
    const auto line = [&each](std::string_view fact, const std::string& value) {
      each.lines.push_back(fmt::format("{} {}", fact, value));
    };
    const auto expect = [&each](const Member& it, std::string text,
                                std::string printed = {}) {
      each.expected.push_back(
          {it.path(), std::move(text), {}, std::move(printed), false});
    };
    line("loan", draft_.money(
                     stated(facts, {"principal", "loan", "balance"}).number()));
    line("weighted_payments",
         draft_.money(stated(facts, {"weighted_principal_payments",
                                     "weighted_payments", "weighted_principal"})
                          .number()));
    // The example claims a maturity; the definition says whether it is rounded
    // as it must be.
    const Member maturity =
        own(expected, {"wapm", "maturity", "weighted_average_maturity"});
    const Printed years = maturity.number();
    line("maturity", number_text(years.millionths));
    expect(maturity, "maturity_is_rounded");
    surround(stated(facts, {"yields"}), years, line);
    if (const Member it =
            own(expected, {"yield", "yield_pct", "comparable_yield"})) {
      const Printed value = it.number();
      expect(it, as_printed("comparable_yield", value, "%"), value.number);
    }
    const Printed rate = stated(facts, {"contract_rate", "rate"}).number();
    line("contract_rate", number_text(rate.millionths) + "%");
    Printed spread;
    spread.millionths = 7'000'000;
    if (const Member it = stated(facts, {"spread_bp"})) {
      spread = it.number();
      spread.millionths /= 100;
    }
    const std::string margin = number_text(spread.millionths) + "%";
    if (const Member it = own(expected, {"non_allowable", "excluded"})) {
      if (it.is_truth()) {
        expect(it, fmt::format("{}(contract_rate - comparable_yield <= {})",
                               it.truth() ? "not " : "", margin));
      }
    }
    if (const Member it = own(expected, {"allowable", "is_allowable"})) {
      expect(it, fmt::format("{}(contract_rate - comparable_yield <= {})",
                             it.truth() ? "" : "not ", margin));
    }
    if (const Member it = own(expected, {"excess_pct", "non_allowable_pct"})) {
      const Printed value = it.number();
      expect(it,
             as_printed("(contract_rate - comparable_yield - " + margin + ")",
                        value, "%"),
             value.number);
    }
    if (const Member it =
            own(expected, {"limit_pct", "threshold_pct", "ceiling_pct"})) {
      const Printed value = it.number();
      expect(it, as_printed("(comparable_yield + " + margin + ")", value, "%"),
             value.number);
    }
  }

 private:
  // The nearest maturities of public debt on either side.
  template <typename Line>
  void surround(const Member& list, const Printed& years, const Line& line) {
    const std::vector<Yield> all = yields_of(list);
    const auto after =
        std::find_if(all.begin(), all.end(), [&years](const Yield& it) {
          return it.maturity.millionths > years.millionths;
        });
    if (after == all.begin() || after == all.end()) {
      list.refuse("does not surround the maturity");
    }
    const Yield& shorter = *(after - 1);
    line("shorter_maturity", number_text(shorter.maturity.millionths));
    line("longer_maturity", number_text(after->maturity.millionths));
    line("shorter_yield", number_text(shorter.yield.millionths) + "%");
    line("longer_yield", number_text(after->yield.millionths) + "%");
  }

  // What is expected of this period: its own value, or its place in a list.
  [[nodiscard]] Member own(
      const Member& expected,
      std::initializer_list<std::string_view> names) const {
    const Member it = expected.any(names);
    if (!it.is_array()) return it;
    const auto items = it.items();
    if (number_ >= items.size()) it.refuse("is not as long as the facts");
    return items[number_].second;
  }

  // What is stated of the period, or of all of them together.
  [[nodiscard]] Member stated(
      const Member& facts,
      std::initializer_list<std::string_view> names) const {
    const Member it = facts.any(names);
    return it ? it : shared_.any(names);
  }

  const Member& shared_;
  std::size_t number_;
  Draft& draft_;
};

}  // namespace

bool convert_interest(const Example& example, Draft& draft) {
  const Member& facts = example.facts;
  const Member periods = facts.any({"periods", "loans", "parts"});
  const Member list = example.expected.any({"periods", "loans", "parts"});
  const bool has_periods = periods.is_array() && !periods.items().empty() &&
                           periods.items().front().second.has("contract_rate");
  if (!facts.has("yields") && !has_periods) return false;
  draft.use("interest.roo");
  if (!has_periods) {
    Loan(facts, 0, draft).run(facts, example.expected, example.title);
    return true;
  }
  const auto expected = list.items();
  const auto stated = periods.items();
  if (list && expected.size() != stated.size()) {
    list.refuse("is not as long as the facts");
  }
  for (std::size_t i = 0; i < stated.size(); ++i) {
    Loan(facts, i, draft)
        .run(stated[i].second, list ? expected[i].second : example.expected,
             fmt::format("{}, {}", example.title, i + 1));
  }
  return true;
}

}  // namespace origo::examples
