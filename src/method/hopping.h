#pragma once
// Walkers that hop from minimum to minimum on a ladder of temperatures: each is thrown a little way
// off, descends to the next bottom, and stays there by Metropolis' test at its rung; then
// neighbours may exchange rungs.
//
// Sources: Wales & Doye, J. Phys. Chem. A 101, 1997, for basin hopping; Strodel, Lee, Whittleston &
// Wales, "Transmembrane structures for Alzheimer's Abeta oligomers", JACS 132, 2010, for the
// ladder.

#include "method/ladder_walk.h"

namespace temper {

/// One hop of a walker that is at a bottom: either all parameters are thrown off by noise, or one
/// unit is that of a fresh starting point: a row of a matrix, its bias, and what the next matrix
/// has of it.
/// @param size  of the noise: its sd over that of the parameters
/// @param end   progress of the search when no further stretch of the descent begins
void hop(Walk& walk, Walker& walker, double size, double end);

}  // namespace temper
