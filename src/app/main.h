#pragma once
// The whole program as a function, for programs that add potentials, kernels or layers of their
// own.

namespace temper {

/// Runs the command that the arguments name, with whatever is registered in this program; returns
/// its exit code. Starts and ends MPI, so call it once, as the last thing of main().
int main(int argc, char** argv);

}  // namespace temper
