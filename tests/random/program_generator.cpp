// Declarations in an order in which each may use those before it.
#include "tests/random/program_generator.hpp"

#include <algorithm>

#include "engine/check/check.hpp"
#include "grammar/parse.hpp"

namespace origo::random {
namespace {

class ProgramGenerator {
 public:
  ProgramGenerator(std::uint64_t seed, const Features& features)
      : random_(seed),
        features_(features),
        codes_(random_, features.has_decimal_edges),
        expressions_(random_, names_, features_) {}

  std::string run() {
    agreement();
    attributes();
    lists();
    thresholds();
    derivations();
    definitions();
    material_derivations();
    treatments();
    tolerances();
    criteria();
    notes();
    rules();
    return text_;
  }

 private:
  void line(const std::string& text) { text_ += text + '\n'; }
  void clause(const std::string& text) { text_ += "    " + text + '\n'; }
  void end() { text_ += '\n'; }

  void cite() {
    if (random_.chance(30)) clause("cite \"Article " + number() + "\"");
  }
  // A title, or nothing.
  std::string title() {
    return random_.pick({"", "", " \"plain words\"",
                         " \"a \\\"quoted\\\" \\\\ one\"",
                         " \"caf\xC3\xA9, # no comment\""});
  }
  std::string number() { return std::to_string(random_.between(1, 20)); }
  std::string fresh(const std::string& stem) {
    return stem + std::to_string(++last_name_);
  }

  // `from ...`, `until ...` or both, in order.
  std::string period() {
    std::string from = expressions_.date();
    std::string until = expressions_.date();
    if (until < from) std::swap(from, until);
    switch (random_.below(3)) {
      case 0:
        return "from " + from;
      case 1:
        return "until " + until;
      default:
        return "from " + from + " until " + until;
    }
  }

  void agreement() {
    for (const BuiltInFact& fact : kBuiltInFacts) {
      // Beside a selection, plain `quantity` is the materials'.
      const bool is_ambiguous = fact.word == "quantity";
      names_.facts[fact.type].push_back((is_ambiguous ? "good." : "") +
                                        std::string(fact.word));
    }
    line("agreement A" + title());
    clause("parties US, CA" + std::string(random_.chance(50) ? ", MX" : ""));
    if (random_.chance(10)) {
      clause("nomenclature HS " +
             std::string(random_.pick({"2012", "2017", "2022", "2007"})));
    }
    if (random_.chance(25)) clause("in force " + period());
    if (random_.chance(40)) {
      clause("selected by " + random_.pick(names_.facts[Type::Date]));
    }
    if (random_.chance(30)) {
      clause(text_of({"tolerances cover requirements",
                      random_.chance(50) ? " and weights" : ""}));
    }
    cite();
    end();
  }

  Choice choice() {
    Choice choice{fresh("choice_"), {}};
    const std::size_t words = random_.pick<std::size_t>({1, 2, 3});
    for (std::size_t i = 0; i < words; ++i) {
      choice.words.push_back(fresh("word_"));
    }
    return choice;
  }

  static std::string type_of(const Choice& choice) {
    std::string text = " choice (";
    for (const std::string& word : choice.words) {
      text += (text.back() == '(' ? "" : ", ") + word;
    }
    return text + ")";
  }

  // What a column is where a material does not state it.
  std::string default_of(Type type) {
    if (random_.chance(40)) return "0";
    // Money is carried from production to production, which fractions are not.
    if (type == Type::Money) return "value";
    if (type == Type::Weight && random_.chance(60)) return "weight";
    return expressions_.literal(type);
  }

