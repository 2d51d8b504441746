"""What the numbers of a run say: mixing along the ladder, convergence, temperature, calibration."""
