// What the parts of the check phase share: the pack being built, the names in
// scope, and the lowering of expressions. Private to engine/check.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/bytecode/image.hpp"
#include "engine/diag/diagnostics.hpp"
#include "engine/ir/ir.hpp"
#include "grammar/ast.hpp"

namespace origo::checker {

using ast::Cursor;
using ast::Kind;

enum class NameKind : std::uint8_t {
  Fact,  // attribute, process, judgement or built in; `index` is the fact
  Column,
  Tag,
  Threshold,
  Codes,
  Countries,
  Measure,
  Method,
  Definition,
  Tolerance,
  Criterion,
  Condition,
  Step,  // of a cascade; `index` as of a criterion
  Note,
};

// How a message calls a name of this kind.
[[nodiscard]] std::string_view word_of(NameKind kind);
// The same with its article.
[[nodiscard]] std::string phrase_of(NameKind kind);

struct Name {
  NameKind kind;
  std::uint32_t index = ir::kNone;  // of codes: none until they are resolved
  Cursor declaration{};             // invalid for built-in facts
};

// What a definition's parameters stand for while its body is lowered.
struct Scope {
  struct Argument {
    Cursor value;
    const Scope* scope;  // in which the value was written
    std::size_t depth;   // definitions that were being expanded there
  };

  std::map<std::string, Argument, std::less<>> arguments;
  // The codes of the rule being lowered, for `the range`.
  std::optional<std::uint32_t> range;
  // What its tariff changes do not look at, by the notes it is read with.
  std::optional<ir::MaskId> untested;
  bool is_tolerance = false;      // `failing` has a meaning
  bool is_condition = false;      // of applicability: no change is asked for
  bool is_of_materials = false;   // names may be properties of materials
  bool is_forgivable = false;     // a tolerance may forgive what fails
  bool forgives_weights = false;  // and what a limit of weight counts
};

// `scope`, where a tolerance forgives nothing: what is negated, counted or a
// condition of something else.
[[nodiscard]] Scope unforgivable(const Scope& scope);

// What the law takes a column of a material to be that its facts do not say:
// what another column is, or a value.
struct ColumnDefault {
  std::optional<std::uint32_t> column;
  std::int64_t value = 0;
};

// A literal, in millionths or as the type says.
struct Value {
  Type type;
  std::int64_t value = 0;
  std::uint16_t currency = 0;
};

// A note, and the requirements its parts became.
struct Note {
  Cursor declaration{};
  Cursor effect{};                  // `require`, `alternative` or `tests`
  Cursor for_codes{};               // invalid: for all
  std::uint32_t codes = ir::kNone;  // code set
  std::vector<ir::RequirementId> conditions;  // when it applies
  ir::RequirementId requirement = ir::kNoRequirement;
  ir::MaskId untested{ir::kNone};
  std::uint32_t label = 0;
  bool touches_rule = false;
};

// An expression lowered to whichever of the two it is.
struct Lowered {
  std::optional<ir::NumberId> number;
  std::optional<ir::RequirementId> requirement;
  std::optional<std::uint32_t> date_fact;
  std::optional<std::int64_t> date;

  [[nodiscard]] bool is_error() const {
    return !number && !requirement && !date_fact && !date;
  }
};

class Checker {
 public:
  Checker(const std::vector<ast::Tree>& trees, Diagnostics& diagnostics);
  ir::Pack run();

 private:
  // overlay.cpp: what is declared, packs that are extended included.
  void lay_over();
  // Positions in declarations_ by what `replace` matches.
  using Known = std::multimap<std::string, std::size_t>;
  void add_layer(std::uint32_t layer);
  void replace(const Cursor& replacement, std::uint32_t layer,
               const Known& known);
  [[nodiscard]] bool is_rule_of_extended(const Cursor& rule,
                                         const Known& known);
  void report_nothing_to_replace(const Cursor& replacement);
  [[nodiscard]] std::string pack_name(std::uint32_t layer) const;
  // Says, where a name is declared again in a pack that extends that of the
  // first, how to say that it is meant.
  void help_replace(Diagnostic& error, const Cursor& again,
                    const Cursor& first) const;

