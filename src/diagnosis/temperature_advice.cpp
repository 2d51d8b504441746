#include "diagnosis/temperature_advice.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "diagnosis/levers.h"
#include "diagnosis/walls.h"

namespace temper {
namespace {

constexpr double grave_excess = 0.1;

/// What is aimed at: half of the tolerance, so that what the remedy leaves isn't at its edge.
constexpr double aim = temperature_tolerance / 2;

/// Rungs with the same fault, and the one that needs the most.
struct Fault {
  std::vector<std::size_t> rungs;
  Thermometer worst;
  Reading reading;   ///< of the worst, the one that is off
  double scale = 1;  ///< of the step size, or of one over the batch, that mends the worst

  void add(const Thermometer& t, const Reading& off, double needed) {
    if (rungs.empty() || needed < scale) {
      worst = t;
      reading = off;
      scale = needed;
    }
    rungs.push_back(t.rung);
  }
};

/// Why and what to do, for one fault.
struct Words {
  std::string why, advice;
};

/// All that is asked about the temperatures of one run.
class TemperatureTopic {
 public:
  TemperatureTopic(const DiagnosedRun& run, const std::vector<Thermometer>& thermometers)
      : levers_(run), may_have_walls_(may_have_walls(run)) {
    for (const auto& t : thermometers)
      if (t.cooling_scale < lowest_cooling_) lowest_cooling_ = t.cooling_scale;
    for (const auto& t : thermometers) sort(t);
  }

  std::vector<DiagnosisFinding> findings() const {
    std::vector<DiagnosisFinding> found;
    if (!hot_.rungs.empty())
      found.push_back(
          finding("temperature.hot", "Hotter than nominal by more than 2 %: ", hot_, why_hot()));
    if (!cold_.rungs.empty())
      found.push_back(
          finding("temperature.cold", "Colder than nominal by more than 2 %: ", cold_, why_cold()));
    if (!along_.rungs.empty()) found.push_back(along_data());
    if (!spread_.rungs.empty()) found.push_back(spread());
    return found;
  }

 private:
  /// To its fault, if it has one.
  void sort(const Thermometer& t) {
    const auto& first = t.kinetic.is_known() ? t.kinetic : t.configurational;
    if (first.is_off() && !levers_.has_test)
      (first.excess() > 0 ? hot_ : cold_).add(t, first, cooler_scale(t, first));
    else if (t.data.is_off())
      along_.add(t, t.data, data_tolerance / 2 / std::abs(t.data.excess()));
    else if ((t.kinetic.is_known() || levers_.has_test) && t.configurational.is_off())
      spread_.add(t, t.configurational, -std::abs(t.configurational.excess()));
  }

  /// A rung that can't be cooled sends replicas with too much momentum to those that can: then it
  /// is that rung that needs the shorter step.
  double cooler_scale(const Thermometer& t, const Reading& reading) const {
    if (t.cooling_scale < 1) return t.cooling_scale;
    return lowest_cooling_ < 1 ? lowest_cooling_ : levers_.scale_within(aim, reading.excess());
  }

  static DiagnosisFinding finding(const char* id, const char* what, const Fault& fault,
                                  const Words& words) {
    const auto& reading = fault.reading;
    return {
        id,
        std::abs(reading.excess()) > grave_excess ? Severity::grave : Severity::care,
        fmt::format("{}{} (rung {} has {:.4g} for T = {:.4g}): {}.", what, rungs_text(fault.rungs),
                    fault.worst.rung, reading.mean, reading.nominal, words.why),
        words.advice + ".",
        {{"rung", static_cast<double>(fault.worst.rung)},
         {"temperature", reading.mean},
         {"nominal", reading.nominal}}};
  }

  /// A step of the wrong length, or a kernel with a test where no step would do.
  Words long_step(const Fault& fault) const {
    const auto step = levers_.shorter_step(fault.scale, fault.worst.step_size);
    if (step.empty())
      return {"no setting of this kernel explains it",
              "A kernel with a Metropolis test would show whether the model is to blame: \"hmc\""};
    return {"the step is too long for its curvature", capital(step + " would do")};
  }

  Words why_hot() const {
    const auto& worst = hot_.worst;
    const auto* thermal = levers_.thermal();
    if (!levers_.is_minibatch() || !thermal) return long_step(hot_);
    const auto step = levers_.shorter_step(hot_.scale, worst.step_size);
    const auto change =
        levers_.larger_batch(hot_.scale) + " would do" + (step.empty() ? "" : ", or " + step);
    if (worst.cooling_scale < 1)
      return {
          fmt::format("minibatches alone heat {:.0f} % of its parameters beyond T, and there is "
                      "no more noise to take off",
                      100 * worst.clipped_share),
          capital(change)};
    if (worst.cooling_scale == 1 && lowest_cooling_ < 1)
      return {"replicas bring the heat of rungs that minibatches alone heat beyond their T",
              capital(change)};
    if (levers_.is_epoch)
      return {
          "in epochs minibatches depend on theta, which is colder than its thermometers then say",
          "kernel.order = \"replacement\" lets them tell"};
    if (!thermal->settling().empty())
      return {
          "minibatch noise is more than the friction takes off, or that doesn't settle between "
          "swaps",
          capital(thermal->settling() + ", or " + change)};
    if (worst.cooling_scale == 1) return long_step(hot_);
    return {"minibatch noise heats them alike, in proportion to lr / batch",
            capital(change + compensation())};
  }

