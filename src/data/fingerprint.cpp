#include "data/fingerprint.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <bit>
#include <cmath>

#include "base/errors.h"
#include "files/json.h"

namespace temper {
namespace {

constexpr std::size_t most_columns = 1000;

/// Source: Steele, Lea & Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
std::uint64_t mixed(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9U;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBU;
  return x ^ (x >> 31);
}

/// Adds up a column, value after value.
class Printer {
 public:
  void add(double value) {
    add_bits(std::bit_cast<std::uint64_t>(value == 0 ? 0.0 : value));
    if (n_++ == 0) shift_ = value;
    sum_ += value - shift_;
    squares_ += (value - shift_) * (value - shift_);
  }

  void add_bits(std::uint64_t bits) {
    const auto hash = mixed(bits + 0x9E3779B97F4A7C15U);
    print_.in_order = mixed(print_.in_order ^ hash) + 1;
    print_.any_order += hash;
  }

  ColumnPrint finish(const std::string& name) {
    print_.name = name;
    if (n_ > 0) {
      const auto n = static_cast<double>(n_);
      print_.mean = shift_ + sum_ / n;
      print_.sd = std::sqrt(std::max(0.0, squares_ / n - sum_ / n * (sum_ / n)));
    }
    return print_;
  }

 private:
  ColumnPrint print_;
  std::uint64_t n_ = 0;
  double shift_ = 0, sum_ = 0, squares_ = 0;
};

void add_columns(const RawMatrix& matrix, const std::vector<std::string>& names,
                 Fingerprint& print) {
  const auto n = matrix.n_columns();
  std::vector<Printer> printers(names.size());
  std::vector<double> values(n);
  for (std::size_t row = 0; row < matrix.n_rows(); ++row) {
    matrix.row(row, values);
    if (names.size() == n) {
      for (std::size_t j = 0; j < n; ++j) printers[j].add(values[j]);
      continue;
    }
    std::uint64_t bits = 0;
    for (const double value : values) bits = mixed(bits ^ std::bit_cast<std::uint64_t>(value)) + 1;
    printers[0].add_bits(bits);
  }
  for (std::size_t j = 0; j < names.size(); ++j)
    print.columns.push_back(printers[j].finish(names[j]));
}

std::vector<std::string> names_of_inputs(const RawData& raw) {
  const auto n = raw.inputs.n_columns();
  if (raw.input_shape.size() > 1 || n > most_columns) return {"inputs"};
  if (!raw.input_names.empty()) return raw.input_names;
  std::vector<std::string> names;
  for (std::size_t j = 0; j < n; ++j) names.push_back(fmt::format("x{}", j));
  return names;
}

void add_labels(const RawData& raw, Fingerprint& print) {
  std::vector<std::uint64_t> hash_of;
  for (const auto& name : raw.labels.class_names) {
    std::uint64_t hash = 0;
    for (const char c : name) hash = mixed(hash ^ static_cast<unsigned char>(c)) + 1;
    hash_of.push_back(hash);
  }
  Printer printer;
  for (const auto label : raw.labels.of) printer.add_bits(hash_of[static_cast<std::size_t>(label)]);
  print.columns.push_back(printer.finish(raw.target_names.at(0)));
}

std::vector<std::string> names_of(const Fingerprint& print) {
  std::vector<std::string> names;
  for (const auto& column : print.columns) names.push_back(column.name);
  return names;
}

std::string first_of(const std::vector<std::string>& names) {
  constexpr std::size_t most = 8;
  if (names.size() <= most) return fmt::format("{}", fmt::join(names, ", "));
  return fmt::format("{}, and {} more", fmt::join(names.begin(), names.begin() + most, ", "),
                     names.size() - most);
}

std::string difference_of_names(const Fingerprint& then, const Fingerprint& now) {
  auto names_then = names_of(then), names_now = names_of(now);
  const auto shown_then = first_of(names_then), shown_now = first_of(names_now);
  std::sort(names_then.begin(), names_then.end());
  std::sort(names_now.begin(), names_now.end());
  if (names_then == names_now)
    return fmt::format("its columns are in another order: {}; they were {}", shown_now, shown_then);
  std::vector<std::string> gone, new_ones;
  std::ranges::set_difference(names_then, names_now, std::back_inserter(gone));
  std::ranges::set_difference(names_now, names_then, std::back_inserter(new_ones));
  std::string text = "its columns are others:";
  if (!gone.empty())
    text += fmt::format(" {} {} gone", first_of(gone), gone.size() == 1 ? "is" : "are");
  if (!new_ones.empty())
    text += fmt::format("{} {} {} new", gone.empty() ? "" : ",", first_of(new_ones),
                        new_ones.size() == 1 ? "is" : "are");
  return text;
}

bool is_near(double a, double b) {
  return std::abs(a - b) <= 1e-6 * std::max(std::abs(a), std::abs(b));
}

std::string difference_of_values(const ColumnPrint& then, const ColumnPrint& now) {
  if (then.sd > 0 && now.sd > 0) {
    const double factor = now.sd / then.sd;
    if (!is_near(factor, 1) && is_near(now.mean, factor * then.mean))
      return fmt::format("'{}' is {:.4g} times what it was", now.name, factor);
    if (is_near(factor, 1) && !is_near(now.mean, then.mean))
      return fmt::format("'{}' is shifted by {:.4g}", now.name, now.mean - then.mean);
    return fmt::format("'{}' has other values (mean {:.4g}, was {:.4g}; sd {:.4g}, was {:.4g})",
                       now.name, now.mean, then.mean, now.sd, then.sd);
  }
  return fmt::format("'{}' has other values", now.name);
}

}  // namespace

Fingerprint fingerprint_of(const RawData& raw) {
  Fingerprint print{raw.inputs.n_rows(), {}};
  add_columns(raw.inputs, names_of_inputs(raw), print);
  if (raw.labels.of.empty())
    add_columns(raw.targets, raw.target_names, print);
  else
    add_labels(raw, print);
  return print;
}

std::string to_json(const Fingerprint& fingerprint) {
  auto columns = Json::array();
  for (const auto& column : fingerprint.columns)
    columns.push_back({column.name, fmt::format("{:016x}", column.in_order),
                       fmt::format("{:016x}", column.any_order), column.mean, column.sd});
  return text_of({{"rows", fingerprint.n_rows}, {"columns", columns}});
}

Fingerprint fingerprint_of_json(const std::string& text, const std::string& origin) try {
  const auto json = parse_json(text);
  Fingerprint print{json.at("rows").get<std::uint64_t>(), {}};
  const auto hexadecimal = [](const Json& digits) {
    return std::stoull(digits.get<std::string>(), nullptr, 16);
  };
  for (const auto& column : json.at("columns"))
    print.columns.push_back({column.at(0), hexadecimal(column.at(1)), hexadecimal(column.at(2)),
                             column.at(3), column.at(4)});
  return print;
} catch (const std::exception& error) {
  throw IoError(origin + ": damaged: data_fingerprint can't be read: " + error.what());
}

std::string difference(const Fingerprint& then, const Fingerprint& now) {
  if (names_of(then) != names_of(now)) return difference_of_names(then, now);
  if (then.n_rows != now.n_rows)
    return fmt::format("it has {} rows, and had {}", now.n_rows, then.n_rows);
  std::vector<std::string> changes;
  bool is_reordered = false;
  for (std::size_t j = 0; j < now.columns.size(); ++j) {
    if (then.columns[j].any_order != now.columns[j].any_order)
      changes.push_back(difference_of_values(then.columns[j], now.columns[j]));
    else if (then.columns[j].in_order != now.columns[j].in_order)
      is_reordered = true;
  }
  if (is_reordered && changes.empty()) return "its rows are in another order (sorted?)";
  if (is_reordered) changes.push_back("its rows are in another order");
  constexpr std::size_t most = 3;
  const auto n = changes.size();
  if (n > most) {
    changes.resize(most);
    changes.push_back(fmt::format("{} more columns", n - most));
  }
  return fmt::format("{}", fmt::join(changes, "; "));
}

}  // namespace temper
