// The members of each object, in the order of docs/verdicts.md.
#include "engine/explain/json.hpp"

#include <nlohmann/json.hpp>

#include "engine/explain/figures.hpp"
#include "engine/explain/sentences.hpp"

namespace origo {
namespace {

using Json = nlohmann::ordered_json;

void put(Json& to, const char* name, const std::string& text) {
  if (!text.empty()) to[name] = text;
}

std::string_view word_for(Truth truth) {
  switch (truth) {
    case Truth::NotMet:
      return "not met";
    case Truth::Unknown:
      return "unknown";
    case Truth::Met:
      return "met";
  }
  return {};
}

std::string_view word_for(Status status) {
  for (const StatusWord& it : kStatuses) {
    if (it.status == status) return it.word;
  }
  return {};
}

std::string_view word_for(Failure failure) {
  switch (failure) {
    case Failure::None:
      return {};
    case Failure::ScratchTooSmall:
      return "scratch too small";
    case Failure::TooManyMaterials:
      return "too many materials";
    case Failure::TooManyRules:
      return "the tariff code is too short to choose a rule";
    case Failure::NegativeAmount:
      return "negative amount of a material";
    case Failure::OtherCurrency:
      return "other currency than the rules";
    case Failure::Overflow:
      return "amounts too large";
  }
  return {};
}

std::string_view word_for(Reason::Context context) {
  switch (context) {
    case Reason::Context::Prologue:
      return "treat";
    case Reason::Context::When:
      return "when";
    case Reason::Context::Rule:
      return "rule";
    case Reason::Context::Criterion:
      return "criterion";
    case Reason::Context::Condition:
      return "condition";
    case Reason::Context::Tolerance:
      return "tolerance";
  }
  return {};
}

std::string_view word_for(Flip::Kind kind) {
  switch (kind) {
    case Flip::Kind::Material:
      return "material";
    case Flip::Kind::WithoutMaterial:
      return "without material";
    case Flip::Kind::Fact:
      return "fact";
    case Flip::Kind::Threshold:
      return "threshold";
    case Flip::Kind::NonOriginatingValue:
      return "non-originating value";
    case Flip::Kind::FailingValue:
      return "failing value";
  }
  return {};
}

std::string_view word_for(Subject subject) {
  switch (subject) {
    case Subject::Fact:
      return "fact";
    case Subject::GoodCode:
      return "code of the good";
    case Subject::Status:
      return "status";
    case Subject::Code:
      return "code";
    case Subject::Origin:
      return "origin";
    case Subject::Column:
      return "attribute";
    case Subject::Tag:
      return "tag";
    case Subject::Materials:
      return "materials";
  }
  return {};
}

std::string_view word_for(bytecode::Relation relation) {
  switch (relation) {
    case bytecode::Relation::AtLeast:
      return ">=";
    case bytecode::Relation::AtMost:
      return "<=";
    case bytecode::Relation::Above:
      return ">";
    case bytecode::Relation::Below:
      return "<";
    case bytecode::Relation::Equal:
      return "=";
  }
  return {};
}

Json json_of(const Provision& provision) {
  Json json = Json::object();
  put(json, "name", provision.name);
  put(json, "title", provision.title);
  put(json, "cite", provision.cite);
  put(json, "pack", provision.pack);
  if (!provision.file.empty()) {
    json["file"] = provision.file;
    json["line"] = provision.line;
  }
  return json;
}

class Writer {
 public:
  Writer(const bytecode::Image& image, const Explanation& from)
      : image_(image), from_(from) {}