  /// Only where the heat is well below T in every parameter can it be taken off all of them.
  std::string compensation() const {
    constexpr double most_excess = 0.5;
    const auto setting = levers_.thermal()->compensation();
    if (setting.empty() || hot_.reading.excess() > most_excess) return "";
    return ", or " + setting + ", which takes it off the injected noise";
  }

  Words why_cold() const {
    const auto* thermal = levers_.thermal();
    if (thermal && !thermal->settling().empty())
      return {"the thermostat doesn't settle between swaps",
              capital(thermal->settling() + " or more run.steps")};
    if (!thermal || thermal->step_key() != "lr") return long_step(cold_);
    return {"the kernel injects less noise than they ask for, or momentum hasn't come to rest",
            "kernel.noise = \"gaussian\", or a longer run.warmup"};
  }

  /// Minibatches and long steps heat a direction in proportion to their size, whatever the kernel
  /// does for the mean.
  std::string why_along_data() const {
    const auto* thermal = levers_.thermal();
    if (!levers_.is_minibatch()) return "the step is too long for their curvature";
    if (thermal && !thermal->settling().empty())
      return "a thermostat holds the mean of all directions and can't cool some of them";
    if (thermal && thermal->compensation().empty())
      return "noise of minibatches that parameters share can't be taken off one by one";
    return "minibatches heat these";
  }

  /// The mean is right, and hides that the directions of the data are not.
  DiagnosisFinding along_data() const {
    const auto& reading = along_.reading;
    const bool is_hot = reading.excess() > 0;
    const auto step = levers_.shorter_step(along_.scale, along_.worst.step_size);
    return {
        is_hot ? "temperature.data-hot" : "temperature.data-cold",
        std::abs(reading.excess()) > grave_excess ? Severity::grave : Severity::care,
        fmt::format(
            "{} than nominal by more than 5 % in the directions in which the data act: {} (rung "
            "{} has {:.4g} for T = {:.4g} there), although its mean over the parameters agrees: "
            "{}.",
            is_hot ? "Hotter" : "Colder", rungs_text(along_.rungs), along_.worst.rung, reading.mean,
            reading.nominal, why_along_data()),
        (step.empty() ? "" : step + (levers_.is_minibatch() ? ", or " : " would do, or ")) +
            (levers_.is_minibatch() ? levers_.larger_batch(along_.scale) + " would do, or " : "") +
            "a kernel with a Metropolis test: \"hmc\".",
        {{"rung", static_cast<double>(along_.worst.rung)},
         {"temperature", reading.mean},
         {"nominal", reading.nominal}}};
  }

  /// Theta alone is off, and no setting of the kernel explains it. A wall would.
  DiagnosisFinding spread() const {
    const auto& reading = spread_.reading;
    return {
        "temperature.spread",
        may_have_walls_ && levers_.has_test ? Severity::note : Severity::care,
        fmt::format("Theta on {} has spread {} than T asks for (configurational temperature of "
                    "rung {}: {:.3g} T), although {}: its slow directions are still on their "
                    "way{}.",
                    rungs_text(spread_.rungs), reading.excess() < 0 ? "less" : "more",
                    spread_.worst.rung, 1 + reading.excess(),
                    levers_.has_test ? "the kernel's test is exact" : "its momentum is at T",
                    may_have_walls_ ? ", or it ends at walls, where this isn't a temperature" : ""),
        "More run.steps, or a longer run.warmup and run.sweeps.",
        {{"rung", static_cast<double>(spread_.worst.rung)},
         {"temperature", reading.mean},
         {"nominal", reading.nominal}}};
  }

  /// The first letter as a sentence begins; keys of the config stay as they are.
  static std::string capital(std::string text) {
    if (text.rfind("kernel.", 0) != 0) text[0] = static_cast<char>(std::toupper(text[0]));
    return text;
  }

  Levers levers_;
  bool may_have_walls_;
  double lowest_cooling_ = 1;
  Fault hot_, cold_, along_, spread_;
};

}  // namespace

std::vector<DiagnosisFinding> temperature_findings(const DiagnosedRun& run,
                                                   const std::vector<Thermometer>& thermometers) {
  return TemperatureTopic(run, thermometers).findings();
}

}  // namespace temper
