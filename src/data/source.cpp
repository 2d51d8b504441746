#include "data/source.h"

#include <fmt/format.h>

#include <cctype>
#include <charconv>
#include <filesystem>
#include <map>
#include <optional>

#include "base/lower.h"
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

/// The key of `formats()` for a path, or "" if it doesn't look like one: the longest end that fits.
std::string format_of(const std::string& path) {
  std::error_code unreadable;  // is found out by loading
  if (path == "-" || fs::is_fifo(path, unreadable)) return "-";
  if (fs::is_directory(path, unreadable)) return "/";
  std::string best;
  for (const auto& end : formats().names())
    if (end.size() > best.size() && end.starts_with('.') && lower(path).ends_with(end)) best = end;
  return best;
}

/// What others save, and the line that makes a table of it.
std::string conversion_of(const std::string& path) {
  const auto by_pandas = [&](const char* reader) {
    return fmt::format(
        "convert it: python3 -c 'import pandas; pandas.{}(\"{}\").to_csv(\"{}\", "
        "index=False)'",
        reader, path, fs::path(path).replace_extension(".csv").string());
  };
  static const std::map<std::string, const char*> readers = {
      {".feather", "read_feather"}, {".arrow", "read_feather"}, {".xlsx", "read_excel"},
      {".xls", "read_excel"},       {".ods", "read_excel"},     {".json", "read_json"},
      {".dta", "read_stata"},       {".sas7bdat", "read_sas"},  {".sav", "read_spss"},
      {".orc", "read_orc"},         {".pkl", "read_pickle"}};
  const auto found = readers.find(lower(fs::path(path).extension().string()));
  return found == readers.end() ? "" : by_pandas(found->second);
}

[[noreturn]] void refuse_source(const Section& data, const std::string& name) {
  if (const auto conversion = conversion_of(name); !conversion.empty())
    data.refuse("source", fmt::format("'{}' is a format that isn't read; {}", name, conversion));
  std::vector<std::string> ends;
  for (const auto& end : formats().names())
    if (end.starts_with('.') && !end.ends_with(".gz")) ends.push_back(end);
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

bool is_known_set(const std::string& name) {
  const auto sized = split_size(name);
  return sources().find(name) || (sized && sized_sources().find(sized->name));
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