  // declare.cpp: names and what they are.
  void declare_built_in();
  void declare_names();
  void declare_countries();
  void declare(const Cursor& declaration);
  void declare_fact(const Cursor& declaration, Type type);
  void declare_attribute(const Cursor& declaration);
  void declare_threshold(const Cursor& declaration);
  void declare_agreement(const Cursor& declaration);
  void add_name(const Cursor& name, Name what);
  void resolve_codes(std::string_view name, Name& codes);
  void declare_derivation(const Cursor& declaration);
  void declare_method(const Cursor& declaration);
  void check_steps(const Cursor& declaration, std::vector<ir::Step>& steps);
  [[nodiscard]] std::optional<Type> type_named(
      const Cursor& type, std::vector<std::string>& choices);
  [[nodiscard]] std::uint32_t clock_named(const Cursor& selected_by);

  // articles.cpp: treats, tolerances, criteria, conditions, rules.
  void lower_articles();
  void lower_treat(const Cursor& declaration);
  void lower_material_derive(const Cursor& declaration);
  void lower_tolerance(const Cursor& declaration);
  void lower_article(const Cursor& declaration);
  void lower_country(const Cursor& declaration);
  void ask_of_rules(const Cursor& require,
                    std::optional<ir::RequirementId> some);
  [[nodiscard]] ir::RequirementId some_of(const Cursor& materials,
                                          ir::MaskId mask);
  void add_to_rules();
  [[nodiscard]] std::optional<ir::Gives> gives(const Cursor& clause);
  void require_one_kind(const Cursor& declaration);
  void lower_rule(const Cursor& declaration);
  [[nodiscard]] std::optional<ir::RequirementId> alternatives(
      const Cursor& require, const Scope& scope);
  [[nodiscard]] std::optional<ir::RequirementId> in_period(
      const Cursor& of, ir::RequirementId requirement);
  [[nodiscard]] ir::Period period_of(const Cursor& parent);
  [[nodiscard]] std::string cite_of(const Cursor& declaration,
                                    std::string_view what, bool is_needed);
  // Reports clauses of a declaration that may stand there once and are twice.
  void check_clauses(const Cursor& declaration, std::string_view what);

  // notes.cpp: what rules are read with.
  void lower_note(const Cursor& declaration);
  void find_idle_notes();
  [[nodiscard]] std::vector<Note*> notes_on(std::uint32_t codes);
  [[nodiscard]] std::vector<ir::RequirementId> conditions_of(
      const Note& note, std::uint32_t rule_codes);
  [[nodiscard]] std::optional<ir::MaskId> untested_by(
      const std::vector<Note*>& notes, std::uint32_t rule_codes);
  [[nodiscard]] ir::RequirementId with_notes(const std::vector<Note*>& notes,
                                             ir::RequirementId requirement,
                                             const ir::Rule& rule);
  [[nodiscard]] ir::RequirementId with_label(
      std::uint32_t label, ir::RequirementOp op,
      std::vector<ir::RequirementId> parts);
  [[nodiscard]] std::vector<ir::RequirementId> within(const Cursor& of,
                                                      const ir::Period& period);

  // selection.cpp: which rule applies to which codes.
  void order_rules();

  // findings.cpp: what is allowed and probably not meant.
  void find_open_condition(const Cursor& left, const Cursor& sign);
  void find_unreachable_alternatives(const Cursor& require,
                                     ir::RequirementId requirement);
  [[nodiscard]] bool implies(ir::RequirementId a, ir::RequirementId b) const;
  // Whether the rules, each with a condition, describe every good.
  [[nodiscard]] bool describe_all(
      const std::vector<std::uint32_t>& rules) const;
  void find_missing_rest(const std::vector<std::uint32_t>& rules);

