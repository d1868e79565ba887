// "Did you mean": which word is near enough to be meant.
#include "engine/diag/suggest.hpp"

#include "tests/support/catch.hpp"

namespace origo {
namespace {

void check(std::string_view word, const std::vector<std::string>& candidates,
           std::string_view expected) {
  CAPTURE(std::string(word));
  CHECK(nearest(word, candidates).value_or("") == expected);
}

TEST_CASE("the nearest known word is suggested, and none that is far") {
  const std::vector<std::string> facts = {"net_cost", "net_weight",
                                          "total_cost", "ex_works_price"};
  check("net_cots", facts, "net_cost");   // neighbours exchanged
  check("netcost", facts, "net_cost");    // one left out
  check("net_costs", facts, "net_cost");  // one too many
  check("nat_cost", facts, "net_cost");   // one changed
  check("NET_COST", facts, "net_cost");   // capitals are no edit
  check("total_coast", facts, "total_cost");
  check("quantity", facts, "");
  check("", facts, "");
  check("net_cost", {}, "");
}

TEST_CASE("a third of the word may differ, three letters at most") {
  check("ab", {"abc"}, "abc");
  check("ab", {"abcd"}, "");
  check("abcdef", {"abcdxy"}, "abcdxy");
  check("abcdef", {"abcxyz"}, "");
  check("abcdefghijkl", {"abcdefghixyz"}, "abcdefghixyz");
  check("abcdefghijklmno", {"abcdefghijkwxyz"}, "");
}

TEST_CASE("of equally near words the first is suggested") {
  check("cat", {"car", "bat"}, "car");
  check("cat", {"bat", "car"}, "bat");
}

}  // namespace
}  // namespace origo
