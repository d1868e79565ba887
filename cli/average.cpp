// Additive measures over many goods: exact sums, and nothing guessed.
#include "cli/average.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/exact_amounts.hpp"
#include "cli/fraction.hpp"
#include "cli/value_text.hpp"
#include "engine/core/limits.hpp"
#include "engine/diag/suggest.hpp"
#include "engine/explain/figures.hpp"

namespace origo {
namespace {

using bytecode::Image;

// Values are of one unit where the units made are stated, else of all of them;
// and of as many of those as the good says, where the group's are of as many as
// it says.
Proportion units_of(const FactSheet& good, const FactSheet& group) {
  const std::int64_t made =
      good.units == kMissing ? 1 : good.units / limits::kDecimalScale;
  return fraction(made) * fraction(group.multiple, good.multiple);
}

// False when it does not fit.
bool multiplied(std::int64_t value, const Proportion& units,
                std::int64_t& result) {
  if (value == kMissing) {
    result = kMissing;
    return true;
  }
  const auto product = (fraction(value) * units).whole();
  result = product.value_or(kMissing);
  return result != kMissing;
}

class Averager {
 public:
  Averager(const Image& image, const std::vector<FactSheet>& goods,
           InputError& error)
      : image_(image), goods_(goods), error_(error) {}

  // Makes the group's sheet of its goods.
  bool run(Group& group) {
    const FactSheet& first = goods_[group.goods.front()];
    FactSheet& sheet = group.sheet;
    sheet.code = first.code;
    sheet.currency = first.currency;
    for (const auto& [key, value] : group.keys) {
      sheet.name +=
          fmt::format("{}{} {}", sheet.name.empty() ? "" : ", ", key, value);
    }
    if (!take_multiple(group)) return false;
    for (const std::size_t it : group.goods) {
      if (!take_code(group, it) || !take_currency(group, it)) return false;
      sheet.has_all_materials =
          sheet.has_all_materials && goods_[it].has_all_materials;
      if (!take_materials(group, it)) return false;
    }
    for (std::size_t fact = 0; fact < image_.facts().size(); ++fact) {
      const bool is_taken =
          is_amount(type_of_fact(image_, fact).type)
              ? add_up(group, fact)
              : take_common(group, static_cast<std::uint16_t>(fact));
      if (!is_taken) return false;
    }
    return true;
  }

 private:
  [[nodiscard]] std::string name(std::size_t good) const {
    return called(goods_[good], good);
  }

  [[nodiscard]] bool is_derived(std::size_t fact) const {
    return std::any_of(
        image_.code().begin(), image_.code().end(),
        [fact](const bytecode::Instruction& it) {
          return it.op == static_cast<std::uint8_t>(bytecode::Op::Otherwise) &&
                 it.b == fact;
        });
  }

  bool too_large(std::string_view what, std::size_t good) {
    error_ = {fmt::format("the {} of `{}` and the goods it is averaged with "
                          "is larger than an amount can be",
                          what, name(good)),
              "state the amounts in thousands, all of them"};
    return false;
  }

  // Where amounts of one are for several of it, those of all are.
  bool take_multiple(Group& group) {
    FactSheet& sheet = group.sheet;
    for (const std::size_t it : group.goods) {
      const auto multiple =
          common_multiple(sheet.multiple, goods_[it].multiple);
      if (!multiple) return too_large("amount", it);
      sheet.multiple = *multiple;
    }
    if (sheet.multiple > 1) {
      sheet.remarks.push_back(fmt::format(
          "all amounts are for {} times the goods that are averaged",
          sheet.multiple));
    }
    for (const std::size_t it : group.goods) {
      for (const std::string& remark : goods_[it].remarks) {
        sheet.remarks.push_back(fmt::format("{}: {}", name(it), remark));
      }
    }
    return true;
  }

  // As much of the tariff code as all have.
  bool take_code(Group& group, std::size_t good) {
    HsCode& code = group.sheet.code;
    const HsCode other = goods_[good].code;
    for (const Level level :
         {Level::Statistical, Level::Item, Level::Subheading, Level::Heading}) {
      const HsCode cut = truncated(code, level);
      if (cut.reaches(Level::Heading) && cut == truncated(other, level)) {
        code = cut;
        return true;
      }
    }
    error_ = {
        fmt::format("`{}` is of {} and `{}` of {}, and they are to be "
                    "averaged",
                    name(group.goods.front()),
                    print_hs_code(goods_[group.goods.front()].code).view(),
                    name(good), print_hs_code(other).view()),
        "average goods of one heading"};
    return false;
  }

  bool take_currency(Group& group, std::size_t good) {
    const std::uint16_t other = goods_[good].currency;
    std::uint16_t& currency = group.sheet.currency;
    if (currency == 0) currency = other;
    if (other == 0 || other == currency) return true;
    error_ = {
        fmt::format("`{}` is in {} and `{}` in {}, and they are to be "
                    "averaged",
                    name(group.goods.front()), unpacked_currency(currency),
                    name(good), unpacked_currency(other)),
        "convert all amounts to one currency first"};
    return false;
  }

