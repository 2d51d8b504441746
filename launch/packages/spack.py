# A recipe for Spack: put it as packages/temper-pt/package.py into a repository of yours.
from spack.package import *


class TemperPt(CMakePackage):
    """Distributed parallel-tempering trainer for neural networks."""

    license("BSD-3-Clause")

    version("main", branch="main")

    depends_on("c", type="build")
    depends_on("cxx", type="build")
    depends_on("cmake@3.22:", type="build")
    depends_on("mpi")
    depends_on("hdf5+hl~mpi")
    depends_on("blas")
    depends_on("zlib-api")
    depends_on("eigen@3.4:")
    depends_on("spectra")
    depends_on("highway@1:")
    depends_on("tomlplusplus@3:")
    depends_on("cxxopts@3:")
    depends_on("nlohmann-json@3:")
    depends_on("fmt@9:")

    def cmake_args(self):
        # LBFGS++ is not in Spack: its headers are fetched, pinned and checked by their hash.
        return [
            self.define("TEMPER_TESTS", False),
            self.define("TEMPER_FETCH", True),
            self.define("TEMPER_PYTHON", False),
        ]
