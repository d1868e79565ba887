// Reads the examples, converts and judges each, prints what came of them.
#include "cli/examples.hpp"

#include <fmt/ostream.h>

#include <algorithm>
#include <deque>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>

#include "cli/examples/convert.hpp"
#include "cli/examples/judge.hpp"
#include "cli/examples/pack_cases.hpp"
#include "cli/examples/wording.hpp"
#include "cli/exit_codes.hpp"
#include "cli/files.hpp"
#include "cli/image_file.hpp"
#include "cli/message.hpp"

namespace origo {
namespace {

using Json = nlohmann::ordered_json;
using examples::Difference;
using examples::Draft;
using examples::Example;
using examples::Judged;
using examples::Member;
using examples::NotExpressed;

// Thousands of examples.
constexpr std::size_t kExamplesBytesMax = std::size_t{64} << 20;

enum class State : std::uint8_t {
  Passed,
  Erratum,
  Failed,
  Cited,  // by a case that people wrote: nothing is compared with it
  NotExpressed,
};

std::string_view word_for_state(State state) {
  switch (state) {
    case State::Passed:
      return "passed";
    case State::Erratum:
      return "erratum";
    case State::Failed:
      return "failed";
    case State::Cited:
      return "cited";
    case State::NotExpressed:
      return "not expressed";
  }
  return "";
}

struct Run {
  Example example;
  State state = State::NotExpressed;
  std::string reason;
  std::vector<Difference> differences;
  std::string pack;
  std::string events;
  bool is_case = false;  // a case of a pack cites it

  [[nodiscard]] bool is_reprint() const {
    return !example.same_numbers_as.empty();
  }
};

struct Tally {
  std::size_t examples = 0;
  std::size_t expressed = 0;
  std::size_t cited = 0;
  std::size_t passed = 0;
  std::size_t errata = 0;
  std::size_t failed = 0;

  void add(const Run& run) {
    ++examples;
    if (run.state == State::NotExpressed) return;
    if (run.state == State::Cited) {
      ++cited;
      return;
    }
    ++expressed;
    if (run.state == State::Failed) {
      ++failed;
      return;
    }
    ++passed;
    if (run.state == State::Erratum) ++errata;
  }
};

class Runner {
 public:
  Runner(const ExamplesOptions& options, Streams& streams)
      : options_(options), streams_(streams) {}

  int run() {
    InputError error;
    if (!read_all(error)) return fail(streams_, error);
    const std::string rules = folder_of_rules();
    if (!rules.empty()) {
      if (!pack_cases_.read(rules, error)) return fail(streams_, error);
      for (Run& it : runs_) it.is_case = pack_cases_.is_cited(it.example);
    }
    for (Run& it : runs_) one(it);
    reprints();
    if (!options_.emit.empty() && !emit(error)) return fail(streams_, error);
    if (options_.is_json) {
      print_json();
    } else {
      print_text();
    }
    const bool has_failed =
        std::any_of(runs_.begin(), runs_.end(),
                    [](const Run& it) { return it.state == State::Failed; });
    return has_failed ? kNotOriginating : kDone;
  }

 private:
  // The one that is named, else the one that is here.
  [[nodiscard]] std::string folder_of_rules() const {
    if (!options_.rules.empty()) return options_.rules;
    std::error_code failure;
    return std::filesystem::is_directory("rules", failure) ? "rules" : "";
  }

  bool read_all(InputError& error) {
    for (const std::string& path : options_.paths) {
      std::error_code failure;
      std::vector<std::string> files;
      if (std::filesystem::is_directory(path, failure)) {
        // Neither opening nor advancing it throws.
        std::filesystem::directory_iterator it(path, failure);
        for (; !failure && it != std::filesystem::directory_iterator();
             it.increment(failure)) {
          if (it->path().extension() == ".json") {
            files.push_back(it->path().string());
          }
        }
        if (failure) {
          error = {
              fmt::format("`{}` cannot be read: {}", path, reason_of(failure)),
              ""};
          return false;
        }
        std::sort(files.begin(), files.end());
        if (files.empty()) {
          error = {fmt::format("there are no examples in `{}`", path),
                   "name a folder of JSON files"};
          return false;
        }
      } else {
        files.push_back(path);
      }
      for (const std::string& file : files) {
        if (!read(file, error)) return false;
      }
    }
    return true;
  }

