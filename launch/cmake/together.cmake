# Up to 24 sources of a folder compiled as one, for those who build once: half the seconds, but each change
# compiles all of them again.

# Every extension has a variable `registered`, which gets a name of its own.
function(compile_together name)
  foreach(source ${ARGN})
    file(STRINGS ${source} is_for_each_target REGEX "foreach_target")
    if(is_for_each_target)
      list(APPEND for_each_target ${source})
    endif()
  endforeach()
  set_source_files_properties(${for_each_target} PROPERTIES HEADER_FILE_ONLY ON)
  compile_targets_together(${name} ${for_each_target})
  set_target_properties(temper_${name} PROPERTIES
      UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 24 UNITY_BUILD_UNIQUE_ID TEMPER_SOURCE
      UNITY_BUILD_CODE_BEFORE_INCLUDE "#define registered TEMPER_SOURCE"
      UNITY_BUILD_CODE_AFTER_INCLUDE "#undef registered")
endfunction()

# Sources for several instruction sets include themselves, once for each. Together they are a file that
# includes itself: Highway's intrinsics, most of what such a source costs, are then parsed once.
function(compile_targets_together name)
  if(NOT ARGN)
    return()
  endif()
  set(itself ${PROJECT_BINARY_DIR}/together/${name}.inc)
  set(includes "")
  foreach(source ${ARGN})
    get_filename_component(stem ${source} NAME_WE)
    string(APPEND includes "#define registered registered_${stem}\n#include \"${source}\"\n#undef registered\n")
  endforeach()
  set(once_more "#undef HWY_TARGET_INCLUDE\n#define HWY_TARGET_INCLUDE \"${itself}\"\n")
  file(GENERATE OUTPUT ${itself} CONTENT "${includes}${once_more}")
  set(together ${PROJECT_BINARY_DIR}/together/${name}.cpp)
  file(GENERATE OUTPUT ${together} CONTENT
       "${once_more}#include <hwy/foreach_target.h>\n#include \"${itself}\"\n")
  target_sources(temper_${name} PRIVATE ${together})
  set_source_files_properties(${together} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
endfunction()