  // cases.cpp
  void lower_case(const Cursor& declaration);
  struct CaseParts;
  void lower_case_phrases(
      const Cursor& clause,
      std::vector<std::pair<std::uint32_t, std::int64_t>>& to);
  void lower_case_material(const Cursor& clause, CaseParts& parts);
  void lower_case_production(const Cursor& clause, CaseParts& parts);
  void order_case_materials(CaseParts& parts);
  void lower_fact(const Cursor& clause, CaseParts& parts);
  void lower_expected_country(const Cursor& clause, const Cursor& what,
                              CaseParts& parts);
  [[nodiscard]] bool is_of_result(const Cursor& what, bool of_countries);
  void lower_expectation(const Cursor& clause, CaseParts& parts);
  void set_fact(std::vector<std::pair<std::uint32_t, std::int64_t>>& to,
                std::uint32_t fact, std::int64_t value, const Cursor& stated);
  [[nodiscard]] std::optional<std::int64_t> value_for(
      const Cursor& value, std::string_view name, Type type,
      const std::vector<std::string>& choices, std::uint16_t& currency);

  // expression.cpp
  [[nodiscard]] Lowered lower(const Cursor& expression, const Scope& scope);
  [[nodiscard]] std::optional<ir::RequirementId> requirement(
      const Cursor& expression, const Scope& scope);
  [[nodiscard]] std::optional<ir::NumberId> number(const Cursor& expression,
                                                   const Scope& scope);
  // The same of what was lowered before: lowering twice at each level would
  // take time exponential in the nesting.
  [[nodiscard]] std::optional<ir::NumberId> number(const Lowered& lowered,
                                                   const Cursor& expression);
  [[nodiscard]] Lowered lower_argument(const Scope::Argument& argument);
  [[nodiscard]] Lowered lower_reference(const Cursor& expression,
                                        const Scope& scope);
  [[nodiscard]] Lowered lower_fact_reference(const Cursor& expression,
                                             std::uint32_t fact);
  [[nodiscard]] Lowered expand(const Cursor& use, const Name& definition,
                               const Scope& scope);
  [[nodiscard]] Lowered substitute(const Cursor& use, const Name& definition,
                                   const Scope& scope);
  [[nodiscard]] bool fits_parameter(const Cursor& parameter,
                                    const Cursor& argument, const Scope& scope);
  [[nodiscard]] Lowered lower_joined(const Cursor& expression,
                                     ir::RequirementOp op, std::uint32_t count,
                                     const Scope& scope);
  [[nodiscard]] std::optional<std::uint32_t> count_of(const Cursor& expression);
  [[nodiscard]] Lowered lower_joined_changes(const Cursor& expression,
                                             const Scope& scope);
  // Of an agreement whose tolerances cover limits of weight: the requirement,
  // or what it counts is forgiven.
  [[nodiscard]] ir::RequirementId forgivable(const Cursor& expression,
                                             ir::RequirementId requirement,
                                             const ir::Test& test);
  [[nodiscard]] Lowered lower_quantifier(const Cursor& expression,
                                         const Scope& scope);
  [[nodiscard]] Lowered lower_extreme(const Cursor& expression, ir::NumberOp op,
                                      const Scope& scope);
  [[nodiscard]] Lowered lower_choice(const Cursor& expression,
                                     const Scope& scope);
  [[nodiscard]] Lowered lower_arithmetic(const Cursor& expression,
                                         const Scope& scope);
  [[nodiscard]] Lowered lower_good(const Cursor& expression,
                                   const Scope& scope);
  [[nodiscard]] Lowered lower_process(const Cursor& expression,
                                      const Scope& scope);
  [[nodiscard]] Lowered lower_literal(const Cursor& literal);
  [[nodiscard]] Lowered lower_choice_of_fact(const Cursor& is_choice,
                                             std::uint32_t fact,
                                             const Cursor& whole);
  [[nodiscard]] std::optional<ir::NumberId> arithmetic(ir::NumberOp op,
                                                       ir::NumberId a,
                                                       ir::NumberId b,
                                                       const Cursor& at);
  void reconcile(ir::NumberId& a, ir::NumberId& b);
  [[nodiscard]] std::optional<ir::NumberId> derived(std::uint32_t fact);
  [[nodiscard]] ir::RequirementId make(const Cursor& label,
                                       ir::RequirementOp op,
                                       std::uint32_t a = 0, std::uint32_t b = 0,
                                       std::uint32_t c = 0);
  [[nodiscard]] ir::RequirementId make(const Cursor& label,
                                       ir::RequirementOp op, std::uint32_t a,
                                       std::vector<ir::RequirementId> parts);
  [[nodiscard]] ir::RequirementId noted(const Cursor& at, ir::RequirementId id);
  // One that no author wrote in these words.
  [[nodiscard]] ir::RequirementId make(const std::string& label,
                                       ir::RequirementOp op, std::uint32_t a,
                                       std::vector<ir::RequirementId> parts);
  [[nodiscard]] ir::RequirementId check_fact(const Cursor& label,
                                             const ir::Check& check);
  [[nodiscard]] ir::NumberId constant(const Value& value);

