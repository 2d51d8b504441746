# The libraries that Temper is built on, each as one target whatever brought it: the CMake package of
# a prefix in CMAKE_PREFIX_PATH or of the system; else its headers and libraries there; else, with
# TEMPER_FETCH=ON, its pinned source, checked by its hash. No pkg-config is needed. MPI, HDF5, zlib
# and the BLAS are never fetched: they are the machine's (launch/hdf5 builds an HDF5 into a prefix).
option(TEMPER_FETCH "Fetch the sources of small libraries that are not found" OFF)
include(FetchContent)
include(CheckSymbolExists)

# temper_fetch(name PATH <of the source below a mirror of Debian's pool> SHA256 <hash> [SUBDIR <dir>])
# SUBDIR: where its CMakeLists.txt is; "none": it is headers only. Debian's pool, since it keeps what
# a release had; archive.debian.org has it after the release's end.
macro(temper_fetch name)
  cmake_parse_arguments(fetch "" "PATH;SHA256;SUBDIR" "" ${ARGN})
  message(STATUS "Fetching ${name}")
  FetchContent_Declare(${name} SOURCE_SUBDIR "${fetch_SUBDIR}" URL_HASH SHA256=${fetch_SHA256}
                       URL http://deb.debian.org/debian/pool/main/${fetch_PATH}
                           http://archive.debian.org/debian/pool/main/${fetch_PATH})
  FetchContent_MakeAvailable(${name})
endmacro()

# temper_headers(target package header FETCH <folder of the headers in the source> temper_fetch's…)
# A library of headers only.
function(temper_headers target package header)
  cmake_parse_arguments(headers "" "FETCH;PATH;SHA256" "SUFFIXES" ${ARGN})
  find_package(${package} CONFIG QUIET)
  if(TARGET ${target})
    return()
  endif()
  find_path(${package}_HEADERS ${header} PATHS ${PROJECT_SOURCE_DIR}/.venv/include
            PATH_SUFFIXES ${headers_SUFFIXES})
  if(NOT ${package}_HEADERS AND TEMPER_FETCH)
    temper_fetch(${package} PATH ${headers_PATH} SHA256 ${headers_SHA256} SUBDIR none)
    string(TOLOWER ${package} lower)
    set(${package}_HEADERS ${${lower}_SOURCE_DIR}/${headers_FETCH} CACHE PATH "" FORCE)
  endif()
  temper_require(${package}_HEADERS ${package} ${header})
  add_library(${target} INTERFACE IMPORTED)
  target_include_directories(${target} INTERFACE ${${package}_HEADERS})
endfunction()

# temper_library(target package header library temper_fetch's…): one with a CMake build of its own.
function(temper_library target package header library)
  find_package(${package} CONFIG QUIET)
  if(TARGET ${target})
    return()
  endif()
  find_path(${package}_HEADERS ${header})
  find_library(${package}_LIBRARY ${library})
  if(${package}_HEADERS AND ${package}_LIBRARY)
    add_library(${target} INTERFACE IMPORTED)
    target_include_directories(${target} INTERFACE ${${package}_HEADERS})
    target_link_libraries(${target} INTERFACE ${${package}_LIBRARY})
    return()
  endif()
  if(TEMPER_FETCH)
    temper_fetch(${package} ${ARGN} SUBDIR .)
    if(NOT TARGET ${target})
      add_library(${target} ALIAS ${package})
    endif()
    return()
  endif()
  temper_require(${package}_LIBRARY ${package} ${header})
endfunction()

function(temper_require variable package what)
  if(NOT ${variable})
    message(FATAL_ERROR "${package} is missing: no ${what}. Install it, or name its prefix by "
                        "-DCMAKE_PREFIX_PATH=…, or give -DTEMPER_FETCH=ON (README, \"What it is "
                        "built on\", has the list).")
  endif()
endfunction()

# MPI, HDF5 and zlib.
find_package(MPI REQUIRED COMPONENTS C)
find_package(ZLIB REQUIRED)
find_package(HDF5 REQUIRED COMPONENTS C HL)
add_library(temper_hdf5 INTERFACE)
if(TARGET hdf5::hdf5_hl)
  target_link_libraries(temper_hdf5 INTERFACE hdf5::hdf5_hl hdf5::hdf5)
else()
  target_link_libraries(temper_hdf5 INTERFACE ${HDF5_C_HL_LIBRARIES} ${HDF5_C_LIBRARIES})
endif()
target_include_directories(temper_hdf5 SYSTEM INTERFACE ${HDF5_C_INCLUDE_DIRS} ${HDF5_INCLUDE_DIRS})
if(HDF5_IS_PARALLEL)  # its headers include mpi.h; Temper makes serial calls only
  target_link_libraries(temper_hdf5 INTERFACE MPI::MPI_C)
endif()

# OpenBLAS, one thread where Debian has it so; else any BLAS with a cblas.h.
find_library(OPENBLAS openblas PATH_SUFFIXES openblas-serial openblas-pthread)
find_path(CBLAS_HEADERS cblas.h)
find_path(CBLAS_HEADERS cblas.h PATH_SUFFIXES openblas-serial openblas-pthread openblas cblas)
if(OPENBLAS)
  set(BLAS_LIBRARIES ${OPENBLAS})
else()
  find_package(BLAS REQUIRED)
endif()
temper_require(CBLAS_HEADERS BLAS "cblas.h (a BLAS with its C interface: OpenBLAS, BLIS, ATLAS)")
set(CMAKE_REQUIRED_INCLUDES ${CBLAS_HEADERS})
set(CMAKE_REQUIRED_LIBRARIES ${BLAS_LIBRARIES})
check_symbol_exists(cblas_sgemm cblas.h BLAS_HAS_C_INTERFACE)
if(NOT BLAS_HAS_C_INTERFACE)
  find_library(CBLAS cblas REQUIRED)  # as Netlib has it, beside its BLAS
endif()
unset(CMAKE_REQUIRED_INCLUDES)
unset(CMAKE_REQUIRED_LIBRARIES)
add_library(temper_blas INTERFACE)
target_link_libraries(temper_blas INTERFACE $<$<BOOL:${CBLAS}>:${CBLAS}> ${BLAS_LIBRARIES})
target_include_directories(temper_blas SYSTEM INTERFACE ${CBLAS_HEADERS})

# Headers only.
temper_headers(Eigen3::Eigen Eigen3 Eigen/Dense SUFFIXES eigen3 FETCH .
  PATH e/eigen3/eigen3_3.4.0.orig.tar.bz2
  SHA256 b4c198460eba6f28d34894e3a5710998818515104d6e74e5cc331ce31e46e626)
temper_headers(Spectra::Spectra Spectra Spectra/SymEigsSolver.h FETCH include
  PATH s/spectra/spectra_1.0.1.orig.tar.gz
  SHA256 919e3fbc8c539a321fd5a0766966922b7637cc52eb50a969241a997c733789f3)
temper_headers(lbfgspp LBFGSpp LBFGSpp/LineSearchNocedalWright.h FETCH include
  PATH l/lbfgspp/lbfgspp_0.1.0.orig.tar.gz
  SHA256 899685d1a934ae21d935de78d1ffb9230305023aef33562aa3450ce061be6603)
temper_headers(cxxopts::cxxopts cxxopts cxxopts.hpp FETCH include
  PATH c/cxxopts/cxxopts_3.1.1.orig.tar.gz
  SHA256 523175f792eb0ff04f9e653c90746c12655f10cb70f1d5e6d6d9491420298a08)
temper_headers(nlohmann_json::nlohmann_json nlohmann_json nlohmann/json.hpp FETCH include
  PATH n/nlohmann-json3/nlohmann-json3_3.11.2.orig.tar.gz
  SHA256 d69f9deb6a75e2580465c6c4c5111b89c4dc2fa94e3a85fcd2ffcd9a143d9273)
temper_headers(tomlplusplus::tomlplusplus tomlplusplus toml++/toml.h FETCH include
  PATH t/tomlplusplus/tomlplusplus_3.3.0%2Bds.orig.tar.xz
  SHA256 a143f15016090d88d72e018632efa43b1124bb62285d8c72d51d0cdb45ad787b)

# With code of their own.
set(HWY_ENABLE_TESTS OFF)
set(HWY_ENABLE_EXAMPLES OFF)
temper_library(hwy::hwy hwy hwy/highway.h hwy
  PATH h/highway/highway_1.0.3.orig.tar.gz
  SHA256 566fc77315878473d9a6bd815f7de78c73734acdcb745c3dde8579560ac5440e)
temper_library(fmt::fmt fmt fmt/format.h fmt
  PATH f/fmtlib/fmtlib_9.1.0%2Bds1.orig.tar.gz
  SHA256 84ce1c2d0be3a9863935137969dcec6970125caac032f82474640bfc81463583)

# Its macro as an option, which is where a compiler cache has had it so far.
get_target_property(hwy_macros hwy::hwy INTERFACE_COMPILE_DEFINITIONS)
get_target_property(hwy_is_alias hwy::hwy ALIASED_TARGET)
if(hwy_macros AND NOT hwy_is_alias)
  list(TRANSFORM hwy_macros PREPEND -D)
  set_target_properties(hwy::hwy PROPERTIES INTERFACE_COMPILE_DEFINITIONS ""
                                            INTERFACE_COMPILE_OPTIONS "${hwy_macros}")
endif()
