# version.cpp is made again when the commit changes (git then writes its log of HEAD), and only
# then: a build without a new commit has no work to do.
execute_process(COMMAND git -C ${PROJECT_SOURCE_DIR} rev-parse --git-path logs/HEAD
                OUTPUT_VARIABLE head_log OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
get_filename_component(head_log "${head_log}" ABSOLUTE BASE_DIR ${PROJECT_SOURCE_DIR})
if(NOT EXISTS "${head_log}" OR IS_DIRECTORY "${head_log}")
  set(head_log "")
endif()

set(version_template ${PROJECT_SOURCE_DIR}/src/base/version.cpp.in)
set(version_source ${PROJECT_BINARY_DIR}/version.cpp)
add_custom_command(
  OUTPUT ${version_source}
  COMMAND ${CMAKE_COMMAND} -DSOURCE=${PROJECT_SOURCE_DIR} -DTEMPLATE=${version_template}
          -DOUTPUT=${version_source} -DTemper_VERSION=${PROJECT_VERSION}
          "-DTEMPER_COMPILER=${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION} ${CMAKE_BUILD_TYPE}"
          -P ${PROJECT_SOURCE_DIR}/launch/cmake/version.cmake
  COMMAND ${CMAKE_COMMAND} -E touch ${version_source}
  DEPENDS ${version_template} ${PROJECT_SOURCE_DIR}/launch/cmake/version.cmake ${head_log}
  COMMENT "Noting the commit" VERBATIM)
