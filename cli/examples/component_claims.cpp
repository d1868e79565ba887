// What an example says of parts in words: what is in a foreign value and what
// is not, and by which measures it may be counted.
#include <fmt/format.h>

#include <algorithm>
#include <regex>

#include "cli/examples/components.hpp"
#include "cli/examples/convert.hpp"

namespace origo::examples {
namespace {

// The value that a measure is a share of, in the cases that are made.
constexpr std::int64_t kValue = 6'000'000'000;

// `vehicle_vnm_options_if_engine_originating`
struct Key {
  std::size_t good = 0;
  std::optional<std::size_t> subject;  // what the condition is about
  Supposed supposed;
  bool is_about_options = false;
  bool is_excluding = false;
};

class Claims {
 public:
  Claims(const Example& example, const Components& parts, Draft& draft)
      : example_(example), parts_(parts), draft_(draft) {}

  void run() {
    draft_.use("components.roo");
    draft_.use("intermediate.roo");
    draft_.declare(
        "rule 9998 \"what originates by its rule\"\n    require change from "
        "any\n    cite \"as the example has it\"");
    for (const auto& [name, it] : example_.expected.items()) one(name, it);
  }

 private:
  void one(const std::string& name, const Member& it) {
    if (name == "deduction") {
      if (it.number().millionths != 0) it.refuse("is not mapped");
      return whole_of_all(it);
    }
    if (name.starts_with("regardless_of_")) return regardless(name, it);
    const auto key = key_of(name);
    if (!key) return;
    last_ = *key;
    if (key->is_about_options) return options(*key, it);
    claims(*key, it);
  }

  std::optional<Key> key_of(const std::string& name) {
    Key key = last_;
    key.supposed = {};
    std::string text = name;
    std::string condition;
    const std::size_t at = text.starts_with("if_") ? 0 : text.find("_if_");
    if (at != std::string::npos) {
      condition = text.substr(at + (at == 0 ? 3 : 4));
      text.resize(at);
    }
    const std::size_t vnm = text.find("vnm");
    const std::string good = vnm == std::string::npos || vnm == 0
                                 ? std::string()
                                 : plain(std::string_view(text).substr(0, vnm));
    if (!good.empty()) {
      const auto found = parts_.good_named(good);
      if (!found) return {};
      key.good = *found;
    } else if (!has_good_) {
      key.good = parts_.goods() - 1;
    }
    has_good_ = true;
    key.is_about_options = holds(text, "option");
    key.is_excluding = holds(text, "exclude");
    const bool is_known = vnm != std::string::npos || key.is_about_options ||
                          key.is_excluding || at == 0;
    if (!is_known) return {};
    if (!condition.empty() && !suppose(condition, key)) return {};
    return key;
  }

  // `engine_originating_and_statement_(d)(i)`, `non_originating`
  bool suppose(const std::string& condition, Key& key) {
    std::string text = plain(condition);
    for (std::size_t at = 0;
         (at = text.find(" and ", at)) != std::string::npos;) {
      text.replace(at, 5, ",");
    }
    for (std::string phrase : split(text, ",")) {
      // The statement tells what the tree says.
      if (phrase.starts_with("statement")) continue;
      for (std::size_t i = 0; i < parts_.parts().size(); ++i) {
        const std::string& title = parts_.parts()[i].title;
        if (!phrase.starts_with(title + ' ')) continue;
        key.subject = i;
        phrase.erase(0, title.size() + 1);
        break;
      }
      const auto marks = marks_in(phrase);
      if (!marks) return false;
      if (!key.subject) key.subject = only_part(key.good);
      if (!key.subject) return false;
      for (const auto& [mark, value] : *marks) {
        key.supposed.marks[*key.subject][mark] = value;
      }
    }
    return true;
  }

  [[nodiscard]] std::optional<std::size_t> only_part(std::size_t good) const {
    const auto direct = parts_.made_of(good);
    if (direct.size() != 1) return {};
    return direct.front();
  }

  // ---- what is in the foreign value of a good

  DraftCase& add(const Key& key, const std::string& what) {
    DraftCase& each = draft_.add_case(what);
    each.lines = parts_.lines(key.good, key.supposed, draft_);
    return each;
  }

  void expect(DraftCase& each, const Member& it, std::string text) {
    each.expected.push_back({it.path(), std::move(text), {}, {}, false});
  }

  void sum_is(const Key& key, const Member& it, std::int64_t sum,
              const std::string& what) {
    expect(add(key, what), it,
           parts_.measure_of(key.good) + " = " + draft_.money(sum));
  }

