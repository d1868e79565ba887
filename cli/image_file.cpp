// Images from disk and from the compiler, verified either way.
#include "cli/image_file.hpp"

#include <fmt/format.h>

#include <cstring>

#include "cli/exit_codes.hpp"
#include "cli/files.hpp"
#include "engine/compile.hpp"
#include "engine/core/limits.hpp"
#include "engine/diag/render.hpp"

namespace origo {
namespace {

void report(bytecode::LoadError error, const std::string& path,
            Diagnostics& diagnostics) {
  using bytecode::LoadError;
  const Span nowhere;
  switch (error) {
    case LoadError::None:
      return;
    case LoadError::TooShort:
      diagnostics.report(Code::ImageTooShort, nowhere, path)
          .help("copy it again, or compile the pack again");
      return;
    case LoadError::NotAnImage:
      diagnostics.report(Code::NotAnImage, nowhere, path)
          .help("compile a pack into one with `origo compile`");
      return;
    case LoadError::WrongVersion:
      diagnostics.report(Code::OtherImageVersion, nowhere, path)
          .help("compile the pack again with this version");
      return;
    case LoadError::Damaged:
      diagnostics.report(Code::DamagedImage, nowhere, path)
          .help("copy it again, in binary mode");
      return;
    case LoadError::Malformed:
      diagnostics.report(Code::MalformedImage, nowhere, path)
          .help("compile the pack again instead of using it");
      return;
  }
}

}  // namespace

bool is_image_path(const std::string& path) {
  return path.ends_with(".roob");
}

std::optional<OpenImage> open_image_file(const std::string& path,
                                         Diagnostics& diagnostics,
                                         InputError& error) {
  std::error_code failure;
  const auto text = read_file(path, limits::kImageBytes + 1, failure);
  if (!text) {
    error = {fmt::format("`{}` cannot be read: {}", path, reason_of(failure)),
             ""};
    return {};
  }
  std::vector<std::byte> bytes(text->size());
  std::memcpy(bytes.data(), text->data(), text->size());
  const bytecode::Loaded loaded = bytecode::load(bytes);
  if (loaded.error != bytecode::LoadError::None) {
    report(loaded.error, path, diagnostics);
    return {};
  }
  return OpenImage(std::move(bytes), loaded.image);
}

std::optional<OpenImage> compile_pack(const std::vector<SourceFile>& sources,
                                      Diagnostics& diagnostics) {
  auto bytes = compile(sources, diagnostics);
  if (!bytes) return {};
  const bytecode::Loaded loaded = bytecode::load(*bytes);
  if (loaded.error != bytecode::LoadError::None) {
    // The compiler's fault, not the author's; better said than evaluated.
    report(loaded.error, "the image just compiled", diagnostics);
    return {};
  }
  return OpenImage(std::move(*bytes), loaded.image);
}

std::optional<OpenImage> open_pack(const PackPaths& pack, Streams& streams,
                                   int& exit_code) {
  Diagnostics diagnostics;
  InputError error;
  std::optional<OpenImage> open;
  std::optional<std::vector<SourceFile>> sources;  // diagnostics refer to them
  exit_code = kUsage;
  if (is_image_path(pack.paths.front())) {
    open = open_image_file(pack.paths.front(), diagnostics, error);
  } else {
    sources = load_pack(pack, streams, diagnostics, error);
    if (sources) {
      exit_code = kErrorsInRules;
      open = compile_pack(*sources, diagnostics);
    }
  }
  if (open) {
    exit_code = kDone;
    return open;
  }
  print_diagnostics(diagnostics, streams);
  if (!error.message.empty()) fail(streams, error);
  return {};
}

void print_diagnostics(const Diagnostics& diagnostics, Streams& streams) {
  streams.err << render(diagnostics.sorted(), streams.err_has_color);
}

}  // namespace origo
