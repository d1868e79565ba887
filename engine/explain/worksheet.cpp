// The worksheet: one section after the other.
#include "engine/explain/worksheet.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "engine/diag/render_line.hpp"
#include "engine/explain/figures.hpp"
#include "engine/explain/sentences.hpp"

namespace origo {
namespace {

using bytecode::Op;

constexpr std::string_view kRed = "\x1b[1;31m";
constexpr std::string_view kGreen = "\x1b[1;32m";
constexpr std::string_view kYellow = "\x1b[1;33m";
constexpr std::string_view kBold = "\x1b[1m";
constexpr std::string_view kPlain = "\x1b[0m";
constexpr std::size_t kMarkWidth = 10;  // of `[not met] `

// A column of the table of materials; one without any entry is left out.
struct TableColumn {
  std::string title;
  std::vector<std::string> cells;
  bool is_number = false;
};

// How many columns of a terminal a text takes.
std::size_t width_of(const std::string& text) {
  return shown_line(text).columns.back();
}

std::string_view word_for(Truth truth) {
  switch (truth) {
    case Truth::NotMet:
      return "[not met]";
    case Truth::Unknown:
      return "[open]";
    case Truth::Met:
      return "[met]";
  }
  return {};
}

std::string_view word_for(Status status) {
  for (const StatusWord& it : kStatuses) {
    if (it.status == status) return it.word;
  }
  return {};
}

class Sheet {
 public:
  Sheet(const Explanation& explanation, bool has_color)
      : from_(explanation), has_color_(has_color) {}

  std::string run() {
    verdict();
    provisions();
    requirements();
    materials();
    conversions();
    remarks();
    assumptions();
    flips();
    questions();
    parts();
    return std::move(out_);
  }

 private:
  template <typename... Args>
  void line(fmt::format_string<const Args&...> format, const Args&... args) {
    out_ += shown_text(fmt::format(format, args...));
    out_ += '\n';
  }

  void colored(std::string_view color, std::string_view text) {
    if (has_color_) out_ += color;
    out_ += shown_text(text);
    if (has_color_) out_ += kPlain;
  }

  void heading(std::string_view text) {
    out_ += '\n';
    colored(kBold, text);
    out_ += '\n';
  }