  void attributes() {
    const std::size_t count = static_cast<std::size_t>(random_.between(0, 8));
    for (std::size_t i = 0; i < count; ++i) {
      const Type type =
          random_.pick({Type::Truth, Type::Truth, Type::Percent, Type::Number,
                        Type::Money, Type::Weight, Type::Quantity, Type::Days,
                        Type::Date, Type::Country});
      const std::string name = fresh("fact_");
      line((type == Type::Truth && random_.chance(20) ? "election "
                                                      : "attribute ") +
           name + ' ' +
           std::string(kTypeWords[static_cast<std::size_t>(type)]) + title());
      names_.facts[type].push_back(name);
    }
    if (random_.chance(50)) {
      names_.choices.push_back(choice());
      line((random_.chance(20) ? "election " : "attribute ") +
           names_.choices.back().name + type_of(names_.choices.back()));
    }
    if (random_.chance(50)) {
      names_.column_choices.push_back(choice());
      const Choice& own = names_.column_choices.back();
      line("material attribute " + own.name + type_of(own) +
           (random_.chance(30) ? " default " + random_.pick(own.words) : ""));
    }
    const std::size_t columns = static_cast<std::size_t>(random_.between(0, 3));
    for (std::size_t i = 0; i < columns; ++i) {
      const Type type = random_.pick({Type::Number, Type::Number, Type::Percent,
                                      Type::Money, Type::Weight, Type::Days});
      const std::string name = fresh("column_");
      line("material attribute " + name + ' ' +
           std::string(kTypeWords[static_cast<std::size_t>(type)]) + title() +
           (random_.chance(30) ? " default " + default_of(type) : ""));
      names_.columns[type].push_back(name);
    }
    auto names = [this](const char* word, const char* stem, const char* rest) {
      std::vector<std::string> result;
      for (std::size_t i = random_.below(3); i > 0; --i) {
        result.push_back(fresh(stem));
        line(word + result.back() + rest);
      }
      return result;
    };
    names_.tags = names("tag ", "tag_", "");
    for (std::string& elective : names("material election ", "tag_", "")) {
      names_.tags.push_back(std::move(elective));
    }
    names_.processes = names("process ", "process_", " \"a process\"");
    names_.judgements = names("judgement ", "judged_", " \"is it simple?\"");
    end();
  }

  void lists() {
    const std::size_t sets = random_.below(3);
    for (std::size_t i = 0; i < sets; ++i) {
      CodeSet set = codes_.code_set(names_.code_sets);
      const std::string name = fresh("codes_");
      line("codes " + name + title() + " = " + set.text);
      set.text = name;
      names_.code_sets.push_back(std::move(set));
    }
    const std::size_t lists = random_.below(3);
    for (std::size_t i = 0; i < lists; ++i) {
      const std::string name = fresh("countries_");
      line("countries " + name + " = " + expressions_.countries({}));
      names_.country_lists.push_back(name);
    }
    end();
  }

  void thresholds() {
    const std::size_t count = random_.below(4);
    for (std::size_t i = 0; i < count; ++i) {
      const Type type =
          random_.pick({Type::Percent, Type::Percent, Type::Percent,
                        Type::Money, Type::Weight, Type::Number, Type::Days});
      const std::string name = fresh("threshold_");
      line("threshold " + name + title());
      if (random_.chance(30)) clause("selected by fiscal_year");
      steps(type);
      cite();
      end();
      names_.thresholds[type].push_back(name);
    }
  }

  // One value, with a period or without, or several in order.
  void steps(Type type) {
    if (random_.chance(40)) {
      clause(text_of({expressions_.literal(type),
                      random_.chance(30) ? "  " + period() : std::string()}));
      return;
    }
    static constexpr const char* kFirst[] = {"2000-01-01", "2008-01-01",
                                             "2016-02-29", "2022-01-01"};
    static constexpr const char* kLast[] = {"2007-12-31", "2015-06-30",
                                            "2021-12-31", "2030-12-31"};
    const std::size_t begin = random_.below(2);
    const std::size_t end = begin + 2 + random_.below(3 - begin);
    for (std::size_t i = begin; i < end; ++i) {
      clause(text_of({expressions_.literal(type), "  from ", kFirst[i],
                      random_.chance(40) ? std::string(" until ") + kLast[i]
                                         : std::string()}));
    }
  }

