// Solutions as something that a buyer or a producer can do.
#include "cli/solve.hpp"

#include <fmt/ostream.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/average.hpp"
#include "cli/exit_codes.hpp"
#include "cli/folded_sheet.hpp"
#include "cli/image_file.hpp"
#include "cli/nearest_miss.hpp"
#include "cli/progress.hpp"
#include "cli/sheet_columns.hpp"
#include "cli/solution_search.hpp"
#include "cli/suppose.hpp"
#include "engine/diag/render_line.hpp"
#include "engine/diag/suggest.hpp"
#include "engine/explain/explanation.hpp"
#include "engine/explain/figures.hpp"
#include "engine/explain/sentences.hpp"

namespace origo {
namespace {

using bytecode::Image;
using bytecode::kNone;
using Json = nlohmann::ordered_json;

// What a change costs, by where it is stated.
struct Costs {
  std::optional<std::size_t> column;  // of the pack's materials
  bool is_switching = false;          // stated for the good's own lines

  [[nodiscard]] std::int64_t of(const FactSheet& sheet,
                                std::uint32_t material) const {
    if (column) return sheet.column(material, *column);
    if (is_switching) return sheet.material(material).switching_cost;
    return sheet.column(material, 0);
  }
  // The value of a line orders changes; it is not what one costs more.
  [[nodiscard]] bool is_stated() const { return column || is_switching; }
};

bool has_switching_costs(const FactSheet& sheet) {
  for (std::size_t i = 0; i < sheet.materials(); ++i) {
    if (sheet.material(i).switching_cost != kMissing) return true;
  }
  return false;
}

// The column of materials that `--cost` names.
std::optional<std::size_t> cost_column(const Image& image,
                                       const std::string& name,
                                       InputError& error) {
  constexpr std::string_view kBuiltIn[] = {"value", "weight", "quantity"};
  std::vector<std::string> known(std::begin(kBuiltIn), std::end(kBuiltIn));
  for (const bytecode::ColumnRecord& it : image.columns()) {
    known.emplace_back(image.text(it.name));
  }
  const auto it = std::find(known.begin(), known.end(), name);
  if (it != known.end()) return static_cast<std::size_t>(it - known.begin());
  const auto meant = nearest(name, known);
  error = {fmt::format("`--cost`: `{}` is no amount of a material", name),
           meant ? fmt::format("did you mean `{}`?", *meant)
                 : fmt::format("write one of `{}`", fmt::join(known, "`, `"))};
  return {};
}

class Solver {
 public:
  Solver(const Image& image, const SolveOptions& options,
         const Options& evaluation, std::optional<std::size_t> column,
         Streams& streams)
      : image_(image),
        options_(options),
        evaluation_(evaluation),
        column_(column),
        streams_(streams) {}

  int run(FactSheet& sheet, std::size_t index, Progress& progress) {
    costs_ = {column_, !column_ && has_switching_costs(sheet)};
    SearchOptions search;
    search.order = options_.is_by_cost ? SearchOrder::LowestCost
                                       : SearchOrder::FewestChanges;
    search.changes = options_.changes;
    search.evaluations = options_.evaluations;
    search.solutions = options_.solutions;
    search.cost = [this, &sheet](std::uint32_t material) {
      return costs_.of(sheet, material);
    };
    search.progress = [&progress](std::size_t done) { progress.show(done, 0); };
    result_ = search_solutions(image_, sheet, search, evaluation_);
    before_ = explain_sheet(image_, sheet, evaluation_, false);
    sheet_ = &sheet;
    nearest_.reset();
    if (result_.before != Verdict::Originating && result_.solutions.empty()) {
      nearest_ = nearest_miss(image_, sheet, result_, evaluation_);
    }
    if (options_.is_json) {
      print_json(index);
    } else {
      print_text(index);
    }
    if (result_.before == Verdict::Originating || !result_.solutions.empty()) {
      return kDone;
    }
    return result_.is_undetermined ? kUndetermined : kNotOriginating;
  }

