// The facts about a good with its bill of materials folded flat: what every
// command evaluates, whether it was a tree or not.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "cli/fact_sheet.hpp"
#include "engine/bytecode/image.hpp"
#include "engine/eval/tree.hpp"
#include "engine/explain/explanation.hpp"

namespace origo {

class FoldedSheet {
 public:
  // Called for each material that is produced, from the bottom up, with the
  // flat good that its production is.
  using EachPart = std::function<void(std::uint32_t line, const Good& good,
                                      const Names& names)>;

  // The sheet must outlive it unchanged.
  FoldedSheet(const bytecode::Image& image, FactSheet& sheet,
              std::span<const std::int64_t> thresholds,
              const EachPart& each_part = {});
  FoldedSheet(const FoldedSheet&) = delete;
  FoldedSheet& operator=(const FoldedSheet&) = delete;

  [[nodiscard]] const Good& good() const {
    return folding_ ? folding_->good() : whole_;
  }
  [[nodiscard]] const Names& names() const { return names_; }
  // Of a tree, the lines that the materials of the good are.
  [[nodiscard]] std::span<const std::uint32_t> lines() const {
    return folding_->lines();
  }
  // How the n-th part counts in what it goes into.
  [[nodiscard]] Counting counting(std::size_t part) const {
    return folding_->counting(parts_[part].line);
  }
  // What came of a material that is produced.
  [[nodiscard]] const Outcome* part(std::uint32_t line) const;

 private:
  struct Part {
    std::uint32_t line;
    Outcome outcome;
  };

  Good whole_;
  Tree tree_;
  Names names_;
  std::vector<std::byte> memory_;
  std::optional<Folding> folding_;
  std::vector<Part> parts_;
};

// Explains a good and, where they are wanted, in Explanation::parts each
// material that is produced.
[[nodiscard]] Explanation explain_sheet(const bytecode::Image& image,
                                        FactSheet& sheet,
                                        const Options& options, bool has_parts);

}  // namespace origo
