// Materials that are made of materials: what is absorbed, and what is traced.
// Amounts are ours where an example has none; each is twice the one before, so
// that a sum says which materials are in it.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "cli/examples/codes.hpp"
#include "cli/examples/convert.hpp"
#include "cli/examples/requirement.hpp"
#include "cli/examples/wording.hpp"

namespace origo::examples {
namespace {

struct Node {
  std::string title;
  std::string hs;    // as the example writes it
  std::string into;  // the title of what it goes into
  std::int64_t value = 0;
  bool is_listed = false;
  bool is_imported = false;
  bool is_leaf = true;
  bool originates = false;
  std::string stated;  // a status, or nothing
};

class Converter {
 public:
  Converter(const Example& example, Draft& draft)
      : example_(example), facts_(example.facts), draft_(draft) {}

  bool run() {
    if (facts_["tree"].is_array()) {
      chain(facts_["tree"]);
      if (facts_["rule"]) return absorbed();
    } else {
      for (const auto& [name, it] : facts_.items()) {
        const bool is_part =
            it.is_object() && (it.has("contains") || it.has("on_tracing_list"));
        if (is_part) add(name, it, "");
      }
      if (nodes_.empty()) return false;
      facts_["good"].skip();
    }
    return !nodes_.empty() && traced();
  }

 private:
  Node& add(const std::string& name, const Member& it, std::string into) {
    Node node;
    node.into = std::move(into);
    if (const Member code = it["hs"]) node.hs = code.text();
    node.title = name;
    if (const Member desc = it["desc"]) node.title = desc.text();
    const Member value = it["value"];
    // 10.00, 20.00, 40.00 ...
    node.value = value ? value.number().millionths : next_;
    next_ *= 2;
    const auto flag = [&it](std::initializer_list<std::string_view> names) {
      const Member found = it.any(names);
      return found && found.is_truth() && found.truth();
    };
    node.is_listed = flag({"listed", "on_tracing_list"});
    node.is_imported = flag({"imported", "imported_from_outside"});
    node.originates = flag({"originates_by_own_rule"});
    const bool is_told = it.has("listed") || it.has("on_tracing_list");
    (is_told ? has_list_ : has_unlisted_) |= is_told || node.is_imported;
    // Tracing does not ask whether anything originates, nor who designates it.
    for (const std::string_view silent :
         {"originating", "designated_intermediate", "was_originating",
          "produced_in", "rule"}) {
      const Member found = it[silent];
      if (found.is_truth() && silent == "originating") {
        node.stated = found.truth() ? "originating" : "non-originating";
      }
      found.skip();
    }
    nodes_.push_back(node);
    const std::size_t place = nodes_.size() - 1;
    std::size_t number = 0;
    for (const auto& [index, part] : it["contains"].items()) {
      add(fmt::format("{} part {}", name, ++number), part, nodes_[place].title);
      nodes_[place].is_leaf = false;
    }
    return nodes_[place];
  }

  // A list in which each is made from another that it names, or from the one
  // before; the last is the good.
  void chain(const Member& list) {
    const auto items = list.items();
    std::vector<std::size_t> stages;  // their nodes; what they contain is more
    for (std::size_t i = 0; i < items.size(); ++i) {
      const Member& it = items[i].second;
      if (i + 1 == items.size()) {
        it.any({"hs", "good"}).skip();
        it["made_from"].skip();
        break;
      }
      stages.push_back(nodes_.size());
      add(fmt::format("stage {}", i + 1), it, "");
    }
    for (std::size_t i = 1; i < stages.size(); ++i) {
      const Member from = items[i].second["made_from"];
      Node* source = &nodes_[stages[i - 1]];
      if (from) {
        const std::string name = from.text();
        for (const std::size_t stage : stages) {
          if (holds(nodes_[stage].title, name)) source = &nodes_[stage];
        }
      }
      source->into = nodes_[stages[i]].title;
      nodes_[stages[i]].is_leaf = false;
    }
  }

  [[nodiscard]] std::string line_of(const Node& it, bool is_traced) const {
    const std::string code = single_code(it.hs);
    std::string line =
        fmt::format("material \"{}\" {} {}", it.title,
                    code.empty() ? "9999" : code, draft_.money(it.value));
    if (!is_traced && it.is_leaf && !it.stated.empty()) line += " " + it.stated;
    if (is_traced) {
      line += it.is_listed ? " tagged x_listed" : " not tagged x_listed";
      line += it.is_imported ? " tagged x_imported" : " not tagged x_imported";
      if (it.is_leaf) line += " with traced " + draft_.money(0);
    }
    if (!it.into.empty()) line += fmt::format(" into \"{}\"", it.into);
    return line;
  }

