# Tests that are not C++: pytest folders, static checks, the other builds.
set(PYTHON ${PROJECT_SOURCE_DIR}/.venv/bin/python)
include(ProcessorCount)
ProcessorCount(n_cores)

# temper_check(name LABEL label [ALONE] COMMAND …): ALONE keeps every core to itself.
function(temper_check name)
  cmake_parse_arguments(check "ALONE" "LABEL" "COMMAND" ${ARGN})
  add_test(NAME ${name} COMMAND ${check_COMMAND} WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
  set_tests_properties(${name} PROPERTIES LABELS ${check_LABEL} TIMEOUT 3600
                       ENVIRONMENT "TEMPER=${PROJECT_BINARY_DIR}/bin/temper;BUILD=${PROJECT_BINARY_DIR}")
  if(check_ALONE)
    set_tests_properties(${name} PROPERTIES PROCESSORS ${n_cores})
  endif()
endfunction()

# A folder of pytest files is one test, of the folder's name. SPREAD shares its files out among the cores.
function(temper_pytest folder)
  cmake_parse_arguments(pytest "SPREAD" "" "" ${ARGN})
  get_filename_component(name ${folder} NAME)
  set(how "")
  if(pytest_SPREAD)
    set(how -n ${n_cores} --dist loadfile)
  endif()
  file(GLOB files CONFIGURE_DEPENDS ${folder}/test_*.py)
  if(files)
    temper_check(${name} ${pytest_UNPARSED_ARGUMENTS}
                 COMMAND ${PYTHON} -m pytest -q -p no:cacheprovider ${how} tests/${folder})
  endif()
endfunction()

temper_pytest(unit/layering LABEL static)
temper_pytest(analysis LABEL python)
temper_pytest(cli LABEL program ALONE SPREAD)
temper_pytest(own LABEL program ALONE SPREAD)
temper_pytest(mpi LABEL program ALONE)
temper_pytest(crash LABEL program ALONE SPREAD)

temper_check(format LABEL static COMMAND ${PYTHON} tests/static/format.py)
temper_check(tidy LABEL static ALONE COMMAND ${PYTHON} tests/static/tidy.py ${PROJECT_BINARY_DIR})
temper_check(ruff LABEL static COMMAND tests/static/ruff)
temper_check(install LABEL build COMMAND tests/install/check ${PROJECT_BINARY_DIR})
temper_check(sanitizers LABEL build ALONE COMMAND tests/static/sanitizers)