  void contains(Key key, const Member& it, std::size_t part, bool is_in) {
    const std::string& title = parts_.parts()[part].title;
    key.supposed.only = &parts_.parts()[part];
    expect(add(key, fmt::format("{} {}", title, is_in ? "counts" : "does not")),
           it,
           fmt::format("{} {} {}", parts_.measure_of(key.good),
                       is_in ? ">" : "=", draft_.money(0)));
  }

  [[nodiscard]] std::size_t part_in(const Member& it,
                                    const std::string& name) const {
    const auto found = parts_.part_named(name);
    if (!found) it.refuse("names no part");
    return *found;
  }

  void claims(const Key& key, const Member& it) {
    if (it.is_array()) {
      std::int64_t sum = 0;
      for (const auto& [index, name] : it.items()) {
        const std::size_t part = part_in(name, name.text());
        if (key.is_excluding) {
          contains(key, name, part, false);
          continue;
        }
        contains(key, name, part, true);
        sum += parts_.value_of(part, key.supposed);
      }
      if (!key.is_excluding) sum_is(key, it, sum, "all that counts");
      return;
    }
    if (it.is_number()) {
      if (it.number().millionths != 0) it.refuse("is not mapped");
      return sum_is(key, it, 0, "nothing counts");
    }
    for (const std::string& clause : split(without_remarks(it.text()), ";")) {
      claim(key, it, plain(clause));
    }
  }

  // `excludes the frame`, `vnm = value of the seat`, `full pump value`
  void claim(const Key& key, const Member& it, std::string clause) {
    for (const auto& [verb, is_in] :
         {std::pair{"includes ", true}, std::pair{"excludes ", false}}) {
      if (!clause.starts_with(verb)) continue;
      for (const std::size_t part : listed(it, clause.substr(9))) {
        contains(key, it, part, is_in);
      }
      return;
    }
    if (clause.starts_with("no option to count ")) {
      const std::size_t subject = subject_of(key, it);
      return unavailable(subject, key, it, "inputs");
    }
    if (clause == "vnm 0" || clause == "vnm = 0" || clause == "0" ||
        clause == "nothing" || clause == "nil") {
      return sum_is(key, it, 0, "nothing counts");
    }
    static const std::regex kWhole(
        "(?:vnm = )?(?:the )?(?:full |whole )?(?:(.*) value|value of (?:the "
        ")?(.*))");
    std::smatch found;
    if (!std::regex_match(clause, found, kWhole)) it.refuse("is not mapped");
    const std::size_t part =
        part_in(it, found[1].matched ? found[1].str() : found[2].str());
    sum_is(key, it, parts_.value_of(part, key.supposed), "its whole value");
  }

  // `cast block and ingot`, `both`, `all`
  std::vector<std::size_t> listed(const Member& it, std::string names) {
    std::vector<std::size_t> all;
    if (names == "both" || names == "all") {
      for (std::size_t i = 0; i < parts_.parts().size(); ++i) {
        const bool is_good =
            parts_.good_named(parts_.parts()[i].title).has_value();
        if (!is_good) all.push_back(i);
      }
      if (names == "both" && all.size() != 2) it.refuse("names no two parts");
      return all;
    }
    for (std::size_t at = 0;
         (at = names.find(" and ", at)) != std::string::npos;) {
      names.replace(at, 5, ",");
    }
    for (const std::string& name : split(names, ",")) {
      all.push_back(part_in(it, name));
    }
    return all;
  }

  // The good counts its only part in full, with nothing taken off.
  void whole_of_all(const Member& it) {
    std::int64_t sum = 0;
    for (const std::size_t part : parts_.made_of(last_.good)) {
      sum += parts_.value_of(part, last_.supposed);
    }
    sum_is(last_, it, sum, "nothing is deducted");
  }

  // The same whoever imports it, or whatever the status of what holds it.
  void regardless(const std::string& name, const Member& it) {
    if (!it.truth()) it.refuse("is not mapped");
    const Member before = example_.expected[last_name_of(name)];
    if (holds(name, "import")) {
      const auto part = only_part(last_.good);
      if (!part) it.refuse("is about more than one part");
      for (const char* way : {"own_import", "other"}) {
        DraftCase& each = value_case(way, "value", it);
        each.title = std::string("imported as ") + way;
        expect(each, it, "heavy_duty_material_value = " + draft_.money(kValue));
      }
      return;
    }
    static const std::regex kStatus("regardless_of_(.*)_status");
    std::smatch found;
    if (!std::regex_match(name, found, kStatus)) it.refuse("is not mapped");
    const std::size_t part = part_in(it, found[1].str());
    if (!before.is_array()) it.refuse("is about no list");
    for (const bool originates : {true, false}) {
      Key key = last_;
      key.supposed.marks[part][Mark::Originating] = originates;
      for (const auto& [index, inside] : before.items()) {
        contains(key, it, part_in(inside, inside.text()), true);
      }
    }
  }

