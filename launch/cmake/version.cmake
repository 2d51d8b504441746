# cmake -P: writes version.cpp from its template, with the commit that the sources are at.
#   -DSOURCE=… -DTEMPLATE=… -DOUTPUT=… -DTemper_VERSION=… -DTEMPER_COMPILER=…
execute_process(COMMAND git -C ${SOURCE} rev-parse --short=12 HEAD
                OUTPUT_VARIABLE TEMPER_COMMIT OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
if(NOT TEMPER_COMMIT)
  set(TEMPER_COMMIT "unknown")
endif()
configure_file(${TEMPLATE} ${OUTPUT} @ONLY)
