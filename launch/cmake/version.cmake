# cmake -P: writes version.cpp from its template, with the commit that the sources are at.
#   -DSOURCE=… -DTEMPLATE=… -DOUTPUT=… -DTemper_VERSION=… -DTEMPER_COMPILER=…
execute_process(COMMAND git -C ${SOURCE} rev-parse --short=12 HEAD
                OUTPUT_VARIABLE TEMPER_COMMIT OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
# In a tarball of `git archive` this file says it; in a clone it doesn't.
file(STRINGS ${SOURCE}/launch/cmake/archived_commit archived REGEX "^[0-9a-f]+$")
if(archived)
  set(TEMPER_COMMIT ${archived})
elseif(NOT TEMPER_COMMIT)
  set(TEMPER_COMMIT "unknown")
endif()
configure_file(${TEMPLATE} ${OUTPUT} @ONLY)