  // What originates by its own rule hides what it was made from.
  bool absorbed() {
    const Member rule = facts_["rule"];
    draft_.requirement = requirement_of(rule, facts_, draft_);
    Member code = facts_["good"].any({"hs", "code"});
    const std::string good = code ? single_code(code.text()) : "9999";
    std::int64_t price = next_ * 4;
    if (const Member stated = facts_.any({"ex_works", "exw"})) {
      price = stated.number().millionths;
    }
    for (const Node& it : nodes_) {
      if (!it.originates) continue;
      // The example says that its own rule is met, not which rule that is.
      draft_.declare(fmt::format(
          "override {} \"{}\"\n    require change from any\n    cite \"as the "
          "example has it\"",
          single_code(it.hs), it.title));
    }
    for (const char* same : {"yes", "no"}) {
      DraftCase& each =
          draft_.add_case(fmt::format("in the same factory: {}", same));
      each.code = good;
      each.lines = {"ex_works_price " + draft_.money(price),
                    draft_.attribute("same_factory", "truth",
                                     "are they made in one factory?") +
                        " " + same};
      for (const Node& it : nodes_) each.lines.push_back(line_of(it, false));
      for (const auto& [name, it] : example_.expected.items()) {
        absorbed_as(name, it, each);
      }
    }
    for (const auto& [index, it] : example_.expected["not_counted"].items()) {
      expect_none(named(it), it, "value of non-originating materials", false);
    }
    std::erase_if(draft_.cases,
                  [](const DraftCase& each) { return each.expected.empty(); });
    return true;
  }

  void absorbed_as(const std::string& name, const Member& it, DraftCase& each) {
    const auto expect = [&](std::string text) {
      each.expected.push_back({it.path(), std::move(text), {}, {}, false});
    };
    if (name == "counted_in_vnm") {
      expect("value of non-originating materials = " + sum_of(it));
    } else if (name == "not_counted") {
      return;  // when all cases are there
    } else if (name == "same_factory_irrelevant") {
      // Nothing of the case but this fact differs.
      if (!it.truth()) it.refuse("is not mapped");
      std::vector<Expected> same = each.expected;
      for (Expected& known : same) known.key = it.path();
      each.expected.insert(each.expected.end(), same.begin(), same.end());
    } else if (name == "verdict") {
      const auto is_met = says_met(it.text());
      if (!is_met) it.refuse("is no verdict that is mapped");
      expect(*is_met ? "originating" : "not originating");
    }
  }

  // The material that a text names by its title or code.
  [[nodiscard]] const Node& named(const Member& it) const {
    const std::string text = it.text();
    for (const Node& node : nodes_) {
      if (holds(node.title, text) || (!node.hs.empty() && node.hs == text)) {
        return node;
      }
    }
    for (const Node& node : nodes_) {
      if (!node.is_leaf || node.hs.empty()) continue;
      if (text.starts_with(node.hs)) return node;
    }
    it.refuse("names no material of the tree");
  }

  [[nodiscard]] std::string sum_of(const Member& list) const {
    std::int64_t sum = 0;
    for (const auto& [index, it] : list.items()) sum += named(it).value;
    return draft_.money(sum);
  }

  // Listed and imported, wherever in the good it is.
  bool traced() {
    // Where nothing is said of a list, none is asked about: what is imported
    // counts.
    if (has_list_ && has_unlisted_) {
      throw NotExpressed{
          "of something imported it is not said whether it is listed"};
    }
    for (Node& it : nodes_) it.is_listed |= !has_list_ && it.is_imported;
    const std::string cite = "\n    cite \"as the example has it\"";
    draft_.declare("tag x_listed \"listed\"" + cite);
    draft_.declare("tag x_imported \"imported from outside\"" + cite);
    draft_.declare(
        "material attribute traced money \"traced value it brings with it\"" +
        cite);
    draft_.declare(
        "measure traced_value = value of materials tagged x_listed tagged "
        "x_imported + traced of materials where not tagged x_imported" +
        cite);
    draft_.declare("derive material traced = traced_value" + cite);
    DraftCase& each = draft_.add_case(example_.title);
    for (const Node& it : nodes_) each.lines.push_back(line_of(it, true));
    for (const auto& [name, it] : example_.expected.items()) {
      traced_as(name, it);
    }
    std::erase_if(draft_.cases,
                  [](const DraftCase& each) { return each.expected.empty(); });
    return true;
  }