 private:
  [[nodiscard]] std::string money(std::int64_t amount) const {
    return shown({column_ ? cost_type() : Type::Money, amount},
                 before_.currency);
  }

  [[nodiscard]] Type cost_type() const {
    constexpr Type kBuiltIn[] = {Type::Money, Type::Weight, Type::Quantity};
    if (*column_ < kBuiltInColumns) return kBuiltIn[*column_];
    return static_cast<Type>(
        std::uint8_t{image_.columns()[*column_ - kBuiltInColumns].type});
  }

  // `2 "engine"`, `3 part 4711`, or only the number, counted from 1: of a tree
  // in the order of its lines, a part after what it is produced from.
  [[nodiscard]] std::string line_name(std::uint32_t material) const {
    const FactSheet::Material& it = sheet_->material(material);
    std::string text = fmt::format("{}", material + 1);
    if (!it.description.empty()) {
      return fmt::format("{} \"{}\"", text, it.description);
    }
    return it.part.empty() ? text : fmt::format("{} part {}", text, it.part);
  }

  [[nodiscard]] std::string text_of(const Election& it) const {
    return fmt::format("elect {}: {}",
                       image_.text(image_.facts()[it.fact].name),
                       shown_fact(image_, it.fact, it.value, before_.currency));
  }

  [[nodiscard]] std::string text_of(const LineChange& it,
                                    const Source& source) const {
    const std::string material = line_name(it.material);
    if (it.kind == LineChange::Kind::Elect) {
      return fmt::format("elect {} for material {}",
                         image_.text(image_.tags()[it.tag].name), material);
    }
    const std::int64_t value = sheet_->column(it.material, 0);
    const std::string worth =
        value == kMissing ? ""
                          : fmt::format(" ({})", shown({Type::Money, value},
                                                       before_.currency));
    const bool is_whole = source.status == Status::WhollyObtained;
    const bool may_be_proven =
        sheet_->material(it.material).status == Status::Unproven && !is_whole;
    std::string text =
        may_be_proven
            ? fmt::format(
                  "prove that material {}{} originates, or buy it from "
                  "an originating source",
                  material, worth)
            : fmt::format(
                  "buy material {}{} {}", material, worth,
                  is_whole ? "wholly obtained" : "from an originating source");
    if (source.origin.code != 0) {
      text += fmt::format(" in {}", country_of(source));
    }
    if (costs_.is_stated()) {
      text += it.cost == kMissing ? ": its cost is not stated"
                                  : ": +" + money(it.cost);
    }
    return text;
  }

  static std::string country_of(const Source& source) {
    return shown({Type::Country, std::int64_t{source.origin.code}}, "");
  }

  [[nodiscard]] std::string summary_with(const Solution& solution) const {
    FactSheet sheet = with_solution(image_, *sheet_, solution);
    return explain_sheet(image_, sheet, evaluation_, false).summary;
  }

  [[nodiscard]] std::vector<std::string> steps_of(
      const Solution& solution) const {
    std::vector<std::string> steps;
    for (const Election& it : solution.elections) steps.push_back(text_of(it));
    for (const LineChange& it : solution.changes) {
      steps.push_back(text_of(it, solution.source));
    }
    return steps;
  }

  [[nodiscard]] std::vector<std::string> not_searched() const {
    std::vector<std::string> texts;
    if (!result_.is_complete) {
      const bool is_full = result_.solutions.size() >= options_.solutions;
      texts.push_back(
          is_full ? fmt::format("more than {}",
                                counted(options_.solutions, "solution"))
                  : fmt::format("more than {}",
                                counted(options_.evaluations, "evaluation")));
    }
    if (result_.changes.size() > options_.changes) {
      texts.push_back(fmt::format("more than {} at once",
                                  counted(options_.changes, "change")));
    }
    texts.emplace_back("other amounts and facts of the good than stated");
    texts.emplace_back("originating materials treated as non-originating");
    return texts;
  }