  // compare.cpp
  [[nodiscard]] Lowered lower_comparison(const Cursor& expression,
                                         const Scope& scope);
  [[nodiscard]] std::optional<ir::RequirementId> compare_dates(
      const Cursor& at, const Lowered& left, ir::Relation relation,
      const Lowered& right);
  [[nodiscard]] bool add_date_terms(ir::NumberId number, int sign,
                                    std::vector<ir::Term>& terms,
                                    std::int64_t& days) const;
  [[nodiscard]] std::optional<ir::Test> date_test(ir::NumberId left,
                                                  ir::Relation relation,
                                                  ir::NumberId right);
  [[nodiscard]] std::optional<ir::Test> content_test(ir::NumberId left,
                                                     ir::Relation relation,
                                                     ir::NumberId right);
  [[nodiscard]] bool add_terms(ir::NumberId number, int sign, bool is_measure,
                               std::vector<ir::Term>& terms) const;
  [[nodiscard]] bool is_limit(ir::NumberId number) const;
  [[nodiscard]] std::uint32_t method_of(const Cursor& side,
                                        const Scope& scope) const;
  // Reports a percentage outside 0% to 100% where a share is asked for.
  void check_share(const Cursor& written);

  // defaults.cpp: what the law says of materials whose facts do not say it.
  void declare_default(const Cursor& declaration);
  [[nodiscard]] std::optional<ColumnDefault> default_of(
      const Cursor& written, const ir::ColumnInfo& column);
  // Those of `of` whose column holds by a check, defaults counted.
  [[nodiscard]] ir::MaskId where(ir::MaskId of, const ir::Check& check);
  // The sum of a column over materials, defaults counted.
  [[nodiscard]] ir::NumberId sum_of(ir::MaskId of, std::uint32_t column,
                                    const ir::Unit& unit);

  // materials.cpp: selections, properties and changes.
  [[nodiscard]] std::optional<ir::MaskId> selection(const Cursor& selection,
                                                    const Scope& scope);
  [[nodiscard]] ir::MaskId from_places(const Cursor& list, ir::MaskId of,
                                       const Scope& scope);
  [[nodiscard]] std::optional<ir::MaskId> property(const Cursor& property,
                                                   ir::MaskId of,
                                                   const Scope& scope);
  [[nodiscard]] std::optional<ir::MaskId> named_property(const Cursor& property,
                                                         ir::MaskId of,
                                                         const Scope& scope);
  [[nodiscard]] std::optional<ir::MaskId> compared_property(
      const Cursor& comparison, ir::MaskId of, const Scope& scope);
  [[nodiscard]] Lowered lower_change(const Cursor& change, const Scope& scope);
  [[nodiscard]] std::optional<ir::MaskId> from_source(const Cursor& source,
                                                      ir::MaskId of,
                                                      const Scope& scope);
  [[nodiscard]] std::optional<ir::MaskId> of_code_set(const Cursor& codes,
                                                      ir::MaskId of,
                                                      const Scope& scope);
  [[nodiscard]] Lowered lower_amount_of(const Cursor& amount,
                                        const Scope& scope);
  [[nodiscard]] Lowered lower_content(const Cursor& content,
                                      const Scope& scope);
  [[nodiscard]] bool is_amount(const Cursor& at, std::uint32_t column);
  [[nodiscard]] std::optional<std::uint32_t> column_of(const Cursor& name,
                                                       ir::Unit& unit);
  [[nodiscard]] ir::MaskId shared(bytecode::SharedMask mask);

