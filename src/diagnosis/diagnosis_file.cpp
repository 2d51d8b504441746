#include "diagnosis/diagnosis_file.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>

#include "base/errors.h"
#include "base/printable.h"
#include "base/version.h"
#include "files/json.h"
#include "store/own_files.h"
#include "store/run_folder.h"

namespace temper {
namespace {

constexpr int diagnosis_format_version = 1;

Json json_of(const DiagnosisFinding& finding) {
  Json numbers = Json::object();
  for (const auto& [name, value] : finding.numbers) numbers[name] = value;
  return {{"id", finding.id},
          {"severity", name_of(finding.severity)},
          {"what", finding.what},
          {"advice", finding.advice},
          {"numbers", numbers}};
}

Json json_of(const QuantityReport& report) {
  return {{"name", report.name},
          {"mean", report.mean},
          {"standard_error", report.standard_error},
          {"r_hat", report.r_hat},
          {"bulk_size", report.bulk_size},
          {"tail_size", report.tail_size},
          {"values_a_copy", report.n_values},
          {"upper_mode_share", report.upper_share}};
}

Json json_of(const LadderReport& ladder) {
  return {{"schedule", ladder.schedule},
          {"acceptance", ladder.acceptance},
          {"rejection", ladder.rejection},
          {"mean_acceptance", ladder.mean_acceptance()},
          {"tightest_pair", ladder.tightest()},
          {"barrier", ladder.barrier},
          {"rungs_wanted", ladder.wanted_rungs},
          {"round_trips", ladder.all_round_trips()},
          {"round_trips_by_replica", ladder.round_trips},
          {"round_trip_rate", ladder.trip_rate},
          {"predicted_round_trips", ladder.predicted_trips}};
}

Json json_of(const Reading& reading) {
  if (!reading.is_known()) return nullptr;
  return {{"mean", reading.mean},
          {"standard_error", reading.error},
          {"verdict", reading.is_off()   ? (reading.excess() > 0 ? "hot" : "cold")
                      : reading.agrees() ? "agrees"
                                         : "unsure"}};
}

Json json_of(const Thermometer& t) {
  return {{"rung", t.rung},
          {"nominal", t.nominal()},
          {"verdict", t.verdict()},
          {"kinetic", json_of(t.kinetic)},
          {"configurational", json_of(t.configurational)},
          {"data", json_of(t.data)},
          {"clipped_share", t.clipped_share}};
}

Json json_of(const EvidenceEstimate& estimate) {
  return {{"log_z", estimate.log_Z},
          {"standard_error", estimate.standard_error},
          {"agrees", estimate.agrees()}};
}

Json json_of(const Evidence& evidence) {
  return {{"log_z", evidence.log_Z},
          {"standard_error", evidence.standard_error},
          {"effective_size", evidence.effective_size},
          {"r_hat", evidence.r_hat},
          {"forward", json_of(evidence.forward)},
          {"reverse", json_of(evidence.reverse)},
          {"thermodynamic", json_of(evidence.thermodynamic)},
          {"discretisation", evidence.discretisation},
          {"overlap", evidence.overlap}};
}

template <class T>
Json list_of(const std::vector<T>& items) {
  Json list = Json::array();
  for (const auto& item : items) list.push_back(json_of(item));
  return list;
}

/// Text of a file that anybody may have written, without what would steer a terminal.
std::string printable(std::string text) {
  for (char& c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
  return text;
}

[[noreturn]] void fail(const std::string& path, const char* what) {
  throw IoError(fmt::format("{}: {}: {}", path, what, std::strerror(errno)));
}

}  // namespace

std::string diagnosis_json(const Diagnosis& diagnosis) {
  const Json json = {
      {"format", "temper-diagnosis"},
      {"format_version", diagnosis_format_version},
      {"temper_version", version()},
      {"run",
       {{"committed", diagnosis.committed},
        {"kept_sweeps", diagnosis.n_sweeps},
        {"rungs", diagnosis.n_rungs},
        {"copies", diagnosis.n_copies},
        {"purpose", name_of(diagnosis.purpose)}}},
      {"verdict", {{"light", name_of(diagnosis.light)}, {"sentence", diagnosis.verdict}}},
      {"findings", list_of(diagnosis.findings)},
      {"quantities", list_of(diagnosis.quantities)},
      {"ladder", diagnosis.ladder ? json_of(*diagnosis.ladder) : Json(nullptr)},
      {"temperatures", list_of(diagnosis.thermometers)},
      {"evidence", diagnosis.evidence ? json_of(*diagnosis.evidence) : Json(nullptr)}};
  return text_of(json, 1) + "\n";
}

void write_diagnosis(const Diagnosis& diagnosis) {
  const auto path = RunFolder(diagnosis.path).diagnosis_file();
  require_replaceable(path);
  const auto own = fmt::format("{}.{}.tmp", path, getpid());
  std::remove(own.c_str());
  std::FILE* file = std::fopen(own.c_str(), "wx");  // x: never through a link that lies there
  if (!file) fail(own, "can't be created");
  const auto text = diagnosis_json(diagnosis);
  const bool is_whole = std::fwrite(text.data(), 1, text.size(), file) == text.size();
  if (std::fclose(file) != 0 || !is_whole) {
    std::remove(own.c_str());
    fail(own, "can't be written");
  }
  if (std::rename(own.c_str(), path.c_str()) != 0) {
    std::remove(own.c_str());
    fail(path, "can't be replaced");
  }
}

std::string stored_verdict(const std::string& path, std::uint64_t committed) {
  std::ifstream file(RunFolder(path).diagnosis_file(), std::ios::binary);
  const std::string text(std::istreambuf_iterator<char>(file), {});
  auto ask = fmt::format("not judged yet; temper diagnose {}", shell_word(path));
  try {
    const auto judged = parse_json(text);
    if (judged.at("format") != "temper-diagnosis") return ask;
    const auto& verdict = judged.at("verdict");
    const auto sweeps = judged.at("run").at("committed").get<std::uint64_t>();
    return fmt::format("{}: {}{}", printable(verdict.at("light").get<std::string>()),
                       printable(verdict.at("sentence").get<std::string>()),
                       sweeps == committed ? "" : fmt::format(" (after {} sweeps)", sweeps));
  } catch (const Json::exception&) {
    return ask;
  }
}

}  // namespace temper