  [[nodiscard]] std::string searched() const {
    std::string text;
    if (!result_.is_complete && !options_.is_by_cost &&
        result_.exhausted == 0) {
      text = "some combinations of up to 1 change";
    } else if (result_.is_complete) {
      text = fmt::format("every combination of up to {}",
                         counted(result_.exhausted, "change"));
    } else if (options_.is_by_cost) {
      text = fmt::format("every combination that costs less than {}",
                         money(result_.exhausted_cost));
    } else {
      text = fmt::format("every combination of up to {}, and some of {}",
                         counted(result_.exhausted, "change"),
                         result_.exhausted + 1);
    }
    return fmt::format("{}, of {} possible; {} left open; {}", text,
                       result_.changes.size(),
                       counted(result_.elections.size(), "election"),
                       counted(result_.evaluations, "evaluation"));
  }

  void print_text(std::size_t index) {
    const auto line = [this](std::string_view text) {
      fmt::print(streams_.out, "{}\n", shown_text(std::string(text)));
    };
    if (!is_first_) streams_.out << '\n';
    is_first_ = false;
    line(fmt::format("{}, {}: {}", called(*sheet_, index),
                     print_hs_code(sheet_->code).view(),
                     word_for(result_.before)));
    line("  " + before_.summary);
    if (result_.before == Verdict::Originating) return;
    for (std::size_t i = 0; i < result_.solutions.size(); ++i) {
      const Solution& solution = result_.solutions[i];
      streams_.out << '\n';
      std::string mark = fmt::format("{:>3}. ", i + 1);
      for (const std::string& step : steps_of(solution)) {
        line(mark + step);
        mark = "     ";
      }
      if (costs_.is_stated() && solution.changes.size() > 1 &&
          solution.cost != kMissing) {
        line("     together +" + money(solution.cost));
      }
      line("     then: " + summary_with(solution));
    }
    streams_.out << '\n';
    if (result_.solutions.empty()) print_misses();
    line("  Searched: " + searched());
    line(fmt::format("  Not searched: {}", fmt::join(not_searched(), "; ")));
  }

  void print_misses() {
    const auto line = [this](std::string_view text) {
      fmt::print(streams_.out, "{}\n", shown_text(std::string(text)));
    };
    line("  Nothing that was searched makes it originate.");
    if (nearest_) {
      const std::vector<std::string> steps = steps_of(*nearest_);
      line("  Nearest: " + (steps.empty()
                                ? std::string("as it is")
                                : fmt::format("{}", fmt::join(steps, ", "))));
      line("     then: " + summary_with(*nearest_));
    }
    if (result_.with_all) {
      line(fmt::format("  With all lines from originating sources: {}",
                       word_for(*result_.with_all)));
    }
  }

  [[nodiscard]] Json amount(Type type, std::int64_t value) const {
    if (value == kMissing) return nullptr;
    const Figure figure{type, value};
    Json json;
    json["value"] = plain(figure);
    const std::string_view unit = unit_of(figure, before_.currency);
    if (!unit.empty()) json["unit"] = unit;
    return json;
  }

  [[nodiscard]] Json json_of(const Solution& solution) const {
    Json json;
    json["elections"] = Json::array();
    for (const Election& it : solution.elections) {
      json["elections"].push_back(
          {{"election", image_.text(image_.facts()[it.fact].name)},
           {"value", shown_fact(image_, it.fact, it.value, "")}});
    }
    json["changes"] = Json::array();
    bool has_source = false;
    for (const LineChange& it : solution.changes) {
      Json change;
      const bool is_source = it.kind == LineChange::Kind::Source;
      has_source = has_source || is_source;
      change["kind"] = is_source ? "source" : "elect";
      change["material"] = it.material + 1;
      change["text"] = text_of(it, solution.source);
      if (is_source) {
        change["value"] = amount(Type::Money, sheet_->column(it.material, 0));
        if (costs_.is_stated()) {
          change["cost"] = amount(column_ ? cost_type() : Type::Money, it.cost);
        }
      } else {
        change["election"] = image_.text(image_.tags()[it.tag].name);
      }
      json["changes"].push_back(std::move(change));
    }
    if (has_source) {
      json["status"] = solution.source.status == Status::WhollyObtained
                           ? "wholly_obtained"
                           : "originating";
      if (solution.source.origin.code != 0) {
        json["origin"] = country_of(solution.source);
      }
    }
    if (costs_.is_stated()) {
      json["cost"] = amount(column_ ? cost_type() : Type::Money, solution.cost);
    }
    json["summary"] = summary_with(solution);
    return json;
  }

