/* A normal whose energy takes 0.8 ms on rank 0 and 4 ms on the others: ranks of different speed. */
#include <stdlib.h>
#include <time.h>

#include "temper_potential.h"

int32_t temper_abi(void) { return TEMPER_ABI; }
int64_t temper_dim(void* state) { return (void)state, 1; }
int32_t temper_evaluate(void* state, const double* theta, double* U, double* V, double* grad_U,
                        double* grad_V) {
  const char* rank = getenv("OMPI_COMM_WORLD_RANK");
  const struct timespec pause = {0, rank && atoi(rank) > 0 ? 4000000 : 800000};
  (void)state, (void)V, (void)grad_V;
  if (rank) nanosleep(&pause, NULL);
  *U = theta[0] * theta[0] / 2;
  if (grad_U) grad_U[0] = theta[0];
  return 0;
}
