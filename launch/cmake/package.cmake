# cpack -G DEB --config build/release/CPackConfig.cmake: the program, the library and its headers as a
# Debian package for the system that built it. The analysis package is not in it: half of what it
# imports isn't in Debian; pip installs it.
set(CPACK_PACKAGE_NAME temper-pt)
set(CPACK_PACKAGE_CONTACT "Temper")
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_INSTALL_CMAKE_PROJECTS "${PROJECT_BINARY_DIR};Temper;program;/"
                                 "${PROJECT_BINARY_DIR};Temper;development;/")
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS openmpi-bin)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "hdf5-tools, python3-venv")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
include(CPack)
