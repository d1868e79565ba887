// `"cast_head": "listed, imported"`: parts in words become a tree of materials,
// by rules/common/components.roo.
#include "cli/examples/components.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace origo::examples {
namespace {

// Of these two headings the pack of an example says that goods of the first
// originate by their rule and those of the other do not.
constexpr std::string_view kOriginates = "9998";
constexpr std::string_view kDoesNot = "9999";

constexpr std::int64_t kSmallest = 10'000'000;

bool is_only_component(const Marks& marks) {
  return marks.size() == 1 && (is_marked(marks, Mark::Component) ||
                               is_marked(marks, Mark::SubComponent));
}

}  // namespace

void Components::add(const std::string& title, Marks marks) {
  if (is_marked(marks, Mark::Assembly) ||
      is_marked(marks, Mark::SubComponent)) {
    marks[Mark::Component] = true;
  }
  parts_.push_back({plain(title), std::move(marks), {}});
}

bool Components::read(const Example& example) {
  std::vector<std::pair<std::string, Marks>> told;
  std::vector<std::string> contents;
  for (const auto& [name, it] : example.facts.items()) {
    if (name == "contains" && it.is_array()) {
      for (const auto& [index, part] : it.items()) {
        if (!part.is_text()) return false;
        contents.push_back(part.text());
      }
      continue;
    }
    if (is_descriptive(name)) continue;
    if (!it.is_text()) return false;
    const std::string text = it.text();
    const auto marks = marks_in(text);
    if (!marks) {
      // Of this shape, but for a word.
      const auto phrases = split(text, ",;");
      const bool is_known = std::any_of(
          phrases.begin(), phrases.end(),
          [](const std::string& each) { return marks_in(each).has_value(); });
      if (is_known) it.refuse("has words that are not mapped");
      return false;
    }
    told.emplace_back(name, *marks);
  }
  if (told.empty()) return false;
  // What is only said to be a component, beside others, is what they go into.
  std::vector<std::pair<std::string, Marks>> goods;
  for (const auto& [name, marks] : told) {
    const bool is_good =
        is_only_component(marks) && contents.empty() && told.size() > 1;
    if (is_good) {
      goods.emplace_back(plain(name), marks);
      if (is_marked(marks, Mark::SubComponent)) {
        plain_goods_.insert(plain(name));
      }
    } else {
      add(name, marks);
    }
  }
  // What a list says is in the part that was told of.
  if (!contents.empty()) {
    if (parts_.size() != 1) return false;
    const bool is_assembly = is_marked(parts_.front().marks, Mark::Assembly);
    for (const std::string& text : contents) {
      NamedPart part = named_part(text);
      if (is_assembly) part.marks[Mark::Component] = true;
      add(part.name, std::move(part.marks));
      parts_.front().inside.push_back(parts_.size() - 1);
    }
  }
  // What its producer makes himself is made of those before it.
  std::set<std::size_t> used;
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    Component& it = parts_[i];
    used.insert(it.inside.begin(), it.inside.end());
    const bool is_own = is_marked(it.marks, Mark::Own) ||
                        is_marked(it.marks, Mark::Designated) ||
                        is_marked(it.marks, Mark::Component);
    const bool is_made_here = is_own && !is_marked(it.marks, Mark::Imported);
    if (!is_made_here || !contents.empty()) continue;
    for (std::size_t j = 0; j < i; ++j) {
      if (used.insert(j).second) it.inside.push_back(j);
    }
  }
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    if (!used.contains(i)) direct_.push_back(i);
  }
  read_goods(example.expected);
  for (const auto& [name, marks] : goods) {
    if (!good_named(name)) goods_.insert(goods_.begin(), name);
  }
  if (goods_.empty()) goods_.emplace_back("good");
  for (std::size_t i = 0; i + 1 < goods_.size(); ++i) {
    Marks marks = {{Mark::Component, true}};
    for (const auto& [name, told_marks] : goods) {
      if (name == goods_[i]) marks = told_marks;
    }
    marks[Mark::Component] = true;
    good_parts_.push_back(parts_.size());
    parts_.push_back({goods_[i], std::move(marks), made_of(i)});
  }
  return true;
}

