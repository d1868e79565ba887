// Little may fail the change, and the content remains due; where little is
// foreign at all, it is not.
#include <fmt/format.h>

#include <algorithm>
#include <regex>

#include "cli/examples/boundary.hpp"
#include "cli/examples/codes.hpp"
#include "cli/examples/convert.hpp"
#include "cli/examples/good.hpp"
#include "cli/examples/requirement.hpp"
#include "cli/examples/wording.hpp"

namespace origo::examples {
namespace {

constexpr std::int64_t kPrice = 100'000'000;
constexpr std::int64_t kOneHundredth = 10'000;

// `waived where the VNM <= 8%`
std::optional<std::int64_t> waived_up_to(const Member& it) {
  if (!it.is_text()) return {};
  static const std::regex kWaived(
      "(?:waived|not required|need not be met) (?:if|where|when) "
      "(?:all )?(?:the )?(?:vnm|non originating materials?) ?<= ?([0-9.]+) "
      "?%");
  const std::string text = plain(it.text());
  std::smatch found;
  if (!std::regex_search(text, found, kWaived)) return {};
  return read_printed(found[1].str())->millionths;
}

class Converter {
 public:
  Converter(const Example& example, Draft& draft)
      : example_(example), facts_(example.facts), draft_(draft) {}

  bool run() {
    for (const auto& [name, it] : example_.expected.items()) {
      const auto limit = waived_up_to(it);
      if (!limit) continue;
      waived_ = limit;
      waiver_ = it;
    }
    const Member rule = facts_["rule"];
    if (!waived_ || !rule.is_object()) return false;
    change_ = change_of(rule, draft_);
    const std::string whole = requirement_of(rule, facts_, draft_);
    if (change_.empty() || !draft_.is_open || whole == change_) {
      rule.refuse("is no change and a content");
    }
    good();
    draft_.declare(fmt::format(
        "define x_little_is_foreign = value of non-originating materials <= "
        "{} of transaction_value\n    cite \"as the example has it\"",
        share_of_law(example_, draft_, *waived_)));
    draft_.requirement = fmt::format(
        "{} and (good is x_content_is_met or x_little_is_foreign)", change_);
    claims();
    return true;
  }

 private:
  // The material that fails, and the limit that its value states.
  void good() {
    const Member good = facts_["good"];
    code_ = single_code(good.any({"hs", "code", "chapter"}).text());
    std::int64_t tolerated = *waived_;
    for (const auto& [index, it] : facts_["materials"].items()) {
      if (it["originating"] && it["originating"].truth()) {
        it.any({"hs", "hs_chapter"}).skip();
        continue;
      }
      if (const Member change = it.any({"ctc", "fails"})) {
        if (!change.is_text() || says_met(change.text()) != true)
          change.refuse("is not mapped");
      }
      if (const Member value = it["value"])
        tolerated = value.number().millionths;
      if (!material_.empty()) it.refuse("is a second one that is foreign");
      material_ = single_code(it.any({"hs", "hs_chapter", "chapter"}).text());
    }
    if (const Member share = facts_.any({"de_minimis", "tolerance"})["pct"]) {
      tolerated = share.number().millionths;
    }
    if (material_.empty()) facts_["materials"].refuse("fail nothing");
    tolerated_ = tolerated;
    declare_tolerance(
        fmt::format("value of failing materials <= {} of transaction_value",
                    share_of_law(example_, draft_, tolerated)),
        draft_);
  }

  DraftCase& add(const std::string& title, std::int64_t failing,
                 std::int64_t other, bool is_content_met) {
    DraftCase& each = draft_.add_case(title);
    each.code = code_;
    each.lines = {
        "transaction_value " + draft_.money(kPrice),
        fmt::format("x_content_is_met {}", is_content_met ? "yes" : "no"),
        fmt::format("material \"what fails\" {} {} non-originating", material_,
                    draft_.money(failing))};
    if (other != 0) {
      // Of a chapter that no rule of an example excepts.
      each.lines.push_back(fmt::format(
          "material \"another\" 9705 {} non-originating", draft_.money(other)));
    }
    return each;
  }

  static void expect(DraftCase& each, const Member& it, std::string text) {
    each.expected.push_back({it.path(), std::move(text), {}, {}, false});
  }

  void claims() {
    const Member& expected = example_.expected;
    const std::int64_t share = tolerated_;
    if (const Member ctc = expected["ctc"]) {
      const std::string text = plain(ctc.text());
      if (says_met(text) != true) ctc.refuse("is not mapped");
      if (holds(text, "de minimis") || holds(text, "tolerance")) {
        DraftCase& at = add("little fails", share, 0, true);
        expect(at, ctc, "originating");
        expect(at, ctc, "tolerance de_minimis");
        expect(add("more fails", share + kOneHundredth, 0, true), ctc,
               "not originating");
      } else {
        expect(add("nothing fails", share, 0, true), ctc, "(" + change_ + ")");
      }
    }
    const Member content = expected["rvc"];
    if (content && content.path() != waiver_.path()) due(content);
    // All that is foreign, at the limit and beyond it, fails or not.
    const std::int64_t half = std::min(tolerated_, *waived_ / 2);
    expect(add("little is foreign", half, *waived_ - half, false), waiver_,
           "originating");
    expect(add("more is foreign", half, *waived_ - half + kOneHundredth, false),
           waiver_, "not originating");
    if (const Member verdict = expected["verdict"]) {
      verdict.refuse("is not mapped beside a waiver");
    }
  }

  // `required; VNM includes the 2905 materials`
  void due(const Member& it) {
    for (const std::string& part : split(without_remarks(it.text()), ";")) {
      const std::string clause = plain(part);
      if (holds(clause, "required") && !holds(clause, "not required")) {
        expect(add("the content is due", tolerated_, kOneHundredth, false), it,
               "not originating");
        expect(add("and met", tolerated_, kOneHundredth, true), it,
               "originating");
      } else if (clause.starts_with("vnm includes")) {
        // What fails, or all of it.
        const std::vector<std::string> named = figures_in(clause);
        const bool is_it = std::all_of(
            named.begin(), named.end(), [this](const std::string& code) {
              return code.size() >= 4 && material_.starts_with(code);
            });
        if (!is_it || (named.empty() && !holds(clause, "all"))) {
          it.refuse("names another material than the one that fails");
        }
        expect(add("all that is foreign", tolerated_, kOneHundredth, true), it,
               "value of non-originating materials = " +
                   draft_.money(tolerated_ + kOneHundredth));
      } else {
        it.refuse("is not mapped");
      }
    }
  }

  const Example& example_;
  const Member& facts_;
  Draft& draft_;
  std::optional<std::int64_t> waived_;
  Member waiver_;
  std::string change_;
  std::string code_;
  std::string material_;
  std::int64_t tolerated_ = 0;
};

}  // namespace

bool convert_waiver(const Example& example, Draft& draft) {
  return Converter(example, draft).run();
}

}  // namespace origo::examples