  // Each from facts that come later in the list, so that none is circular.
  void derivations() {
    const std::vector<std::string>& money = names_.facts[Type::Money];
    const std::size_t count = random_.below(3);
    std::size_t at = 0;
    for (std::size_t i = 0; i < count; ++i) {
      at += random_.below(3);
      if (at + 2 >= money.size()) return;
      auto other = [&] {
        return money[at + 1 + random_.below(money.size() - at - 1)];
      };
      std::string formula;
      switch (random_.below(4)) {
        case 0:
          formula = text_of({other(), " - ", other()});
          break;
        case 1:
          formula = text_of(
              {"least of (", other(), ", ", other(), " + ", other(), ")"});
          break;
        case 2:
          formula = text_of({other(), " + (value of ",
                             expressions_.selection(no_change(), 1), ")"});
          break;
        default:
          formula =
              text_of({"if good made in US then ", other(), " else ", other()});
          break;
      }
      line("derive " + money[at] + " = " + formula);
      ++at;
    }
    if (count > 0) end();
  }

  static Site no_change() {
    Site site;
    site.may_ask_for_change = false;
    return site;
  }

  void definitions() {
    if (random_.chance(30)) {
      line(
          "measure content(places countries) = value of originating materials "
          "from places + (if good made in places then net_cost - value of "
          "materials else 0)");
      names_.has_content = true;
    }
    const std::size_t count = random_.below(6);
    for (std::size_t i = 0; i < count; ++i) {
      Definition definition;
      Site site = no_change();
      std::string parameters;
      static constexpr const char* kWords[] = {"percent", "money", "codes",
                                               "countries", "requirement"};
      const std::size_t parameter_count =
          random_.pick<std::size_t>({0, 0, 1, 2});
      for (std::size_t k = 0; k < parameter_count; ++k) {
        const auto type = static_cast<Parameter>(random_.below(5));
        const std::string name = fresh("given_");
        definition.parameters.push_back(type);
        site.parameters.emplace_back(name, type);
        parameters += (k > 0 ? ", " : "") + name + ' ' +
                      kWords[static_cast<std::size_t>(type)];
      }
      if (parameter_count > 0) parameters = '(' + parameters + ')';
      const std::size_t form = random_.below(3);
      std::string head;
      std::string body;
      if (form == 0) {
        definition.is_requirement = true;
        definition.asks_for_change = random_.chance(30);
        site.may_ask_for_change = definition.asks_for_change;
        definition.name = fresh("defined_");
        head = "define ";
        body = expressions_.requirement(site, 2);
      } else if (form == 1) {
        definition.type = random_.pick({Type::Money, Type::Weight});
        definition.name = fresh("measure_");
        head = "measure ";
        body = expressions_.amount(definition.type, site, 1);
      } else {
        definition.type = Type::Percent;
        definition.name = "RVC " + fresh("method_");
        head = "method ";
        body = text_of({expressions_.amount(Type::Money, site, 1), " / ",
                        random_.pick(names_.facts[Type::Money])});
      }
      line(head + definition.name + parameters + " = " + body);
      names_.definitions.push_back(std::move(definition));
    }
    end();
  }

  void material_derivations() {
    std::vector<std::string> columns = names_.columns[Type::Money];
    columns.push_back("value");
    for (const std::string& column : columns) {
      if (!random_.chance(40)) continue;
      std::string formula = text_of({random_.pick(columns), " of ",
                                     expressions_.selection(no_change(), 1)});
      if (random_.chance(50)) {
        formula = text_of(
            {random_.pick(names_.facts[Type::Money]), " - (", formula, ")"});
      }
      line("derive material " + column + " = " + formula);
    }
    end();
  }