  Json run() {
    Json json;
    json["verdict"] =
        from_.origins && from_.outcome.verdict == Verdict::Originating
            ? "determined"
            : result_of(from_);
    if (from_.origins) {
      json["countries"] = Json::array();
      for (const Country country : from_.origins->countries) {
        json["countries"].push_back(print_country(country).view());
      }
    }
    json["summary"] = from_.summary;
    if (from_.split == Split::TooMany) json["untried"] = true;
    put(json, "failure", std::string(word_for(from_.outcome.failure)));
    json["good"] = good();
    json["agreement"] = json_of(from_.agreement);
    if (from_.rule) json["rule"] = json_of(*from_.rule);
    if (from_.outcome.alternative > 0) {
      json["alternative"] = from_.outcome.alternative;
    }
    if (from_.criterion) {
      json[from_.origins ? "step" : "criterion"] = json_of(*from_.criterion);
    }
    if (from_.tolerance) json["tolerance"] = json_of(*from_.tolerance);
    json["provisions"] = Json::array();
    for (const Section& it : from_.sections) {
      json["provisions"].push_back(section(it));
    }
    json["materials"] = Json::array();
    for (const ExplainedMaterial& it : from_.materials) {
      json["materials"].push_back(material(it));
    }
    json["conversions"] = Json::array();
    for (const Conversion& it : from_.conversions) {
      json["conversions"].push_back(conversion(it));
    }
    if (!from_.remarks.empty()) json["remarks"] = from_.remarks;
    json["assumptions"] = Json::array();
    for (const Assumption& it : from_.assumptions) {
      json["assumptions"].push_back({{"text", it.text}, {"cite", it.cite}});
    }
    json["flips"] = Json::array();
    for (const ExplainedFlip& it : from_.flips) {
      json["flips"].push_back(flip(it));
    }
    json["missing"] = Json::array();
    for (const Question& it : from_.questions) {
      json["missing"].push_back(question(it));
    }
    for (const Explanation& it : from_.parts) {
      Json part = Writer(image_, it).run();
      constexpr const char* kCounting[] = {"itself", "its materials", "either"};
      part["counts_by"] = kCounting[static_cast<std::size_t>(it.counting)];
      json["parts"].push_back(std::move(part));
    }
    return json;
  }

 private:
  // `{"value": "62.5", "unit": "%"}`
  [[nodiscard]] Json amount(const Figure& figure) const {
    if (figure.value == kMissing) return nullptr;
    Json json;
    json["value"] = plain(figure);
    put(json, "unit", std::string(unit_of(figure, from_.currency)));
    return json;
  }

  [[nodiscard]] Json good() const {
    Json json;
    put(json, "id", from_.good);
    put(json, "code", std::string(print_hs_code(from_.code).view()));
    put(json, "currency", from_.currency);
    json["facts"] = Json::object();
    for (const StatedFact& it : from_.facts) json["facts"][it.name] = fact(it);
    return json;
  }

  // Amounts as everywhere, anything else as its word.
  [[nodiscard]] Json fact(const StatedFact& from) const {
    const bytecode::FactRecord& record =
        image_.facts()[image_.find_fact(from.name)];
    const Figure figure{static_cast<Type>(std::uint8_t{record.type}),
                        from.value};
    if (unit_of(figure, "x").empty() && figure.type != Type::Number) {
      return from.text;
    }
    return amount(figure);
  }

  [[nodiscard]] Json conversion(const Conversion& from) const {
    Json json;
    if (from.material != Conversion::kGood) {
      json["material"] = from.material + 1;
    }
    json["stated"] = print_hs_code(from.stated).view();
    json["from"] = from.edition;
    json["to"] = from_.nomenclature;
    json["codes"] = Json::array();
    for (const HsCode it : from.codes) {
      json["codes"].push_back(print_hs_code(it).view());
    }
    json["decides"] = from.matters;
    return json;
  }

  [[nodiscard]] Json section(const Section& from) const {
    Json json;
    const bool is_step =
        from_.origins && from.context == Reason::Context::Criterion;
    json["kind"] = is_step ? "step" : word_for(from.context);
    json.update(json_of(from.provision));
    std::size_t at = 0;
    json["requirement"] = requirement(from.requirements, at);
    return json;
  }

  // The requirement at `at` and those below it; `at` moves past them. Nested no
  // deeper than the language lets requirements be.
  [[nodiscard]] Json requirement(const std::vector<ExplainedRequirement>& all,
                                 std::size_t& at) const {
    const ExplainedRequirement& from = all[at++];
    Json json;
    json["text"] = from.text;
    json["truth"] = word_for(from.truth);
    json["critical"] = from.is_critical;
    if (!from.tolerance.name.empty()) {
      json["tolerance"] = json_of(from.tolerance);
    }
    if (!from.note.name.empty()) json["note"] = json_of(from.note);
    if (from.measurement) {
      json["measurement"] = measurement(*from.measurement);
    }
    if (!from.fact.empty()) {
      json["fact"] = from.fact;
      json["stated"] = from.stated;
    }
    if (!from.materials.empty()) {
      json["materials"] = Json::array();
      for (const std::uint32_t it : from.materials) {
        json["materials"].push_back(it + 1);
      }
    }
    while (at < all.size() && all[at].depth > from.depth) {
      json["parts"].push_back(requirement(all, at));
    }
    return json;
  }

