// From a sheet to one flat good.
#include "cli/folded_sheet.hpp"

#include <algorithm>

#include "engine/explain/conversions.hpp"
#include "engine/explain/sentences.hpp"

namespace origo {
namespace {

std::string called(const FactSheet::Material& it) {
  return it.description.empty() ? it.part : it.description;
}

// For each line of a tree the line it goes into, or Folding::kWholeGood.
std::vector<std::uint32_t> parents_of(const FactSheet& sheet) {
  std::vector<std::uint32_t> parents(sheet.materials(), Folding::kWholeGood);
  for (std::uint32_t line = 0; line < parents.size(); ++line) {
    const std::uint32_t first = line - sheet.material(line).below;
    for (std::uint32_t at = line; at > first;) {
      parents[--at] = line;
      at -= sheet.material(at).below;
    }
  }
  return parents;
}

// Of a tree no combinations of split codes are tried: what is common to them
// was evaluated. Those of the good and its own materials are listed.
void add_conversions(const FactSheet& sheet,
                     std::span<const std::uint32_t> lines, Explanation& to) {
  for (Conversion it : sheet.conversions) {
    if (it.codes.size() > 1) {
      to.split = to.outcome.verdict == Verdict::Undetermined ? Split::TooMany
                                                             : Split::Same;
    }
    if (it.material != Conversion::kGood) {
      const auto line = std::find(lines.begin(), lines.end(), it.material);
      if (line == lines.end()) continue;
      it.material = static_cast<std::uint32_t>(line - lines.begin());
    }
    to.conversions.push_back(std::move(it));
  }
}

}  // namespace

FoldedSheet::FoldedSheet(const bytecode::Image& image, FactSheet& sheet,
                         std::span<const std::int64_t> thresholds,
                         const EachPart& each_part)
    : whole_(sheet.good()) {
  if (!sheet.is_tree()) {
    names_ = names_of(sheet);
    return;
  }
  const std::vector<std::uint32_t> parents = parents_of(sheet);
  tree_ = sheet.tree(image);
  memory_.resize(fold_size(image, tree_.lines.count));
  folding_.emplace(image, whole_, tree_, memory_, thresholds);
  Options options;
  options.thresholds = thresholds;
  while (folding_->next()) {
    names_ = names_of(sheet, folding_->lines());
    const std::uint32_t line = folding_->line();
    // What counts in place of what it went into is called by both.
    for (std::size_t i = 0; i < names_.materials.size(); ++i) {
      std::string& name = names_.materials[i].description;
      for (std::uint32_t at = parents[folding_->lines()[i]]; at != line;
           at = parents[at]) {
        name = called(sheet.material(at)) + " > " + name;
      }
    }
    if (line == Folding::kWholeGood) break;
    const Outcome outcome =
        evaluate(image, folding_->good(), folding_->scratch(), options);
    folding_->settle(outcome);
    parts_.push_back({line, outcome});
    names_.good = called(sheet.material(line));
    if (each_part) each_part(line, folding_->good(), names_);
  }
}

const Outcome* FoldedSheet::part(std::uint32_t line) const {
  const auto it =
      std::find_if(parts_.begin(), parts_.end(),
                   [line](const Part& part) { return part.line == line; });
  return it == parts_.end() ? nullptr : &it->outcome;
}

Explanation explain_sheet(const bytecode::Image& image, FactSheet& sheet,
                          const Options& options, bool has_parts) {
  if (!sheet.is_tree()) {
    Explanation explanation = explain_converted(
        image, sheet.good(), names_of(sheet), sheet.conversions, options);
    explanation.remarks = sheet.remarks;
    return explanation;
  }
  std::vector<Explanation> parts;
  Options of_part;
  of_part.thresholds = options.thresholds;
  const auto explain_part = [&](std::uint32_t, const Good& good,
                                const Names& names) {
    parts.push_back(explain(image, good, names, of_part, Extent::Part));
  };
  const FoldedSheet folded(
      image, sheet, options.thresholds,
      has_parts ? FoldedSheet::EachPart(explain_part) : nullptr);
  Explanation explanation =
      explain(image, folded.good(), folded.names(), options);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    parts[i].counting = folded.counting(i);
  }
  explanation.parts = std::move(parts);
  add_conversions(sheet, folded.lines(), explanation);
  explanation.remarks = sheet.remarks;
  return explanation;
}

}  // namespace origo
