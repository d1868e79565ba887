# Runs `origo examples` on published examples; none may fail. Skipped, with the
# reason, where they are not there, except in CI, where that is a failure.
if(NOT IS_DIRECTORY "${EXAMPLES}")
  if("$ENV{CI}" STREQUAL "true")
    message(FATAL_ERROR "there are no examples in ${EXAMPLES}")
  endif()
  message("skipped: there are no examples in ${EXAMPLES}")
  return()
endif()
execute_process(COMMAND "${ORIGO}" examples "${EXAMPLES}"
                RESULT_VARIABLE failed)
if(failed)
  message(FATAL_ERROR "an example fails")
endif()
