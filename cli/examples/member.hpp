// A value in an example, and which values of it were understood.
//
// Converters only see an example through these. Whatever none of them asked
// for is listed afterwards, so that no fact is passed over in silence.
#pragma once

#include <initializer_list>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/json_tree.hpp"

namespace origo::examples {

// Why an example cannot be put into the language. Thrown by converters.
struct NotExpressed {
  std::string reason;
  bool is_shapeless = false;  // no converter knows facts of this form
};

// A number as it is printed: exact, and how many decimals it shows.
struct Printed {
  std::string number;  // digits, with a point where there are decimals
  int places = 0;
  std::int64_t millionths = 0;
};

// Reads `40.00`, `.625`, `7%`, `$1,750` or `<= 10%`; nothing of anything else.
[[nodiscard]] std::optional<Printed> read_printed(std::string_view text);

// Millionths as the language writes them, with at least `places` decimals.
[[nodiscard]] std::string number_text(std::int64_t millionths, int places = 0);

class Member {
 public:
  using Understood = std::set<const JsonNode*>;

  Member() = default;
  Member(const JsonNode* node, std::string path, Understood* understood)
      : node_(node), path_(std::move(path)), understood_(understood) {}

  // Whether there is such a value. Null counts as none, and is understood.
  explicit operator bool() const;
  [[nodiscard]] const std::string& path() const { return path_; }

  // The member under the first of these names that there is.
  [[nodiscard]] Member operator[](std::string_view name) const;
  [[nodiscard]] Member any(std::initializer_list<std::string_view> names) const;
  [[nodiscard]] bool has(std::string_view name) const;

  [[nodiscard]] bool is_object() const;
  [[nodiscard]] bool is_array() const;
  [[nodiscard]] bool is_text() const;
  [[nodiscard]] bool is_truth() const;
  [[nodiscard]] bool is_number() const;  // or a text that is one

  // Each of these counts as understanding the value.
  [[nodiscard]] std::string text() const;
  [[nodiscard]] bool truth() const;
  [[nodiscard]] Printed number() const;
  void skip() const;  // with everything in it

  // Members of an object and values of a list, with their names or numbers.
  [[nodiscard]] std::vector<std::pair<std::string, Member>> items() const;

  // `facts.rule.op is not mapped`, of the first that was not understood.
  [[nodiscard]] std::optional<std::string> first_unread() const;

  // What was understood so far, of this example and what it expects.
  [[nodiscard]] Understood& understood() const { return *understood_; }

  [[noreturn]] void refuse(std::string_view what) const;

 private:
  const JsonNode* node_ = nullptr;
  std::string path_;
  Understood* understood_ = nullptr;
};

// Names that only describe, and decide nothing.
[[nodiscard]] bool is_descriptive(std::string_view name);

}  // namespace origo::examples
