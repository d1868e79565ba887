// Expressions by type, so that every program is well typed; parentheses
// wherever a list could run on into what follows.
#include "tests/random/expression_generator.hpp"

namespace origo::random {
namespace {

std::string in_parens(const std::string& text) {
  return '(' + text + ')';
}

bool has_any(const std::map<Type, std::vector<std::string>>& names, Type type) {
  const auto it = names.find(type);
  return it != names.end() && !it->second.empty();
}

}  // namespace

const std::string* ExpressionGenerator::parameter(const Site& site,
                                                  Parameter of) {
  std::vector<const std::string*> fitting;
  for (const auto& [name, type] : site.parameters) {
    if (type == of) fitting.push_back(&name);
  }
  return fitting.empty() ? nullptr : random_.pick(fitting);
}

std::string ExpressionGenerator::literal(Type type) {
  if (!features_.has_amounts) {
    if (type == Type::Money) return "0 USD";
    if (type == Type::Weight) return "0 g";
    if (type == Type::Quantity) return "0 pcs";
  }
  switch (type) {
    case Type::Percent:
      return random_.pick({"0%", "7%", "10%", "25%", "33.3333%", "40%", "50%",
                           "60%", "62.5%", "75%", "100%", "0.0001%"});
    case Type::Money:
      return random_.pick({"0 USD", "1.00 USD", "5 USD", "100 USD",
                           "250.50 USD", "0.000001 USD", "1000000 USD"});
    case Type::Weight:
      return random_.pick(
          {"0 g", "500 mg", "1 kg", "2.5 kg", "1 lb", "10 kg", "0.25 t"});
    case Type::Quantity:
      return random_.pick({"0 pcs", "1 pcs", "2 pcs", "10 pcs", "100 pcs"});
    case Type::Days:
      return random_.pick(
          {"0 days", "1 day", "30 days", "365 days", "1461 days"});
    default:
      return random_.pick({"0", "1", "2", "3", "10", "0.5", "12.75"});
  }
}

std::string ExpressionGenerator::date() {
  return random_.pick({"2000-01-01", "2005-06-30", "2010-01-01", "2012-02-29",
                       "2015-07-01", "2018-12-31", "2020-07-01", "2025-01-01"});
}

std::string ExpressionGenerator::relation() {
  return random_.pick({">=", "<=", ">=", "<=", ">", "<", "="});
}

// Where materials come from: countries, or the one that a fact names.
std::string ExpressionGenerator::places(const Site& site) {
  return random_.chance(20) ? random_.pick(names_.facts.at(Type::Country))
                            : countries(site);
}

std::string ExpressionGenerator::countries(const Site& site) {
  std::string list;
  const std::size_t count = random_.pick<std::size_t>({1, 1, 2, 3});
  for (std::size_t i = 0; i < count; ++i) {
    const std::string* own = parameter(site, Parameter::Countries);
    list += i > 0 ? ", " : "";
    if (own != nullptr && random_.chance(50)) {
      list += *own;
    } else if (!names_.country_lists.empty() && random_.chance(25)) {
      list += random_.pick(names_.country_lists);
    } else {
      list += random_.pick({"US", "CA", "MX", "JP", "CN"});
    }
  }
  return list;
}

// Codes of materials may name the good's own.
std::string ExpressionGenerator::codes_of_materials(const Site& site) {
  const std::string* own = parameter(site, Parameter::Codes);
  if (own != nullptr && random_.chance(60)) return *own;
  if (random_.chance(15)) {
    return random_.pick({"chapter of the good", "heading of the good",
                         "subheading of the good"});
  }
  if (site.is_rule && random_.chance(15)) return "the range";
  if (random_.chance(8)) {
    return codes_.range().text + " except heading of the good";
  }
  return codes_.code_set(names_.code_sets).text;
}

std::string ExpressionGenerator::source(const Site& site) {
  std::string list;
  const std::size_t count = random_.pick<std::size_t>({1, 1, 2, 3});
  for (std::size_t i = 0; i < count; ++i) {
    list += i > 0 ? ", " : "";
    if (random_.chance(20)) {
      list += random_.pick({"chapter of the good", "heading of the good",
                            "subheading of the good"});
    } else if (site.is_rule && random_.chance(15)) {
      list += "the range";
    } else if (!names_.code_sets.empty() && random_.chance(20)) {
      list += random_.pick(names_.code_sets).text;
    } else {
      list += codes_.range().text;
    }
    if (!names_.tags.empty() && random_.chance(15)) {
      list += " tagged " + random_.pick(names_.tags);
    }
  }
  return list;
}

std::string ExpressionGenerator::change(const Site& site) {
  std::string text;
  if (random_.chance(70)) {
    text = random_.pick({"CC", "CTH", "CTH", "CTSH", "CTI"});
  } else if (random_.chance(20)) {
    text = "change from any";
  } else {
    text = "change from " + source(site);
  }
  const std::size_t parts = random_.pick<std::size_t>({0, 0, 1, 1, 2});
  for (std::size_t i = 0; i < parts; ++i) {
    text += random_.chance(50) ? " including " : " except ";
    text += source(site);
  }
  return text;
}

std::string ExpressionGenerator::plain_property(const Site& site) {
  switch (random_.below(9)) {
    case 8:
      return random_.chance(50) ? "kind is packaging" : "kind is not packing";
    case 0:
      return "originating";
    case 1:
      return "non-originating";
    case 2:
      return "wholly_obtained";
    case 3:
      return "unproven";
    case 4:
    case 5:
      return "of " + codes_of_materials(site);
    case 6:
      if (names_.tags.empty()) return "from " + places(site);
      return (random_.chance(50) ? "tagged " : "") + random_.pick(names_.tags);
    default:
      return "from " + places(site);
  }
}

// In parentheses, or plain.
std::string ExpressionGenerator::property(const Site& site, int depth) {
  if (depth > 0 && random_.chance(30)) {
    const std::string first = property(site, depth - 1);
    if (random_.chance(25)) return in_parens("not " + in_parens(first));
    return text_of({"((", first, random_.chance(50) ? ") and (" : ") or (",
                    property(site, depth - 1), "))"});
  }
  const std::size_t form = random_.below(8);
  if (form == 0) {
    return text_of({"(kind is ", random_.pick({"", "", "not "}),
                    random_.pick({"packing", "accessory", "intermediate"}),
                    ")"});
  }
  if (form == 1 && !names_.column_choices.empty()) {
    const Choice& choice = random_.pick(names_.column_choices);
    return text_of({"(", choice.name, " is ", random_.pick({"", "", "not "}),
                    random_.pick(choice.words), ")"});
  }
  if (form == 2 && has_any(names_.columns, Type::Number)) {
    return text_of({"(", random_.pick(names_.columns.at(Type::Number)), " ",
                    relation(), " ", literal(Type::Number), ")"});
  }
  if (form == 3) {
    const bool is_weight = random_.chance(50);
    return text_of({is_weight ? "(weight " : "(quantity ", relation(), " ",
                    literal(is_weight ? Type::Weight : Type::Quantity), ")"});
  }
  if (form == 4 && depth > 0 && random_.chance(50)) {
    // Of the good: all of the materials, or none.
    Site plain = site;
    plain.may_ask_for_change = false;
    return in_parens(leaf_requirement(plain, 0));
  }
  if (random_.chance(10)) return "not " + plain_property(site);
  return plain_property(site);
}

std::string ExpressionGenerator::selection(const Site& site, int depth) {
  std::string text;
  if (site.is_tolerance && random_.chance(70)) {
    text = "failing ";
  } else {
    text = random_.pick({"", "", "non-originating ", "non-originating ",
                         "originating ", "unproven "});
  }
  text += random_.pick({"materials", "materials", "material"});
  const std::size_t parts = random_.pick<std::size_t>({0, 0, 1, 1, 2});
  for (std::size_t i = 0; i < parts; ++i) {
    switch (random_.below(4)) {
      case 0:
        text += " of " + codes_of_materials(site);
        break;
      case 1:
        if (names_.tags.empty()) break;
        text += " tagged " + random_.pick(names_.tags);
        break;
      case 2:
        text += " from " + places(site);
        break;
      default:
        // In parentheses: `where NAME is` would begin a choice.
        text += " where " + in_parens(property(site, depth - 1));
        break;
    }
  }
  return text;
}

std::string ExpressionGenerator::base(Type type) {
  if (has_any(names_.facts, type)) {
    return random_.pick(names_.facts.at(type));
  }
  return literal(type);
}

// What a content test may be held against.
std::string ExpressionGenerator::limit(Type type, const Site& site) {
  if (has_any(names_.thresholds, type) && random_.chance(40)) {
    return random_.pick(names_.thresholds.at(type));
  }
  if (type == Type::Percent) {
    const std::string* own = parameter(site, Parameter::Percent);
    if (own != nullptr && random_.chance(60)) return *own;
  }
  return literal(type);
}

// A term without arithmetic of its own.
std::string ExpressionGenerator::simple_amount(Type type, const Site& site,
                                               int depth) {
  const std::size_t form = random_.below(10);
  if (form < 2) return limit(type, site);
  if (form < 6) {
    if (type == Type::Number && random_.chance(60)) {
      return in_parens("count of " + selection(site, depth));
    }
    std::vector<std::string> columns;
    if (has_any(names_.columns, type)) columns = names_.columns.at(type);
    if (type == Type::Money) columns.insert(columns.end(), 3, "value");
    if (type == Type::Weight) columns.insert(columns.end(), 3, "weight");
    if (type == Type::Quantity) columns.insert(columns.end(), 3, "quantity");
    if (!columns.empty()) {
      return text_of(
          {"(", random_.pick(columns), " of ", selection(site, depth), ")"});
    }
  }
  if (type == Type::Money && names_.has_content && random_.chance(10)) {
    return "(content of " + countries(site) + ")";
  }
  if (type == Type::Money && random_.chance(20)) {
    const std::string* own = parameter(site, Parameter::Money);
    if (own != nullptr) return *own;
  }
  if (random_.chance(25)) {
    std::vector<const Definition*> fitting;
    for (const Definition& it : names_.definitions) {
      if (!it.is_requirement && it.type == type) fitting.push_back(&it);
    }
    if (!fitting.empty()) return call(*random_.pick(fitting), site, depth);
  }
  return base(type);
}

std::string ExpressionGenerator::amount(Type type, const Site& site,
                                        int depth) {
  if (depth <= 0) return simple_amount(type, site, 0);
  auto part = [&] { return amount(type, site, depth - 1); };
  switch (random_.below(9)) {
    case 0:
      return text_of({"(", part(), " + ", part(), ")"});
    case 1:
      return text_of({"(", part(), " - ", part(), ")"});
    case 2:
      return "(-" + part() + ")";
    case 3:
      return text_of({random_.pick({"least", "greatest"}), " of (", part(),
                      ", ", part(),
                      random_.chance(30) ? ", " + part() : std::string(), ")"});
    case 4: {
      Site plain = site;
      plain.may_ask_for_change = false;
      return text_of({"(if ", requirement(plain, depth - 1), " then ", part(),
                      " else (", part(), "))"});
    }
    case 5:
      if (type == Type::Number) {
        return text_of({"(", part(), " / ", part(), ")"});
      }
      return text_of(
          {"(", amount(Type::Percent, site, depth - 1), " * ", part(), ")"});
    case 6: {
      if (type == Type::Percent) {
        const Type of = random_.pick({Type::Money, Type::Money, Type::Weight});
        return text_of({"(", amount(of, site, depth - 1), " / ",
                        amount(of, site, depth - 1), ")"});
      }
      return text_of({"(", part(), " / ", amount(Type::Number, site, 0), ")"});
    }
    default:
      return simple_amount(type, site, depth);
  }
}

std::string ExpressionGenerator::share_test(const Site& site, int depth) {
  const Type type = random_.pick(
      {Type::Money, Type::Money, Type::Money, Type::Weight, Type::Quantity});
  auto term = [&] { return simple_amount(type, site, depth); };
  const std::string percent = limit(Type::Percent, site);
  switch (random_.below(6)) {
    case 0:
    case 1:
      return text_of(
          {term(), " ", relation(), " ", percent, " of ", base(type)});
    case 2: {
      const std::string under = base(type);
      return text_of({"(", under, " - ", term(), ") / ", under, " ", relation(),
                      " ", percent});
    }
    case 3:
      return text_of({"(", term(), " + ", term(), " - ", term(), ") / (",
                      base(type), random_.pick({" + ", " - "}), term(), ") ",
                      relation(), " ", percent});
    case 4:
      return "MaxNOM " + percent + " of " + base(Type::Money);
    default: {
      std::vector<const Definition*> methods;
      for (const Definition& it : names_.definitions) {
        if (!it.is_requirement && it.type == Type::Percent) {
          methods.push_back(&it);
        }
      }
      if (methods.empty()) {
        return "MaxNOM " + percent + " of " + base(Type::Money);
      }
      return text_of({call(*random_.pick(methods), site, depth), " ",
                      relation(), " ", percent});
    }
  }
}

std::string ExpressionGenerator::content_test(const Site& site, int depth) {
  if (random_.chance(60)) return share_test(site, depth);
  const Type type = random_.pick({Type::Money, Type::Money, Type::Weight,
                                  Type::Quantity, Type::Number, Type::Percent});
  auto term = [&] { return simple_amount(type, site, depth); };
  std::string left = term();
  if (random_.chance(40)) {
    left += text_of({random_.pick({" + ", " - "}), term()});
  }
  const std::string right = random_.chance(60) ? limit(type, site) : term();
  return text_of({left, " ", relation(), " ", right});
}

std::string ExpressionGenerator::general_comparison(const Site& site,
                                                    int depth) {
  if (random_.chance(15)) {
    // Money by weight.
    auto price = [&] {
      return text_of({"(", amount(Type::Money, site, depth - 1), " / ",
                      amount(Type::Weight, site, depth - 1), ")"});
    };
    return text_of({price(), " ", relation(), " ", price()});
  }
  const Type type = random_.pick({Type::Percent, Type::Percent, Type::Money,
                                  Type::Weight, Type::Quantity, Type::Number});
  return text_of({amount(type, site, depth), " ", relation(), " ",
                  amount(type, site, depth - 1)});
}

std::string ExpressionGenerator::quantifier(const Site& site, int depth) {
  switch (random_.below(6)) {
    case 0:
    case 1:
      return text_of(
          {"every ", selection(site, depth), " is ", property(site, depth)});
    case 2:
    case 3:
      return "no " + selection(site, depth);
    case 4:
      return "only originating materials";
    default:
      return "wholly obtained";
  }
}

std::string ExpressionGenerator::fact_check(const Site& site) {
  const std::string is = random_.pick({" is ", " is ", " is not "});
  switch (random_.below(8)) {
    case 0:
      if (!has_any(names_.facts, Type::Truth)) break;
      return "good" + is + random_.pick(names_.facts.at(Type::Truth));
    case 1:
      if (names_.choices.empty()) break;
      {
        const Choice& choice = random_.pick(names_.choices);
        return text_of({random_.chance(50) ? "good." : "", choice.name, is,
                        random_.pick(choice.words)});
      }
    case 2:
      return "good of " + codes_.code_set(names_.code_sets).text;
    case 3:
      return text_of({random_.pick({"good made in ", "good exported from ",
                                    "good imported into "}),
                      countries(site)});
    case 4:
      if (names_.processes.empty()) break;
      return text_of(
          {"process ", random_.pick(names_.processes),
           random_.chance(50) ? " in " + countries(site) : std::string()});
    case 5:
      if (names_.judgements.empty()) break;
      return "judgement " + random_.pick(names_.judgements);
    case 6:
      if (!has_any(names_.facts, Type::Country)) break;
      return text_of({"good.", random_.pick(names_.facts.at(Type::Country)), is,
                      random_.pick({"US", "CA", "JP"})});
    default:
      break;
  }
  if (random_.chance(40)) return date_test(site, 1);
  const std::string day = random_.pick(names_.facts.at(Type::Date));
  if (random_.chance(80)) return text_of({day, " ", relation(), " ", date()});
  return text_of({date(), " ", relation(), " ", day});
}

// Days that are written out, a threshold, a fact, or those between two dates.
std::string ExpressionGenerator::days(const Site& site, int depth) {
  if (random_.chance(30)) return simple_amount(Type::Days, site, depth);
  if (random_.chance(60)) return literal(Type::Days);
  return text_of({"(", some_date(site, 0), " - ", some_date(site, 0), ")"});
}

std::string ExpressionGenerator::some_date(const Site& site, int depth) {
  const std::vector<std::string>& facts = names_.facts.at(Type::Date);
  if (depth <= 0 || random_.chance(40)) {
    return random_.chance(85) ? random_.pick(facts) : date();
  }
  auto part = [&] { return some_date(site, depth - 1); };
  switch (random_.below(4)) {
    case 0:
      return text_of({"(", part(), " - ", days(site, depth - 1), ")"});
    case 1:
      return text_of({random_.pick({"least", "greatest"}), " of (", part(),
                      ", ", part(), ")"});
    default:
      return text_of({"(", part(), " + ", days(site, depth - 1), ")"});
  }
}

std::string ExpressionGenerator::date_test(const Site& site, int depth) {
  if (random_.chance(60)) {
    return text_of(
        {some_date(site, depth), " ", relation(), " ", some_date(site, depth)});
  }
  return text_of({some_date(site, 1), " - ", some_date(site, 1), " ",
                  relation(), " ", days(site, 1)});
}

std::string ExpressionGenerator::call(const Definition& definition,
                                      const Site& site, int depth) {
  std::string text = definition.name;
  if (definition.parameters.empty()) return text;
  text += '(';
  for (std::size_t i = 0; i < definition.parameters.size(); ++i) {
    text += i > 0 ? ", " : "";
    switch (definition.parameters[i]) {
      case Parameter::Percent:
        text += limit(Type::Percent, site);
        break;
      case Parameter::Money:
        text += simple_amount(Type::Money, site, 0);
        break;
      case Parameter::Codes:
        text += !names_.code_sets.empty() && random_.chance(30)
                    ? random_.pick(names_.code_sets).text
                    : codes_.range().text;
        break;
      case Parameter::Countries:
        text += random_.pick({"US", "CA", "MX"});
        break;
      case Parameter::Requirement:
        text += in_parens(leaf_requirement(site, depth - 1));
        break;
    }
  }
  return text + ')';
}

std::string ExpressionGenerator::use_of_definition(const Site& site,
                                                   int depth) {
  std::vector<const Definition*> fitting;
  for (const Definition& it : names_.definitions) {
    if (it.is_requirement && (site.may_ask_for_change || !it.asks_for_change)) {
      fitting.push_back(&it);
    }
  }
  const std::string* own = parameter(site, Parameter::Requirement);
  if (own != nullptr && random_.chance(70)) return *own;
  if (fitting.empty()) return fact_check(site);
  return call(*random_.pick(fitting), site, depth);
}

std::string ExpressionGenerator::leaf_requirement(const Site& site, int depth) {
  const std::size_t form = random_.below(20);
  if (form < 6 && site.may_ask_for_change) return change(site);
  if (form < 10) return content_test(site, depth);
  if (form < 12) return general_comparison(site, depth);
  if (form < 15) return quantifier(site, depth);
  if (form < 17) return use_of_definition(site, depth);
  return fact_check(site);
}

std::string ExpressionGenerator::joined(const Site& site, int depth) {
  auto part = [&] { return requirement(site, depth - 1); };
  switch (random_.below(9)) {
    case 0:
    case 1:
    case 2:
      return text_of({"(", part(), " and ", part(),
                      random_.chance(30) ? " and " + part() : std::string(),
                      ")"});
    case 3:
    case 4:
      return text_of({"(", part(), " or ", part(),
                      random_.chance(30) ? " or " + part() : std::string(),
                      ")"});
    case 5:
      return "not " + part();
    case 6:
    case 7: {
      const std::int64_t parts = random_.pick({2, 2, 3, 4});
      const bool is_least = random_.chance(50);
      const std::int64_t count =
          is_least ? random_.between(1, parts) : random_.between(0, parts - 1);
      std::string text = text_of({is_least ? "at least " : "at most ",
                                  std::to_string(count), " of (", part()});
      for (std::int64_t i = 1; i < parts; ++i) text += ", " + part();
      return text + ")";
    }
    default: {
      return text_of(
          {"(if ", part(), " then ", part(), " else (", part(), "))"});
    }
  }
}

std::string ExpressionGenerator::requirement(const Site& site, int depth) {
  if (depth > 0 && random_.chance(55)) return joined(site, depth);
  return in_parens(leaf_requirement(site, depth));
}

}  // namespace origo::random
