#include "data/table_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <vector>

#include "base/errors.h"
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

void require_text(const std::string& path, std::string_view text) {
  const auto refuse = [&](std::size_t place, const std::string& problem) {
    throw DataError(fmt::format("{}:{}: {}", path, line_at(text, place), problem));
  };
  if (text.starts_with("PK\x03\x04"))
    refuse(0, "is a spreadsheet or another zip archive, no text; save it as CSV");
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) return;  // the reader says so
  if (const auto zero = text.find('\0'); zero != std::string_view::npos)
    refuse(zero, "holds a zero byte: it is no text in UTF-8 (is it UTF-16, or binary?)");
  if (const auto place = find_not_utf8(text))
    refuse(*place,
           fmt::format("is not UTF-8 (byte 0x{:02x}; Latin-1 or Windows-1252?); convert it: "
                       "iconv -f WINDOWS-1252 -t UTF-8",
                       static_cast<unsigned char>(text[*place])));
  if (text.find('\n') == std::string_view::npos && text.find('\r') != std::string_view::npos)
    refuse(0, "its lines end in CR only, as on old Macs; save it with LF or CR LF");
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
  const auto counts = field_counts(text, mark);
  std::map<std::size_t, std::size_t> frequency;
  for (const auto n : counts) ++frequency[n];
  Candidate candidate{{mark, 1}, 0};
  for (const auto& [n, times] : frequency) {
    const auto share = static_cast<double>(times) / static_cast<double>(counts.size());
    if (share >= candidate.share) candidate = {{mark, n}, share};
  }
  // The header may lack the name of an index, or its comma at the end.
  const bool starts_so = !counts.empty() && counts[0] >= 2;
  if (!starts_so) candidate.separator.n_fields = 1;
  return candidate;
}

std::string_view sample_of(std::string_view text) {
  if (text.size() <= sample_bytes) return text;
  const auto end = text.rfind('\n', sample_bytes);
  return end == std::string_view::npos ? text : text.substr(0, end + 1);
}

}  // namespace

std::string read_table_text(const std::string& path) {
  auto text = read_bytes(path);
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

}  // namespace temper
