#include "tempering/evidence.h"

#include <algorithm>
#include <cmath>

#include "statistics/convergence.h"
#include "tempering/bridge.h"
#include "tempering/stepping_stone.h"
#include "tempering/thermodynamic.h"
#include "tempering/unreachable.h"

namespace temper {
namespace {

constexpr double most_standard_errors = 4;

EvidenceEstimate compared(const SeriesEstimate& estimate, const SeriesEstimate& answer,
                          double tolerance) {
  auto gap = estimate;
  gap -= answer;
  const double standard_error = estimate.standard_error();
  const double wider = std::max(standard_error, gap.standard_error());
  return {estimate.value, standard_error, gap.value, most_standard_errors * wider + tolerance};
}

}  // namespace

bool EvidenceEstimate::agrees() const {
  return gap >= -allowed_gap && (may_be_high || gap <= allowed_gap);
}

Evidence evidence(const RungEnergies& energies) {
  const auto [answer, overlap, error_by_replica] = bridge(energies);
  const auto part = reachable(energies);
  auto from_colder = reverse_stepping_stone(part.energies);
  from_colder += part.log_share;
  auto reverse = compared(from_colder, answer, 0);
  reverse.may_be_high = true;
  auto integral = thermodynamic_integral(part.energies);
  integral.log_Z += part.log_share;
  return {answer.value,
          std::max(answer.standard_error(), error_by_replica),
          answer.effective_size(),
          convergence(answer.pull).r_hat,
          compared(forward_stepping_stone(energies), answer, 0),
          reverse,
          compared(integral.log_Z, answer, integral.discretisation),
          integral.discretisation,
          overlap};
}

}  // namespace temper