  void treatments() {
    const std::size_t count = random_.pick<std::size_t>({0, 1, 1, 2, 3});
    for (std::size_t i = 0; i < count; ++i) {
      std::string text = "treat ";
      if (i + 1 == count && random_.chance(60)) {
        text += "unproven materials as non-originating";
      } else {
        text += expressions_.selection(no_change(), 1);
        text += random_.pick(
            {" as originating", " as non-originating", " as their materials"});
        if (random_.chance(30)) {
          text += " when " + expressions_.requirement(no_change(), 1);
        }
      }
      line(text);
    }
    end();
  }

  void require(const Site& site, int depth,
               const std::string& word = "require") {
    std::string text = word + ' ';
    const std::size_t count = random_.pick<std::size_t>({1, 1, 1, 2, 3});
    for (std::size_t i = 0; i < count; ++i) {
      if (i > 0) text += random_.chance(50) ? "\n        or " : ", or ";
      text += expressions_.requirement(site, depth);
      if (random_.chance(20)) {
        text += " and " + expressions_.requirement(site, depth - 1);
      }
      if (random_.chance(12)) text += ' ' + period();
    }
    clause(text);
  }

  void tolerances() {
    const std::size_t count = random_.pick<std::size_t>({0, 1, 1, 2});
    for (std::size_t i = 0; i < count; ++i) {
      Site site = no_change();
      site.is_tolerance = true;
      line("tolerance " + fresh("tolerance_") + title());
      auto codes = [this] { return codes_.code_set(names_.code_sets).text; };
      if (random_.chance(25)) clause("for " + codes());
      if (random_.chance(15)) {
        clause("when " + expressions_.requirement(site, 1));
      }
      if (random_.chance(60)) {
        clause(text_of({"require value of failing materials <= ",
                        random_.pick({"7%", "10%", "25%", "50%"}), " of ",
                        random_.pick(names_.facts[Type::Money])}));
      } else {
        require(site, 1);
      }
      if (random_.chance(20)) clause("not for " + codes());
      if (random_.chance(15)) {
        clause(text_of({"not for ", codes(), " in ", codes()}));
      }
      cite();
      end();
    }
  }

  // A pack of criteria, or one of steps that give countries.
  void criteria() {
    if (random_.chance(20)) {
      steps_in_order();
      return;
    }
    const std::size_t count = random_.pick<std::size_t>({0, 0, 1, 2, 3});
    const std::size_t by_rule = random_.below(count + 1);
    for (std::size_t i = 0; i < count; ++i) {
      line("criterion " + fresh("criterion_") + title());
      if (i == by_rule) {
        clause("by rule");
      } else if (random_.chance(40)) {
        clause(random_.pick(
            {"require wholly obtained", "require only originating materials"}));
      } else {
        require({}, 2);
      }
      cite();
      end();
    }
    const std::size_t conditions = random_.pick<std::size_t>({0, 0, 1, 2});
    for (std::size_t i = 0; i < conditions; ++i) {
      line("condition " + fresh("condition_") + title());
      require({}, 1);
      end();
    }
  }

  void steps_in_order() {
    const std::size_t count = random_.pick<std::size_t>({1, 2, 3, 4});
    const std::size_t by_rule = random_.below(count + 1);
    for (std::size_t i = 0; i < count; ++i) {
      line("country " + fresh("step_") + title());
      if (i == by_rule) {
        clause("by rule");
      } else if (random_.chance(30)) {
        clause(random_.pick({"require yes", "require good made in MX"}));
      } else {
        require({}, 2);
      }
      clause("gives " +
             (random_.chance(40)
                  ? random_.pick(names_.facts[Type::Country])
                  : "countries of " + expressions_.selection(no_change(), 1)));
      cite();
      end();
    }
  }

