// The grammar, production by production as GRAMMAR.md has it.
//
// No rule here throws or acts: what is matched becomes nodes through the
// control in syntax.hpp, and what is not becomes an expectation at the furthest
// place reached. Alternatives differ in their first token or two, so that
// little is parsed twice.
#pragma once

#include <tao/pegtl.hpp>

namespace origo::grammar {

namespace peg = tao::pegtl;

// clang-format off

// ---- tokens

struct comment : peg::seq<peg::one<'#'>, peg::until<peg::at<peg::eolf>>> {};
struct ws : peg::star<peg::sor<peg::space, comment>> {};

template <typename Rule> struct token : peg::seq<Rule, ws> {};

struct name_first : peg::sor<peg::alpha, peg::one<'_'>> {};
struct name_rest : peg::sor<peg::alnum, peg::one<'_'>> {};
struct word_end : peg::not_at<name_rest> {};

#define ORIGO_WORD(id, text) \
  struct id : token<peg::seq<TAO_PEGTL_STRING(text), word_end>> {};

// Reserved words: `kw_rule` matches `rule` and nothing longer.
#define KEYWORD(word) ORIGO_WORD(kw_##word, #word)
#include "grammar/keywords.def"
#undef KEYWORD

// Words that only some places give a meaning; anywhere else they are names.
ORIGO_WORD(w_alternative, "alternative")
ORIGO_WORD(w_any, "any")
ORIGO_WORD(w_assumed, "assumed")
ORIGO_WORD(w_at, "at")
ORIGO_WORD(w_by, "by")
ORIGO_WORD(w_chapter, "chapter")
ORIGO_WORD(w_choice, "choice")
ORIGO_WORD(w_content, "content")
ORIGO_WORD(w_country, "country")
ORIGO_WORD(w_cover, "cover")
ORIGO_WORD(w_default, "default")
ORIGO_WORD(w_exported, "exported")
ORIGO_WORD(w_extend, "extend")
ORIGO_WORD(w_force, "force")
ORIGO_WORD(w_gives, "gives")
ORIGO_WORD(w_greatest, "greatest")
ORIGO_WORD(w_heading, "heading")
ORIGO_WORD(w_hs, "HS")
ORIGO_WORD(w_imported, "imported")
ORIGO_WORD(w_into, "into")
ORIGO_WORD(w_production, "production")
ORIGO_WORD(w_their, "their")
ORIGO_WORD(w_least, "least")
ORIGO_WORD(w_made, "made")
ORIGO_WORD(w_maxnom, "MaxNOM")
ORIGO_WORD(w_missing, "missing")
ORIGO_WORD(w_most, "most")
ORIGO_WORD(w_nomenclature, "nomenclature")
ORIGO_WORD(w_obtained, "obtained")
ORIGO_WORD(w_parties, "parties")
ORIGO_WORD(w_range, "range")
ORIGO_WORD(w_requirements, "requirements")
ORIGO_WORD(w_replace, "replace")
ORIGO_WORD(w_selected, "selected")
ORIGO_WORD(w_subheading, "subheading")
ORIGO_WORD(w_tests, "tests")
ORIGO_WORD(w_the, "the")
ORIGO_WORD(w_tolerances, "tolerances")
ORIGO_WORD(w_undetermined, "undetermined")
ORIGO_WORD(w_weights, "weights")
ORIGO_WORD(w_wholly, "wholly")
ORIGO_WORD(w_use, "use")
ORIGO_WORD(w_with, "with")
#undef ORIGO_WORD

struct keyword : peg::seq<peg::sor<
#define KEYWORD(word) TAO_PEGTL_STRING(#word),
#include "grammar/keywords.def"
#undef KEYWORD
    peg::failure>, word_end> {};

struct name : peg::seq<peg::not_at<keyword>, name_first, peg::star<name_rest>> {};
struct t_name : token<name> {};

struct string_character : peg::sor<
    peg::seq<peg::one<'\\'>, peg::one<'"', '\\'>>,
    peg::not_one<'"', '\\', '\n', '\r'>> {};
struct string : peg::seq<peg::one<'"'>, peg::star<string_character>, peg::one<'"'>> {};
struct t_string : token<string> {};

struct two_digits : peg::rep<2, peg::digit> {};
struct code_pair : peg::seq<peg::opt<peg::one<'.'>>, two_digits> {};
struct code_end : peg::not_at<peg::sor<name_rest, peg::one<'%'>, peg::seq<peg::one<'.'>, peg::digit>>> {};
struct date_shape : peg::seq<peg::rep<4, peg::digit>, peg::one<'-'>, two_digits, peg::one<'-'>, two_digits, code_end> {};
struct code_shape : peg::seq<peg::not_at<date_shape>, peg::rep<4, peg::digit>, peg::rep_opt<3, code_pair>, code_end> {};
struct date : peg::seq<date_shape> {};
struct t_date : token<date> {};
struct code : peg::seq<code_shape> {};
struct t_code : token<code> {};
struct chapter : peg::seq<peg::digit, peg::opt<peg::digit>, code_end> {};
struct t_chapter : token<chapter> {};

struct decimal : peg::seq<peg::plus<peg::digit>, peg::opt<peg::one<'.'>, peg::plus<peg::digit>>> {};
struct unit_gap : peg::plus<peg::blank> {};
struct capital : peg::range<'A', 'Z'> {};
struct currency : peg::rep<3, capital> {};
struct weight_unit : peg::sor<
    TAO_PEGTL_STRING("mg"), TAO_PEGTL_STRING("kg"), TAO_PEGTL_STRING("lb"),
    TAO_PEGTL_STRING("g"), TAO_PEGTL_STRING("t")> {};
struct percent : peg::seq<decimal, peg::star<peg::blank>, peg::one<'%'>> {};
struct money : peg::seq<decimal, unit_gap, currency, word_end> {};
struct weight : peg::seq<decimal, unit_gap, weight_unit, word_end> {};
struct quantity : peg::seq<decimal, unit_gap, TAO_PEGTL_STRING("pcs"), word_end> {};
struct days : peg::seq<peg::plus<peg::digit>, unit_gap, peg::sor<TAO_PEGTL_STRING("days"), TAO_PEGTL_STRING("day")>, word_end> {};
struct number : peg::seq<decimal, code_end> {};
struct integer : peg::seq<peg::plus<peg::digit>, word_end> {};
struct t_integer : token<integer> {};
struct yes : peg::seq<TAO_PEGTL_STRING("yes"), word_end> {};
struct no : peg::seq<TAO_PEGTL_STRING("no"), word_end> {};
struct t_no : token<no> {};
struct literal : token<peg::sor<date, percent, money, weight, quantity, days, number, yes>> {};

struct open_paren : token<peg::one<'('>> {};
struct close_paren : token<peg::one<')'>> {};
struct comma : token<peg::one<','>> {};
struct equals : token<peg::one<'='>> {};
struct dash : token<peg::one<'-'>> {};

// A comma continues a list of codes or countries, unless what follows is none:
// `or` begins an alternative, `CTH` or `value of materials` the next of what
// stands in the parentheses around.
struct begins_expression;
struct list_comma : peg::seq<comma, peg::not_at<kw_or>, peg::not_at<begins_expression>> {};
template <typename Rule> struct in_parens : peg::seq<open_paren, Rule, close_paren> {};

// ---- codes and countries

struct level_of_good : peg::seq<peg::sor<w_chapter, w_heading, w_subheading>, kw_of, w_the, kw_good> {};
struct chapter_range : peg::seq<w_chapter, t_chapter, peg::opt<dash, t_chapter>> {};
struct the_range : peg::seq<w_the, w_range> {};
struct code_range : peg::seq<t_code, peg::opt<dash, t_code>> {};
struct code_term : peg::sor<level_of_good, chapter_range, the_range, code_range, t_name> {};
struct code_range_or_chapters : peg::sor<chapter_range, code_range> {};
struct code_list : peg::list<code_term, list_comma> {};
struct code_set : peg::seq<code_list, peg::opt<kw_except, code_list>> {};
struct country_list : peg::list<t_name, list_comma> {};

// ---- selections of materials

struct expression;

struct word_originating : peg::seq<kw_originating> {};
struct word_non_originating : token<peg::seq<TAO_PEGTL_STRING("non-originating"), word_end>> {};
struct word_wholly_obtained : token<peg::seq<TAO_PEGTL_STRING("wholly_obtained"), word_end>> {};
struct kw_materials_or_material : peg::sor<kw_materials, kw_material> {};
struct status : peg::sor<word_non_originating, kw_originating, kw_unproven, kw_failing> {};
struct of_codes : peg::seq<kw_of, code_set> {};
struct tagged : peg::seq<kw_tagged, t_name> {};
struct from_countries : peg::seq<kw_from, country_list> {};
struct status_property : peg::sor<word_non_originating, kw_originating, kw_unproven, word_wholly_obtained> {};
struct word_not : peg::seq<kw_not> {};
struct is_choice : peg::seq<kw_is, peg::opt<word_not>, t_name> {};
struct named_property : peg::seq<t_name, peg::opt<is_choice>> {};
struct plain_property : peg::sor<status_property, of_codes, tagged, from_countries, named_property> {};
struct negated : peg::seq<kw_not, plain_property> {};
struct property : peg::sor<in_parens<expression>, negated, plain_property> {};
struct where : peg::seq<kw_where, property> {};
struct selection_part : peg::sor<of_codes, tagged, from_countries, where> {};
struct selection : peg::seq<peg::opt<status>, kw_materials_or_material, peg::star<selection_part>> {};

// ---- expressions

struct relation : peg::sor<TAO_PEGTL_STRING(">="), TAO_PEGTL_STRING("<="), peg::one<'>'>, peg::one<'<'>, peg::one<'='>> {};
struct t_relation : token<relation> {};

struct change_any : peg::seq<kw_change, kw_from, w_any> {};
struct source_term : peg::seq<code_term, peg::opt<tagged>> {};
struct source : peg::list<source_term, list_comma> {};
struct change_source : peg::seq<kw_change, kw_from, source> {};
struct change_level : peg::seq<peg::sor<
    TAO_PEGTL_STRING("CTSH"), TAO_PEGTL_STRING("CTH"), TAO_PEGTL_STRING("CTI"),
    TAO_PEGTL_STRING("CC")>, word_end> {};
struct t_change_level : token<change_level> {};
struct including : peg::seq<kw_including, source> {};
struct excepting : peg::seq<kw_except, source> {};
struct change_base : peg::sor<t_change_level, change_any, change_source> {};
struct change : peg::seq<change_base, peg::star<peg::sor<including, excepting>>> {};

struct term;
struct max_nom : peg::seq<w_maxnom, term> {};
struct begins_selection : peg::at<peg::opt<peg::sor<word_non_originating, kw_originating, kw_unproven, kw_failing>>, peg::sor<kw_materials, kw_material>> {};
struct amount_of : peg::seq<t_name, kw_of, begins_selection, selection> {};
struct content : peg::seq<w_content, kw_of, country_list> {};
struct every : peg::seq<kw_every, selection, kw_is, property> {};
struct no_materials : peg::seq<kw_no, selection> {};
struct only_originating : peg::seq<kw_only, kw_originating, kw_materials> {};
struct wholly_obtained_good : peg::seq<w_wholly, w_obtained> {};

struct good_is : peg::seq<kw_good, kw_is, peg::opt<word_not>, t_name> {};
struct good_of : peg::seq<kw_good, kw_of, code_set> {};
struct made_in : peg::seq<kw_good, w_made, kw_in, country_list> {};
struct exported_from : peg::seq<kw_good, w_exported, kw_from, country_list> {};
struct imported_into : peg::seq<kw_good, w_imported, w_into, country_list> {};
struct good_fact : peg::seq<peg::seq<TAO_PEGTL_STRING("good"), peg::one<'.'>>, t_name, peg::opt<is_choice>> {};
struct good_property : peg::sor<good_fact, good_is, good_of, made_in, exported_from, imported_into> {};

struct process : peg::seq<kw_process, t_name, peg::opt<kw_in, country_list>> {};
struct judgement : peg::seq<kw_judgement, t_name> {};

struct expression_list : peg::list<expression, comma> {};
struct at_least : peg::seq<w_at, w_least, t_integer, kw_of, in_parens<expression_list>> {};
struct at_most : peg::seq<w_at, w_most, t_integer, kw_of, in_parens<expression_list>> {};
struct least : peg::seq<w_least, kw_of, in_parens<expression_list>> {};
struct greatest : peg::seq<w_greatest, kw_of, in_parens<expression_list>> {};
struct choice : peg::seq<kw_if, expression, kw_then, expression, kw_else, term> {};

// Two names on one line are a method: `RVC net_cost`.
struct second_name : peg::seq<peg::plus<peg::blank>, name> {};
struct name_pair : peg::seq<name, peg::opt<second_name>, ws> {};
struct begins_codes : peg::at<peg::sor<code_shape, peg::seq<w_chapter, peg::digit>>> {};
struct argument : peg::sor<peg::seq<begins_codes, code_range_or_chapters>, expression> {};
struct arguments : in_parens<peg::list<argument, comma>> {};
struct reference : peg::seq<name_pair, peg::opt<peg::sor<arguments, is_choice>>> {};

// Looks ahead, and so must leave no nodes: words as they are, without names.
struct word : peg::seq<peg::not_at<keyword>, name_first, peg::star<name_rest>> {};
struct method_in_sum : peg::seq<word, peg::plus<peg::blank>, word, ws, peg::one<'>', '<', '=', '(', '+', '-', '*', '/'>> {};
struct other_phrase : peg::sor<
    peg::seq<w_wholly, w_obtained>, peg::seq<w_at, peg::sor<w_least, w_most>, peg::digit>> {};
struct call : peg::seq<word, ws, peg::one<'('>> {};
struct amount_or_extreme : peg::seq<word, ws, kw_of, peg::sor<peg::one<'('>, begins_selection>> {};
// `CC` is a country, too.
struct change_but_of_chapter : peg::seq<peg::sor<
    TAO_PEGTL_STRING("CTSH"), TAO_PEGTL_STRING("CTH"), TAO_PEGTL_STRING("CTI"),
    TAO_PEGTL_STRING("MaxNOM")>, word_end> {};
struct begins_expression : peg::sor<
    change_but_of_chapter, method_in_sum, other_phrase, call, amount_or_extreme> {};

struct parenthesis : in_parens<expression> {};
struct material_property : peg::sor<status_property, of_codes, tagged, from_countries> {};
struct primary : peg::sor<
    parenthesis, literal, change, max_nom, every, no_materials, t_no, only_originating,
    wholly_obtained_good, good_property, process, judgement, at_least, at_most,
    content, amount_of, least, greatest, choice, material_property, reference> {};
struct minus : peg::seq<dash, term> {};
struct percent_of : peg::seq<primary, peg::opt<kw_of, term>> {};
struct nesting;
struct term : peg::seq<nesting, peg::sor<minus, percent_of>> {};

struct times : peg::sor<peg::one<'*'>, peg::one<'/'>> {};
struct plus_or_minus : peg::sor<peg::one<'+'>, peg::one<'-'>> {};
struct product : peg::list<term, token<times>> {};
struct sum : peg::list<product, token<plus_or_minus>> {};
struct comparison : peg::seq<sum, peg::opt<t_relation, sum>> {};
struct inversion;
struct negation : peg::sor<inversion, comparison> {};
struct inversion : peg::seq<kw_not, nesting, negation> {};
struct conjunction : peg::list<negation, kw_and> {};
struct disjunction : peg::list<conjunction, kw_or> {};

// The parser recurses here, by `not` and by terms within terms, and nowhere
// deeper without passing one of them; syntax.hpp counts.
struct expression : peg::seq<nesting, disjunction> {};

// ---- declarations

struct cite : peg::seq<kw_cite, t_string> {};
struct cites : peg::star<cite> {};
struct period_from : peg::seq<kw_from, t_date> {};
struct period_until : peg::seq<kw_until, t_date> {};
struct period : peg::sor<peg::seq<period_from, peg::opt<period_until>>, period_until> {};
struct title : peg::opt<t_string> {};

struct use : peg::seq<w_use, t_string> {};
struct extend : peg::seq<w_extend, t_string> {};

struct parties : peg::seq<w_parties, country_list> {};
struct nomenclature : peg::seq<w_nomenclature, w_hs, t_integer> {};
struct in_force : peg::seq<kw_in, w_force, period> {};
struct selected_by : peg::seq<w_selected, w_by, t_name> {};
struct weights : peg::seq<w_weights> {};
struct coverage : peg::seq<w_tolerances, w_cover, w_requirements, peg::opt<kw_and, weights>> {};
struct agreement_clause : peg::sor<parties, nomenclature, in_force, selected_by, coverage, cite> {};
struct agreement : peg::seq<kw_agreement, t_name, title, peg::star<agreement_clause>> {};

struct step : peg::seq<literal, peg::opt<period>> {};
struct threshold_clause : peg::sor<step, selected_by, cite> {};
struct threshold : peg::seq<kw_threshold, t_name, title, peg::star<threshold_clause>> {};

struct codes_decl : peg::seq<kw_codes, t_name, title, equals, code_set, cites> {};
struct countries_decl : peg::seq<kw_countries, t_name, title, equals, country_list, cites> {};

struct choices : in_parens<peg::list<t_name, comma>> {};
struct type : peg::sor<peg::seq<w_choice, choices>, t_name> {};
struct attribute : peg::seq<kw_attribute, t_name, type, title, cites> {};
struct value;
struct default_value : peg::seq<w_default, value> {};
struct material_attribute : peg::seq<kw_material, kw_attribute, t_name, type, title, peg::opt<default_value>, cites> {};
struct election : peg::seq<kw_election, t_name, type, title, cites> {};
struct material_election : peg::seq<kw_material, kw_election, t_name, title, cites> {};
struct tag : peg::seq<kw_tag, t_name, title, cites> {};
struct process_decl : peg::seq<kw_process, t_name, title, cites> {};
struct judgement_decl : peg::seq<kw_judgement, t_name, t_string, cites> {};

struct parameter_type : peg::sor<kw_codes, kw_countries, t_name> {};
struct parameter : peg::seq<t_name, parameter_type> {};
struct parameters : in_parens<peg::list<parameter, comma>> {};
struct definition : peg::seq<peg::opt<parameters>, equals, expression, cites> {};
struct measure : peg::seq<kw_measure, t_name, definition> {};
struct method : peg::seq<kw_method, t_name, t_name, definition> {};
struct define : peg::seq<kw_define, t_name, definition> {};
struct derive : peg::seq<kw_derive, t_name, definition> {};
struct material_derive : peg::seq<kw_derive, kw_material, t_name, equals, expression, cites> {};

struct when : peg::seq<kw_when, expression> {};
struct alternative : peg::seq<conjunction, peg::opt<period>> {};
struct or_alternative : peg::seq<peg::opt<comma>, kw_or> {};
struct require : peg::seq<kw_require, peg::list<alternative, or_alternative>> {};

struct their_materials : peg::seq<w_their, kw_materials> {};
struct treated_as : peg::seq<kw_as, peg::sor<word_non_originating, kw_originating, their_materials>> {};
struct treat : peg::seq<kw_treat, selection, treated_as, peg::star<peg::sor<when, cite>>> {};

struct for_codes : peg::seq<kw_for, code_set> {};
struct never : peg::seq<kw_not, kw_for, code_set, peg::opt<kw_in, code_set>> {};
struct tolerance_clause : peg::sor<for_codes, when, require, never, cite> {};
struct tolerance : peg::seq<kw_tolerance, t_name, title, peg::star<tolerance_clause>> {};

struct by_rule : peg::seq<w_by, kw_rule> {};
struct criterion_clause : peg::sor<by_rule, require, cite> {};
struct criterion : peg::seq<kw_criterion, t_name, title, peg::star<criterion_clause>> {};
struct condition_clause : peg::sor<require, cite> {};
struct condition : peg::seq<kw_condition, t_name, title, peg::star<condition_clause>> {};

struct countries_of : peg::seq<kw_countries, kw_of, selection> {};
struct gives : peg::seq<w_gives, peg::sor<countries_of, t_name>> {};
struct country_clause : peg::sor<by_rule, require, gives, cite> {};
struct country : peg::seq<w_country, t_name, title, peg::star<country_clause>> {};
struct note_alternative : peg::seq<w_alternative, peg::list<alternative, or_alternative>> {};
struct note_tests : peg::seq<w_tests, selection> {};
struct note_clause : peg::sor<for_codes, when, period, require, note_alternative, note_tests, cite> {};
struct note : peg::seq<kw_note, t_name, title, peg::star<note_clause>> {};

struct rule_clause : peg::sor<when, require, period, cite> {};
struct rule : peg::seq<kw_rule, code_set, title, peg::star<rule_clause>> {};
struct override : peg::seq<kw_override, code_set, title, peg::star<rule_clause>> {};

// ---- cases

struct value : peg::sor<literal, t_no, t_name> {};
struct made : peg::seq<w_made, peg::opt<t_date>, peg::opt<kw_in, t_name>> {};
struct imported : peg::seq<w_imported, peg::opt<t_date>, peg::opt<w_into, t_name>> {};
struct exported : peg::seq<w_exported, peg::opt<t_date>, peg::opt<kw_from, t_name>> {};
struct case_good : peg::seq<kw_good, t_code, peg::star<peg::sor<made, imported, exported>>> {};
struct untagged : peg::seq<kw_not, kw_tagged, t_name> {};
struct with_fact : peg::seq<w_with, t_name, value> {};
struct as_kind : peg::seq<kw_as, peg::sor<kw_material, t_name>> {};
struct material_code : peg::sor<t_code, chapter_range> {};
struct into_material : peg::seq<w_into, t_string> {};
struct material_phrase : peg::sor<literal, from_countries, status_property, untagged, tagged, with_fact, as_kind, into_material> {};
struct case_material : peg::seq<kw_material, title, material_code, peg::star<material_phrase>> {};
struct case_production : peg::seq<w_production, t_string, peg::star<peg::sor<made, imported, exported>>> {};
struct case_process : peg::seq<kw_process, t_name, peg::sor<peg::seq<kw_in, country_list>, literal, t_no>> {};
struct case_judgement : peg::seq<kw_judgement, t_name, peg::sor<literal, t_no>> {};
struct case_threshold : peg::seq<w_with, kw_threshold, t_name, literal> {};
// A declaration begins its line; a fact never does, or a mistyped `rule` would
// be one.
struct indented;
struct fact : peg::seq<indented, t_name, value> {};

struct expect_verdict : peg::sor<
    peg::seq<kw_originating>, peg::seq<kw_not, kw_originating>, w_undetermined,
    peg::seq<kw_no, kw_rule>, peg::seq<kw_no, w_country>> {};
struct expect_country : peg::seq<w_country, country_list, peg::opt<w_by, t_name>> {};
struct expect_part : peg::seq<t_string, expect_verdict> {};
struct expect_rule : peg::seq<kw_rule, code_set> {};
struct expect_alternative : peg::seq<w_alternative, t_integer> {};
struct expect_criterion : peg::seq<kw_criterion, t_name> {};
struct expect_tolerance : peg::seq<kw_tolerance, t_name> {};
struct expect_missing : peg::seq<w_missing, peg::list<t_name, comma>> {};
struct expect_assumed : peg::seq<w_assumed, t_integer> {};
struct expectation : peg::sor<
    expect_verdict, expect_country, expect_part, expect_rule, expect_alternative, expect_criterion,
    expect_tolerance, expect_missing, expect_assumed, expression> {};
struct expect : peg::seq<kw_expect, expectation> {};
struct case_clause : peg::sor<
    cite, case_good, case_material, case_production, case_process, case_judgement, case_threshold,
    expect, fact> {};
struct case_decl : peg::seq<kw_case, t_string, peg::star<case_clause>> {};

// ---- files

struct replacement : peg::seq<w_replace, peg::sor<
    agreement, threshold, codes_decl, countries_decl, measure, method, define,
    material_derive, derive, tolerance, criterion, condition, country, note, rule, override>> {};
struct declaration : peg::sor<
    use, extend, replacement, agreement, threshold, codes_decl, countries_decl, material_attribute,
    attribute, material_election, election, tag, process_decl, judgement_decl, measure, method, define,
    material_derive, derive, treat, tolerance, criterion, condition, country, note, rule, override, case_decl> {};
struct file : peg::seq<ws, peg::star<declaration>, peg::eof> {};

// clang-format on

}  // namespace origo::grammar
