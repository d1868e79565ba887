// The packs that are measured, as text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/core/hs_code.hpp"

namespace origo::bench {

// A car's rule: change of heading, 62.5 % of net cost, 10 % de minimis.
[[nodiscard]] std::string car_pack();

// What a rule of the large pack asks for.
struct PlainRule {
  enum class Kind : std::uint8_t {
    Heading,            // CTH
    HeadingAndContent,  // CTH and RVC net_cost >= limit
    Content,            // RVC net_cost >= limit
    MaxNom,             // MaxNOM limit of transaction_value
  };

  HsCode code;  // a subheading
  Kind kind = Kind::Heading;
  std::int64_t limit = 0;  // millionths
};

// `count` rules of the simple forms, by their codes.
[[nodiscard]] std::vector<PlainRule> plain_rules(std::size_t count);
[[nodiscard]] std::string pack_of(const std::vector<PlainRule>& rules);

}  // namespace origo::bench