  void notes() {
    const std::size_t count = random_.pick<std::size_t>({0, 0, 1, 2, 3});
    for (std::size_t i = 0; i < count; ++i) {
      line("note " + fresh("note_") + title());
      Site site;
      site.is_rule = random_.chance(75);
      if (site.is_rule) {
        clause("for " + codes_.code_set(names_.code_sets).text);
      }
      if (random_.chance(25)) clause(period());
      if (random_.chance(30)) {
        Site condition = site;
        condition.may_ask_for_change = false;
        clause("when " + expressions_.requirement(condition, 1));
      }
      if (random_.chance(25)) {
        Site tested = site;
        tested.may_ask_for_change = false;
        clause("tests " + expressions_.selection(tested, 1));
      } else {
        require(site, 1, random_.pick({"require", "alternative"}));
      }
      cite();
      end();
    }
  }

  // The text of a rule, once it is known that it can apply.
  std::string rule(const CodeSet& set, bool is_override, bool has_when,
                   bool has_period) {
    std::string before;
    std::swap(before, text_);
    line((is_override ? "override " : "rule ") + set.text + title());
    Site site;
    site.is_rule = true;
    if (has_when) {
      Site condition = site;
      condition.may_ask_for_change = false;
      clause("when " + expressions_.requirement(condition, 1));
    }
    if (has_period) clause(period());
    require(site, static_cast<int>(random_.between(0, 3)));
    cite();
    end();
    std::swap(before, text_);
    return before;
  }

  void rules() {
    Claims claims;
    std::vector<std::string> texts;
    const std::size_t wanted = static_cast<std::size_t>(random_.between(1, 10));
    for (std::size_t i = 0; i < 3 * wanted && texts.size() < wanted; ++i) {
      const CodeSet set = codes_.code_set(names_.code_sets);
      const bool is_override = random_.chance(10);
      const bool has_when = random_.chance(30);
      const bool has_period = random_.chance(15);
      if (!claims.add({set.runs, is_override, has_when || has_period})) {
        continue;
      }
      texts.push_back(rule(set, is_override, has_when, has_period));
    }
    const std::vector<bool> is_reachable = claims.reachable();
    for (std::size_t i = 0; i < texts.size(); ++i) {
      if (is_reachable[i]) text_ += texts[i];
    }
  }

  Random random_;
  Features features_;
  Vocabulary names_;
  CodeGenerator codes_;
  ExpressionGenerator expressions_;
  std::string text_;
  std::size_t last_name_ = 0;
};

// Whether a rule can never apply, which only all rules together show.
bool has_hidden_rule(const std::string& program) {
  const SourceFile source{"random.roo", program};
  Diagnostics diagnostics;
  std::vector<ast::Tree> trees;
  trees.push_back(grammar::parse(source, diagnostics));
  static_cast<void>(check(trees, diagnostics));
  const std::vector<Diagnostic> all = diagnostics.sorted();
  return std::any_of(all.begin(), all.end(), [](const Diagnostic& it) {
    return it.code() == Code::ShadowedRule;
  });
}

}  // namespace

std::string random_program(std::uint64_t seed, const Features& features) {
  // Any odd step leads to other programs.
  constexpr std::uint64_t kStep = 0x9E3779B97F4A7C15;
  for (;; seed += kStep) {
    std::string program = ProgramGenerator(seed, features).run();
    if (!has_hidden_rule(program)) return program;
  }
}

std::string with_comments(const std::string& program, Random& random) {
  std::string result;
  bool is_quoted = false;
  std::size_t count = 0;
  auto comment = [&] { return "# comment " + std::to_string(++count); };
  for (std::size_t i = 0; i < program.size(); ++i) {
    const char c = program[i];
    if (c == '\\' && is_quoted) {
      result += c;
      result += program[++i];
      continue;
    }
    if (c == '"') is_quoted = !is_quoted;
    if (c == '\n' && random.chance(8)) result += "  " + comment();
    if (c == ' ' && !is_quoted && random.chance(1)) {
      result += ' ' + comment() + "\n       ";
    }
    result += c;
    if (c != '\n') continue;
    if (random.chance(8)) result += comment() + '\n';
    if (random.chance(4)) result += "    " + comment() + '\n';
    if (random.chance(4)) result += '\n';
  }
  return result;
}

}  // namespace origo::random