  void verdict() {
    std::string word = result_of(from_);
    if (from_.origins) word = "country of origin  " + word;
    std::transform(word.begin(), word.end(), word.begin(), [](char c) {
      return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    const std::string_view color =
        from_.outcome.verdict == Verdict::Originating    ? kGreen
        : from_.outcome.verdict == Verdict::Undetermined ? kYellow
                                                         : kRed;
    colored(color, word);
    out_ += '\n';
    line("{}", from_.summary);
  }

  void entry(std::string_view name, const std::string& text) {
    if (!text.empty()) line("{:<11}{}", name, text);
  }

  static std::string described(const Provision& provision) {
    std::string text = provision.name;
    if (!provision.title.empty()) {
      text += text.empty() ? provision.title : ", " + provision.title;
    }
    if (!provision.cite.empty()) text += "; " + provision.cite;
    if (!provision.file.empty()) {
      text += fmt::format(" ({}{}{}:{})", provision.pack,
                          provision.pack.empty() ? "" : ", ", provision.file,
                          provision.line);
    }
    return text;
  }

  void provisions() {
    out_ += '\n';
    const std::string code = shown_code(from_, Conversion::kGood);
    entry("Good",
          from_.good.empty() ? code : fmt::format("{}, {}", from_.good, code));
    entry("Agreement", described(from_.agreement));
    if (from_.rule) entry("Rule", described(*from_.rule));
    if (from_.criterion) {
      entry(from_.origins ? "Step" : "Criterion", described(*from_.criterion));
    }
    if (from_.tolerance) entry("Tolerance", described(*from_.tolerance));
    std::string_view name = "Facts";
    for (const StatedFact& fact : from_.facts) {
      entry(name, fmt::format("{}: {}", fact.name, fact.text));
      name = "";
    }
  }

  void requirements() {
    if (from_.sections.empty()) return;
    heading("Requirements");
    for (const Section& section : from_.sections) {
      switch (section.context) {
        case Reason::Context::When:
          line("  Whether the rule for {} applies", section.provision.name);
          break;
        case Reason::Context::Rule:
          line("  Rule for {}", described(section.provision));
          break;
        case Reason::Context::Condition:
          line("  Condition {}", described(section.provision));
          break;
        default:
          line("  {} {}", from_.origins ? "Step" : "Criterion",
               described(section.provision));
          break;
      }
      for (const ExplainedRequirement& it : section.requirements) {
        requirement(it);
      }
    }
  }

  // What joins others is named for how it does, because its own text is theirs.
  static std::string title_of(const ExplainedRequirement& requirement) {
    std::string text;
    if (!requirement.tolerance.name.empty()) {
      text = fmt::format("tolerance {}: ", requirement.tolerance.name);
    }
    if (!requirement.note.name.empty()) {
      return text + "note " + described(requirement.note);
    }
    switch (requirement.op) {
      case Op::And:
        return text + "all of these";
      case Op::Or:
        return text + "one of these";
      case Op::Alternatives:
        return text + "one of these alternatives";
      default:
        return text + requirement.text;
    }
  }

  void requirement(const ExplainedRequirement& it) {
    const std::size_t indent = 4 + 2 * std::size_t{it.depth};
    const std::string_view color = it.truth == Truth::Met      ? kGreen
                                   : it.truth == Truth::NotMet ? kRed
                                                               : kYellow;
    out_.append(indent, ' ');
    const std::string_view mark = word_for(it.truth);
    colored(color, mark);
    out_.append(kMarkWidth - mark.size(), ' ');
    const bool is_leaf = it.op < Op::And || !it.fact.empty();
    line("{}{}", title_of(it),
         it.is_critical && is_leaf ? "   <- the verdict hangs on this" : "");
    const std::string below(indent + kMarkWidth, ' ');
    if (it.measurement) measurement(it, below);
    if (!it.fact.empty()) line("{}{}: {}", below, it.fact, it.stated);
    if (!it.tolerance.cite.empty()) line("{}{}", below, it.tolerance.cite);
    if (!it.materials.empty()) {
      std::string names;
      for (const std::uint32_t material : it.materials) {
        names += names.empty() ? "" : ", ";
        names += name_of(from_, material);
      }
      if (it.truth == Truth::Met) {
        line("{}but for material {}, which a tolerance forgives", below, names);
      } else {
        line("{}{} material {}", below,
             it.truth == Truth::Unknown ? "open for" : "not met by", names);
      }
    }
  }

  void measurement(const ExplainedRequirement& it, const std::string& below) {
    const Measurement& measurement = *it.measurement;
    line("{}{}", below, sentence_for(measurement, it.truth, from_.currency));
    const std::string formula = formula_of(measurement);
    if (!formula.empty()) line("{}{}", below, formula);
    if (!measurement.method.cite.empty()) {
      line("{}{}: {}", below, measurement.method.name, measurement.method.cite);
    }
    const Provision& threshold = measurement.threshold;
    if (threshold.name.empty()) return;
    const std::string since =
        measurement.threshold_from == kEarliest
            ? ""
            : fmt::format(" since {}",
                          print_date(measurement.threshold_from).view());
    line("{}{}: {}{}; {}", below, threshold.name,
         shown(measurement.limit, from_.currency), since, threshold.cite);
  }

  // One side of a share: `net_cost 20,000.00 - value of ... 7,750.00`. What is
  // added comes before what is taken away.
  [[nodiscard]] std::string side(const Measurement& measurement,
                                 int Measurement::Term::* coefficient) const {
    std::string text;
    for (const int sign : {1, -1}) {
      for (const Measurement::Term& term : measurement.terms) {
        if (term.*coefficient * sign <= 0) continue;
        if (sign < 0) text += text.empty() ? "-" : " - ";
        if (sign > 0 && !text.empty()) text += " + ";
        if (!term.name.empty()) text += term.name + ' ';
        text += shown(term.figure, "");
      }
    }
    return text;
  }

  [[nodiscard]] std::string formula_of(const Measurement& measurement) const {
    if (measurement.part.value == kMissing) return {};
    if (measurement.terms.empty()) {
      return fmt::format("{} / {}", shown(measurement.part, from_.currency),
                         shown(measurement.whole, from_.currency));
    }
    const auto wrapped = [](const std::string& text) {
      const bool is_sum = text.find(" - ") != std::string::npos ||
                          text.find(" + ") != std::string::npos;
      return is_sum ? fmt::format("({})", text) : text;
    };
    return fmt::format(
        "{} / {}", wrapped(side(measurement, &Measurement::Term::in_part)),
        wrapped(side(measurement, &Measurement::Term::in_whole)));
  }

  // Which requirements of its rule each material does not, or may not, meet.
  [[nodiscard]] std::vector<std::string> objections() const {
    std::vector<std::string> texts(from_.materials.size());
    for (const Section& section : from_.sections) {
      if (section.context != Reason::Context::Rule) continue;
      for (const ExplainedRequirement& it : section.requirements) {
        if (!it.tolerance.name.empty()) continue;
        for (const std::uint32_t material : it.materials) {
          std::string& text = texts[material];
          if (text.find(it.text) != std::string::npos) continue;
          text += text.empty() ? it.text : "; " + it.text;
        }
      }
    }
    return texts;
  }

  void materials() {
    if (from_.materials.empty()) return;
    heading("Materials");
    std::vector<TableColumn> columns;
    const auto add = [&](std::string title, bool is_number, auto cell) {
      TableColumn column{std::move(title), {}, is_number};
      bool has_entry = false;
      for (std::size_t i = 0; i < from_.materials.size(); ++i) {
        column.cells.push_back(shown_text(cell(from_.materials[i], i)));
        has_entry = has_entry || !column.cells.back().empty();
      }
      if (has_entry) columns.push_back(std::move(column));
    };
    using Material = ExplainedMaterial;
    add("No", true, [](const Material&, std::size_t i) {
      return fmt::format("{}", i + 1);
    });
    add("Part", false,
        [](const Material& it, std::size_t) { return it.name.part; });
    add("Description", false,
        [](const Material& it, std::size_t) { return it.name.description; });
    add("Manufacturer", false,
        [](const Material& it, std::size_t) { return it.name.manufacturer; });
    add("Code", false, [this](const Material&, std::size_t i) {
      return shown_code(from_, static_cast<std::uint32_t>(i));
    });
    add("Origin", false, [](const Material& it, std::size_t) {
      return it.origin.is_known() ? std::string(print_country(it.origin).view())
                                  : std::string();
    });
    add("Kind", false, [](const Material& it, std::size_t) {
      return it.kind == Kind::Material
                 ? std::string()
                 : std::string(kKinds[static_cast<std::size_t>(it.kind)].word);
    });
    figures(add);
    add("Counts as", false, [this](const Material& it, std::size_t) {
      const bool is_assumed = !from_.origins && it.stated == Status::Unproven &&
                              it.counted != Status::Unproven;
      return fmt::format("{}{}", word_for(it.counted),
                         is_assumed ? " (assumed)" : "");
    });
    const std::vector<std::string> notes = objections();
    add("Does not meet", false,
        [&notes](const Material&, std::size_t i) { return notes[i]; });
    print(columns);
    totals();
  }

  template <typename Add>
  void figures(const Add& add) const {
    const std::vector<std::string> titles = [this] {
      std::vector<std::string> all = {"Value", "Weight", "Quantity"};
      all.insert(all.end(), from_.own_columns.begin(), from_.own_columns.end());
      return all;
    }();
    for (std::size_t k = 0; k < titles.size(); ++k) {
      add(titles[k], true, [k](const ExplainedMaterial& it, std::size_t) {
        return it.figures[k].value == kMissing ? std::string()
                                               : shown(it.figures[k], "");
      });
    }
  }

  void print(const std::vector<TableColumn>& columns) {
    std::vector<std::size_t> widths;
    for (const TableColumn& column : columns) {
      std::size_t width = width_of(column.title);
      for (const std::string& cell : column.cells) {
        width = std::max(width, width_of(cell));
      }
      widths.push_back(width);
    }
    const auto row = [&](auto text_of) {
      std::string text = " ";
      for (std::size_t c = 0; c < columns.size(); ++c) {
        const std::string& cell = text_of(columns[c]);
        const std::string padding(widths[c] - width_of(cell), ' ');
        text += ' ';
        text += columns[c].is_number ? padding + cell : cell + padding;
        text += ' ';
      }
      text.erase(text.find_last_not_of(' ') + 1);
      out_ += text + '\n';
    };
    row([](const TableColumn& it) -> const std::string& { return it.title; });
    for (std::size_t i = 0; i < from_.materials.size(); ++i) {
      row([i](const TableColumn& it) -> const std::string& {
        return it.cells[i];
      });
    }
  }

  void totals() {
    std::int64_t originating = 0;
    std::int64_t not_originating = 0;
    for (const ExplainedMaterial& it : from_.materials) {
      const std::int64_t value = it.figures.front().value;
      if (value == kMissing || it.counted == Status::Unproven) return;
      std::int64_t& total =
          it.counted == Status::Originating ? originating : not_originating;
      if (__builtin_add_overflow(total, value, &total)) return;
    }
    line("  Originating {}, non-originating {}",
         shown({Type::Money, originating}, from_.currency),
         shown({Type::Money, not_originating}, from_.currency));
  }

  void conversions() {
    if (from_.conversions.empty()) return;
    heading(fmt::format("Codes converted to HS {}", from_.nomenclature));
    std::size_t unchanged = 0;
    for (const Conversion& it : from_.conversions) {
      if (it.codes == std::vector{it.stated}) {
        ++unchanged;
        continue;
      }
      line("  {}: {} of HS {}, {}{}",
           it.material == Conversion::kGood
               ? std::string("the good")
               : fmt::format("material {}", name_of(from_, it.material)),
           print_hs_code(it.stated).view(), it.edition,
           it.codes.empty() ? "without a counterpart" : "now ",
           shown_codes(it.codes));
    }
    if (unchanged > 0) {
      line("  {} not changed", unchanged == 1
                                   ? std::string("1 code has")
                                   : fmt::format("{} codes have", unchanged));
    }
    switch (from_.split) {
      case Split::None:
        return;
      case Split::Same:
        return line("  The verdict is the same whichever of them it is.");
      case Split::Depends:
        return line("  The verdict depends on which of them it is.");
      case Split::TooMany:
        return line("  Not every combination of them was tried.");
    }
  }

  void remarks() {
    if (from_.remarks.empty()) return;
    heading("How the facts were read");
    for (const std::string& it : from_.remarks) line("  {}", it);
  }

  void assumptions() {
    if (from_.assumptions.empty()) return;
    heading("Assumed for want of evidence");
    for (const Assumption& it : from_.assumptions) {
      line("  {}{}{}", it.text, it.cite.empty() ? "" : "; ", it.cite);
    }
  }

  void flips() {
    if (from_.flips.empty()) return;
    heading(from_.outcome.verdict == Verdict::Originating
                ? "Any one of these would cost it its origin"
                : "Any one of these would make it originate");
    for (const ExplainedFlip& it : from_.flips) line("  - {}", it.text);
  }

  void questions() {
    if (from_.questions.empty()) return;
    heading("Not known");
    for (const Question& it : from_.questions) {
      line("  - {}{}", it.text, it.decides ? "   <- wanted for a verdict" : "");
    }
  }

  // What was decided of materials before they could count.
  void parts() {
    for (const Explanation& part : from_.parts) {
      constexpr std::string_view kCounts[] = {
          "counts as a whole", "counts by these",
          "not known whether it counts as a whole or by these"};
      heading(fmt::format("Made from its own materials: {} ({})",
                          part.good.empty()
                              ? std::string(print_hs_code(part.code).view())
                              : part.good,
                          kCounts[static_cast<std::size_t>(part.counting)]));
      out_ += worksheet(part, has_color_);
    }
  }

  const Explanation& from_;
  bool has_color_;
  std::string out_;
};

}  // namespace

std::string worksheet(const Explanation& explanation, bool has_color) {
  return Sheet(explanation, has_color).run();
}

}  // namespace origo