  bool read(const std::string& path, InputError& error) {
    std::error_code failure;
    auto text = read_file(path, kExamplesBytesMax, failure);
    if (!text) {
      error = {fmt::format("`{}` cannot be read: {}", path, reason_of(failure)),
               ""};
      return false;
    }
    sources_.push_back({path, std::move(*text)});
    Diagnostics diagnostics;
    roots_.push_back(parse_json(sources_.back(), diagnostics));
    if (diagnostics.has_errors()) {
      print_diagnostics(diagnostics, streams_);
      error = {fmt::format("`{}` holds no examples", path), ""};
      return false;
    }
    const std::size_t before = runs_.size();
    for (const JsonNode& root : roots_.back()) {
      const JsonNode* list = root.find("examples");
      if (!gather(list != nullptr ? *list : root, path, error)) return false;
    }
    if (runs_.size() != before) return true;
    error = {fmt::format("`{}` holds no examples", path),
             "write objects with `id`, `facts` and `expected`"};
    return false;
  }

  bool gather(const JsonNode& node, const std::string& path,
              InputError& error) {
    if (node.kind == JsonNode::Kind::Array) {
      return std::all_of(
          node.values.begin(), node.values.end(),
          [&](const JsonNode& it) { return gather(it, path, error); });
    }
    const JsonNode* id = node.find("id");
    if (id == nullptr || id->kind != JsonNode::Kind::Text ||
        node.find("facts") == nullptr || node.find("expected") == nullptr) {
      const Place place = place_of(sources_.back(), node.span.begin);
      error = {fmt::format("{}:{}: this is no example", path, place.line),
               "write an object with `id`, `facts` and `expected`"};
      return false;
    }
    if (!ids_.insert(id->text).second) {
      const Place place = place_of(sources_.back(), id->span.begin);
      error = {fmt::format("{}:{}: another example is `{}`, too", path,
                           place.line, id->text),
               "give each example an id of its own"};
      return false;
    }
    Run& run = runs_.emplace_back();
    Example& it = run.example;
    const auto text = [](const JsonNode* from, std::string_view name) {
      const JsonNode* found = from != nullptr ? from->find(name) : nullptr;
      return found != nullptr && found->kind == JsonNode::Kind::Text
                 ? found->text
                 : std::string();
    };
    it.id = id->text;
    it.agreement = text(&node, "agreement");
    it.title = text(&node, "title");
    it.kind = text(&node, "kind");
    it.runnable = text(&node, "runnable");
    it.same_numbers_as = text(&node, "same_numbers_as");
    it.has_erratum = node.find("official_erratum") != nullptr;
    it.locator = text(node.find("source"), "locator");
    it.instrument = text(node.find("source"), "instrument");
    if (it.agreement.empty()) it.agreement = "example";
    if (it.runnable.empty()) it.runnable = "not stated";
    if (it.locator.empty()) it.locator = it.id;
    it.facts = Member(node.find("facts"), "facts", &understood_);
    it.expected = Member(node.find("expected"), "expected", &understood_);
    return true;
  }

  void one(Run& run) {
    understood_.clear();
    try {
      Draft draft = examples::convert(run.example);
      const Judged judged = examples::judge(draft, run.example);
      run.differences = judged.failures;
      run.state = State::Failed;
      if (judged.failures.empty()) {
        run.differences = judged.errata;
        run.state = judged.errata.empty() ? State::Passed : State::Erratum;
      }
      run.pack = draft.cases.empty()
                     ? ""
                     : examples::text_of(draft, run.example,
                                         examples::Purpose::Reading);
      run.events = draft.events;
      uses_.insert(draft.uses.begin(), draft.uses.end());
    } catch (const NotExpressed& it) {
      run.state = State::NotExpressed;
      run.reason = it.reason;
      if (it.is_shapeless && run.is_case) of_pack(run);
    }
  }

  // What is told in words alone may be a case that people wrote.
  void of_pack(Run& run) {
    const auto cases = pack_cases_.judge(run.example);
    if (!cases) return;
    run.reason = cases->reason;
    if (cases->has_passed) run.state = State::Cited;
  }

