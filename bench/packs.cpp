// Texts of packs.
#include "bench/packs.hpp"

#include <fmt/format.h>

#include <iterator>

namespace origo::bench {
namespace {

constexpr std::string_view kHead = R"(agreement BENCH "Measured"
    parties  US, CA, MX
    cite     "1"

treat unproven materials as non-originating
    cite  "2"

measure VNM = value of non-originating materials
method RVC net_cost = (net_cost - VNM) / net_cost
    cite  "3"

tolerance de_minimis "10% of value"
    for      chapter 1 - 97
    require  value of failing materials <= 10% of transaction_value
    cite     "4"

)";

std::string percent(std::int64_t millionths) {
  return fmt::format("{}.{}%", millionths / 10'000, millionths / 1'000 % 10);
}

}  // namespace

std::string car_pack() {
  return std::string(kHead) + R"(rule 8703 "cars"
    require  CTH and RVC net_cost >= 62.5%
    cite     "5"
)";
}

std::vector<PlainRule> plain_rules(std::size_t count) {
  std::vector<PlainRule> rules;
  for (std::size_t i = 0; i < count; ++i) {
    // Spread over chapters 1 to 97: `count` subheadings in even steps.
    const std::size_t number = 10'000 + i * 960'000 / count;
    std::uint64_t digits = 0;
    for (std::size_t rest = number, shift = 0; shift < 24; shift += 4) {
      digits |= static_cast<std::uint64_t>(rest % 10) << shift;
      rest /= 10;
    }
    rules.push_back({hs_code(digits << 40, 6),
                     static_cast<PlainRule::Kind>(i % 4),
                     static_cast<std::int64_t>(300'000 + i % 50 * 5'000)});
  }
  return rules;
}

std::string pack_of(const std::vector<PlainRule>& rules) {
  std::string text(kHead);
  for (const PlainRule& rule : rules) {
    const std::string limit = percent(rule.limit);
    std::string requirement;
    switch (rule.kind) {
      case PlainRule::Kind::Heading:
        requirement = "CTH";
        break;
      case PlainRule::Kind::HeadingAndContent:
        requirement = fmt::format("CTH and RVC net_cost >= {}", limit);
        break;
      case PlainRule::Kind::Content:
        requirement = fmt::format("RVC net_cost >= {}", limit);
        break;
      case PlainRule::Kind::MaxNom:
        requirement = fmt::format("MaxNOM {} of transaction_value", limit);
        break;
    }
    fmt::format_to(std::back_inserter(text),
                   "rule {}\n    require  {}\n    cite     \"5\"\n",
                   print_hs_code(rule.code).view(), requirement);
  }
  return text;
}

}  // namespace origo::bench
