// The interpreter of trees: one recursive function for a production.
#include <algorithm>

#include "engine/ir/interpret.hpp"

namespace origo::ir {
namespace {

// One material, in memory of its own.
struct Material {
  HsCode code;
  Status status = Status::Unproven;
  Country origin;
  Kind kind = Kind::Material;
  std::vector<std::int64_t> columns;  // the built-in ones first
  std::vector<Answer> tags;
};

// A production and what counts in it.
struct Produced {
  Outcome outcome;
  bool is_complete = true;
  std::vector<Material> counted;
};

// A good of these materials.
class Flat {
 public:
  Flat(const Pack& pack, const Good& like, bool is_complete,
       std::vector<Material> materials)
      : materials_(std::move(materials)), good_(like) {
    Materials& to = good_.materials;
    to = {};
    to.count = static_cast<std::uint32_t>(materials_.size());
    to.is_complete = is_complete;
    columns_.resize(kBuiltInColumns + pack.columns.size());
    tags_.resize(pack.tags.size());
    for (const Material& it : materials_) {
      for (std::size_t i = 0; i < columns_.size(); ++i) {
        columns_[i].push_back(it.columns[i]);
      }
      for (std::size_t i = 0; i < tags_.size(); ++i) {
        tags_[i].push_back(it.tags[i]);
      }
    }
    if (materials_.empty()) return;
    constexpr auto kStride = static_cast<std::ptrdiff_t>(sizeof(Material));
    to.code = {&materials_[0].code, kStride};
    to.status = {&materials_[0].status, kStride};
    to.origin = {&materials_[0].origin, kStride};
    to.kind = {&materials_[0].kind, kStride};
    to.value = {columns_[0].data()};
    to.weight = {columns_[1].data()};
    to.quantity = {columns_[2].data()};
    for (std::size_t i = kBuiltInColumns; i < columns_.size(); ++i) {
      own_.emplace_back(columns_[i].data());
    }
    for (const auto& tag : tags_) tag_views_.emplace_back(tag.data());
    to.columns = own_;
    to.tags = tag_views_;
  }
  Flat(const Flat&) = delete;
  Flat& operator=(const Flat&) = delete;

  [[nodiscard]] const Good& good() const { return good_; }

 private:
  std::vector<Material> materials_;
  std::vector<std::vector<std::int64_t>> columns_;
  std::vector<std::vector<Answer>> tags_;
  std::vector<Strided<std::int64_t>> own_;
  std::vector<Strided<Answer>> tag_views_;
  Good good_;
};

class Interpreter {
 public:
  Interpreter(const Pack& pack, const Good& good, const Tree& tree,
              std::span<const std::int64_t> thresholds)
      : pack_(pack), whole_(good), tree_(tree), thresholds_(thresholds) {}

  Outcome run() {
    Outcome outcome =
        produce(whole_, tree_.lines.is_complete, 0, tree_.lines.count).outcome;
    if (has_failure_) {
      outcome.notes.has_negative_amount = true;
      outcome.verdict = Verdict::Undetermined;
      outcome.criterion.reset();
      outcome.countries.reset();
    }
    return outcome;
  }

 private:
  template <typename T>
  static T at(const Strided<T>& column, std::uint32_t line, T missing) {
    return column.is_given() ? column[line] : missing;
  }

  [[nodiscard]] Material line(std::uint32_t line) const {
    const Materials& from = tree_.lines;
    Material to;
    to.code = at(from.code, line, HsCode{});
    to.status = at(from.status, line, Status::Unproven);
    to.origin = at(from.origin, line, Country{});
    to.kind = at(from.kind, line, Kind::Material);
    to.columns = {at(from.value, line, kMissing),
                  at(from.weight, line, kMissing),
                  at(from.quantity, line, kMissing)};
    for (std::size_t i = 0; i < pack_.columns.size(); ++i) {
      to.columns.push_back(i < from.columns.size()
                               ? at(from.columns[i], line, kMissing)
                               : kMissing);
    }
    for (std::size_t i = 0; i < pack_.tags.size(); ++i) {
      to.tags.push_back(i < from.tags.size()
                            ? at(from.tags[i], line, Answer::NotStated)
                            : Answer::NotStated);
    }
    return to;
  }

