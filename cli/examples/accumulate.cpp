// The value mechanics of a supplier's statement: cost and foreign value of the
// good, derived from it and held against the figures of the example.
#include <fmt/format.h>

#include <regex>

#include "cli/examples/good.hpp"
#include "cli/examples/requirement.hpp"

namespace origo::examples {
namespace {

// The number after a word in a text: `NC 1.40, VNM 0.75`.
std::optional<Printed> after(const std::string& text, const char* word) {
  std::smatch found;
  const std::regex pattern(std::string("\\b") + word +
                           "[^0-9,;]*([0-9]*\\.?[0-9]+)");
  if (!std::regex_search(text, found, pattern)) return {};
  return read_printed(found[1].str());
}

class Statement {
 public:
  Statement(const Member& facts, ConvertedGood& good, Draft& draft)
      : facts_(facts), good_(good), draft_(draft) {}

  void run(const Member& maker, const Member& how) {
    // Under the price of the good, only what is foreign is replaced.
    const bool is_by_price = !facts_["B_own"] &&
                             !facts_["B_net_cost_without_accumulation"] &&
                             has_base(facts_, "transaction_value");
    const std::string own = is_by_price ? std::string() : own_cost();
    const Printed price = maker.any({"price", "sale_price"}).number();
    const std::string paid = state("price_of_material", "price paid", price);
    const std::string text = how.text();
    const auto cost = after(text, "NC");
    const auto foreign = after(text, "VNM");
    const auto amount = after(text, "amount");
    std::string cost_counted = paid;
    std::string foreign_counted = paid;
    if (cost && foreign) {
      cost_counted = state("stated_net_cost", "its stated net cost", *cost);
      foreign_counted = state("stated_vnm", "its stated VNM", *foreign);
      check(maker, "net_cost", cost_counted);
      check(maker, "vnm", foreign_counted);
    } else if (amount) {
      foreign_counted +=
          " - " + state("stated_amount", "the amount that is stated", *amount);
      check_at_most(maker, *amount);
    } else if (foreign) {
      foreign_counted = state("stated_vnm", "its stated VNM", *foreign);
      check(maker, "vnm", foreign_counted);
    } else if (text == "none" || text == "no") {
      // What the maker could have stated counts for nothing.
      maker["net_cost"].skip();
      maker["vnm"].skip();
    } else {
      how.refuse("is no statement that is mapped");
    }
    if (is_by_price) {
      draft_.declare("measure foreign_with_statement = " + foreign_counted +
                     "\n    cite \"as the example has it\"");
      // What the maker's cost is does not enter.
      if (foreign && !cost) maker["net_cost"].skip();
      expect(how,
             "foreign_with_statement = value of non-originating materials");
      return;
    }
    draft_.declare(fmt::format(
        "measure cost_with_statement = {} + {}\n    cite \"as the example has "
        "it\"\nmeasure foreign_with_statement = {}\n    cite \"as the example "
        "has it\"",
        own, cost_counted, foreign_counted));
    expect(how, "cost_with_statement = net_cost");
    expect(how, "foreign_with_statement = value of non-originating materials");
  }

 private:
  // What the producer of the good spends beside the material.
  std::string own_cost() {
    if (const Member own = facts_["B_own"]) {
      std::string sum;
      for (const auto& [name, it] : own.items()) {
        const bool is_excluded = name.find("exclu") != std::string::npos;
        const std::string cost =
            state("own_" + name, "own cost: " + name, it.number());
        sum += sum.empty() ? (is_excluded ? "-" : "")
                           : (is_excluded ? " - " : " + ");
        sum += cost;
      }
      return sum;
    }
    const Member cost = facts_["B_net_cost_without_accumulation"];
    if (!cost) facts_["B_own"].refuse("is missing");
    return state("cost_without_statement", "net cost without a statement",
                 cost.number()) +
           " - x_price_of_material";
  }

  std::string state(std::string_view name, std::string_view meaning,
                    const Printed& amount) {
    const std::string fact = draft_.attribute(name, "money", meaning);
    good_.lines.push_back(fact + " " + draft_.money(amount));
    return fact;
  }

  // The statement says what the maker's own figures say.
  void check(const Member& maker, const char* name, const std::string& fact) {
    const Member own = maker[name];
    if (own)
      expect(own, fmt::format("{} = {}", fact, draft_.money(own.number())));
  }

  // An amount of net cost that is not foreign value.
  void check_at_most(const Member& maker, const Printed& amount) {
    const Member cost = maker["net_cost"];
    const Member foreign = maker["vnm"];
    // The amount may be one of the maker's costs by itself.
    for (const auto& [name, it] : maker.items()) {
      const bool is_it =
          it.is_number() && it.number().millionths == amount.millionths;
      if (is_it)
        expect(it, draft_.money(amount) + " = " + draft_.money(it.number()));
    }
    if (!cost || !foreign) return;
    expect(cost, fmt::format("{} <= {} - {}", draft_.money(amount),
                             draft_.money(cost.number()),
                             draft_.money(foreign.number())));
  }

  void expect(const Member& it, std::string text) {
    good_.expected.push_back({it.path(), std::move(text), {}, {}, false});
  }

  const Member& facts_;
  ConvertedGood& good_;
  Draft& draft_;
};

}  // namespace

void accumulate(const Member& facts, const Member& maker, const Member& how,
                ConvertedGood& good, Draft& draft) {
  Statement(facts, good, draft).run(maker, how);
}

}  // namespace origo::examples
