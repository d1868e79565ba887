// Thresholds that are given another value for one run of the program.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/message.hpp"
#include "engine/bytecode/image.hpp"

namespace origo {

// The threshold of that name. Nothing, and the error, when there is none.
[[nodiscard]] std::optional<std::uint16_t> find_threshold(
    const bytecode::Image& image, const std::string& name, InputError& error);

// A value of a threshold's unit, such as `62.5%`.
[[nodiscard]] std::optional<std::int64_t> threshold_value(
    const bytecode::Image& image, std::uint16_t threshold,
    const std::string& text, InputError& error);

// Values for Options::thresholds from texts such as `car_content=60%`.
[[nodiscard]] std::optional<std::vector<std::int64_t>> supposed_thresholds(
    const bytecode::Image& image, const std::vector<std::string>& texts,
    InputError& error);

}  // namespace origo