  void print_json(std::size_t index) {
    Json json;
    json["good"] = called(*sheet_, index);
    json["code"] = std::string(print_hs_code(sheet_->code).view());
    json["verdict"] = word_for(result_.before);
    json["summary"] = before_.summary;
    json["solutions"] = Json::array();
    for (const Solution& it : result_.solutions) {
      json["solutions"].push_back(json_of(it));
    }
    if (result_.before != Verdict::Originating) {
      json["searched"] = {{"changes", result_.exhausted},
                          {"of", result_.changes.size()},
                          {"elections", result_.elections.size()},
                          {"evaluations", result_.evaluations},
                          {"complete", result_.is_complete}};
      json["not_searched"] = not_searched();
      if (result_.with_all) json["with_all"] = word_for(*result_.with_all);
      if (nearest_) json["nearest"] = json_of(*nearest_);
    }
    streams_.out << json.dump(-1, ' ', false, Json::error_handler_t::replace)
                 << '\n';
  }

  const Image& image_;
  const SolveOptions& options_;
  const Options& evaluation_;
  std::optional<std::size_t> column_;
  Streams& streams_;
  Costs costs_;
  SearchResult result_;
  Explanation before_;
  FactSheet* sheet_ = nullptr;
  std::optional<Solution> nearest_;
  bool is_first_ = true;
};

// Takes back what is stated of elections that are to be left open.
bool leave_open(const Image& image, const std::vector<std::string>& names,
                std::vector<FactSheet>& goods, InputError& error) {
  std::vector<std::string> known;
  for (const bytecode::ElectionRecord& it : image.elections()) {
    if (it.of_materials == 0) {
      known.emplace_back(image.text(image.facts()[it.subject].name));
    }
  }
  for (const std::string& name : names) {
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      const auto meant = nearest(name, known);
      error = {fmt::format("`--open`: `{}` is no election of the pack", name),
               meant ? fmt::format("did you mean `{}`?", *meant)
               : known.empty()
                   ? "declare it, as in `election accumulated truth`"
                   : fmt::format("name one of `{}`", fmt::join(known, "`, `"))};
      return false;
    }
    for (FactSheet& good : goods) {
      good.set_fact(image.find_fact(name), kMissing);
    }
  }
  return true;
}

}  // namespace

int run_solve(const SolveOptions& options, Streams& streams) {
  int exit_code = kDone;
  const auto open =
      open_pack({options.pack, {options.pack}}, streams, exit_code);
  if (!open) return exit_code;
  InputError error;
  const auto thresholds =
      supposed_thresholds(open->image, options.suppose, error);
  if (!thresholds) return fail(streams, error);
  std::optional<std::size_t> column;
  if (!options.cost.empty()) {
    column = cost_column(open->image, options.cost, error);
    if (!column) return fail(streams, error);
  }
  auto facts = read_facts(open->image, options.facts, streams);
  if (!facts) return kUsage;
  if (!leave_open(open->image, options.open, facts->goods, error)) {
    return fail(streams, error);
  }
  Options evaluation;
  evaluation.thresholds = *thresholds;
  Solver solver(open->image, options, evaluation, column, streams);
  bool has_failure = false;
  bool is_open = false;
  Progress progress(streams, "evaluations");
  for (std::size_t i = 0; i < facts->goods.size(); ++i) {
    const int found = solver.run(facts->goods[i], i, progress);
    has_failure = has_failure || found == kNotOriginating;
    is_open = is_open || found == kUndetermined;
  }
  if (has_failure) return kNotOriginating;
  return is_open ? kUndetermined : kDone;
}

}  // namespace origo
