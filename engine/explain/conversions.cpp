// Codes that no rule tells apart are one; what is left is tried.
#include "engine/explain/conversions.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "engine/eval/select.hpp"
#include "engine/explain/sentences.hpp"

namespace origo {
namespace {

using bytecode::Image;
using bytecode::kNone;
using bytecode::Op;

// What an evaluation can see of a code: equal for codes that it cannot tell
// apart.
using Sight = std::vector<std::uint64_t>;

// What programs hold codes against: code sets, and the good's code to so many
// digits.
struct Sets {
  std::set<std::uint16_t> of_materials;
  std::set<std::uint16_t> of_good;
  std::set<int> digits;

  void add(const Image& image, std::uint16_t program) {
    if (program == kNone) return;
    const bytecode::ProgramRecord& record = image.programs()[program];
    for (const bytecode::Instruction& it : image.code_of(record)) {
      const auto op = static_cast<Op>(std::uint8_t{it.op});
      if (op == Op::OfCodes) of_materials.insert(it.b);
      if (op == Op::GoodOf) of_good.insert(it.b);
      if (op == Op::SameAs || op == Op::ChangeLevel) digits.insert(it.b);
      if (op == Op::ChangeTest) digits.insert(it.a);
    }
  }
};

// The rules that may apply to a code, in their order.
Sight candidates_of(const Image& image, HsCode code) {
  Sight rules;
  const Intervals intervals(image, code);
  for (const bytecode::U64* it = intervals.first; it != intervals.last; ++it) {
    Candidates candidates(image, *it);
    for (std::uint16_t rule = candidates.next(); rule != kNone;
         rule = candidates.next()) {
      rules.push_back(rule);
    }
    rules.push_back(kNone);
  }
  return rules;
}

Sets sets_of(const Image& image, const std::vector<HsCode>& goods) {
  Sets sets;
  sets.add(image, image.agreement().prologue);
  for (const auto& it : image.tolerances()) sets.add(image, it.program);
  for (const auto& it : image.criteria()) sets.add(image, it.program);
  for (const auto& it : image.conditions()) sets.add(image, it.program);
  for (const HsCode code : goods) {
    for (const std::uint64_t rule : candidates_of(image, code)) {
      if (rule == kNone) continue;
      sets.add(image, image.rules()[rule].when);
      sets.add(image, image.rules()[rule].require);
    }
  }
  return sets;
}

// In each set: wholly, partly, or not.
void see_sets(const Image& image, const std::set<std::uint16_t>& sets,
              HsCode code, Sight& sight) {
  for (const std::uint16_t set : sets) {
    std::uint64_t found = 0;
    for (const bytecode::RangeRecord& record : image.ranges_of(set)) {
      const HsRange range = record.range();
      if (range.first <= code.first() && code.last() <= range.last) found = 2;
      if (found == 0 && range.first <= code.last() &&
          code.first() <= range.last) {
        found = 1;
      }
    }
    sight.push_back(found);
  }
}

// Whether it is each of the others, to the digits that matter or as many as the
// shorter of the two has.
void see_others(const std::set<int>& levels, const std::vector<HsCode>& others,
                HsCode code, Sight& sight) {
  for (const HsCode other : others) {
    for (const int digits : levels) {
      const int known = std::min({digits, code.digits(), other.digits()});
      const std::uint64_t compared = level_mask(static_cast<Level>(known));
      const bool is_same =
          known > 0 && ((code.bits ^ other.bits) & compared) == 0;
      sight.push_back(is_same ? 1 : 0);
    }
  }
}

// One code of each kind that `see` tells apart.
template <typename See>
std::vector<HsCode> distinct(const std::vector<HsCode>& codes, const See& see) {
  std::vector<HsCode> kept;
  std::set<Sight> seen;
  for (const HsCode code : codes) {
    Sight sight{static_cast<std::uint64_t>(code.digits())};
    see(code, sight);
    if (seen.insert(std::move(sight)).second) kept.push_back(code);
  }
  return kept;
}

// A code that may be several, and where it is.
struct Open {
  std::size_t conversion;
  HsCode* place;
  std::vector<HsCode> codes;
};

class Converter {
 public:
  Converter(const Image& image, const Good& good, const Names& names,
            std::vector<Conversion> conversions, const Options& options)
      : image_(image),
        good_(good),
        names_(names),
        conversions_(std::move(conversions)),
        options_(options) {}