  [[nodiscard]] const Production* production(std::uint32_t line) const {
    for (const Production& it : tree_.productions) {
      if (it.line == line) return &it;
    }
    return nullptr;
  }

  // What the lines from `first` to `end` make.
  Produced produce(const Good& like, bool is_complete, std::uint32_t first,
                   std::uint32_t end) {
    struct Child {
      Material material;
      std::optional<Produced> produced;
    };
    std::vector<Child> children;
    while (first < end) {
      const std::uint32_t top = end - 1;
      const std::uint32_t below = at(tree_.below, top, std::uint32_t{0});
      Child child{line(top), {}};
      if (const Production* const made = production(top)) {
        Good part = whole_;
        part.code = child.material.code;
        part.facts = made->facts;
        child.produced = produce(part, made->is_complete, top - below, top);
        bring(part, *child.produced, child.material);
      }
      children.insert(children.begin(), std::move(child));
      end = top - below;
    }
    std::vector<Material> direct;
    for (const Child& it : children) direct.push_back(it.material);
    const std::vector<Truth> looked =
        looked_through(like, is_complete, std::move(direct));
    Produced result;
    result.is_complete = is_complete;
    for (std::size_t i = 0; i < children.size(); ++i) {
      const Child& it = children[i];
      if (!it.produced || looked[i] == Truth::NotMet) {
        result.counted.push_back(it.material);
      } else if (looked[i] == Truth::Unknown) {
        result.is_complete = false;
      } else {
        result.counted.insert(result.counted.end(),
                              it.produced->counted.begin(),
                              it.produced->counted.end());
        result.is_complete = result.is_complete && it.produced->is_complete;
      }
    }
    const Flat flat(pack_, like, result.is_complete, result.counted);
    result.outcome = interpret(pack_, flat.good(), thresholds_);
    has_failure_ = has_failure_ || result.outcome.notes.has_failure();
    return result;
  }

  // The status of a material that is produced, and what it brings with it.
  void bring(const Good& part, const Produced& made, Material& to) {
    constexpr auto kFact = static_cast<std::size_t>(BuiltIn::WhollyObtained);
    const std::int64_t wholly =
        kFact < part.facts.size() ? part.facts[kFact] : kMissing;
    // A country says nothing of a status.
    switch (pack_.is_cascade() ? Verdict::Undetermined : made.outcome.verdict) {
      case Verdict::Originating:
        to.status = wholly == 1          ? Status::WhollyObtained
                    : wholly == kMissing ? Status::PerhapsWhollyObtained
                                         : Status::Originating;
        break;
      case Verdict::Undetermined:
        to.status = Status::Undetermined;
        break;
      case Verdict::NotOriginating:
      case Verdict::NoRule:
        to.status = Status::NonOriginating;
        break;
    }
    const Flat flat(pack_, part, made.is_complete, made.counted);
    for (const Derivation& it : pack_.derivations) {
      if (to.columns[it.column] != kMissing) continue;
      const Bounds bounds =
          interpret(pack_, it.number, flat.good(), thresholds_);
      if (!bounds.is_known()) {
        if (it.column >= kBuiltInColumns) to.columns[it.column] = kOpen;
        continue;
      }
      const Rational millionths = *bounds.low * limits::kDecimalScale;
      to.columns[it.column] = static_cast<std::int64_t>(
          boost::multiprecision::numerator(millionths));
    }
  }

  std::vector<Truth> looked_through(const Good& like, bool is_complete,
                                    std::vector<Material> direct) {
    std::vector<Truth> looked(direct.size(), Truth::NotMet);
    const Flat flat(pack_, like, is_complete, std::move(direct));
    for (const Treat& it : pack_.treats) {
      if (it.as != TreatedAs::TheirMaterials) continue;
      const std::vector<Truth> selected =
          interpret(pack_, it.mask, flat.good());
      for (std::size_t m = 0; m < looked.size(); ++m) {
        looked[m] = either(looked[m], selected[m]);
      }
    }
    return looked;
  }

  const Pack& pack_;
  const Good& whole_;
  const Tree& tree_;
  std::span<const std::int64_t> thresholds_;
  bool has_failure_ = false;
};

}  // namespace

Outcome interpret_tree(const Pack& pack, const Good& good, const Tree& tree,
                       std::span<const std::int64_t> thresholds) {
  return Interpreter(pack, good, tree, thresholds).run();
}

}  // namespace origo::ir
