// Which reader a file needs, and what the arguments add.
#include "cli/facts.hpp"

#include <fmt/ostream.h>

#include <filesystem>
#include <iterator>

#include "cli/convert_codes.hpp"
#include "cli/declarations.hpp"
#include "cli/exact_amounts.hpp"
#include "cli/files.hpp"
#include "cli/image_file.hpp"
#include "cli/sheet_columns.hpp"
#include "cli/utf16.hpp"
#include "cli/value_text.hpp"
#include "engine/diag/suggest.hpp"

namespace origo {
namespace {

using bytecode::Image;

// Facts of a year of a large producer; beyond, something else was meant.
constexpr std::size_t kFactsBytesMax = std::size_t{1} << 30;

// Nothing where the name does not say: then what is in it does.
std::optional<bool> is_sheet_path(const std::string& path) {
  std::string ending = std::filesystem::path(path).extension().string();
  for (char& c : ending) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  if (ending == ".csv" || ending == ".tsv" || ending == ".txt") return true;
  if (ending == ".json" || ending == ".jsonl") return false;
  return std::nullopt;
}

// A JSON text begins with a bracket, and no sheet does.
bool is_json_text(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  return first != std::string_view::npos &&
         (text[first] == '{' || text[first] == '[');
}

class Reader {
 public:
  Reader(const Image& image, const FactsOptions& options, Streams& streams)
      : image_(image), options_(options), streams_(streams) {}

  std::optional<Facts> run() {
    for (const std::string& path : options_.paths) file(path);
    if (error_.message.empty()) settings();
    if (error_.message.empty() && !diagnostics_.has_errors()) require_codes();
    if (error_.message.empty() && !diagnostics_.has_errors()) convert();
    if (options_.shows_mapping) {
      for (const std::string& line : mapping_) {
        fmt::print(streams_.err, "{}\n", line);
      }
    }
    print_diagnostics(diagnostics_, streams_);
    if (!error_.message.empty()) fail(streams_, error_);
    if (diagnostics_.has_errors() || !error_.message.empty()) return {};
    return std::move(facts_);
  }

 private:
  const SourceFile* open(const std::string& path) {
    SourceFile source{path, ""};
    if (path == "-") {
      source.name = "standard input";
      source.text.assign(std::istreambuf_iterator<char>(streams_.in), {});
    } else {
      std::error_code failure;
      auto text = read_file(path, kFactsBytesMax, failure);
      if (!text) {
        error_ = {
            fmt::format("`{}` cannot be read: {}", path, reason_of(failure)),
            ""};
        return nullptr;
      }
      source.text = std::move(*text);
    }
    source.text = as_utf8(std::move(source.text));
    facts_.sources.push_back(std::move(source));
    return &facts_.sources.back();
  }

  void file(const std::string& path) {
    const SourceFile* source = open(path);
    if (source == nullptr) return;
    const std::size_t before = facts_.goods.size();
    if (is_sheet_path(path).value_or(!is_json_text(source->text))) {
      FactSheet good(image_.facts().size(), image_.columns().size(),
                     image_.tags().size());
      good.name = std::filesystem::path(source->name).stem().string();
      read_sheet(image_, *source, options_.sheets, diagnostics_, good,
                 mapping_);
      facts_.goods.push_back(std::move(good));
      return;
    }
    const auto load = [this, &path](const std::string& name, Span place,
                                    FactSheet& good) {
      sheet_of(path, name, place, good);
    };
    read_json_facts(image_, *source, load, diagnostics_, facts_.goods,
                    stated_day());
    if (facts_.goods.size() == before && !diagnostics_.has_errors()) {
      diagnostics_.report(Code::NoGoods, Span{source, 0, 0}, source->name)
          .help("write an object with `code`, `facts` and `materials`");
    }
  }

  // The day that selects the law, if it is set for all goods: it decides which
  // declarations count. What is wrong with it is said where it is set.
  [[nodiscard]] std::optional<std::int64_t> stated_day() const {
    const std::uint16_t fact = day_that_counts(image_);
    const std::string prefix =
        std::string(image_.text(image_.facts()[fact].name)) + '=';
    std::optional<std::int64_t> day;
    for (const std::string& it : options_.settings) {
      if (!it.starts_with(prefix)) continue;
      const ReadValue value =
          read_value(it.substr(prefix.size()), {Type::Date, {}});
      if (value.is_read()) day = value.value;
    }
    return day;
  }

  void sheet_of(const std::string& path, const std::string& name, Span place,
                FactSheet& good) {
    const auto beside = std::filesystem::path(path).parent_path() / name;
    std::error_code failure;
    auto text = read_file(beside, kFactsBytesMax, failure);
    if (!text) {
      diagnostics_
          .report(Code::WrongFact, place, "materials", "a sheet",
                  fmt::format("`{}`: {}", name, reason_of(failure)))
          .help("name it relative to this file");
      return;
    }
    facts_.sources.push_back({beside.string(), as_utf8(std::move(*text))});
    read_sheet(image_, facts_.sources.back(), options_.sheets, diagnostics_,
               good, mapping_);
  }

