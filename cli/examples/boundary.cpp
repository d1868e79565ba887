// Two cases for each boundary: exactly at it, and one hundredth beyond.
#include "cli/examples/boundary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <regex>
#include <vector>

#include "cli/examples/judge.hpp"
#include "cli/examples/wording.hpp"

namespace origo::examples {
namespace {

constexpr std::int64_t kHundred = 100'000'000;
constexpr std::int64_t kOneHundredth = 10'000;

std::vector<std::int64_t> percentages_in(const std::string& text) {
  static const std::regex kPercent("([0-9]+(?:\\.[0-9]+)?)\\s*%");
  std::vector<std::int64_t> all;
  for (std::sregex_iterator it(text.begin(), text.end(), kPercent), end;
       it != end; ++it) {
    all.push_back(read_printed((*it)[1].str())->millionths);
  }
  return all;
}

// `<= 10%`, or the same in words; nothing where none or more than it is said.
std::string relation_in(const std::string& text) {
  struct Words {
    std::string_view words;
    std::string_view relation;
  };
  constexpr Words kRelations[] = {
      {"<=", "<="},
      {">=", ">="},
      {"<", "<"},
      {">", ">"},
      {"not exceed", "<="},
      {"not more than", "<="},
      {"no more than", "<="},
      {"at most", "<="},
      {"or less", "<="},
      {"not less than", ">="},
      {"at least", ">="},
      {"or more", ">="},
      {"less than", "<"},
      {"below", "<"},
      {"more than", ">"},
      {"exceed", ">"},
  };
  for (const Words& it : kRelations) {
    const std::size_t at = text.find(it.words);
    if (at == std::string::npos) continue;
    std::string rest = text;
    rest.replace(at, it.words.size(), " ");
    static const std::regex kMore(
        "[<>]|\\b(?:alternative|not|no|unless|only|provided|fails?|and|or|"
        "equal|than|less|"
        "more|exceeds?|below|least|most)\\b");
    if (std::regex_search(rest, kMore)) return "";
    return std::string(it.relation);
  }
  return "";
}

class Boundary {
 public:
  Boundary(const Example& example, const Member& verdict, ConvertedGood& good,
           Draft& draft)
      : example_(example),
        verdict_(verdict),
        text_(verdict.text()),
        good_(good),
        draft_(draft) {}

  void run() {
    const std::size_t iff = text_.find(" iff ");
    const std::size_t word =
        iff != std::string::npos ? iff : text_.find(" if ");
    std::string head = text_.substr(0, word);
    condition_ = without_remarks(text_.substr(word + (iff == word ? 5 : 4)));
    alternative(head);
    const auto is_met = says_met(head);
    if (!is_met) verdict_.refuse("is no verdict that is mapped");
    is_positive_ = *is_met;
    if (good_.fallback) {
      if (!is_positive_) verdict_.refuse("is not mapped");
      content_instead_of_change();
      return;
    }
    leave_other_alternative();
    const std::vector<std::int64_t> stated = percentages_in(condition_);
    if (stated.empty()) verdict_.refuse("states no percentage");
    if (stated.size() > 1) verdict_.refuse("states several percentages");
    // What the verdict states decides where the cases are, not what the facts
    // say: that is what is tested.
    const std::string relation = relation_in(condition_);
    if (relation.empty()) verdict_.refuse("states no one relation");
    const bool turns_above = relation == "<=" || relation == ">";
    const bool is_content = condition_.find("RVC") < condition_.find('%');
    const std::int64_t limit = stated.front();
    const std::int64_t beyond =
        turns_above ? limit + kOneHundredth : limit - kOneHundredth;
    const bool is_met_at_limit = relation == "<=" || relation == ">=";
    mark();
    at(is_content ? kHundred - limit : limit, is_met_at_limit == is_positive_);
    at(is_content ? kHundred - beyond : beyond,
       is_met_at_limit != is_positive_);
  }

 private:
  // `originating under alternative 1`: which, and what is before it.
  void alternative(std::string& head) {
    static const std::regex kAlternative(" under alternative ([0-9]+)$");
    std::smatch found;
    if (!std::regex_search(head, found, kAlternative)) return;
    alternative_ = found[1].str();
    head.resize(static_cast<std::size_t>(found.position()));
  }

  // `; alternative 2 need not be tested`: no fact of it is in the cases.
  void leave_other_alternative() {
    const std::size_t at = condition_.find(';');
    if (at == std::string::npos) return;
    static const std::regex kUntested(
        ";\\s*alternative ([0-9]+)('s RVC)? need not be tested\\.?");
    const std::string rest = condition_.substr(at);
    std::smatch found;
    if (alternative_.empty() || !std::regex_match(rest, found, kUntested) ||
        found[1].str() == alternative_) {
      verdict_.refuse("says more than is mapped");
    }
    condition_.resize(at);
  }

  // The material whose amount is the free number: the one that is said to fail,
  // or a material of its own where the example has none.
  void mark() {
    std::size_t marked = 0;
    for (const Part& it : good_.parts) marked += it.is_boundary ? 1 : 0;
    for (Part& it : good_.parts) {
      if (marked > 0) break;
      it.is_boundary = it.fails;
      marked += it.fails ? 1 : 0;
    }
    for (Part& it : good_.parts) {
      if (marked > 0) break;
      it.is_boundary = it.status == "non-originating";
      marked += it.is_boundary ? 1 : 0;
    }
    if (marked > 1) verdict_.refuse("hangs on more than one material");
    if (marked == 1) return;
    const bool all_originate =
        std::all_of(good_.parts.begin(), good_.parts.end(),
                    [](const Part& it) { return it.status == "originating"; });
    if (!good_.parts.empty() && all_originate) {
      verdict_.refuse("hangs on a material, and all of them originate");
    }
    Part part;
    part.title = "what fails the change";
    part.status = "non-originating";
    part.code = good_.code;
    part.is_boundary = true;
    good_.parts.push_back(std::move(part));
  }