  // codes.cpp: tariff codes, countries and literals.
  struct CodeSet {
    std::vector<HsRange> ranges;
    std::vector<int> levels_of_good;  // digits: `heading of the good`
  };
  [[nodiscard]] CodeSet codes_of(const Cursor& list, const Scope& scope);
  void add_code_term(const Cursor& term, const Scope& scope, CodeSet& to);
  [[nodiscard]] std::optional<HsRange> range_of_codes(const Cursor& range);
  [[nodiscard]] std::optional<HsCode> code_of(const Cursor& code);
  [[nodiscard]] std::vector<HsRange> absolute_codes(const Cursor& set,
                                                    const Scope& scope);
  [[nodiscard]] std::vector<Country> countries_of(const Cursor& list,
                                                  const Scope& scope);
  [[nodiscard]] Cursor parties_of_agreement() const;
  void report_no_country(const Cursor& term, const Name* known);
  [[nodiscard]] std::optional<Value> literal(const Cursor& literal);
  [[nodiscard]] std::optional<Date> date_of(const Cursor& date);
  void check_edition(const Cursor& code, HsCode parsed);
  void check_repeated(const Cursor& list);

  // Names.
  [[nodiscard]] const Name* find(std::string_view name);
  // The name if it is of this kind; otherwise reports what it is instead.
  [[nodiscard]] const Name* expect_name(const Cursor& name, NameKind kind);
  // Whether what could not be read may be where a name is declared: that it is
  // not known would then be no news.
  [[nodiscard]] bool is_unread(std::string_view name) const;
  [[nodiscard]] std::string methods_of(std::string_view word) const;
  void report_unknown(const Cursor& name, std::string_view what,
                      const std::vector<NameKind>& kinds);
  std::uint32_t line_of(const SourceFile& source, std::uint32_t offset);
  [[nodiscard]] ir::Place place_of(const Cursor& at);
  void require_room(const Cursor& at, std::size_t size, std::string_view what);

  const std::vector<ast::Tree>& trees_;
  Diagnostics& diagnostics_;
  ir::Pack pack_;
  // Every declaration that holds, in the order in which they are read.
  std::vector<Cursor> declarations_;
  std::map<std::string, Name, std::less<>> names_;
  std::map<std::string, Name, std::less<>> methods_;      // by `FAMILY NAME`
  std::map<std::uint32_t, Cursor> derivations_;           // by fact
  std::map<std::uint32_t, Cursor> material_derivations_;  // by column
  std::map<std::uint32_t, ColumnDefault> defaults_;       // by column
  // What a limit of weight counts, by the requirement that may be forgiven.
  std::map<std::uint32_t, ir::MaskId> forgivable_weights_;
  ir::RequirementId of_rules_ = ir::kNoRequirement;  // what its step asks for
  Cursor rule_step_;                    // the first step that is met by rule
  std::vector<std::string> expanding_;  // definitions being expanded
  std::uint32_t open_expansions_ = 0;
  std::uint32_t expansions_ = 0;           // in the outermost of them
  bool is_expansion_reported_ = false;     // that they are too many
  std::vector<Cursor> rule_declarations_;  // as pack_.rules
  std::vector<ir::Written> written_;       // of the rule being lowered
  std::vector<Note> notes_;
  std::set<std::uint32_t> without_rest_;  // rules that were reported
  std::vector<Span> money_constants_;
  std::map<std::uint32_t, Span> stated_;  // facts of the case being lowered
  std::vector<Span>
      odd_shares_;  // reported, each once however often it is used
  Span counted_;    // up to where lines were counted, and how many
  std::uint32_t counted_lines_ = 1;
  Cursor agreement_;
  Cursor criterion_;  // the first criterion or condition
  Cursor step_;       // the first step of a cascade
};

// The text between the quotes, its escapes resolved.
[[nodiscard]] std::string unquoted(const Cursor& string);

}  // namespace origo::checker