// `engine_vnm_includes` is about an engine; goods go into each other in the
// order in which they are asked about. One that is a part is that part.
void Components::read_goods(const Member& expected) {
  for (const auto& [name, it] : expected.items()) {
    const std::size_t end = name.find("_vnm");
    if (end == std::string::npos || name.starts_with("if_")) continue;
    const std::string good = plain(std::string_view(name).substr(0, end));
    if (!good.empty() && !good_named(good)) goods_.push_back(good);
  }
}

std::optional<std::size_t> Components::good_named(
    const std::string& name) const {
  const auto found = std::find(goods_.begin(), goods_.end(), name);
  if (found == goods_.end()) return {};
  return static_cast<std::size_t>(found - goods_.begin());
}

std::optional<std::size_t> Components::part_named(
    const std::string& name) const {
  const std::string text = plain(name);
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    if (parts_[i].title == text) return i;
  }
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    const std::string& title = parts_[i].title;
    if (holds(title, text) || holds(text, title)) return i;
  }
  return {};
}

std::string Components::measure_of(std::size_t good) const {
  return plain_goods_.contains(goods_[good])
             ? "value of non-originating materials"
             : "component_VNM";
}

std::vector<std::size_t> Components::made_of(std::size_t good) const {
  if (good == 0) return direct_;
  return {good_parts_[good - 1]};
}

Marks Components::marks_of(std::size_t part, const Supposed& supposed) const {
  Marks marks = parts_[part].marks;
  const auto found = supposed.marks.find(part);
  if (found == supposed.marks.end()) return marks;
  for (const auto& [mark, value] : found->second) marks[mark] = value;
  return marks;
}

bool Components::is_foreign(const Marks& marks) {
  if (is_marked(marks, Mark::Imported)) return true;
  const auto found = marks.find(Mark::Originating);
  return found != marks.end() && !found->second;
}

std::int64_t Components::value_of(std::size_t part,
                                  const Supposed& supposed) const {
  const Component& it = parts_[part];
  std::int64_t own = 0;
  if (supposed.only == nullptr || supposed.only == &it) {
    own = kSmallest << part;
  }
  for (const std::size_t inside : it.inside) own += value_of(inside, supposed);
  return own;
}

void Components::line(std::size_t part, const std::string& into,
                      const Supposed& supposed, const Draft& draft,
                      std::vector<std::string>& lines) const {
  const Component& it = parts_[part];
  const Marks marks = marks_of(part, supposed);
  const bool is_foreign_part = is_foreign(marks);
  // Abroad, nothing counts of what is in it.
  const bool is_leaf = it.inside.empty() || is_marked(marks, Mark::Imported);
  std::string text = fmt::format("material \"{}\" {} {}", it.title,
                                 is_foreign_part ? kDoesNot : kOriginates,
                                 draft.money(value_of(part, supposed)));
  if (is_leaf) text += is_foreign_part ? " non-originating" : " originating";
  const bool is_designated = is_marked(marks, Mark::Designated);
  if (is_designated) text += " as intermediate";
  for (const auto& [tag, mark] :
       {std::pair{"listed_material", Mark::Listed},
        std::pair{"automotive_component", Mark::Component},
        std::pair{"worked_abroad", Mark::WorkedAbroad}}) {
    text += fmt::format(" {} {}",
                        is_marked(marks, mark) ? "tagged" : "not tagged", tag);
  }
  const bool is_own = is_marked(marks, Mark::Own) || is_designated;
  text += is_own && !is_leaf ? " tagged self_produced"
                             : " not tagged self_produced";
  text += " not tagged under_content";
  if (is_leaf) text += " with brought_foreign_value " + draft.money(0);
  if (!into.empty()) text += fmt::format(" into \"{}\"", into);
  lines.push_back(std::move(text));
  if (is_leaf) return;
  for (const std::size_t inside : it.inside) {
    line(inside, it.title, supposed, draft, lines);
  }
}

std::vector<std::string> Components::lines(std::size_t good,
                                           const Supposed& supposed,
                                           const Draft& draft) const {
  std::vector<std::string> all;
  for (const std::size_t part : made_of(good)) {
    line(part, "", supposed, draft, all);
  }
  return all;
}

}  // namespace origo::examples
