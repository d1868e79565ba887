// Over which units an average may be: of all sets of destinations, those that
// an example lists and no others. The rule is in rules/common/averaging.roo.
#include <fmt/format.h>

#include <algorithm>
#include <regex>

#include "cli/examples/convert.hpp"
#include "cli/examples/wording.hpp"

namespace origo::examples {
namespace {

struct Destination {
  std::string name;
  bool is_party = true;
  bool is_home = false;  // where the units are produced
};

// Sets of destinations, a bit for each.
using Basis = unsigned;

constexpr std::size_t kDestinationsMax = 8;

class Converter {
 public:
  Converter(const Example& example, Draft& draft)
      : example_(example), facts_(example.facts), draft_(draft) {}

  bool run() {
    const Member sold = facts_["sold_in"];
    const Member bases = example_.expected.any({"valid_bases", "bases"});
    if (!sold.is_array() || !bases.is_array()) return false;
    const Member home = facts_.any({"produced_in", "producer_in"});
    for (const auto& [index, it] : sold.items()) {
      Destination to;
      const std::string text = it.text();
      to.name = plain(without_remarks(text));
      // `R (non-party)`: the word by itself, not part of a name.
      static const std::regex kNon("\\bnon\\b");
      to.is_party = !std::regex_search(plain(text), kNon);
      // Where nothing else is said, the first is where they are produced.
      to.is_home = home ? to.name == plain(home.text()) : all_.empty();
      all_.push_back(std::move(to));
    }
    if (all_.empty() || all_.size() > kDestinationsMax) {
      sold.refuse("are too many destinations, or none");
    }
    draft_.use("averaging.roo");
    const Basis whole = (Basis{1} << all_.size()) - 1;
    std::set<Basis> named;
    for (const auto& [index, it] : bases.items()) {
      const Basis basis = basis_in(it);
      named.insert(basis);
      add(basis, it, true);
    }
    for (Basis basis = 1; basis <= whole; ++basis) {
      // What is not listed may not be averaged over.
      if (!named.contains(basis)) add(basis, bases, false);
    }
    return true;
  }

 private:
  [[nodiscard]] bool is_abroad(std::size_t i) const {
    return all_[i].is_party && !all_[i].is_home;
  }

  // `all produced`, `exports to B and C`, `those exported to the other country`
  [[nodiscard]] Basis basis_in(const Member& it) const {
    const std::string text = plain(it.text());
    Basis basis = 0;
    if (text.starts_with("all ")) return (Basis{1} << all_.size()) - 1;
    const std::size_t at = text.find("export");
    const std::size_t to = text.find(" to ", at);
    if (at == std::string::npos || to == std::string::npos) {
      it.refuse("names no destinations");
    }
    std::string names = text.substr(to + 4);
    const bool is_of_agreement =
        names.starts_with("the ") &&
        (names.ends_with("country") || names.ends_with("countries"));
    for (std::size_t i = 0; i < all_.size(); ++i) {
      if (is_of_agreement && is_abroad(i)) basis |= Basis{1} << i;
    }
    if (is_of_agreement) return basis;
    for (std::size_t end = 0;
         (end = names.find(" and ", end)) != std::string::npos;) {
      names.replace(end, 5, ",");
    }
    for (const std::string& name : split(names, ",")) {
      const auto found = std::find_if(
          all_.begin(), all_.end(),
          [&name](const Destination& to) { return to.name == name; });
      if (found == all_.end()) it.refuse("names another destination");
      basis |= Basis{1} << (found - all_.begin());
    }
    return basis;
  }

  void add(Basis basis, const Member& it, bool is_valid) {
    DraftCase& each = draft_.add_case(fmt::format("{}, {}", it.path(), basis));
    for (std::size_t i = 0; i < all_.size(); ++i) {
      const bool is_counted = ((basis >> i) & 1) != 0;
      each.lines.push_back(fmt::format(
          "material \"sold in {}\" 9999 {}tagged counted_unit {}tagged "
          "exported_to_party",
          all_[i].name, is_counted ? "" : "not ", is_abroad(i) ? "" : "not "));
    }
    each.expected.push_back(
        {it.path(),
         is_valid ? "is_averaging_basis" : "not is_averaging_basis",
         {},
         {},
         false});
  }

  const Example& example_;
  const Member& facts_;
  Draft& draft_;
  std::vector<Destination> all_;
};

}  // namespace

bool convert_averaging_basis(const Example& example, Draft& draft) {
  return Converter(example, draft).run();
}

}  // namespace origo::examples
