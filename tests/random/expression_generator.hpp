// Random expressions of every type, as an author could write them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/core/fact.hpp"
#include "tests/random/code_generator.hpp"
#include "tests/random/random.hpp"

namespace origo::random {

// What programs may hold. What is off by default stands for a known difference
// between the engine and the oracle; its line says which.
struct Features {
  // Amounts such as 5 kg; without, they name none but 0.
  bool has_amounts = true;
  // Ranges are compared in digits of sixteen values: 8709 and 8710 do not
  // touch, and 8701 - 8799 does not reach the end of chapter 87.
  bool has_decimal_edges = false;
};

// What a parameter of a definition is.
enum class Parameter { Percent, Money, Codes, Countries, Requirement };

struct Definition {
  std::string name;  // of a method: both names
  std::vector<Parameter> parameters;
  bool is_requirement = false;
  Type type = Type::Money;  // of an amount
  bool asks_for_change = false;
};

struct Choice {
  std::string name;
  std::vector<std::string> words;
};

// The names a program has declared so far.
struct Vocabulary {
  std::map<Type, std::vector<std::string>> facts;  // choices apart
  std::vector<Choice> choices;
  std::map<Type, std::vector<std::string>> columns;
  std::vector<Choice> column_choices;
  std::vector<std::string> tags;
  std::vector<std::string> processes;
  std::vector<std::string> judgements;
  std::vector<CodeSet> code_sets;
  std::vector<std::string> country_lists;
  std::map<Type, std::vector<std::string>> thresholds;
  std::vector<Definition> definitions;
  bool has_content = false;  // `content of US` means something
};

// Where an expression stands, and so what it may speak of.
struct Site {
  bool may_ask_for_change = true;
  bool is_tolerance = false;  // there are failing materials
  bool is_rule = false;       // there is `the range`
  // Parameters of the definition it is the body of, by name.
  std::vector<std::pair<std::string, Parameter>> parameters;
};

class ExpressionGenerator {
 public:
  ExpressionGenerator(Random& random, const Vocabulary& names,
                      const Features& features)
      : random_(random),
        names_(names),
        features_(features),
        codes_(random, features.has_decimal_edges) {}

  // One that can stand anywhere a requirement can: in parentheses where a list
  // or an `or` at its end would run on.
  [[nodiscard]] std::string requirement(const Site& site, int depth);
  // Of type Percent, Number, Money, Weight or Quantity; a single term.
  [[nodiscard]] std::string amount(Type type, const Site& site, int depth);
  [[nodiscard]] std::string selection(const Site& site, int depth);
  [[nodiscard]] std::string literal(Type type);
  [[nodiscard]] std::string date();
  [[nodiscard]] std::string days(const Site& site, int depth);
  [[nodiscard]] std::string some_date(const Site& site, int depth);
  [[nodiscard]] std::string date_test(const Site& site, int depth);
  [[nodiscard]] std::string countries(const Site& site);
  [[nodiscard]] std::string places(const Site& site);

 private:
  [[nodiscard]] std::string leaf_requirement(const Site& site, int depth);
  [[nodiscard]] std::string joined(const Site& site, int depth);
  [[nodiscard]] std::string change(const Site& site);
  [[nodiscard]] std::string content_test(const Site& site, int depth);
  [[nodiscard]] std::string share_test(const Site& site, int depth);
  [[nodiscard]] std::string general_comparison(const Site& site, int depth);
  [[nodiscard]] std::string quantifier(const Site& site, int depth);
  [[nodiscard]] std::string fact_check(const Site& site);
  [[nodiscard]] std::string use_of_definition(const Site& site, int depth);
  [[nodiscard]] std::string call(const Definition& definition, const Site& site,
                                 int depth);
  [[nodiscard]] std::string simple_amount(Type type, const Site& site,
                                          int depth);
  [[nodiscard]] std::string base(Type type);
  [[nodiscard]] std::string limit(Type type, const Site& site);
  [[nodiscard]] std::string relation();
  [[nodiscard]] std::string property(const Site& site, int depth);
  [[nodiscard]] std::string plain_property(const Site& site);
  [[nodiscard]] std::string source(const Site& site);
  [[nodiscard]] std::string codes_of_materials(const Site& site);
  [[nodiscard]] const std::string* parameter(const Site& site, Parameter of);

  Random& random_;
  const Vocabulary& names_;
  const Features& features_;
  CodeGenerator codes_;
};

}  // namespace origo::random
