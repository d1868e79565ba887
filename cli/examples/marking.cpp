// The country of a good: by rules/common/marking.roo and the change that the
// example asks for.
#include <fmt/format.h>

#include "cli/examples/codes.hpp"
#include "cli/examples/convert.hpp"
#include "cli/examples/requirement.hpp"

namespace origo::examples {
namespace {

struct Flag {
  std::string_view member;
  std::string_view tag;
};
constexpr Flag kFlags[] = {
    {"essential", "gives_character"},
    {"essential_character", "gives_character"},
    {"equal_consideration", "merits_consideration"},
    {"considered", "merits_consideration"},
};

std::string country_of(const Member& it) {
  const std::string text = it.text();
  const bool is_code = text.size() == 2 && text[0] >= 'A' && text[0] <= 'Z' &&
                       text[1] >= 'A' && text[1] <= 'Z';
  if (!is_code) it.refuse("is no country of two letters");
  return text;
}

}  // namespace

bool convert_marking(const Example& example, Draft& draft) {
  const Member& facts = example.facts;
  const Member expected = example.expected.any(
      {"country_of_origin", "countries_of_origin", "country", "countries"});
  if (!expected) return false;
  draft.use("marking.roo");
  draft.is_cascade = true;
  const Member good = facts["good"];
  DraftCase& each = draft.add_case(example.title);
  const Member code = good.any({"hs", "hs_code", "code", "chapter"});
  if (!code) good.refuse("has no tariff code");
  each.code = single_code(code.text());
  if (each.code.empty()) code.refuse("is no tariff code");
  Member where = good.any({"production_country", "made_in", "country"});
  if (!where) {
    where = facts.any({"production_country", "made_in", "processed_in"});
  }
  if (!where) good.refuse("is made in no country");
  each.code += " made in " + country_of(where);
  const Member rule = facts.any({"rule", "psr"});
  draft.requirement = rule ? requirement_of(rule, facts, draft)
                           : throw NotExpressed{"no requirement is stated"};
  std::size_t number = 0;
  for (const auto& [index, it] : facts["materials"].items()) {
    const Member hs = it.any({"hs", "hs_code", "code", "hs_chapter"});
    if (!hs) it.refuse("has no tariff code");
    const Member from = it.any({"country", "origin", "from"});
    if (!from) it.refuse("is from no country");
    std::string line =
        fmt::format("material \"material {}\" {} from {}", ++number,
                    single_code(hs.text()), country_of(from));
    std::set<std::string_view> tags;
    for (const Flag& flag : kFlags) {
      const Member is_so = it[flag.member];
      if (is_so && is_so.truth()) tags.insert(flag.tag);
    }
    for (const std::string_view tag :
         {"gives_character", "merits_consideration"}) {
      line +=
          fmt::format(" {}tagged {}", tags.contains(tag) ? "" : "not ", tag);
    }
    each.lines.push_back(std::move(line));
  }
  std::string countries;
  if (expected.is_array()) {
    for (const auto& [index, it] : expected.items()) {
      countries += (countries.empty() ? "" : ", ") + country_of(it);
    }
  } else {
    countries = country_of(expected);
  }
  each.expected.push_back(
      {expected.path(), "country " + countries, {}, {}, false});
  if (const Member change = example.expected["ctc"]) {
    const std::string text = change.text();
    const bool is_met = text.starts_with("pass") || text.starts_with("met");
    if (!is_met && !text.starts_with("fail")) change.refuse("is not mapped");
    each.expected.push_back(
        {change.path(),
         fmt::format("{}({})", is_met ? "" : "not ", draft.requirement),
         {},
         {},
         false});
  }
  return true;
}

}  // namespace origo::examples
