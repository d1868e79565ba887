// Cases of packs that cite an example: written by people, where an example is
// told in words that no shape fits.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cli/case_run.hpp"
#include "cli/examples/draft.hpp"
#include "cli/message.hpp"
#include "cli/streams.hpp"

namespace origo::examples {

// A citation as its words: `14(6)`, `example`, `1`, `situation`, `a`.
using Cite = std::vector<std::string>;

// What came of the cases that cite an example.
struct CaseVerdict {
  bool has_passed = false;
  std::string reason;  // which cases, or why there is none that runs
};

class PackCases {
 public:
  // Finds the citations of all cases below a folder.
  bool read(const std::string& folder, InputError& error);

  // Whether a case is in the instrument of the example and names its place.
  [[nodiscard]] bool is_cited(const Example& example) const;

  // Runs those cases; nothing where none cites it. What they claim is theirs:
  // it is not compared with what the example expects.
  [[nodiscard]] std::optional<CaseVerdict> judge(const Example& example);

 private:
  struct Found {
    std::string source;  // the instrument, as the citation begins
    Cite cite;
    std::string pack;
  };

  [[nodiscard]] const TestedPack* compiled(const std::string& pack);
  [[nodiscard]] static bool is_of(const Found& found, const Example& example);

  std::vector<Found> cases_;
  std::map<std::string, std::optional<TestedPack>> packs_;
};

}  // namespace origo::examples
