// Help, and what is said about wrong arguments.
#include "cli/usage.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "engine/diag/suggest.hpp"

namespace origo {
namespace {

// Help in the shape of our own messages.
class HelpFormatter : public CLI::FormatterBase {
 public:
  std::string make_help(const CLI::App* app, std::string,
                        CLI::AppFormatMode) const override {
    const bool is_command = app->get_parent() != nullptr;
    std::string text =
        is_command ? "usage: origo " + app->get_name() : "usage: origo COMMAND";
    for (const CLI::Option* option : app->get_options()) {
      if (!option->get_positional()) continue;
      const std::string name = option->get_name(true);
      text += option->get_required() ? " " + name : " [" + name + "]";
      if (option->get_expected_max() > 1) text += "...";
    }
    text += fmt::format(" [OPTIONS]\n\n{}\n", app->get_description());
    rows_.clear();
    for (const CLI::App* command : app->get_subcommands({})) {
      rows_.emplace_back(command->get_name(), command->get_description());
    }
    add_rows("commands", text);
    add_options(app, true);
    add_rows("arguments", text);
    add_options(app, false);
    if (is_command) {
      const CLI::Option* color = app->get_parent()->get_option("--color");
      rows_.emplace_back(name_of(color), color->get_description());
    }
    add_rows("options", text);
    const std::string footer = app->get_footer();
    if (is_command) text += "\nexamples:\n";
    if (!is_command) text += '\n';
    for (std::size_t at = 0; at < footer.size();) {
      const std::size_t end = std::min(footer.find('\n', at), footer.size());
      text += is_command ? "  " : "";
      text += footer.substr(at, end - at) + '\n';
      at = end + 1;
    }
    return text;
  }

 private:
  // `-o, --output FILE`
  static std::string name_of(const CLI::Option* option) {
    if (option->get_positional()) return option->get_name(true);
    std::string name = option->get_name(false, true);
    const std::size_t comma = name.find(',');
    if (comma != std::string::npos) name.insert(comma + 1, " ");
    const bool has_value = option->get_items_expected_max() > 0;
    return has_value ? name + " " + option->get_type_name() : name;
  }

  void add_options(const CLI::App* app, bool is_positional) const {
    for (const CLI::Option* option : app->get_options()) {
      if (option->get_positional() != is_positional) continue;
      rows_.emplace_back(name_of(option), option->get_description());
    }
  }

  void add_rows(std::string_view title, std::string& text) const {
    if (rows_.empty()) return;
    std::size_t width = 0;
    for (const auto& [name, words] : rows_) {
      width = std::max(width, name.size());
    }
    text += fmt::format("\n{}:\n", title);
    for (const auto& [name, words] : rows_) {
      text += fmt::format("  {:<{}}  {}\n", name, width, words);
    }
    rows_.clear();
  }

  mutable std::vector<std::pair<std::string, std::string>> rows_;
};

std::string help_command(const CLI::App& app) {
  const auto commands = app.get_subcommands();
  return commands.empty() ? "see `origo --help`"
                          : fmt::format("see `origo {} --help`",
                                        commands.front()->get_name());
}

}  // namespace

InputError unexpected(const CLI::App& app, const std::string& argument) {
  const auto commands = app.get_subcommands();
  std::vector<std::string> known;
  if (argument.starts_with('-')) {
    for (const CLI::App* it : {&app, commands.empty() ? &app : commands[0]}) {
      for (const CLI::Option* option : it->get_options()) {
        for (const std::string& name : option->get_lnames()) {
          known.push_back("--" + name);
        }
      }
    }
  } else if (commands.empty()) {
    for (const CLI::App* command : app.get_subcommands({})) {
      known.push_back(command->get_name());
    }
  }
  const auto meant = nearest(argument, known);
  const std::string_view what = argument.starts_with('-') ? "no option named"
                                : commands.empty()        ? "no command named"
                                                   : "nothing is done with";
  return {
      fmt::format("{} `{}`", what, argument),
      meant ? fmt::format("did you mean `{}`?", *meant) : help_command(app)};
}

// CLI11 says `--name: what is wrong`, and `PATH is required`.
InputError misused(const CLI::App& app, const CLI::ParseError& error) {
  const std::string text = error.what();
  const std::size_t colon = text.find(": ");
  const std::string name = text.substr(0, colon);
  if (dynamic_cast<const CLI::ValidationError*>(&error) != nullptr) {
    return {fmt::format("`{}`: {}", name, text.substr(colon + 2)), ""};
  }
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr) {
    return {fmt::format("`{}` needs a value", name), help_command(app)};
  }
  if (dynamic_cast<const CLI::RequiredError*>(&error) != nullptr) {
    return {fmt::format("no `{}` is given", text.substr(0, text.find(' '))),
            help_command(app)};
  }
  return {text, help_command(app)};
}

std::shared_ptr<CLI::FormatterBase> help_formatter() {
  return std::make_shared<HelpFormatter>();
}

}  // namespace origo
