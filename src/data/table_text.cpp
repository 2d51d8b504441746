#include "data/table_text.h"

#include <fmt/format.h>
#include <sys/wait.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <vector>

#include "base/errors.h"
#include "base/lower.h"
#include "files/analysis_tool.h"
#include "files/csv_reader.h"
#include "files/gzip_file.h"
#include "files/open_file.h"
#include "files/utf8.h"

namespace temper {
namespace {

constexpr std::size_t sample_bytes = std::size_t{1} << 16, sample_records = 50;

std::string read_stream(std::istream& stream) {
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

std::string read_bytes(const std::string& path) {
  if (path == "-") {
    auto text = read_stream(std::cin);
    if (text.empty()) throw DataError("standard input: is empty");
    return text;
  }
  std::error_code error;
  if (std::filesystem::is_fifo(path, error)) {
    std::ifstream pipe(path, std::ios::binary);
    return read_stream(pipe);
  }
  auto text = read_file(path);
  if (text.starts_with("\x1F\x8B")) text = GzipFile(path).read_all();
  return text;
}

std::size_t line_at(std::string_view text, std::size_t place) {
  const auto before = text.substr(0, place);
  return 1 + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
}

bool is_one_of(char c, std::string_view set) { return c != 0 && set.find(c) != std::string::npos; }

/// Of what begins as another format does, what it is; else "".
std::string other_format(std::string_view text) {
  if (text.starts_with("PK\x03\x04"))
    return "is a spreadsheet or another zip archive, no text; save it as CSV";
  constexpr std::string_view blanks = " \t\r\n";
  const auto at = [&](std::size_t place) { return place < text.size() ? text[place] : char{0}; };
  const auto place = text.find_first_not_of(blanks);
  const char first = at(place);
  for (const auto* const start : {"<!", "<?", "<html", "<HTML", "<table", "<TABLE"})
    if (place < text.size() && text.substr(place).starts_with(start))
      return "is HTML or XML, no table";
  if (is_one_of(first, "{[") && is_one_of(at(text.find_first_not_of(blanks, place + 1)), "\"{[}]"))
    return "is JSON, no table; convert it: python3 -c 'import pandas; "
           "pandas.read_json(\"FILE\").to_csv(\"FILE.csv\", index=False)'";
  return "";
}

/// What steers terminals and is in no text; escape sequences above all.
std::size_t find_control(std::string_view text) {
  const auto found = std::find_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r') ||
           c == 0x7F;
  });
  return found == text.end() ? std::string_view::npos
                             : static_cast<std::size_t>(found - text.begin());
}

/// Ends lines in LF that end in CR only, as Excel on a Mac may write them, and takes off the mark
/// that ended a file of DOS.
void mend_ends(std::string& text) {
  if (text.ends_with('\x1A')) text.pop_back();
  if (text.find('\n') == std::string::npos) std::replace(text.begin(), text.end(), '\r', '\n');
}

void require_text(const std::string& path, std::string_view text) {
  const auto refuse = [&](std::size_t place, const std::string& problem) {
    throw DataError(fmt::format("{}:{}: {}", path, line_at(text, place), problem));
  };
  if (const auto other = other_format(text); !other.empty()) refuse(0, other);
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) return;  // the reader says so
  if (const auto zero = text.find('\0'); zero != std::string_view::npos)
    refuse(zero, "holds a zero byte: it is no text in UTF-8 (is it UTF-16, or binary?)");
  if (const auto place = find_control(text); place != std::string_view::npos)
    refuse(place, fmt::format("holds a control character (0x{:02x}); it is no text",
                              static_cast<unsigned char>(text[place])));
  if (const auto place = find_not_utf8(text))
    refuse(*place,
           fmt::format("is not UTF-8 (byte 0x{:02x}; Latin-1 or Windows-1252?); convert it: "
                       "iconv -f WINDOWS-1252 -t UTF-8",
                       static_cast<unsigned char>(text[*place])));
}

/// The numbers of fields of the first records.
std::vector<std::size_t> field_counts(std::string_view text, char mark) {
  std::vector<std::size_t> counts;
  std::vector<std::string> fields;
  try {
    CsvReader reader(text, "", mark);
    while (counts.size() < sample_records && reader.next(fields)) {
      const bool is_comment =
          fields[0].starts_with('#') && fields[0].find('!') == std::string::npos;
      if (!is_comment && !fields[0].starts_with("sep=")) counts.push_back(fields.size());
    }
  } catch (const DataError&) {  // a quote that this separator doesn't open; so far, then
  }
  return counts;
}

struct Candidate {
  Separator separator;
  double share = 0;  ///< of the records that have the most frequent number of fields
};

Candidate examine(std::string_view text, char mark) {
  auto counts = field_counts(text, mark);
  const auto n_names = counts.empty() ? 0 : counts[0];
  // The header may lack the name of an index, or its comma at the end.
  if (counts.size() > 1) counts.erase(counts.begin());
  std::map<std::size_t, std::size_t> frequency;
  for (const auto n : counts) ++frequency[n];
  Candidate candidate{{mark, 1}, 0};
  for (const auto& [n, times] : frequency) {
    const auto share = static_cast<double>(times) / static_cast<double>(counts.size());
    if (share >= candidate.share) candidate = {{mark, n}, share};
  }
  if (n_names < 2) candidate.separator.n_fields = 1;
  return candidate;
}

std::string_view sample_of(std::string_view text) {
  if (text.size() <= sample_bytes) return text;
  const auto end = text.rfind('\n', sample_bytes);
  return end == std::string_view::npos ? text : text.substr(0, end + 1);
}

/// What temper-table of the analysis package makes of the file; it says itself what is wrong.
std::string converted(const std::string& path) {
  require_file(path);
  constexpr const char* reader = "temper-table";
  const auto tool = find_analysis_tool(reader);
  if (tool.empty()) throw DataError(path + ": " + missing_tool_text(reader, "tables"));
  std::string text;
  const int status = run_and_wait({tool, path}, &text);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
    throw DataError(fmt::format("{}: {} couldn't read it", path, reader));
  return text;
}

}  // namespace

std::string read_table_text(const std::string& path) {
  auto text = lower(path).ends_with(".parquet") ? converted(path) : read_bytes(path);
  mend_ends(text);
  require_text(path == "-" ? "standard input" : path, text);
  return text;
}

Separator find_separator(std::string_view text, const std::string& given) {
  const auto sample = sample_of(text);
  if (!given.empty()) return examine(sample, given[0]).separator;
  if (text.starts_with("sep=") && text.size() > 4 && text[4] != '\n')  // as Excel writes it
    return examine(sample, text[4]).separator;
  Candidate best;
  for (const char mark : {'\t', ';', '|', ','}) {
    const auto candidate = examine(sample, mark);
    const bool is_better = candidate.share > best.share ||
                           (mark == ',' && best.share < 1 && candidate.share >= best.share);
    if (candidate.separator.n_fields >= 2 && is_better) best = candidate;
  }
  if (best.separator.n_fields >= 2) return best.separator;
  const auto blanks = examine(sample, ' ');
  return blanks.separator.n_fields >= 2 && blanks.share == 1 ? blanks.separator : Separator{};
}

std::string_view without_empty_end(std::string_view text, char mark) {
  const auto last = text.find_last_not_of(std::string(" \t\r\n") + mark);
  if (last == std::string_view::npos) return text;
  const auto end = text.find('\n', last);
  return end == std::string_view::npos ? text : text.substr(0, end + 1);
}

}  // namespace temper
