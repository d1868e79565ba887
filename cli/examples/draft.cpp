// From the parts of a draft to a rule file.
#include "cli/examples/draft.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "grammar/parse.hpp"
#include "grammar/print.hpp"

namespace origo::examples {
namespace {

std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c == '\n' ? ' ' : c;
  }
  return result + '"';
}

std::int64_t unit_of(int places) {
  std::int64_t unit = 1'000'000;
  for (int i = 0; i < places; ++i) unit /= 10;
  return unit;
}

}  // namespace

void Draft::use(std::string_view file) {
  if (std::find(uses.begin(), uses.end(), file) == uses.end()) {
    uses.emplace_back(file);
  }
}

void Draft::declare(std::string text) {
  if (std::find(declarations.begin(), declarations.end(), text) ==
      declarations.end()) {
    declarations.push_back(std::move(text));
  }
}

std::string Draft::attribute(std::string_view name, std::string_view type,
                             std::string_view meaning) {
  std::string declared = name_from(name);
  declare(fmt::format("attribute {} {} {}\n    cite \"as the example has it\"",
                      declared, type, quoted(meaning)));
  return declared;
}

std::string Draft::tag(std::string_view name) {
  std::string declared = name_from(name);
  declare(fmt::format("tag {} {}\n    cite \"as the example has it\"", declared,
                      quoted(name)));
  tags.insert(declared);
  return declared;
}

DraftCase& Draft::add_case(std::string title) {
  cases.emplace_back();
  cases.back().title = std::move(title);
  return cases.back();
}

std::string Draft::money(const Printed& amount) const {
  return money(amount.millionths);
}

std::string Draft::money(std::int64_t millionths) const {
  return fmt::format("{} {}", number_text(millionths, 2), currency);
}

std::string name_from(std::string_view text) {
  std::string name = "x_";
  for (const char c : text) {
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9');
    if (is_letter) {
      name += c;
    } else if (name.back() != '_') {
      name += '_';
    }
  }
  return name;
}

std::string as_printed(const std::string& measure, const Printed& value,
                       const std::string& unit) {
  const std::int64_t last = unit_of(std::min(value.places, 6));
  const std::int64_t half = last / 2;
  std::int64_t low = value.millionths - half;
  std::int64_t high = value.millionths + last;
  if (value.millionths < 0) {
    low = value.millionths - last;
    high = value.millionths + half;
  }
  // Below a millionth there is nothing to round.
  if (last <= 1) {
    return fmt::format("{} = {}{}", measure, number_text(value.millionths),
                       unit);
  }
  const std::string above = number_text(low);
  const std::string below = number_text(high);
  if (value.millionths < 0) {
    return fmt::format("{} > {}{} and {} <= {}{}", measure, above, unit,
                       measure, below, unit);
  }
  return fmt::format("{} >= {}{} and {} < {}{}", measure, above, unit, measure,
                     below, unit);
}

std::string text_of(const Draft& draft, const Example& example,
                    Purpose purpose) {
  std::string text = fmt::format("# {}: {}\n", example.id, example.title);
  std::replace(text.begin(), text.end() - 1, '\n', ' ');
  text += fmt::format("agreement {} {}\n", name_from(example.agreement),
                      quoted(example.agreement));
  if (!example.locator.empty()) {
    text += fmt::format("    cite {}\n", quoted(example.locator));
  }
  for (const std::string& it : draft.uses) {
    text += fmt::format("use \"common/{}\"\n", it);
  }
  if (!draft.requirement.empty() && !draft.is_cascade) {
    text += fmt::format(
        "criterion product_rule \"the rule of the example\"\n    by rule\n"
        "    cite {}\n",
        quoted(example.locator));
  }
  if (!draft.requirement.empty()) {
    text += fmt::format("rule chapter 1 - 99\n    cite {}\n    require {}\n",
                        quoted(example.locator), draft.requirement);
  }
  for (const std::string& it : draft.declarations) text += it + '\n';
  for (const DraftCase& it : draft.cases) {
    text += fmt::format("case {}\n    cite {}\n    good {}\n", quoted(it.title),
                        quoted(example.locator), it.code);
    for (const std::string& line : it.lines) text += "    " + line + '\n';
    for (const Expected& expected : it.expected) {
      const bool is_judged = purpose == Purpose::Reading;
      if (is_judged && expected.is_erratum) {
        text += fmt::format("    # Erratum: {} is printed as {}.\n",
                            expected.key, expected.printed);
      } else {
        text += fmt::format("    expect {}\n", expected.text);
      }
      if (expected.as_printed.empty()) continue;
      if (is_judged && !expected.is_erratum) continue;
      text += fmt::format("    expect {}\n", expected.as_printed);
    }
  }
  Diagnostics diagnostics;
  const SourceFile source{example.id, text};
  const ast::Tree tree = grammar::parse(source, diagnostics);
  return diagnostics.has_errors() ? text : grammar::print(tree);
}

}  // namespace origo::examples
