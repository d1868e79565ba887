// Facts and expectations that examples tell in words.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace origo::examples {

[[nodiscard]] bool holds(std::string_view text, std::string_view word);
[[nodiscard]] std::string lower(std::string_view text);

// Small letters, one space between words; dashes and low lines are spaces.
[[nodiscard]] std::string plain(std::string_view text);

// Without what stands in parentheses, which examples use for remarks.
[[nodiscard]] std::string without_remarks(std::string_view text);

// The parts of a text between these marks, without the space around them.
[[nodiscard]] std::vector<std::string> split(std::string_view text,
                                             std::string_view marks);

// Whether what is left of a text is only a remark or a citation, or says
// through which tolerance or for which codes.
[[nodiscard]] bool is_rest(std::string_view rest);

// Whether a text says that something is met; nothing where it says neither, or
// says more.
[[nodiscard]] std::optional<bool> says_met(std::string_view text);

// The figures that stand in a text, as they are written.
[[nodiscard]] std::vector<std::string> figures_in(std::string_view text);

// What can be said of a part: cli/examples/marks.def.
enum class Mark : std::uint8_t {
  Listed,
  Imported,
  Acquired,
  Own,
  Designated,
  Originating,
  Component,
  Assembly,      // of components, and so one itself
  SubComponent,  // likewise, but counted by itself like any other good
  Exported,
  WorkedAbroad,
};
using Marks = std::map<Mark, bool>;

[[nodiscard]] bool is_marked(const Marks& marks, Mark mark);

// `not listed, imported`; nothing where it says anything else as well.
[[nodiscard]] std::optional<Marks> marks_in(std::string_view text);

// What `imported transmission` says before the name, and the name.
struct NamedPart {
  Marks marks;
  std::string name;
};
[[nodiscard]] NamedPart named_part(std::string_view text);

// How a material may be counted: cli/examples/measures.def.
struct CountedBy {
  std::string choice;
  int share = 0;     // percent of the value, in the cases that are made
  std::string rest;  // what the text says after it
};
[[nodiscard]] std::optional<CountedBy> counted_by(std::string_view text);
[[nodiscard]] std::map<std::string, int> ways_to_count();

}  // namespace origo::examples