  // A case where that share of the base is foreign.
  void at(std::int64_t share, bool is_within) {
    ConvertedGood good = good_;
    const bool is_weight = good.tolerance && good.tolerance->is_weight;
    good.scale = {kHundred, is_weight};
    good.bases.clear();
    if (!is_weight) {
      std::string base = good.tolerance ? good.tolerance->base : good.base;
      if (base.empty()) base = "transaction_value";
      good.bases.emplace_back(base, kHundred);
    }
    for (Part& it : good.parts) {
      if (!it.is_boundary) continue;
      (is_weight ? it.weight : it.value) = share;
    }
    DraftCase& each = case_of(example_, good, draft_);
    each.title = fmt::format("{}% {}", number_text(share),
                             is_within ? "is within" : "is beyond");
    if (is_within) {
      expect(each, "originating");
      if (good.tolerance) expect(each, "tolerance de_minimis");
      if (!alternative_.empty()) expect(each, "alternative " + alternative_);
    } else {
      // Another alternative that is not told leaves the verdict open.
      expect(each, draft_.is_open ? "undetermined" : "not originating");
    }
  }

  // Little may fail; else a content of price or of cost is enough.
  void content_instead_of_change() {
    const auto [price, cost] = *good_.fallback;
    static const std::regex kContent(
        "(?:VNM <= ([0-9.]+) ?% *,? *(?:else|or) (?:if )?)?"
        "RVC (?:is )?(?:met|>= ([0-9.]+ ?%? ?TV ?/ ?[0-9.]+ ?%? ?NC))\\.?");
    std::smatch found;
    if (!std::regex_match(condition_, found, kContent)) {
      verdict_.refuse("is no verdict that is mapped");
    }
    if (found[2].matched && contents_in(found[2].str()) != good_.fallback) {
      verdict_.refuse("disagrees with the fallback");
    }
    mark();
    if (found[1].matched) {
      const auto printed = read_printed(found[1].str());
      if (!printed) verdict_.refuse("states no percentage");
      const std::int64_t little = printed->millionths;
      if (!good_.tolerance)
        declare_tolerance("value of failing materials <= " +
                              share_of_law(example_, draft_, little) +
                              " of transaction_value",
                          draft_);
      two(little, kHundred, kHundred, "originating", "criterion product_rule");
      two(little + kOneHundredth, kHundred, kHundred, "originating",
          "criterion value_without_change");
    }
    const std::int64_t by_price = kHundred - price;
    const std::int64_t by_cost = kHundred - cost;
    two(by_price, kHundred, by_price, "originating",
        "criterion value_without_change");
    two(by_price + kOneHundredth, kHundred, by_price + kOneHundredth,
        "not originating", "");
    two(by_cost, by_cost, kHundred, "originating",
        "criterion value_without_change");
    two(by_cost + kOneHundredth, by_cost + kOneHundredth, kHundred,
        "not originating", "");
  }

  void two(std::int64_t foreign, std::int64_t price, std::int64_t cost,
           const char* verdict, const char* criterion) {
    ConvertedGood good = good_;
    good.bases = {{"transaction_value", price}, {"net_cost", cost}};
    for (Part& it : good.parts) {
      if (it.is_boundary) it.value = foreign;
    }
    DraftCase& each = case_of(example_, good, draft_);
    each.title = fmt::format("{} foreign, price {}, net cost {}",
                             number_text(foreign, 2), number_text(price, 2),
                             number_text(cost, 2));
    expect(each, verdict);
    if (*criterion != '\0') expect(each, criterion);
  }

  void expect(DraftCase& each, std::string text) {
    each.expected.push_back({verdict_.path(), std::move(text), {}, {}, false});
  }

  const Example& example_;
  const Member& verdict_;
  const std::string text_;
  std::string condition_;    // what stands after `if`, without remarks
  std::string alternative_;  // its number, or nothing
  bool is_positive_ = true;
  ConvertedGood& good_;
  Draft& draft_;
};

}  // namespace

std::optional<std::pair<std::int64_t, std::int64_t>> contents_in(
    const std::string& text) {
  static const std::regex kContents(
      "([0-9.]+)\\s*%?\\s*TV\\s*/\\s*([0-9.]+)\\s*%?\\s*NC");
  std::smatch found;
  if (!std::regex_search(text, found, kContents)) return {};
  const auto price = read_printed(found[1].str());
  const auto cost = read_printed(found[2].str());
  if (!price || !cost) return {};
  return std::pair{price->millionths, cost->millionths};
}

std::optional<std::string> threshold_of_law(const Example& example,
                                            Draft& draft,
                                            std::string_view kind) {
  const std::string name = fmt::format("{}_{}", kind, lower(example.agreement));
  if (!has_common_threshold("tolerances.roo", name)) return {};
  draft.use("tolerances.roo");
  return name;
}

std::string share_of_law(const Example& example, Draft& draft,
                         std::int64_t stated) {
  return threshold_of_law(example, draft, "tolerance")
      .value_or(number_text(stated) + "%");
}

bool is_boundary(const std::string& verdict) {
  return verdict.find(" iff ") != std::string::npos ||
         verdict.find(" if ") != std::string::npos;
}

void expect_boundary(const Example& example, const Member& verdict,
                     ConvertedGood& good, Draft& draft) {
  Boundary(example, verdict, good, draft).run();
}

}  // namespace origo::examples
