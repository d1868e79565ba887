// Shares of a sum, each held against one limit: originating purchases of steel
// and of aluminium, sales to related persons.
#include <fmt/format.h>

#include <algorithm>

#include "cli/examples/convert.hpp"
#include "cli/examples/requirement.hpp"
#include "cli/examples/wording.hpp"

namespace origo::examples {
namespace {

struct Share {
  std::string name;
  std::string measure;
  std::string requirement;
};

class Converter {
 public:
  Converter(const Example& example, Draft& draft)
      : example_(example), facts_(example.facts), draft_(draft) {}

  bool run() {
    const Member groups = facts_.any({"purchases", "shares", "sales"});
    std::vector<std::pair<std::string, std::pair<Member, Member>>> found;
    if (groups.is_object() && !is_pair(groups)) {
      for (const auto& [name, it] : groups.items()) {
        if (is_pair(it)) found.emplace_back(name, pair_in(it));
      }
    } else if (is_pair(groups)) {
      found.emplace_back("share", pair_in(groups));
    }
    if (found.empty()) flat(found);
    if (found.empty()) return false;
    const Member limit =
        facts_.any({"requirement_pct", "required_pct", "threshold_pct"});
    const Member ceiling = facts_.any({"limit_pct", "max_pct"});
    if (!limit && !ceiling) return false;
    const std::string op = relation(facts_["op"], limit ? ">=" : "<=");
    const std::string share =
        number_text((limit ? limit : ceiling).number().millionths);
    is_limit_ = !limit;
    is_below_ = op.starts_with('<');
    each_.title = example_.title;
    for (const auto& [name, pair] : found) {
      const std::string part = state(name + "_part", pair.first);
      const std::string whole = state(name + "_whole", pair.second);
      const std::string measure = part + " / " + whole;
      shares_.push_back(
          {plain(name), measure, fmt::format("{} {} {}%", measure, op, share)});
    }
    for (const Share& it : shares_) {
      draft_.requirement +=
          (draft_.requirement.empty() ? "" : " and ") + it.requirement;
    }
    for (const auto& [name, it] : example_.expected.items()) one(name, it);
    draft_.cases.push_back(std::move(each_));
    return true;
  }

 private:
  static Member part_in(const Member& it) {
    return it.any({"originating", "related", "regional", "part"});
  }
  static Member whole_in(const Member& it) {
    return it.any({"total", "all", "whole"});
  }
  static bool is_pair(const Member& it) {
    return it.is_object() && part_in(it) && whole_in(it);
  }
  static std::pair<Member, Member> pair_in(const Member& it) {
    return {part_in(it), whole_in(it)};
  }

  // `steel_purchases_originating` and `steel_purchases_total`; `related_units`
  // and `total_units`.
  void flat(
      std::vector<std::pair<std::string, std::pair<Member, Member>>>& found) {
    for (const auto& [name, it] : facts_.items()) {
      for (const std::string_view word : {"originating", "related"}) {
        const std::size_t at = name.find(word);
        if (at == std::string::npos || !it.is_number()) continue;
        std::string other = name;
        other.replace(at, word.size(), "total");
        const Member whole = facts_[other];
        if (!whole || !whole.is_number()) continue;
        std::string title = name;
        title.replace(at, word.size(), "");
        std::string kind(split(plain(title), " ").front());
        if (word == "related") kind = "related";
        found.emplace_back(kind, std::pair{it, whole});
      }
    }
  }

  std::string state(const std::string& name, const Member& it) {
    const std::string fact = draft_.attribute(name, "money", name);
    each_.lines.push_back(
        fmt::format("{} {}", fact, draft_.money(it.number())));
    return fact;
  }

  void expect(const Member& it, std::string text, std::string printed = {}) {
    each_.expected.push_back(
        {it.path(), std::move(text), {}, std::move(printed), false});
  }

  [[nodiscard]] const Share* named(const std::string& name) const {
    for (const Share& it : shares_) {
      if (it.name == plain(name)) return &it;
    }
    const bool is_only = name == "share" || name.empty();
    return is_only && shares_.size() == 1 ? &shares_.front() : nullptr;
  }

  void one(const std::string& name, const Member& it) {
    std::string key = name;
    if (key.ends_with("_printed")) key.resize(key.size() - 8);
    const bool is_figure = key.ends_with("_pct") && it.is_number();
    if (is_figure) {
      key.resize(key.size() - 4);
      if (key.ends_with("_share")) key.resize(key.size() - 6);
    }
    if (const Share* share = named(key)) {
      if (is_figure) {
        const Printed value = it.number();
        expect(it, as_printed(share->measure, value, "%"), value.number);
      } else {
        said(it, share->requirement, false);
      }
    } else if (key == "verdict" || key == "result") {
      said(it, "", true);
    } else if (key.ends_with("_required") && it.is_truth()) {
      // What is required once the limit is passed, which the share is either
      // held below or said to exceed.
      if (!is_limit_) it.refuse("is required beyond no limit");
      const bool is_exceeded = it.truth();
      expect(it, fmt::format("{}({})", is_exceeded == is_below_ ? "not " : "",
                             draft_.requirement));
    }
  }

  void said(const Member& it, const std::string& requirement, bool is_verdict) {
    const auto said =
        it.is_truth() ? std::optional(it.truth()) : says_met(it.text());
    if (!said) it.refuse("is no verdict that is mapped");
    const bool is_met = *said;
    if (is_verdict) {
      expect(it, is_met ? "originating" : "not originating");
    } else {
      expect(it, fmt::format("{}({})", is_met ? "" : "not ", requirement));
    }
  }

  const Example& example_;
  const Member& facts_;
  Draft& draft_;
  DraftCase each_;
  std::vector<Share> shares_;
  bool is_limit_ = false;  // beyond which something is required
  bool is_below_ = false;  // the share is to be
};

}  // namespace

bool convert_shares(const Example& example, Draft& draft) {
  return Converter(example, draft).run();
}

}  // namespace origo::examples