  // Whether nothing that both state differs; words may, figures may not. A
  // reprint may refer to the first print by its id.
  static bool agrees(const Member& own, const Member& other,
                     const std::string& id) {
    if (!own || !other || own.is_same(other)) return true;
    if (own.is_text() && own.text() == "as " + id) return true;
    if (own.is_number() && other.is_number()) {
      return own.number().millionths == other.number().millionths;
    }
    if (own.is_text() && other.is_text()) {
      return examples::figures_in(own.text()) ==
             examples::figures_in(other.text());
    }
    if (own.is_object() && other.is_object()) {
      const auto members = own.items();
      return std::all_of(members.begin(), members.end(), [&](const auto& it) {
        return examples::is_descriptive(it.first) ||
               agrees(it.second, other[it.first], id);
      });
    }
    if (!own.is_array() || !other.is_array()) return false;
    const auto mine = own.items();
    const auto theirs = other.items();
    return std::equal(mine.begin(), mine.end(), theirs.begin(), theirs.end(),
                      [&id](const auto& a, const auto& b) {
                        return agrees(a.second, b.second, id);
                      });
  }

  // A reprint expects nothing that the first print does not expect, of facts
  // that do not differ.
  static bool expects_same(const Example& reprint, const Example& first) {
    const auto expected = reprint.expected.items();
    return !expected.empty() && agrees(reprint.facts, first.facts, first.id) &&
           std::all_of(expected.begin(), expected.end(),
                       [&first](const auto& it) {
                         const Member& own = it.second;
                         const Member other = first.expected[it.first];
                         if (own.is_same(other)) return true;
                         if (!own.is_text() || !other.is_text() ||
                             !agrees(own, other, first.id)) {
                           return false;
                         }
                         // In other words.
                         const auto met = examples::says_met(own.text());
                         return met && met == examples::says_met(other.text());
                       });
  }

  // A reprint that leaves out what the first print says is as that one is.
  void reprints() {
    for (Run& run : runs_) {
      if (run.state != State::NotExpressed || !run.is_reprint()) continue;
      for (const Run& first : runs_) {
        if (first.example.id != run.example.same_numbers_as) continue;
        if (first.state == State::NotExpressed) continue;
        try {
          if (!expects_same(run.example, first.example)) continue;
        } catch (const NotExpressed&) {
          continue;  // of a text that is too long to be read
        }
        run.state = first.state;
        run.reason = "as " + first.example.id;
      }
    }
  }

  static std::string file_name(std::string_view id) {
    std::string name;
    for (const char c : id) {
      const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                            (c >= '0' && c <= '9') || c == '-' || c == '.';
      name += is_plain ? c : '_';
    }
    return name;
  }

  bool write(const std::filesystem::path& path, const std::string& text,
             InputError& error) {
    const std::error_code failure = write_file(path, text);
    if (!failure) return true;
    error = {fmt::format("`{}` cannot be written: {}", path.string(),
                         reason_of(failure)),
             ""};
    return false;
  }

  bool emit(InputError& error) {
    const std::filesystem::path folder = options_.emit;
    std::error_code failure;
    std::filesystem::create_directories(folder / "common", failure);
    if (failure) {
      error = {fmt::format("`{}` cannot be made: {}", options_.emit,
                           reason_of(failure)),
               ""};
      return false;
    }
    for (const examples::CommonRules& it : examples::common_rules()) {
      if (!uses_.contains(it.name)) continue;
      if (!write(folder / "common" / it.name, it.text, error)) return false;
    }
    for (const Run& run : runs_) {
      const std::string name = file_name(run.example.id);
      if (!run.pack.empty() &&
          !write(folder / (name + ".roo"), run.pack, error)) {
        return false;
      }
      if (!run.events.empty() &&
          !write(folder / (name + ".csv"), run.events, error)) {
        return false;
      }
    }
    return true;
  }

  [[nodiscard]] std::vector<std::pair<std::string, Tally>> tallies() const {
    std::vector<std::pair<std::string, Tally>> all;
    const auto add = [&all](const std::string& name, const Run& run) {
      auto found =
          std::find_if(all.begin(), all.end(),
                       [&name](const auto& it) { return it.first == name; });
      if (found == all.end()) found = all.insert(all.end(), {name, {}});
      found->second.add(run);
    };
    for (const Run& it : runs_) {
      if (!it.is_reprint()) add(it.example.runnable, it);
    }
    for (const Run& it : runs_) {
      if (it.is_reprint()) add("reprints", it);
    }
    return all;
  }