  [[nodiscard]] Json measurement(const Measurement& from) const {
    Json json;
    json["measure"] = amount(from.measure);
    if (from.highest.value != from.measure.value) {
      json["highest"] = amount(from.highest);
    }
    json["relation"] = word_for(from.relation);
    json["limit"] = amount(from.limit);
    if (from.measure.value != kMissing) margin(from, json);
    if (from.part.value != kMissing) {
      json["part"] = amount(from.part);
      json["whole"] = amount(from.whole);
    }
    if (!from.method.name.empty()) json["method"] = json_of(from.method);
    if (!from.threshold.name.empty()) {
      json["threshold"] = json_of(from.threshold);
      if (from.threshold_from != kEarliest) {
        json["threshold"]["from"] = print_date(from.threshold_from).view();
      }
      if (from.threshold_until != kLatest) {
        json["threshold"]["until"] = print_date(from.threshold_until).view();
      }
    }
    return json;
  }

  void margin(const Measurement& from, Json& json) const {
    const Margin& it = from.margin;
    if (it.has_points) {
      json["margin"]["points"] = plain({from.measure.type, it.points});
    }
    if (it.has_amount) {
      json["margin"]["amount"] = amount({from.type_of_margin(), it.amount});
    }
    if (it.has_points || it.has_amount) json["margin"]["exact"] = it.is_exact;
  }

  [[nodiscard]] Json material(const ExplainedMaterial& from) const {
    Json json;
    put(json, "part", from.name.part);
    put(json, "description", from.name.description);
    put(json, "manufacturer", from.name.manufacturer);
    if (from.code.is_known()) json["code"] = print_hs_code(from.code).view();
    if (from.origin.is_known()) {
      json["origin"] = print_country(from.origin).view();
    }
    json["kind"] = kKinds[static_cast<std::size_t>(from.kind)].word;
    json["status"] = word_for(from.stated);
    json["counts_as"] = word_for(from.counted);
    constexpr const char* kBuiltIn[] = {"value", "weight", "quantity"};
    for (std::size_t i = 0; i < from.figures.size(); ++i) {
      if (from.figures[i].value == kMissing) continue;
      const std::string name = i < kBuiltInColumns
                                   ? std::string(kBuiltIn[i])
                                   : from_.own_columns[i - kBuiltInColumns];
      json[name] = amount(from.figures[i]);
    }
    return json;
  }

  [[nodiscard]] Json flip(const ExplainedFlip& from) const {
    const Flip& it = from.flip;
    Json json;
    json["kind"] = word_for(it.kind);
    json["text"] = from.text;
    switch (it.kind) {
      case Flip::Kind::Material:
      case Flip::Kind::WithoutMaterial:
        json["material"] = it.index + 1;
        break;
      case Flip::Kind::Fact: {
        const bytecode::FactRecord& fact = image_.facts()[it.index];
        json["fact"] = image_.text(fact.name);
        json["amount"] =
            amount({static_cast<Type>(std::uint8_t{fact.type}), it.amount});
        break;
      }
      case Flip::Kind::Threshold: {
        const bytecode::ThresholdRecord& record = image_.thresholds()[it.index];
        json["threshold"] = image_.text(record.name);
        json["amount"] =
            amount({static_cast<Type>(std::uint8_t{record.type}), it.amount});
        break;
      }
      case Flip::Kind::NonOriginatingValue:
      case Flip::Kind::FailingValue:
        json["amount"] = amount(
            {comparison_of(image_, from_.reasons[it.reason]).type, it.amount});
        break;
    }
    return json;
  }

  [[nodiscard]] Json question(const Question& from) const {
    const Missing& it = from.missing;
    Json json;
    json["kind"] = word_for(it.subject);
    json["text"] = from.text;
    if (it.subject == Subject::Fact) {
      json["fact"] = image_.text(image_.facts()[it.index].name);
    }
    if (it.materials > 0) {
      json["materials"] = it.materials;
      json["first_material"] = it.first_material + 1;
    }
    json["decides"] = from.decides;
    json["may_decide"] = from.may_decide;
    return json;
  }

  const bytecode::Image& image_;
  const Explanation& from_;
};

}  // namespace

std::string explanation_json(const bytecode::Image& image,
                             const Explanation& explanation) {
  return Writer(image, explanation)
      .run()
      .dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace origo
