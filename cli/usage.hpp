// Help, and what is said about wrong arguments.
#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "cli/message.hpp"

namespace origo {

// Help in the shape of our own messages.
[[nodiscard]] std::shared_ptr<CLI::FormatterBase> help_formatter();

// What was not understood: a command, an option or one argument too many.
[[nodiscard]] InputError unexpected(const CLI::App& app,
                                    const std::string& argument);

// What is wrong with how an option or an argument was used.
[[nodiscard]] InputError misused(const CLI::App& app,
                                 const CLI::ParseError& error);

}  // namespace origo
