# cmake --install: bin/temper finds lib/libtemper.so and share/temper beside itself, so that the
# whole tree can be moved. A user's program finds it with find_package(Temper) and links with
# Temper::temper.
include(CMakePackageConfigHelpers)
set(package_dir lib/cmake/Temper)

install(TARGETS temper EXPORT TemperTargets LIBRARY DESTINATION lib)
install(DIRECTORY src/ DESTINATION include/temper FILES_MATCHING PATTERN "*.h")
install(EXPORT TemperTargets NAMESPACE Temper:: DESTINATION ${package_dir}
        FILE TemperConfig.cmake)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/TemperConfigVersion.cmake
                                 COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/TemperConfigVersion.cmake DESTINATION ${package_dir})

install(DIRECTORY src/data/sets/ DESTINATION share/temper/data)
install(DIRECTORY launch/examples DESTINATION share/temper)
if(TARGET temper_cli)
  set_target_properties(temper_cli PROPERTIES INSTALL_RPATH "$ORIGIN/../lib")
  install(TARGETS temper_cli DESTINATION bin)
endif()

# The same places in the build tree, so that the program looks in one way only.
file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/share/temper)
file(CREATE_LINK ${PROJECT_SOURCE_DIR}/src/data/sets ${PROJECT_BINARY_DIR}/share/temper/data
     SYMBOLIC)
