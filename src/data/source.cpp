#include "data/source.h"

#include <fmt/format.h>

#include <charconv>
#include <filesystem>
#include <optional>

#include "config/config.h"
#include "config/section.h"

namespace temper {
namespace {

namespace fs = std::filesystem;

struct SizedName {
  std::string name;
  std::int64_t size = 0;
};

/// "parity-5" as "parity" and 5.
std::optional<SizedName> split_size(const std::string& text) {
  const auto dash = text.rfind('-');
  if (dash == std::string::npos) return {};
  SizedName sized{text.substr(0, dash)};
  const char* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data() + dash + 1, end, sized.size);
  if (parsed.ptr != end || parsed.ec != std::errc{}) return {};
  return sized;
}

/// The key of `formats()` for a path, or "" if it doesn't look like one.
std::string format_of(const std::string& path) {
  std::error_code unreadable;  // is found out by loading
  if (fs::is_directory(path, unreadable)) return "/";
  const auto end = fs::path(path).extension().string();
  return formats().find(end) ? end : "";
}

[[noreturn]] void refuse_source(const Section& data, const std::string& name) {
  auto ends = formats().names();
  std::erase(ends, "/");
  const auto near = nearest(name, sources().names());
  data.refuse(
      "source",
      fmt::format("'{}' is neither a data set, nor a folder, nor a file that ends in {}; {}", name,
                  fmt::join(ends, ", "),
                  near.empty() ? "'temper list data' names the data sets"
                               : "did you mean '" + near + "'?"));
}

}  // namespace

Registry<Source, const Section&>& sources() { return registry_of<Source, const Section&>(); }

Registry<Source, const Section&, std::int64_t>& sized_sources() {
  return registry_of<Source, const Section&, std::int64_t>();
}

Registry<Source, const Section&, const std::string&>& formats() {
  return registry_of<Source, const Section&, const std::string&>();
}

std::unique_ptr<Source> make_source(const Section& data, const std::string& name) {
  if (const auto* entry = sources().find(name)) return entry->make(data);
  if (const auto sized = split_size(name))
    if (const auto* entry = sized_sources().find(sized->name))
      return entry->make(data, sized->size);
  if (const auto* entry = formats().find(format_of(name))) return entry->make(data, name);
  refuse_source(data, name);
}

}  // namespace temper