  // `net_cost=20000.00 USD`, for every good that was read.
  void settings() {
    for (const std::string& it : options_.settings) {
      const std::size_t equals = it.find('=');
      if (equals == std::string::npos) {
        error_ = {fmt::format("`--set`: expected `name=value`, found `{}`", it),
                  "write as in `--set net_cost=20000.00USD`"};
        return;
      }
      for (FactSheet& good : facts_.goods) {
        if (!set(it.substr(0, equals), it.substr(equals + 1), good)) return;
      }
    }
  }

  void convert() {
    for (FactSheet& good : facts_.goods) {
      if (good.nomenclature == 0) {
        good.nomenclature = edition_named(options_.nomenclature);
      }
    }
    convert_codes(image_, facts_.goods, diagnostics_);
  }

  void require_codes() {
    for (const FactSheet& good : facts_.goods) {
      if (good.code.is_known()) continue;
      error_ = {
          good.name.empty()
              ? std::string("a good has no tariff code")
              : fmt::format("the good `{}` has no tariff code", good.name),
          "state it, as in `--set code=8703.23`, or as `\"code\"` in "
          "JSON"};
      return;
    }
  }

  bool set(const std::string& name, const std::string& text, FactSheet& good) {
    if (name == "id") {
      good.name = text;
      return true;
    }
    if (name == "code") {
      const auto code = parse_hs_code(text);
      if (!code) {
        error_ = {fmt::format("`--set code`: expected a tariff code, found "
                              "`{}`",
                              text),
                  "write 4, 6, 8 or 10 digits, as in `8703.23`"};
        return false;
      }
      good.code = *code;
      good.code_place = {};
      return true;
    }
    const std::uint16_t fact = image_.find_fact(name);
    if (fact == bytecode::kNone) {
      std::vector<std::string> names = {"code", "id"};
      for (const auto& record : image_.facts()) {
        names.emplace_back(image_.text(record.name));
      }
      const auto meant = nearest(name, names);
      error_ = {fmt::format("`--set`: `{}` is no fact of the pack", name),
                meant ? fmt::format("did you mean `{}`?", *meant)
                      : "see `origo dump image` for the facts of a pack"};
      return false;
    }
    const ReadValue value = read_value(text, type_of_fact(image_, fact));
    const bool is_other_currency = value.currency != 0 && good.currency != 0 &&
                                   value.currency != good.currency;
    if (!value.is_read() || is_other_currency) {
      error_ = {fmt::format("`--set {}`: found {}", name,
                            is_other_currency ? "an amount in another currency"
                                              : value.wrong),
                is_other_currency ? "convert all amounts to one currency first"
                                  : value.help};
      return false;
    }
    if (value.currency != 0) good.currency = value.currency;
    // What is stated is for one good, whatever the amounts are for.
    std::int64_t amount = value.value;
    if (is_amount(type_of_fact(image_, fact).type) &&
        __builtin_mul_overflow(amount, good.multiple, &amount)) {
      error_ = {fmt::format("`--set {}`: {} times the amount is beyond what is "
                            "counted",
                            name, good.multiple),
                "see the remarks of its worksheet for why it is multiplied"};
      return false;
    }
    good.set_fact(fact, amount);
    return true;
  }

  const Image& image_;
  const FactsOptions& options_;
  Streams& streams_;
  Diagnostics diagnostics_;
  InputError error_;
  Mapping mapping_;
  Facts facts_;
};

// `--map` and `--decimal` that cannot be meant.
InputError check_sheet_options(const Image& image, const SheetOptions& from) {
  for (const std::string& it : from.columns) {
    const std::size_t equals = it.rfind('=');
    if (equals == std::string::npos) {
      return {fmt::format("`--map`: expected `Header=field`, found `{}`", it),
              "write as in `--map 'Ext. amount=value'`"};
    }
    const std::string word = it.substr(equals + 1);
    if (word == "-" || field_named(image, word)) continue;
    const std::vector<std::string> words = field_words(image);
    const auto meant = nearest(word, words);
    return {fmt::format("`--map`: `{}` is no field of a material", word),
            meant ? fmt::format("did you mean `{}`?", *meant)
                  : fmt::format("write one of `{}`", fmt::join(words, "`, `"))};
  }
  return {};
}

}  // namespace

std::optional<Facts> read_facts(const Image& image, const FactsOptions& options,
                                Streams& streams) {
  InputError error = check_sheet_options(image, options.sheets);
  if (!options.nomenclature.empty() &&
      edition_named(options.nomenclature) == 0) {
    error = {
        fmt::format("`--nomenclature`: `{}` is no HS edition that is known",
                    options.nomenclature),
        editions_help()};
  }
  if (!error.message.empty()) {
    fail(streams, error);
    return {};
  }
  return Reader(image, options, streams).run();
}

}  // namespace origo