  Explanation run() {
    for (std::size_t i = 0; i < good_.materials.count; ++i) {
      const auto& codes = good_.materials.code;
      codes_.push_back(codes.is_given() ? codes[i] : HsCode{});
    }
    if (!codes_.empty()) good_.materials.code = {codes_.data()};
    narrow();
    for (const Open& it : open_) *it.place = common_code(it.codes);
    Explanation result = explain(image_, good_, names_, options_);
    if (!open_.empty()) {
      result.split = Split::Same;
      if (result.outcome.verdict == Verdict::Undetermined) settle(result);
    }
    show_codes(result);
    result.conversions = std::move(conversions_);
    if (result.split == Split::Depends) ask(result);
    result.summary = summary_of(result);
    return result;
  }

 private:
  // Leaves of each set the codes that an evaluation can tell apart.
  void narrow() {
    std::vector<HsCode> goods{good_.code};
    std::vector<HsCode> materials = codes_;
    for (const Conversion& it : conversions_) {
      auto& to = it.material == Conversion::kGood ? goods : materials;
      if (it.material == Conversion::kGood) to.clear();
      to.insert(to.end(), it.codes.begin(), it.codes.end());
    }
    const Sets sets = sets_of(image_, goods);
    for (std::size_t i = 0; i < conversions_.size(); ++i) {
      if (conversions_[i].material != Conversion::kGood) continue;
      goods = distinct(goods, [&](HsCode code, Sight& sight) {
        see_sets(image_, sets.of_good, code, sight);
        see_others(sets.digits, materials, code, sight);
        const Sight rules = candidates_of(image_, code);
        sight.insert(sight.end(), rules.begin(), rules.end());
      });
      place(i, &good_.code, goods);
    }
    for (std::size_t i = 0; i < conversions_.size(); ++i) {
      const Conversion& it = conversions_[i];
      if (it.material == Conversion::kGood) continue;
      place(i, &codes_[it.material],
            distinct(it.codes, [&](HsCode code, Sight& sight) {
              see_sets(image_, sets.of_materials, code, sight);
              see_others(sets.digits, goods, code, sight);
            }));
    }
  }

  void place(std::size_t conversion, HsCode* place,
             const std::vector<HsCode>& codes) {
    *place = codes.size() == 1 ? codes.front() : HsCode{};
    if (codes.size() > 1) open_.push_back({conversion, place, codes});
  }

  // Tries every combination, if there are not too many.
  void settle(Explanation& result) {
    std::size_t count = 1;
    for (const Open& it : open_) {
      count *= it.codes.size();
      if (count > kCombinationsMax) {
        result.split = Split::TooMany;
        return;
      }
    }
    std::vector<Explanation> tried;
    for (std::size_t i = 0; i < count; ++i) {
      std::size_t rest = i;
      for (const Open& it : open_) {
        *it.place = it.codes[rest % it.codes.size()];
        rest /= it.codes.size();
      }
      tried.push_back(explain(image_, good_, names_, options_));
    }
    const bool do_agree = std::all_of(
        tried.begin(), tried.end(),
        [&tried](const auto& it) { return is_same_answer(it, tried.front()); });
    if (do_agree) {
      if (tried.front().outcome.verdict != Verdict::Undetermined) {
        result = agreed(std::move(tried));
      }
      result.split = Split::Same;
      return;
    }
    result.split = Split::Depends;
    are_decided_ = std::none_of(tried.begin(), tried.end(), [](const auto& it) {
      return it.outcome.verdict == Verdict::Undetermined;
    });
    find_what_matters(tried);
  }