  // What stands before it among what is expected.
  [[nodiscard]] std::string last_name_of(const std::string& name) const {
    std::string last;
    for (const auto& [other, it] : example_.expected.items()) {
      if (other == name) break;
      last = other;
    }
    return last;
  }

  // ---- by what a material may be counted

  std::size_t subject_of(const Key& key, const Member& it) const {
    if (key.subject) return *key.subject;
    const auto part = only_part(key.good);
    if (!part) it.refuse("is about more than one part");
    return *part;
  }

  // Which paragraph a material is counted by, as far as marks tell.
  static std::string_view way_of(const Marks& marks) {
    const bool is_component = is_marked(marks, Mark::Component);
    if (is_marked(marks, Mark::Imported)) return "own_import";
    if (is_component) {
      return Components::is_foreign(marks) ? "other_component"
                                           : "originating_component";
    }
    if (!is_marked(marks, Mark::Listed)) return "other";
    const bool is_own =
        is_marked(marks, Mark::Own) || is_marked(marks, Mark::Designated);
    return is_own ? "listed_own" : "listed_acquired";
  }

  DraftCase& value_case(std::string_view way, std::string_view choice,
                        const Member& it) {
    draft_.use("material_values.roo");
    draft_.use("materials.roo");
    DraftCase& each =
        draft_.add_case(fmt::format("{} by {}", it.path(), choice));
    each.lines = {fmt::format("came_as {}", way),
                  fmt::format("counted_by {}", choice)};
    const auto state = [&](std::string_view fact, std::int64_t amount) {
      each.lines.push_back(fmt::format("{} {}", fact, draft_.money(amount)));
    };
    for (const char* none : {"freight_to_producer", "duties_and_brokerage",
                             "waste", "scrap_value"}) {
      state(none, 0);
    }
    const auto ways = ways_to_count();
    state("acquired_value", kValue);
    state("customs_value", kValue);
    state("own_cost", kValue / 100 * ways.at("cost"));
    state("foreign_inputs", kValue / 100 * ways.at("inputs"));
    each.lines.push_back(
        fmt::format("stated_content {}%", 100 - ways.at("content")));
    each.lines.push_back(
        fmt::format("required_content {}%", 100 - ways.at("requirement")));
    return each;
  }

  std::string amount_by(int share) {
    return draft_.money(kValue / 100 * share);
  }

  void unavailable(std::size_t part, const Key& key, const Member& it,
                   const std::string& choice) {
    const Marks marks = parts_.marks_of(part, key.supposed);
    expect(value_case(way_of(marks), choice, it), it,
           "not (heavy_duty_material_value = " +
               amount_by(ways_to_count().at(choice)) + ")");
  }

  // Those that are listed may be chosen, and no others.
  void options(const Key& key, const Member& list) {
    const std::size_t part = subject_of(key, list);
    const Marks marks = parts_.marks_of(part, key.supposed);
    std::set<std::string> named;
    for (const auto& [index, it] : list.items()) {
      const auto option = counted_by(it.text());
      if (!option || !is_of_part(option->rest)) it.refuse("is no measure");
      named.insert(option->choice);
      expect(value_case(way_of(marks), option->choice, it), it,
             "heavy_duty_material_value = " + amount_by(option->share));
    }
    if (named.empty()) list.refuse("names no measure");
    for (const auto& [choice, share] : ways_to_count()) {
      if (!named.contains(choice)) unavailable(part, key, list, choice);
    }
  }

  // After a measure: `of pump`, a citation, a remark.
  [[nodiscard]] bool is_of_part(const std::string& rest) const {
    static const std::regex kCitation(
        "(?:s\\. ?|under |by )?[0-9]*(?:\\([0-9a-z]+\\))*\\.?");
    const std::string text = without_remarks(rest);
    if (text.empty() || std::regex_match(rest, kCitation)) return true;
    if (text.starts_with("of ")) {
      const std::string name = text.substr(3);
      return name == "imported material" || name == "the imported material" ||
             parts_.part_named(name).has_value();
    }
    return false;
  }

  const Example& example_;
  const Components& parts_;
  Draft& draft_;
  Key last_;
  bool has_good_ = false;
};

}  // namespace

bool convert_components(const Example& example, Draft& draft) {
  Components parts;
  if (!parts.read(example)) return false;
  Claims(example, parts, draft).run();
  return !draft.cases.empty();
}

}  // namespace origo::examples
