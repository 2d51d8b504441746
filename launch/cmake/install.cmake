# cmake --install: the whole product. bin/temper finds lib/libtemper.so and share/temper beside itself,
# so that the tree can be moved. A user's program finds the library by find_package(Temper), which
# gives Temper::temper, or by pkg-config.
include(CMakePackageConfigHelpers)
set(package_dir lib/cmake/Temper)
if(APPLE)
  set(beside "@loader_path")
else()
  set(beside "$ORIGIN")
endif()

# A minor version may change the interface until 1.0.
set_target_properties(temper PROPERTIES VERSION ${PROJECT_VERSION}
                      SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})
install(TARGETS temper EXPORT TemperTargets
        LIBRARY DESTINATION lib COMPONENT program NAMELINK_COMPONENT development)
install(DIRECTORY src/ DESTINATION include/temper COMPONENT development
        FILES_MATCHING PATTERN "*.h")
install(SCRIPT launch/cmake/public_headers.cmake COMPONENT development)
install(FILES src/potential/temper_potential.h DESTINATION include COMPONENT development)
if(TARGET temper_python)
  install(TARGETS temper_python LIBRARY DESTINATION lib COMPONENT program)
endif()
install(EXPORT TemperTargets NAMESPACE Temper:: DESTINATION ${package_dir}
        FILE TemperConfig.cmake COMPONENT development)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/TemperConfigVersion.cmake
                                 COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/TemperConfigVersion.cmake DESTINATION ${package_dir}
        COMPONENT development)
configure_file(launch/cmake/temper.pc.in ${PROJECT_BINARY_DIR}/temper.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/temper.pc DESTINATION lib/pkgconfig COMPONENT development)

install(DIRECTORY src/data/sets/ DESTINATION share/temper/data COMPONENT program)
install(DIRECTORY launch/examples DESTINATION share/temper COMPONENT program)
install(PROGRAMS launch/local launch/hosts launch/slurm launch/pbs launch/lsf
                 launch/supervise
        DESTINATION share/temper/launch COMPONENT program)
install(FILES launch/job.sh DESTINATION share/temper/launch COMPONENT program)
install(FILES LICENSE README.md CHANGELOG.md DESTINATION share/doc/temper COMPONENT program)

# The program, and what it writes of itself: its man page and the completions of shells. A program for
# another processor can't be run here; then the package comes without them.
if(TARGET temper_cli)
  set_target_properties(temper_cli PROPERTIES INSTALL_RPATH "${beside}/../lib")
  install(TARGETS temper_cli DESTINATION bin COMPONENT program)
  if(NOT CMAKE_CROSSCOMPILING)
    set(pages ${PROJECT_BINARY_DIR}/pages)
    add_custom_command(TARGET temper_cli POST_BUILD
      COMMAND ${CMAKE_COMMAND} -E make_directory ${pages}
      COMMAND $<TARGET_FILE:temper_cli> help --man >${pages}/temper.1
      COMMAND $<TARGET_FILE:temper_cli> completion bash >${pages}/temper
      COMMAND $<TARGET_FILE:temper_cli> completion zsh >${pages}/_temper
      COMMAND $<TARGET_FILE:temper_cli> completion fish >${pages}/temper.fish
      COMMENT "Writing the man page and completions")
    install(FILES ${pages}/temper.1 DESTINATION share/man/man1
            COMPONENT program)
    install(FILES ${pages}/temper DESTINATION share/bash-completion/completions
            COMPONENT program)
    install(FILES ${pages}/_temper DESTINATION share/zsh/site-functions
            COMPONENT program)
    install(FILES ${pages}/temper.fish DESTINATION share/fish/vendor_completions.d
            COMPONENT program)
  endif()
endif()

# The analysis package, where a Python of this prefix looks (one of a virtual environment does so by
# itself), and its commands. What it imports (numpy, h5py, …) is up to that Python.
option(TEMPER_PYTHON "Install the analysis package" ON)
if(TEMPER_PYTHON)
  find_package(Python3 COMPONENTS Interpreter)
  set(python_default lib/python${Python3_VERSION_MAJOR}.${Python3_VERSION_MINOR}/site-packages)
  set(TEMPER_PYTHON_DIR ${python_default} CACHE STRING "Folder of Python packages in the prefix")
  install(DIRECTORY analysis/temper DESTINATION ${TEMPER_PYTHON_DIR} COMPONENT python
          PATTERN "__pycache__" EXCLUDE)
  foreach(command report export)
    configure_file(launch/cmake/python_command.in ${PROJECT_BINARY_DIR}/temper-${command} @ONLY)
    install(PROGRAMS ${PROJECT_BINARY_DIR}/temper-${command} DESTINATION bin COMPONENT python)
  endforeach()
endif()

# In a wheel the program lies in the package, site-packages/temper/bin. MPI is the environment's, four
# folders above; a machine's own, by LD_LIBRARY_PATH, comes first.
if(SKBUILD)
  set_target_properties(temper PROPERTIES INSTALL_RPATH "${beside}/../../../..")
  install(PROGRAMS launch/cmake/wheel_command DESTINATION ${SKBUILD_SCRIPTS_DIR} RENAME temper
          COMPONENT program)
endif()

# The same places in the build tree, so that the program looks in one way only.
file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/share/temper)
file(CREATE_LINK ${PROJECT_SOURCE_DIR}/src/data/sets ${PROJECT_BINARY_DIR}/share/temper/data
     SYMBOLIC)
