// What sheets write for countries and statuses, beside our own words.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/core/country.hpp"
#include "engine/core/fact.hpp"

namespace origo {

// Of ASCII letters alone.
[[nodiscard]] std::string lower(std::string_view text);
[[nodiscard]] std::string upper(std::string_view text);

// In small letters and without accents.
[[nodiscard]] std::string folded(std::string_view text);

// Whether a first cell says that its line sums up those above.
[[nodiscard]] bool begins_total(std::string_view text);

// A country by its two letters or by a name that sheets give it.
[[nodiscard]] std::optional<Country> country_named(std::string_view name);
[[nodiscard]] std::optional<Status> status_named(std::string_view name);

}  // namespace origo
