// An example while it becomes a pack with cases.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "cli/examples/member.hpp"

namespace origo::examples {

// One expectation, and the member of the example that it comes from.
struct Expected {
  std::string key;
  std::string text;  // what the language expects
  // Of a number that the official print reached by rounding its steps: what is
  // then expected. Meeting only this makes an erratum.
  std::string as_printed;
  std::string printed;      // the number as it stands in the example
  bool is_erratum = false;  // found out by judging
};

struct DraftCase {
  std::string title;
  std::string code = "9999";  // of the good; nothing is in that heading
  std::vector<std::string> lines;
  std::vector<Expected> expected;
};

// What is compared outside of the language: withdrawals from a stock.
struct Compared {
  std::string key;
  std::string expected;
  std::string found;
  bool is_met = false;
  bool is_erratum = false;  // met only with the rounding of the print
};

struct Draft {
  std::string currency = "USD";
  std::vector<std::string> uses;  // files of rules/common
  std::vector<std::string> declarations;
  std::set<std::string> tags;       // what is not tagged with one says so
  std::string requirement;          // of the product rule
  std::set<std::string> processes;  // facts of what it asks to be done
  bool is_cascade = false;          // it asks for countries, by steps
  bool is_open = false;  // it asks for a fact that the example does not state
  std::map<std::string, std::string> named;  // parts of it that have names
  std::vector<DraftCase> cases;
  std::vector<Compared> compared;
  std::string events;  // the sheet of a stock, where there is one

  void use(std::string_view file);
  void declare(std::string text);
  // Declares a fact of the good once, and returns its name.
  std::string attribute(std::string_view name, std::string_view type,
                        std::string_view meaning);
  // Declares a tag once, and returns its name.
  std::string tag(std::string_view name);
  DraftCase& add_case(std::string title);

  [[nodiscard]] std::string money(const Printed& amount) const;
  [[nodiscard]] std::string money(std::int64_t millionths) const;
};

// A name of the language from whatever a member is called.
[[nodiscard]] std::string name_from(std::string_view text);

// `measure` in `unit` is what `value` prints: equal, or rounded or cut there.
[[nodiscard]] std::string as_printed(const std::string& measure,
                                     const Printed& value,
                                     const std::string& unit);

// An example, with what it is about.
struct Example {
  std::string id;
  std::string agreement;
  std::string title;
  std::string kind;  // may be empty
  std::string runnable;
  std::string locator;
  std::string instrument;
  std::string same_numbers_as;
  bool has_erratum = false;
  Member facts;
  Member expected;
};

// The whole pack as text in canonical form. Before judging it expects whatever
// the print may mean; for reading, what came out.
enum class Purpose : std::uint8_t { Judging, Reading };
[[nodiscard]] std::string text_of(const Draft& draft, const Example& example,
                                  Purpose purpose);

}  // namespace origo::examples
