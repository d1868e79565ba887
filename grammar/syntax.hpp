// How matching becomes a tree: a control that records nodes and expectations.
//
// PEGTL tells the control when a production starts, matches or fails.
// Productions listed in nodes.def open a node when they start; a failure drops
// everything opened since, so a branch that is given up leaves nothing behind.
// Productions listed in expectations.def say, when they fail at the furthest
// place reached so far, what was expected there.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/core/limits.hpp"
#include "grammar/ast.hpp"
#include "grammar/grammar.hpp"

namespace origo::grammar {

using Input =
    peg::memory_input<peg::tracking_mode::lazy, peg::eol::lf_crlf, const char*>;

struct State {
  const char* begin = nullptr;
  std::vector<ast::Node> nodes;
  std::vector<ast::Comment> comments;
  std::vector<std::uint32_t> open;    // indexes of the nodes not yet matched
  std::vector<std::uint32_t> starts;  // of productions with an expectation
  // The furthest place at which something was expected, and what.
  std::uint32_t furthest = 0;
  std::vector<std::string_view> expected;
  std::uint32_t depth = 0;  // expressions within expressions
  std::uint32_t inner = 0;  // terms and negations within one another
  bool is_too_deep = false;

  void expect(std::uint32_t at, std::string_view words);
  void open_node(ast::Kind kind, std::uint32_t at);
  // `at` is after the production and the white space that may follow it.
  void close_node(std::uint32_t at, bool is_grouping);
  void drop_node();
  void note_comment(std::uint32_t from, std::uint32_t to);
};

// Refuses to go deeper than limits::kNesting: the parser recurses. An
// expression is at least a term, and may be a negation as well.
struct nesting {
  using rule_t = nesting;
  using subs_t = peg::empty_list;

  template <peg::apply_mode, peg::rewind_mode, template <typename...> class,
            template <typename...> class, typename ParseInput>
  static bool match(ParseInput&, State& state) {
    state.is_too_deep = state.is_too_deep || state.depth > limits::kNesting ||
                        state.inner > 2 * limits::kNesting;
    return !state.is_too_deep;
  }
};

// Refuses the first column of a line.
struct indented {
  using rule_t = indented;
  using subs_t = peg::empty_list;

  template <peg::apply_mode, peg::rewind_mode, template <typename...> class,
            template <typename...> class, typename ParseInput>
  static bool match(ParseInput& in, State& state) {
    return in.current() != state.begin && in.current()[-1] != '\n';
  }
};

// The kind of node a production leaves, or -1.
template <typename Rule>
inline constexpr int node_kind = -1;
#define NODE(production) \
  template <>            \
  inline constexpr int node_kind<production> = int(ast::Kind::production);
#include "grammar/nodes.def"
#undef NODE

template <typename Rule>
inline constexpr std::string_view expectation_words = {};
#define EXPECT(production, words) \
  template <>                     \
  inline constexpr std::string_view expectation_words<production> = words;
#include "grammar/expectations.def"
#undef EXPECT

// Productions that only group: with a single part they are that part.
template <typename Rule>
inline constexpr bool is_grouping = false;
#define ORIGO_GROUPING(production) \
  template <>                      \
  inline constexpr bool is_grouping<production> = true;
ORIGO_GROUPING(disjunction)
ORIGO_GROUPING(conjunction)
ORIGO_GROUPING(comparison)
ORIGO_GROUPING(sum)
ORIGO_GROUPING(product)
ORIGO_GROUPING(percent_of)
#undef ORIGO_GROUPING

template <typename Rule>
struct control : peg::normal<Rule> {
  static constexpr bool kIsExpression = std::is_same_v<Rule, expression>;
  static constexpr bool kIsInner =
      std::is_same_v<Rule, term> || std::is_same_v<Rule, inversion>;
  static constexpr bool kIsExpected = !expectation_words<Rule>.empty();

  static std::uint32_t offset(const Input& in, const State& state) {
    return static_cast<std::uint32_t>(in.current() - state.begin);
  }

  static void start(const Input& in, State& state) {
    if constexpr (kIsExpression) ++state.depth;
    if constexpr (kIsInner) ++state.inner;
    if constexpr (kIsExpected) state.starts.push_back(offset(in, state));
    if constexpr (node_kind<Rule> >= 0) {
      state.open_node(static_cast<ast::Kind>(node_kind<Rule>),
                      offset(in, state));
    }
  }

  static void success(const Input& in, State& state) {
    if constexpr (kIsExpression) --state.depth;
    if constexpr (kIsInner) --state.inner;
    if constexpr (kIsExpected) state.starts.pop_back();
    if constexpr (node_kind<Rule> >= 0) {
      state.close_node(offset(in, state), is_grouping<Rule>);
    }
  }

  static void failure(const Input&, State& state) {
    if constexpr (kIsExpression) --state.depth;
    if constexpr (kIsInner) --state.inner;
    if constexpr (node_kind<Rule> >= 0) state.drop_node();
    if constexpr (kIsExpected) {
      // Where the input stands now may be inside a token that did not match.
      state.expect(state.starts.back(), expectation_words<Rule>);
      state.starts.pop_back();
    }
  }
};

// Comments are kept wherever they stand; white space is not.
template <typename Rule>
struct action : peg::nothing<Rule> {};

template <>
struct action<comment> {
  static void apply(const peg::internal::action_input<Input>& in,
                    State& state) {
    state.note_comment(static_cast<std::uint32_t>(in.begin() - state.begin),
                       static_cast<std::uint32_t>(in.end() - state.begin));
  }
};

}  // namespace origo::grammar