  void print_text() {
    fmt::print(streams_.out, "{:<12} {:>8} {:>9} {:>6} {:>6} {:>6} {:>6}\n", "",
               "examples", "expressed", "passed", "errata", "failed", "cited");
    for (const auto& [name, it] : tallies()) {
      fmt::print(streams_.out, "{:<12} {:>8} {:>9} {:>6} {:>6} {:>6} {:>6}\n",
                 name, it.examples, it.expressed, it.passed, it.errata,
                 it.failed, it.cited);
    }
    if (!options_.rules.empty()) {
      const auto cases = std::count_if(
          runs_.begin(), runs_.end(), [](const Run& it) { return it.is_case; });
      fmt::print(streams_.out, "\n{} of {} {} in {}\n", cases,
                 counted(runs_.size(), "example"),
                 cases == 1 ? "is a case" : "are cases", options_.rules);
      for (const Run& it : runs_) {
        if (!it.is_case) fmt::print(streams_.out, "  not: {}\n", it.example.id);
      }
    }
    for (const State state : {State::Failed, State::Erratum, State::Cited,
                              State::NotExpressed, State::Passed}) {
      if (state == State::Passed && !options_.is_verbose) continue;
      bool has_title = false;
      for (const Run& it : runs_) {
        if (it.state != state) continue;
        if (!has_title) {
          fmt::print(streams_.out, "\n{}:\n",
                     state == State::Cited
                         ? "cited by cases of packs, and compared with nothing"
                         : word_for_state(state));
          has_title = true;
        }
        print_run(it);
      }
    }
  }

  void print_run(const Run& run) {
    const Example& it = run.example;
    fmt::print(streams_.out, "  {} ({}{}{})", it.id, it.runnable,
               it.kind.empty() ? "" : ", ", it.kind);
    if (!run.reason.empty()) fmt::print(streams_.out, ": {}", run.reason);
    streams_.out << '\n';
    for (const Difference& each : run.differences) {
      fmt::print(streams_.out, "    {}: {} {}, found {}\n", each.key,
                 run.state == State::Erratum ? "printed" : "expected",
                 each.expected, each.found);
    }
  }

  void print_json() {
    Json all;
    all["classes"] = Json::array();
    for (const auto& [name, it] : tallies()) {
      all["classes"].push_back({{"runnable", name},
                                {"examples", it.examples},
                                {"expressed", it.expressed},
                                {"passed", it.passed},
                                {"errata", it.errata},
                                {"failed", it.failed},
                                {"cited", it.cited}});
    }
    all["examples"] = Json::array();
    for (const Run& run : runs_) {
      const Example& it = run.example;
      Json json = {{"id", it.id},
                   {"agreement", it.agreement},
                   {"runnable", it.runnable}};
      if (!it.kind.empty()) json["kind"] = it.kind;
      if (run.is_reprint()) json["same_numbers_as"] = it.same_numbers_as;
      json["state"] = word_for_state(run.state);
      if (!run.reason.empty()) json["reason"] = run.reason;
      if (!run.differences.empty()) json["differences"] = Json::array();
      for (const Difference& each : run.differences) {
        json["differences"].push_back({{"key", each.key},
                                       {"expected", each.expected},
                                       {"found", each.found}});
      }
      if (!options_.rules.empty()) json["is_case"] = run.is_case;
      all["examples"].push_back(std::move(json));
    }
    streams_.out << all.dump(2, ' ', false, Json::error_handler_t::replace)
                 << '\n';
  }

  const ExamplesOptions& options_;
  Streams& streams_;
  std::deque<SourceFile> sources_;
  std::deque<std::vector<JsonNode>> roots_;
  std::deque<Run> runs_;
  Member::Understood understood_;
  examples::PackCases pack_cases_;
  std::set<std::string> uses_;
  std::set<std::string> ids_;
};

}  // namespace

int run_examples(const ExamplesOptions& options, Streams& streams) {
  return Runner(options, streams).run();
}

}  // namespace origo
