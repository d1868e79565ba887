// What the materials of a case are made of.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "engine/check/case_parts.hpp"
#include "engine/diag/suggest.hpp"

namespace origo::checker {

// Puts the materials into post-order, each after what it is made of.
void Checker::order_case_materials(CaseParts& parts) {
  constexpr std::size_t kGood = ~std::size_t{0};
  std::map<std::string, std::size_t> by_name;
  for (std::size_t i = 0; i < parts.lines.size(); ++i) {
    by_name.emplace(parts.lines[i].material.description, i);
  }
  auto named = [&](const Cursor& name) -> std::optional<std::size_t> {
    const std::string text = unquoted(name);
    const auto it = by_name.find(text);
    if (it == by_name.end() || text.empty()) {
      std::vector<std::string> names;
      for (const auto& [known, line] : by_name) names.push_back(known);
      const auto meant = nearest(text, names);
      diagnostics_.report(Code::UnknownMaterial, name.span(), text)
          .help(meant ? fmt::format("did you mean `{}`?", *meant)
                      : "write the text after its `material`");
      return {};
    }
    const auto is_same = [&](const CaseParts::Line& line) {
      return line.material.description == text;
    };
    const auto first =
        std::find_if(parts.lines.begin(), parts.lines.end(), is_same);
    const auto second = std::find_if(first + 1, parts.lines.end(), is_same);
    if (second != parts.lines.end()) {
      diagnostics_.report(Code::DuplicateName, second->at.span(), text)
          .also(first->at.span(), "first here")
          .also(name.span(), "referred to here");
      return {};
    }
    return it->second;
  };
  std::vector<std::size_t> into(parts.lines.size(), kGood);
  for (std::size_t i = 0; i < parts.lines.size(); ++i) {
    const Cursor name = parts.lines[i].into;
    if (name) into[i] = named(name).value_or(kGood);
  }
  for (std::size_t i = 0; i < parts.lines.size(); ++i) {
    // A chain longer than there are materials comes back to where it was.
    std::string path = parts.lines[i].material.description;
    std::size_t steps = 0;
    std::size_t at = into[i];
    for (; at != kGood && at != i && steps < parts.lines.size(); ++steps) {
      path += " into " + parts.lines[at].material.description;
      at = into[at];
    }
    if (at != i) continue;
    path += " into " + parts.lines[i].material.description;
    diagnostics_
        .report(Code::CircularMaterials, parts.lines[i].into.span(),
                parts.lines[i].material.description, path)
        .help("a material goes into one that is made after it");
    return;
  }
  constexpr std::uint32_t kUnplaced = 0xFFFFFFFF;
  std::vector<std::uint32_t> places(parts.lines.size(), kUnplaced);
  auto place = [&](auto&& self, std::size_t parent) -> std::uint32_t {
    std::uint32_t placed = 0;
    for (std::size_t i = 0; i < parts.lines.size(); ++i) {
      if (into[i] != parent) continue;
      const std::uint32_t below = self(self, i);
      ir::CaseMaterial material = parts.lines[i].material;
      material.below = below;
      places[i] = static_cast<std::uint32_t>(parts.to.materials.size());
      parts.to.materials.push_back(std::move(material));
      placed += below + 1;
    }
    return placed;
  };
  place(place, kGood);
  std::map<std::uint32_t, CaseParts::Facts> productions;
  for (const ir::CaseMaterial& it : parts.to.materials) {
    const auto at = static_cast<std::uint32_t>(&it - parts.to.materials.data());
    if (it.below > 0) productions.emplace(at, CaseParts::Facts{});
  }
  for (const CaseParts::Production& it : parts.productions) {
    if (const auto line = named(it.name)) productions[places[*line]] = it.facts;
  }
  for (auto& [material, facts] : productions) {
    parts.to.productions.push_back({material, std::move(facts)});
  }
  for (const auto& [expectation, name] : parts.expected) {
    const auto line = named(name);
    if (!line) continue;
    if (productions.count(places[*line]) == 0) {
      diagnostics_.report(Code::NoProduction, name.span(), unquoted(name))
          .help("say what it is made of, with `into` after its materials");
      continue;
    }
    parts.to.expectations[expectation].material = places[*line];
  }
}

}  // namespace origo::checker
