// The arguments of every command.
//
// A command is one function here that declares its options, in kCommands, and
// one file that does the work.
#include "cli/run.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string_view>

#include "cli/check.hpp"
#include "cli/compile.hpp"
#include "cli/dump.hpp"
#include "cli/eval.hpp"
#include "cli/examples.hpp"
#include "cli/exit_codes.hpp"
#include "cli/explain.hpp"
#include "cli/fmt.hpp"
#include "cli/inventory.hpp"
#include "cli/message.hpp"
#include "cli/solve.hpp"
#include "cli/sweep.hpp"
#include "cli/test.hpp"
#include "cli/usage.hpp"
#include "engine/bytecode/records.hpp"

namespace origo {
namespace {

// What is being set up: the arguments, and later the command they name.
struct Program {
  CLI::App app;
  std::function<int(Streams&)> chosen;
};

// Declares a command. Its options live as long as the program does; `examples`
// are lines for its help.
template <typename Options>
std::pair<CLI::App&, Options&> add_command(
    Program& program, const std::string& name, const std::string& description,
    const std::string& examples, int (*run)(const Options&, Streams&)) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = program.app.add_subcommand(name, description);
  command->footer(examples);
  command->allow_extras();
  command->fallthrough();
  command->callback([&program, options, run] {
    program.chosen = [options, run](Streams& streams) {
      return run(*options, streams);
    };
  });
  return {*command, *options};
}

CLI::Validator one_of(std::vector<std::string> words) {
  return {[words](std::string& found) {
            for (const std::string& word : words) {
              if (word == found) return std::string();
            }
            return fmt::format("expected `{}`, found `{}`",
                               fmt::join(words, "` or `"), found);
          },
          ""};
}

void add_format(CLI::App& command, bool& is_json) {
  command
      .add_option_function<std::string>(
          "--format",
          [&is_json](const std::string& format) { is_json = format == "json"; },
          "`text` for people, `json` for programs")
      ->check(one_of({"text", "json"}))
      ->type_name("KIND");
}

void add_paths(CLI::App& command, std::vector<std::string>& paths,
               const std::string& description) {
  command.add_option("PATH", paths, description)
      ->required()
      ->type_name("")
      ->expected(1, -1);
}

void add_check(Program& program) {
  auto [command, options] = add_command<CheckOptions>(
      program, "check", "Says everything that is wrong with packs of rules.",
      "origo check rules/nafta\n"
      "origo check --strict --format json rules/*",
      run_check);
  add_paths(command, options.paths, "folders, files or images");
  command.add_flag("--strict", options.is_strict, "count findings as errors");
  add_format(command, options.is_json);
}

void add_compile(Program& program) {
  auto [command, options] = add_command<CompileOptions>(
      program, "compile", "Compiles packs to images that evaluate anywhere.",
      "origo compile rules/nafta\n"
      "origo compile rules/nafta -o build/nafta.roob --verbose",
      run_compile);
  add_paths(command, options.paths, "folders or files");
  command
      .add_option("-o,--output", options.output,
                  "the image; the agreement's name if left off")
      ->type_name("FILE");
  command.add_flag("--verbose", options.is_verbose,
                   "report the size of each section");
  add_format(command, options.is_json);
}

void add_facts(CLI::App& command, FactsOptions& facts) {
  command
      .add_option("FACTS", facts.paths,
                  "goods as JSON, bills of materials as CSV; `-` is "
                  "standard input")
      ->required()
      ->type_name("")
      ->expected(1, -1);
  const auto add_list = [&command](const char* name,
                                   std::vector<std::string>& to,
                                   const char* what, const char* description) {
    command.add_option(name, to, description)
        ->type_name(what)
        ->expected(1)
        ->take_all();
  };
  add_list("--set", facts.settings, "NAME=VALUE",
           "state a fact of every good, as in `net_cost=20000.00USD`");
  command
      .add_option("--nomenclature", facts.nomenclature,
                  "the HS edition of codes that state none, as in `2022`")
      ->type_name("YEAR");
  add_list("--map", facts.sheets.columns, "HEADER=FIELD",
           "take a column of a sheet as this field; `-` leaves it out");
  command
      .add_option("--decimal", facts.sheets.decimal,
                  "the decimal mark of a sheet: `point` or `comma`")
      ->check(one_of({"point", "comma"}))
      ->type_name("MARK");
  command.add_flag("--mapping", facts.shows_mapping,
                   "show what the columns of sheets were taken for");
}

void add_suppose(CLI::App& command, std::vector<std::string>& suppose) {
  command
      .add_option("--suppose", suppose,
                  "give a threshold another value, as in `car_content=60%`")
      ->type_name("NAME=VALUE")
      ->expected(1)
      ->take_all();
}

void add_pack(CLI::App& command, std::string& pack) {
  command.add_option("PACK", pack, "a folder, a file or an image of rules")
      ->required()
      ->type_name("");
}

void add_eval(Program& program) {
  auto [command, options] = add_command<EvalOptions>(
      program, "eval", "Decides whether goods originate, and says why.",
      "origo eval rules/nafta examples/car/car.json\n"
      "origo eval rules/nafta bom.csv --set code=8703.23 "
      "--set net_cost=20000.00USD\n"
      "origo eval nafta.roob goods.json --format json",
      run_eval);
  add_pack(command, options.pack);
  add_facts(command, options.facts);
  add_suppose(command, options.suppose);
  command
      .add_option("--threshold", options.threshold,
                  "say for which values of it each good qualifies")
      ->type_name("NAME");
  command
      .add_option("--average", options.average,
                  "take goods of one group together, as in `model_line,plant`")
      ->type_name("KEYS");
  command.add_flag("--brief", options.is_brief, "one line for each good");
  command.add_flag("--worksheets", options.has_worksheets,
                   "a worksheet for each good, however many");
  add_format(command, options.is_json);
}

void add_solve(Program& program) {
  auto [command, options] = add_command<SolveOptions>(
      program, "solve", "Searches for what would make goods originate.",
      "origo solve rules/nafta examples/car/car.json\n"
      "origo solve rules/nafta bom.csv --set code=8703.23 --by cost "
      "--changes 4",
      run_solve);
  add_pack(command, options.pack);
  add_facts(command, options.facts);
  add_suppose(command, options.suppose);
  command
      .add_option("--open", options.open,
                  "leave an election open though the facts state it")
      ->type_name("NAME")
      ->expected(1)
      ->take_all();
  command
      .add_option_function<std::string>(
          "--by",
          [&options = options](const std::string& order) {
            options.is_by_cost = order == "cost";
          },
          "`count` for the fewest changes first, `cost` for the cheapest")
      ->check(one_of({"count", "cost"}))
      ->type_name("ORDER");
  command
      .add_option("--cost", options.cost,
                  "what a change costs: an attribute of materials; else "
                  "`switching_cost`, else their value")
      ->type_name("NAME");
  const auto add_bound = [&command = command](const char* name, std::size_t& to,
                                              const char* description) {
    command.add_option(name, to, description)
        ->check(CLI::Range(std::size_t{1}, std::size_t{1'000'000'000}))
        ->type_name("N");
  };
  add_bound("--changes", options.changes, "at most so many at once (3)");
  add_bound("--evaluations", options.evaluations,
            "stop after so many (200000)");
  add_bound("--solutions", options.solutions, "show at most so many (5)");
  add_format(command, options.is_json);
}

void add_sweep(Program& program) {
  auto [command, options] = add_command<SweepOptions>(
      program, "sweep", "Moves a threshold and counts what qualifies.",
      "origo sweep rules/proposal-2017 examples/portfolio/goods.json \\\n"
      "      --threshold car_content --from 50% --to 90% --step 2.5% "
      "--chart share.svg\n"
      "origo sweep rules/nafta goods.json --threshold light_duty_content "
      "--exact",
      run_sweep);
  add_pack(command, options.pack);
  add_facts(command, options.facts);
  const auto add_text = [&command = command](const char* name, std::string& to,
                                             const char* what,
                                             const char* description) {
    return command.add_option(name, to, description)->type_name(what);
  };
  add_text("--threshold", options.threshold, "NAME", "the one that moves")
      ->required();
  add_text("--from", options.from, "VALUE", "its first value, as in `50%`");
  add_text("--to", options.to, "VALUE", "its last");
  add_text("--step", options.step, "VALUE", "how far it moves each time");
  command.add_flag("--exact", options.is_exact,
                   "no steps: for which values each good qualifies, exactly");
  add_suppose(command, options.suppose);
  command.add_option("--chart", options.chart, "write a chart as SVG")
      ->type_name("FILE");
  command.add_flag("--verbose", options.is_verbose,
                   "name the goods that change at each step");
  add_format(command, options.is_json);
}

void add_test(Program& program) {
  auto [command, options] = add_command<TestOptions>(
      program, "test", "Evaluates the cases of packs and compares.",
      "origo test rules/nafta\n"
      "origo test rules/nafta --only \"example 3\" --verbose --worksheet\n"
      "origo test rules/nafta --coverage\n"
      "origo test rules/* --format junit > cases.xml",
      run_test);
  add_paths(command, options.paths, "folders or files");
  command
      .add_option("--only", options.only,
                  "the cases whose title or citation holds this")
      ->type_name("TEXT");
  command.add_flag("--verbose", options.is_verbose,
                   "name the cases that pass, too");
  command.add_flag("--worksheet", options.has_worksheet,
                   "show the worksheet of each case that is named");
  command.add_flag("--coverage", options.has_coverage,
                   "name the rules and requirements that no case reaches");
  command
      .add_option_function<std::string>(
          "--format",
          [&format = options.format](const std::string& word) {
            format = word == "json"    ? TestFormat::Json
                     : word == "junit" ? TestFormat::JUnit
                                       : TestFormat::Text;
          },
          "`text` for people, `json` for programs, `junit` for CI systems")
      ->check(one_of({"text", "json", "junit"}))
      ->type_name("KIND");
}

void add_inventory(Program& program) {
  auto [command, options] = add_command<InventoryOptions>(
      program, "inventory",
      "Replays a stock: what each withdrawal counts as, and what remains.",
      "origo inventory stock.csv --method fifo\n"
      "origo inventory stock.csv --method average-per-shipment \\\n"
      "      --same-day withdrawals-first --ratio-places 2",
      run_inventory);
  command
      .add_option("EVENTS", options.path,
                  "events as CSV or JSON; `-` is standard input")
      ->required()
      ->type_name("");
  const auto add_word = [&command = command](const char* name, std::string& to,
                                             std::vector<std::string> words,
                                             const char* description) {
    return command.add_option(name, to, description)
        ->check(one_of(std::move(words)))
        ->type_name("WORD");
  };
  add_word("--method", options.method, inventory_methods(),
           "`fifo`, `lifo`, `specific`, `rolling`, `average-per-shipment`, "
           "`average-preceding-period`, `average-same-period`")
      ->required();
  add_word("--same-day", options.same_day,
           {"refuse", "as-listed", "withdrawals-first", "receipts-first"},
           "what comes first on a day, where no `order` says");
  add_word("--opening", options.opening, {"receipts", "non-originating"},
           "what an opening inventory without an origin is made of");
  add_word("--period", options.period, {"month", "quarter"},
           "what an average over a period is taken over");
  const auto add_places = [&command = command](const char* name,
                                               std::optional<int>& to,
                                               const char* description) {
    command.add_option(name, to, description)
        ->check(CLI::Range(0, 6))
        ->type_name("DECIMALS");
  };
  add_places("--ratio-places", options.ratio_places,
             "round each ratio, and go on with what was rounded");
  add_places("--value-places", options.value_places,
             "round each average value, and go on with it");
  command.add_flag("--whole-units", options.has_whole_units,
                   "round units to whole ones");
  add_format(command, options.is_json);
}

void add_examples(Program& program) {
  auto [command, options] = add_command<ExamplesOptions>(
      program, "examples",
      "Puts worked examples into the language, and compares.",
      "origo examples ../examples\n"
      "origo examples ../examples --emit build/examples --rules rules",
      run_examples);
  add_paths(command, options.paths, "folders or files of examples as JSON");
  command
      .add_option("--emit", options.emit,
                  "write each example as a pack with cases here")
      ->type_name("FOLDER");
  command
      .add_option("--rules", options.rules,
                  "say which examples are cases of packs here; else `rules`")
      ->type_name("FOLDER");
  command.add_flag("--verbose", options.is_verbose,
                   "name the examples that pass, too");
  add_format(command, options.is_json);
}

void add_fmt(Program& program) {
  auto [command, options] = add_command<FmtOptions>(
      program, "fmt", "Puts rule files into their canonical form.",
      "origo fmt rules\n"
      "origo fmt --check rules\n"
      "origo fmt - < draft.roo",
      run_fmt);
  add_paths(command, options.paths, "folders or files; `-` is standard input");
  command.add_flag("--check", options.is_check,
                   "change nothing, and exit with 1 if a file would change");
  command.add_flag("--stdout", options.is_stdout,
                   "write to standard output instead of the files");
}

void add_explain(Program& program) {
  auto [command, options] = add_command<ExplainOptions>(
      program, "explain", "Shows what a diagnostic means, with examples.",
      "origo explain R0301\n"
      "origo explain",
      run_explain);
  command
      .add_option("CODE", options.code,
                  "as diagnostics show it; every code if left off")
      ->type_name("");
}

void add_dump(Program& program) {
  auto [command, options] = add_command<DumpOptions>(
      program, "dump", "Shows a form that a pack goes through.",
      "origo dump syntax rules/nafta/ch87.roo\n"
      "origo dump image nafta.roob",
      run_dump);
  command
      .add_option("FORM", options.form,
                  fmt::format("`{}`", fmt::join(dump_forms(), "`, `")))
      ->required()
      ->type_name("");
  add_paths(command, options.paths, "folders, files or images");
}

// In the order in which help lists them. A new command is a line here.
constexpr void (*kCommands[])(Program&) = {
    add_check,     add_compile, add_eval, add_solve,   add_test, add_examples,
    add_inventory, add_sweep,   add_fmt,  add_explain, add_dump,
};

// The rules of no-color.org and bixense.com/clicolors.
bool has_color(const std::string& when, bool is_terminal) {
  if (when != "auto") return when == "always";
  auto is_set = [](const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr && *value != '\0';
  };
  if (is_set("NO_COLOR")) return false;
  if (is_set("CLICOLOR_FORCE")) {
    return std::string_view(std::getenv("CLICOLOR_FORCE")) != "0";
  }
  const char* terminal = std::getenv("TERM");
  return is_terminal &&
         (terminal == nullptr || std::string_view(terminal) != "dumb");
}

int parse_and_run(Program& program, const std::vector<std::string>& arguments,
                  Streams& streams) {
  CLI::App& app = program.app;
  std::string color = "auto";
  app.add_option("--color", color,
                 "`auto`, `always` or `never`; auto heeds NO_COLOR")
      ->check(one_of({"auto", "always", "never"}))
      ->type_name("WHEN");
  std::optional<InputError> error;
  try {
    // CLI11 takes the last argument first.
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::CallForHelp&) {
    streams.out << app.help();
    return kDone;
  } catch (const CLI::CallForVersion& version) {
    streams.out << version.what() << '\n';
    return kDone;
  } catch (const CLI::ParseError& wrong) {
    error = misused(app, wrong);
  }
  streams.out_has_color = has_color(color, streams.out_is_terminal);
  streams.err_has_color = has_color(color, streams.err_is_terminal);
  const std::vector<std::string> extra = app.remaining(true);
  if (!extra.empty()) return fail(streams, unexpected(app, extra.front()));
  if (error) return fail(streams, *error);
  if (!program.chosen) {
    streams.err << app.help();
    return kUsage;
  }
  return program.chosen(streams);
}

}  // namespace

int run(const std::vector<std::string>& arguments, Streams& streams) {
  Program program;
  CLI::App& app = program.app;
  app.name("origo");
  app.description("Decides whether goods originate, by rules written as law.");
  app.footer("see `origo COMMAND --help` for each");
  app.formatter(help_formatter());
  app.set_help_flag("-h,--help", "show this");
  app.set_version_flag("--version",
                       fmt::format("origo " ORIGO_VERSION " (image format {})",
                                   bytecode::kVersion),
                       "show the version");
  app.allow_extras();
  for (const auto add : kCommands) add(program);
  return parse_and_run(program, arguments, streams);
}

}  // namespace origo
