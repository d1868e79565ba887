// Bills of materials of any depth, folded into the flat ones that are
// evaluated.
//
// A material may have materials of its own. It is then decided by its own rule,
// and that decision is its status in the good it goes into; or the agreement
// says that it counts by what it is made of, and its materials take its place.
// Both happen from the bottom up over lines in post-order: each line comes
// after everything below it, so that no recursion and no stack is needed, and
// every line is gathered once into the good it counts in. (Where a material is
// both decided and looked through, its lines are gathered for both.)
//
//   Folding folding(image, good, tree, memory);
//   Outcome outcome;
//   while (folding.next()) {
//     outcome = evaluate(image, folding.good(), folding.scratch());
//     folding.settle(outcome);
//   }
//   if (folding.error() != TreeError::None) ...
//
// The last good of that loop is the whole one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/bytecode/image.hpp"
#include "engine/eval/evaluate.hpp"
#include "engine/eval/good.hpp"
#include "engine/eval/outcome.hpp"

namespace origo {

// What is known of how one line of a tree is produced. Amounts are those that
// go into the good as it is evaluated, at every depth.
struct Production {
  std::uint32_t line = 0;
  bool is_complete = true;              // as Materials::is_complete
  std::span<const std::int64_t> facts;  // as Good::facts
};

struct Tree {
  // The lines of all depths in post-order. `is_complete` is that of the good.
  Materials lines;
  // How many of the lines right before a line are below it.
  Strided<std::uint32_t> below;
  // One for each line that has lines below it, and for each that has none but
  // is known to be produced from nothing else; in the order of their lines.
  std::span<const Production> productions;
};

enum class TreeError : std::uint8_t {
  None,
  MemoryTooSmall,
  TooManyMaterials,
  NotPostOrder,    // a line's own lines overlap another's, or begin before all
  NotAProduction,  // lines below one that no production describes
};

// How a material that is produced counts in what it goes into.
enum class Counting : std::uint8_t {
  Itself,
  ByItsMaterials,
  Either,  // a fact is missing that would say which
};

// Bytes of memory for a folding of `lines` lines, the scratch of the
// evaluations included.
[[nodiscard]] std::size_t fold_size(const bytecode::Image& image,
                                    std::uint32_t lines) noexcept;

class Folding {
 public:
  static constexpr std::uint32_t kWholeGood = 0xFFFFFFFF;

  // `good` tells what is not its materials, which are those of `tree`. Both,
  // the image and the memory must outlive the folding. Thresholds are those of
  // Options.
  Folding(const bytecode::Image& image, const Good& good, const Tree& tree,
          std::span<std::byte> memory,
          std::span<const std::int64_t> thresholds = {}) noexcept;

  // Moves to the next production, at last to the whole good. False when there
  // is none, or an error.
  bool next() noexcept;

  // The production as a good with a flat bill of materials. Its views hold
  // until `next` is called.
  [[nodiscard]] const Good& good() const noexcept { return good_; }
  // The line it produces, or kWholeGood.
  [[nodiscard]] std::uint32_t line() const noexcept { return line_; }
  // Of each of its materials, the line.
  [[nodiscard]] std::span<const std::uint32_t> lines() const noexcept {
    return {lines_, good_.materials.count};
  }
  // How a produced line counted, once what it goes into has been folded.
  [[nodiscard]] Counting counting(std::uint32_t line) const noexcept;
  // Enough for evaluating it.
  [[nodiscard]] std::span<std::byte> scratch() const noexcept {
    return scratch_;
  }

  // What came of evaluating it, without a material supposed otherwise.
  void settle(const Outcome& outcome) noexcept;

  [[nodiscard]] TreeError error() const noexcept { return error_; }
  // The line at which the error is.
  [[nodiscard]] std::uint32_t error_line() const noexcept {
    return error_line_;
  }

 private:
  [[nodiscard]] bool has_below(std::uint32_t line) const noexcept {
    return below(line) > 0;
  }
  [[nodiscard]] std::uint32_t below(std::uint32_t line) const noexcept {
    return tree_.below.is_given() ? tree_.below[line] : 0;
  }
  [[nodiscard]] bool collect(std::uint32_t first, std::uint32_t end,
                             bool looks_through) noexcept;
  void gather() noexcept;
  void gather_derived(std::size_t derivation, std::byte*& free) noexcept;
  [[nodiscard]] bool look_through() noexcept;
  bool fail(TreeError error, std::uint32_t line) noexcept;

  const bytecode::Image& image_;
  const Good& whole_;
  const Tree& tree_;
  std::span<const std::int64_t> thresholds_;
  Good good_;
  std::span<std::byte> scratch_;
  std::uint8_t* states_ = nullptr;   // one for each line
  std::int64_t* derived_ = nullptr;  // a run of lines for each derivation
  std::uint32_t* lines_ = nullptr;
  std::byte* gathered_ = nullptr;
  Strided<std::int64_t>* columns_ = nullptr;
  Strided<Answer>* tags_ = nullptr;
  std::size_t next_production_ = 0;
  std::uint32_t line_ = kWholeGood;
  std::uint32_t error_line_ = 0;
  TreeError error_ = TreeError::None;
  bool is_done_ = false;
};

// Folds `tree` and evaluates the good at its top; a trace is of that alone. As
// `evaluate`, with memory of fold_size(). An error of the tree leaves the good
// undetermined, and so does the failure of a part, which is returned.
[[nodiscard]] Outcome evaluate_tree(const bytecode::Image& image,
                                    const Good& good, const Tree& tree,
                                    std::span<std::byte> memory,
                                    TreeError& error,
                                    const Options& options = {}) noexcept;

}  // namespace origo
