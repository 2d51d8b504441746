#pragma once
// Distribution functions of a few distributions, by their incomplete integrals.
//
// Source: Press, Teukolsky, Vetterling & Flannery, "Numerical Recipes", 3rd edition, 2007, sections
// 6.2 and 6.4: a series or Lentz's continued fraction, whichever converges.

namespace temper {

/// P(a, x): the gamma distribution of shape a below x, to about 1e-14. @param a above 0
double regularised_gamma(double a, double x);

/// I_x(a, b): the beta distribution below x, to about 1e-13. @param x in [0, 1]; a, b above 0
double regularised_beta(double x, double a, double b);

/// The derivative of log Gamma, to about 1e-13. @param x above 0
double digamma(double x);

}  // namespace temper