  // That no rule is for it, or that it does not meet its rule: a good does not
  // originate.
  static bool is_same_answer(const Explanation& a, const Explanation& b) {
    const auto answer = [](const Explanation& it) {
      return it.outcome.verdict == Verdict::NoRule ? Verdict::NotOriginating
                                                   : it.outcome.verdict;
    };
    return answer(a) == answer(b);
  }

  // One of them, of a rule where there is one, with what holds of all.
  static Explanation agreed(std::vector<Explanation> tried) {
    const auto has_rule = std::find_if(
        tried.begin(), tried.end(),
        [](const auto& it) { return it.outcome.verdict != Verdict::NoRule; });
    if (has_rule != tried.end()) std::iter_swap(tried.begin(), has_rule);
    Explanation result = std::move(tried.front());
    std::erase_if(result.flips, [&tried](const ExplainedFlip& flip) {
      return std::any_of(tried.begin() + 1, tried.end(), [&](const auto& it) {
        return std::none_of(
            it.flips.begin(), it.flips.end(),
            [&flip](const auto& other) { return other.text == flip.text; });
      });
    });
    return result;
  }

  // A code matters when two combinations that differ in it alone have different
  // verdicts.
  void find_what_matters(const std::vector<Explanation>& tried) {
    std::size_t step = 1;
    for (const Open& it : open_) {
      const std::size_t size = it.codes.size();
      for (std::size_t i = 0; i < tried.size(); ++i) {
        if (i / step % size == 0) continue;
        const std::size_t other = i - i / step % size * step;
        if (!is_same_answer(tried[i], tried[other])) {
          conversions_[it.conversion].matters = true;
        }
      }
      step *= size;
    }
  }

  // In place of the codes that were tried, what is known of them.
  void show_codes(Explanation& result) const {
    for (const Conversion& it : conversions_) {
      const HsCode known = common_code(it.codes);
      if (it.material == Conversion::kGood) {
        result.code = known;
      } else {
        result.materials[it.material].code = known;
      }
    }
  }

  // In place of more digits, which of the codes it is.
  void ask(Explanation& result) const {
    std::erase_if(result.questions, [this](const Question& it) {
      return are_decided_ || it.missing.subject == Subject::GoodCode ||
             it.missing.subject == Subject::Code;
    });
    for (const Conversion& it : result.conversions) {
      if (!it.matters) continue;
      Question question;
      if (it.material == Conversion::kGood) {
        question.missing.subject = Subject::GoodCode;
      } else {
        question.missing.subject = Subject::Code;
        question.missing.materials = 1;
        question.missing.first_material = it.material;
      }
      question.text = question_for(result, it);
      question.decides = question.may_decide = true;
      result.questions.push_back(std::move(question));
    }
  }

  const Image& image_;
  Good good_;
  const Names& names_;
  std::vector<Conversion> conversions_;
  const Options& options_;
  std::vector<HsCode> codes_;  // of the materials
  std::vector<Open> open_;
  bool are_decided_ = false;  // all combinations, not all alike
};

}  // namespace

HsCode common_code(const std::vector<HsCode>& codes) {
  if (codes.empty()) return {};
  for (int digits = codes.front().digits(); digits > 0; digits -= 2) {
    const auto level = static_cast<Level>(digits);
    const HsCode code = truncated(codes.front(), level);
    const bool is_common =
        std::all_of(codes.begin(), codes.end(), [&](HsCode it) {
          return it.reaches(level) && truncated(it, level) == code;
        });
    if (is_common) return code;
  }
  return {};
}

Explanation explain_converted(const Image& image, const Good& good,
                              const Names& names,
                              std::vector<Conversion> conversions,
                              const Options& options) {
  return Converter(image, good, names, std::move(conversions), options).run();
}

}  // namespace origo