  bool take_materials(Group& group, std::size_t good) {
    const FactSheet& from = goods_[good];
    FactSheet& to = group.sheet;
    if (from.is_tree()) {
      error_ = {fmt::format("`{}` has materials that are produced from "
                            "materials, and is to be averaged",
                            name(good)),
                "average goods with flat bills of materials"};
      return false;
    }
    for (std::size_t i = 0; i < from.materials(); ++i) {
      const std::size_t index = to.add_material();
      to.material(index) = from.material(i);
      std::string& description = to.material(index).description;
      description = description.empty()
                        ? name(good)
                        : fmt::format("{}: {}", name(good), description);
      const std::size_t columns = kBuiltInColumns + image_.columns().size();
      for (std::size_t column = 0; column < columns; ++column) {
        std::int64_t value = from.column(i, column);
        if (is_amount(type_of_column(image_, column).type) &&
            !multiplied(value, units_of(from, to), value)) {
          return too_large("amount of a material", good);
        }
        to.set_column(index, column, value);
      }
      for (std::size_t tag = 0; tag < image_.tags().size(); ++tag) {
        to.set_tag(index, tag, from.tag(i, tag));
      }
    }
    return true;
  }

  // Missing of one is missing of all. Where the pack would then derive it from
  // other sums, what the rest state of it would be lost.
  bool add_up(Group& group, std::size_t fact) {
    const auto is_stated = [this, fact](std::size_t good) {
      return goods_[good].fact(fact) != kMissing;
    };
    const auto stated =
        std::find_if(group.goods.begin(), group.goods.end(), is_stated);
    const auto missing =
        std::find_if_not(group.goods.begin(), group.goods.end(), is_stated);
    if (missing != group.goods.end()) {
      if (stated == group.goods.end() || !is_derived(fact)) return true;
      error_ = {fmt::format("`{}` is stated of `{}` and not of `{}`, and they "
                            "are to be averaged",
                            image_.text(image_.facts()[fact].name),
                            name(*stated), name(*missing)),
                "state it of all of them, or of none"};
      return false;
    }
    std::int64_t total = 0;
    for (const std::size_t it : group.goods) {
      std::int64_t value = 0;
      const std::int64_t of_unit = goods_[it].fact(fact);
      if (!multiplied(of_unit, units_of(goods_[it], group.sheet), value) ||
          __builtin_add_overflow(total, value, &total) || total == kMissing) {
        return too_large(image_.text(image_.facts()[fact].name), it);
      }
    }
    group.sheet.set_fact(fact, total);
    return true;
  }

  // The same of all that state it.
  bool take_common(Group& group, std::uint16_t fact) {
    std::int64_t common = kMissing;
    std::size_t first = 0;
    bool is_stated_of_all = true;
    for (const std::size_t it : group.goods) {
      const std::int64_t value = goods_[it].fact(fact);
      if (value == kMissing) {
        is_stated_of_all = false;
      } else if (common == kMissing) {
        common = value;
        first = it;
      } else if (value != common) {
        const auto shown = [this, fact](std::int64_t of) {
          return shown_fact(image_, fact, of, "");
        };
        const std::string_view what = image_.text(image_.facts()[fact].name);
        error_ = {
            fmt::format("`{}` is {} of `{}` and {} of `{}`, and they are "
                        "to be averaged",
                        what, shown(common), name(first), shown(value),
                        name(it)),
            fmt::format("give them groups of their own, as in `\"group\": "
                        "{{\"{}\": ...}}`",
                        what)};
        return false;
      }
    }
    if (is_stated_of_all) group.sheet.set_fact(fact, common);
    return true;
  }

  const Image& image_;
  const std::vector<FactSheet>& goods_;
  InputError& error_;
};

}  // namespace

std::string called(const FactSheet& good, std::size_t index) {
  return good.name.empty() ? fmt::format("good {}", index + 1) : good.name;
}

std::optional<std::vector<Group>> averaged(const Image& image,
                                           const std::vector<FactSheet>& goods,
                                           const std::vector<std::string>& keys,
                                           InputError& error) {
  std::vector<Group> groups;
  for (std::size_t i = 0; i < goods.size(); ++i) {
    std::vector<std::pair<std::string, std::string>> wanted;
    for (const std::string& key : keys) {
      const auto it = goods[i].groups.find(key);
      if (it != goods[i].groups.end()) {
        wanted.emplace_back(key, it->second);
        continue;
      }
      std::vector<std::string> known;
      for (const auto& [name, value] : goods[i].groups) known.push_back(name);
      const auto meant = nearest(key, known);
      error = {fmt::format("`{}` does not say which `{}` it is averaged in",
                           called(goods[i], i), key),
               meant
                   ? fmt::format("did you mean `{}`?", *meant)
                   : fmt::format("state it beside its code, as in `\"group\": "
                                 "{{\"{}\": \"A\"}}`",
                                 key)};
      return {};
    }
    const auto it =
        std::find_if(groups.begin(), groups.end(),
                     [&wanted](const Group& g) { return g.keys == wanted; });
    if (it != groups.end()) {
      it->goods.push_back(i);
    } else {
      groups.push_back({std::move(wanted),
                        {i},
                        FactSheet(image.facts().size(), image.columns().size(),
                                  image.tags().size())});
    }
  }
  Averager averager(image, goods, error);
  for (Group& group : groups) {
    if (!averager.run(group)) return {};
  }
  return groups;
}

}  // namespace origo
