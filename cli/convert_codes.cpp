// Which codes are of another edition, and what they were in the agreement's.
#include "cli/convert_codes.hpp"

#include <fmt/format.h>

#include <cstdlib>

#include "engine/explain/conversions.hpp"
#include "engine/hs/correlations.hpp"
#include "engine/hs/editions.hpp"

namespace origo {
namespace {

// Chapters that each country fills by itself are no part of an edition.
constexpr std::uint64_t kFirstOwnChapter = std::uint64_t{0x98} << 56;

class CodeConverter {
 public:
  CodeConverter(int agreement, FactSheet& good, Diagnostics& diagnostics)
      : agreement_(agreement), good_(good), diagnostics_(diagnostics) {}

  void run() {
    convert(Conversion::kGood, good_.nomenclature, good_.code_place,
            good_.code);
    for (std::size_t i = 0; i < good_.materials(); ++i) {
      FactSheet::Material& it = good_.material(i);
      const int edition =
          it.nomenclature == 0 ? good_.nomenclature : it.nomenclature;
      convert(static_cast<std::uint32_t>(i), edition, it.code_place, it.code);
    }
  }

 private:
  void convert(std::uint32_t material, int edition, const Span& place,
               HsCode& code) {
    if (edition == 0 || !code.is_known()) return;
    if (code.bits >= kFirstOwnChapter) return;
    const auto text = print_hs_code(code);
    const std::string year = std::to_string(edition);
    if (!is_in_edition(code, edition)) {
      const auto meant = nearest_code(code, edition);
      diagnostics_.report(Code::CodeNotInEdition, place, text.view(), year)
          .help(meant ? fmt::format("did you mean `{}`?",
                                    print_hs_code(*meant).view())
                      : "state the edition that the code is of");
      return;
    }
    // One code of the good says for all that there is no table.
    if (edition == agreement_ || has_no_table_) return;
    if (agreement_ == 0) {
      has_no_table_ = true;
      diagnostics_
          .report(Code::AgreementWithoutEdition, place, text.view(), year)
          .help("add `nomenclature HS ...` to the agreement");
      return;
    }
    if (!is_known_edition(agreement_)) {
      has_no_table_ = true;
      diagnostics_
          .report(Code::NoCorrelation, place, text.view(), year,
                  std::to_string(agreement_))
          .help(fmt::format("state the code of HS {}, and no `nomenclature`",
                            agreement_));
      return;
    }
    Conversion conversion;
    conversion.material = material;
    conversion.stated = code;
    conversion.edition = edition;
    conversion.codes = correlated(code, edition, agreement_);
    code = common_code(conversion.codes);
    good_.conversions.push_back(std::move(conversion));
  }

  int agreement_;
  bool has_no_table_ = false;
  FactSheet& good_;
  Diagnostics& diagnostics_;
};

}  // namespace

int edition_named(std::string_view year) {
  for (const int it : known_editions()) {
    if (std::to_string(it) == year) return it;
  }
  return 0;
}

std::string editions_help() {
  return fmt::format("write {}", fmt::join(known_editions(), ", "));
}

void convert_codes(const bytecode::Image& image, FactSheet& good,
                   Diagnostics& diagnostics) {
  CodeConverter(image.agreement().nomenclature, good, diagnostics).run();
}

}  // namespace origo
