# Fails when the text of ARCHIVE is larger than LIMIT bytes.
cmake_minimum_required(VERSION 3.22)
execute_process(COMMAND "${SIZE}" -t "${ARCHIVE}" OUTPUT_VARIABLE output
                COMMAND_ERROR_IS_FATAL ANY)
string(REGEX MATCH "([0-9]+)[^\n]*\\(TOTALS\\)" total "${output}")
set(text "${CMAKE_MATCH_1}")
if(NOT text)
  message(FATAL_ERROR "no total in: ${output}")
endif()
message("${text} bytes of text, at most ${LIMIT}")
if(text GREATER LIMIT)
  message(FATAL_ERROR "too large")
endif()
