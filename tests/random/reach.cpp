// Seeks the goods rule by rule.
#include "tests/random/reach.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>
#include <stdexcept>

#include "cli/pack_loader.hpp"
#include "cli/streams.hpp"
#include "engine/check/check.hpp"
#include "engine/emit/emit.hpp"
#include "engine/eval/analysis.hpp"
#include "engine/explain/figures.hpp"
#include "engine/ir/interpret.hpp"
#include "grammar/parse.hpp"
#include "tests/random/harness.hpp"
#include "tests/random/seeker.hpp"

namespace origo::random {
namespace {

namespace fs = std::filesystem;

struct Pack {
  explicit Pack(const fs::path& folder) : name(folder.filename().string()) {
    std::istringstream nothing;
    std::ostringstream out;
    std::ostringstream err;
    Streams streams{nothing, out, err};
    InputError error;
    auto loaded =
        load_pack({name, {folder.string()}}, streams, diagnostics, error);
    if (!loaded) throw std::runtime_error(error.message);
    sources = std::move(*loaded);
    for (const SourceFile& source : sources) {
      trees.push_back(grammar::parse(source, diagnostics));
    }
    pack = check(trees, diagnostics);
    if (diagnostics.has_errors()) {
      throw std::runtime_error(name + " has errors");
    }
    bytes = emit(pack).image;
    loaded_image = bytecode::load(bytes);
  }

  std::string name;
  Diagnostics diagnostics;
  std::vector<SourceFile> sources;
  std::vector<ast::Tree> trees;
  ir::Pack pack;
  std::vector<std::byte> bytes;
  bytecode::Loaded loaded_image;
};

// What a rule may be met by: its alternatives, within what notes ask for
// besides, or all that it asks for.
std::vector<ir::RequirementId> alternatives_within(
    const ir::Pack& pack, ir::RequirementId requirement) {
  const ir::Requirement& it = pack.requirement(requirement);
  if (it.op == ir::RequirementOp::Alternatives) return it.parts;
  if (it.op != ir::RequirementOp::And) return {};
  for (const ir::RequirementId part : it.parts) {
    auto found = alternatives_within(pack, part);
    if (!found.empty()) return found;
  }
  return {};
}

std::vector<ir::RequirementId> alternatives_of(const ir::Pack& pack,
                                               ir::RequirementId requirement) {
  auto found = alternatives_within(pack, requirement);
  return found.empty() ? std::vector{requirement} : found;
}

// Whether nothing about a good can make it otherwise.
bool is_always_met(const ir::Pack& pack, ir::RequirementId requirement) {
  const ir::Requirement& it = pack.requirement(requirement);
  auto is_met = [&pack](ir::RequirementId part) {
    return is_always_met(pack, part);
  };
  switch (it.op) {
    case ir::RequirementOp::Literal:
      return static_cast<Truth>(static_cast<std::int8_t>(it.a)) == Truth::Met;
    case ir::RequirementOp::And:
      return std::all_of(it.parts.begin(), it.parts.end(), is_met);
    case ir::RequirementOp::Or:
    case ir::RequirementOp::Alternatives:
      return std::any_of(it.parts.begin(), it.parts.end(), is_met);
    default:
      return false;
  }
}

class Survey {
 public:
  explicit Survey(const Pack& pack) : pack_(pack) {}

  void rule(std::uint32_t rule) {
    Random random(first_seed() * 1'000'003 + rule);
    Seeker seeker(pack_.pack, random);
    const ir::Rule& it = pack_.pack.rules[rule];
    const bytecode::Image& image = pack_.loaded_image.image;
    const auto alternatives = alternatives_of(pack_.pack, it.requirement);
    for (std::size_t i = 0; i < alternatives.size(); ++i) {
      for (const bool is_met : {true, false}) {
        if (!is_met && is_always_met(pack_.pack, alternatives[i])) continue;
        const std::string name =
            fmt::format("{} {} \"{}\" alternative {} {}", pack_.name,
                        shown_codes(image.ranges_of(image.rules()[rule].codes)),
                        it.title, i + 1, is_met ? "met" : "missed");
        auto sheet = seeker.find(rule, alternatives[i], is_met);
        if (!sheet) {
          reached.unreached.push_back(name);
          continue;
        }
        ++reached.found;
        name_ = name;
        static_cast<void>(compare(*sheet));
        turn(*sheet);
      }
    }
  }

  Reached reached;

 private:
  Outcome compare(FactSheet& sheet) {
    const Good good = sheet.good();
    memory_.resize(
        std::max(memory_.size(),
                 scratch_size(pack_.loaded_image.image, good.materials.count)));
    const Outcome outcome =
        origo::evaluate(pack_.loaded_image.image, good, memory_);
    if (!is_of_machine(outcome.failure)) {
      const std::string differs =
          difference(ir::interpret(pack_.pack, good), outcome);
      if (!differs.empty()) {
        reached.differences.push_back(name_ + ":\n" + differs + "\n" +
                                      text_of(pack_.pack, good));
      }
    }
    return outcome;
  }

  // The facts that would turn the verdict, by a hair and not by a hair.
  void turn(FactSheet& sheet) {
    const Good good = sheet.good();
    std::vector<Reason> reasons(4096);
    std::vector<Missing> missing(512);
    std::vector<Status> counted(good.materials.count);
    Trace trace;
    trace.reasons = reasons;
    trace.missing = missing;
    trace.counted = counted;
    Options options;
    options.trace = &trace;
    const Outcome outcome =
        origo::evaluate(pack_.loaded_image.image, good, memory_, options);
    if (trace.is_truncated) return;
    mark_critical(pack_.loaded_image.image, outcome, trace);
    std::vector<std::byte> room(
        flips_scratch_size(pack_.loaded_image.image, good));
    Flip flips[32];
    const std::uint32_t count = find_flips(
        pack_.loaded_image.image, good, outcome, trace, room, Options{}, flips);
    for (std::uint32_t i = 0; i < count; ++i) {
      const Flip& flip = flips[i];
      if (flip.kind != Flip::Kind::Fact) continue;
      const std::int64_t stated = sheet.fact(flip.index);
      sheet.set_fact(flip.index, flip.amount);
      const Outcome there = compare(sheet);
      if (there.verdict == outcome.verdict) {
        reached.differences.push_back(name_ + ": a flip that turns nothing");
      }
      ++reached.turned;
      const bool is_amount = flip.amount > 1;
      if (is_amount && stated != kMissing) {
        sheet.set_fact(flip.index,
                       flip.amount + (stated < flip.amount ? -1 : 1));
        static_cast<void>(compare(sheet));
      }
      sheet.set_fact(flip.index, stated);
    }
  }

  const Pack& pack_;
  std::string name_;
  std::vector<std::byte> memory_;
};

}  // namespace

Reached survey_pack(const fs::path& folder, std::size_t stride) {
  const Pack pack(folder);
  Survey survey(pack);
  for (std::uint32_t rule = 0; rule < pack.pack.rules.size(); ++rule) {
    if (rule % stride == 0) survey.rule(rule);
  }
  return std::move(survey.reached);
}

}  // namespace origo::random