  void traced_as(const std::string& name, const Member& it) {
    DraftCase& each = draft_.cases.front();
    const auto expect = [&](DraftCase& in, std::string text) {
      in.expected.push_back({it.path(), std::move(text), {}, {}, false});
    };
    const Node* top = nullptr;
    for (const Node& node : nodes_) {
      if (node.into.empty()) top = &node;
    }
    if (name.ends_with("_vnm_includes")) {
      expect(each, "traced_value = " + sum_of(it));
    } else if (name == "excludes" || name.ends_with("_vnm_excludes")) {
      for (const auto& [index, material] : it.items()) {
        expect_none(named(material), material, "traced_value", true);
      }
    } else if (name == "in_vnm") {
      const bool is_in = it.is_truth() && it.truth();
      const std::int64_t value = is_in           ? total()
                                 : it.is_truth() ? 0
                                                 : it.number().millionths;
      expect(each, "traced_value = " + draft_.money(value));
    } else if (name == "statement_may_use") {
      average_stated(it, *top);
    } else if (name.ends_with("_vnm") && it.is_text()) {
      if (!it.text().starts_with("full ")) it.refuse("is not mapped");
      expect(each, "traced_value = " + draft_.money(top->value));
    } else if (name == "deduction") {
      expect(each,
             fmt::format("traced_value = {} - {}", draft_.money(top->value),
                         draft_.money(it.number())));
    } else if (name.ends_with("in_net_cost")) {
      expect(each,
             fmt::format("{}(value of materials = {})",
                         it.truth() ? "" : "not ", draft_.money(top->value)));
    } else if (name.ends_with("_itself_traced")) {
      expect(each, std::string(it.truth() ? "not " : "") +
                       "(no materials tagged x_listed tagged x_imported)");
    }
  }

  // In a case where nothing else is worth anything but what holds it, nothing
  // counts.
  void expect_none(const Node& only, const Member& it,
                   const std::string& measure, bool is_traced) {
    DraftCase each = draft_.cases.front();
    each.title = "only " + only.title + " is worth anything";
    each.expected.clear();
    std::erase_if(each.lines, [](const std::string& line) {
      return line.starts_with("material ");
    });
    std::set<std::string> holders = {only.title};
    for (std::string title = only.into; !title.empty();) {
      holders.insert(title);
      const auto holder =
          std::find_if(nodes_.begin(), nodes_.end(),
                       [&title](const Node& it) { return it.title == title; });
      title = holder->into;
    }
    for (Node alone : nodes_) {
      alone.value = holders.contains(alone.title) ? only.value : 0;
      each.lines.push_back(line_of(alone, is_traced));
    }
    each.expected.push_back(
        {it.path(), measure + " = " + draft_.money(0), {}, {}, false});
    draft_.cases.push_back(std::move(each));
  }

  // What is stated takes the place of what the parts would come to.
  void average_stated(const Member& it, const Node& top) {
    if (!holds(plain(it.text()), "average")) it.refuse("is not mapped");
    const std::string sum = draft_.attribute("vnm_of_period", "money",
                                             "VNM of all units of the period");
    const std::string units =
        draft_.attribute("units_of_period", "number", "units of the period");
    DraftCase each;
    each.title = "by the average that is stated";
    each.lines = {sum + " " + draft_.money(37'000'000), units + " 2"};
    for (const Node& node : nodes_) {
      std::string line = line_of(node, true);
      if (&node == &top) line += " with traced " + draft_.money(18'500'000);
      each.lines.push_back(std::move(line));
    }
    each.expected.push_back({it.path(),
                             fmt::format("traced_value = {} / {}", sum, units),
                             {},
                             {},
                             false});
    draft_.cases.push_back(std::move(each));
  }

  [[nodiscard]] std::int64_t total() const {
    std::int64_t sum = 0;
    for (const Node& it : nodes_) sum += it.value;
    return sum;
  }

  const Example& example_;
  const Member& facts_;
  Draft& draft_;
  std::vector<Node> nodes_;
  std::int64_t next_ = 10'000'000;
  bool has_list_ = false;      // something is said to be on a list, or not
  bool has_unlisted_ = false;  // of something imported that is not said
};

}  // namespace

bool convert_tree(const Example& example, Draft& draft) {
  return Converter(example, draft).run();
}

}  // namespace origo::examples
