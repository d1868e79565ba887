# The libraries of the compiler, the program and the tests: as the system has
# them, else a pinned copy from their own repositories. What each is for and why
# it was chosen is in docs/decisions/libraries.md.
include(FetchContent)

# PEGTL: the grammar.
find_package(pegtl 3.2 QUIET CONFIG)
if(NOT pegtl_FOUND)
  FetchContent_Declare(
    pegtl
    GIT_REPOSITORY https://github.com/taocpp/PEGTL.git
    GIT_TAG 3.2.7)
  FetchContent_MakeAvailable(pegtl)
endif()

# fmt: messages and reports.
find_package(fmt 9 QUIET CONFIG)
if(NOT fmt_FOUND)
  FetchContent_Declare(
    fmt
    GIT_REPOSITORY https://github.com/fmtlib/fmt.git
    GIT_TAG 9.1.0)
  FetchContent_MakeAvailable(fmt)
endif()

# CLI11: arguments.
find_package(CLI11 2.1 QUIET CONFIG)
if(NOT CLI11_FOUND)
  FetchContent_Declare(
    CLI11
    GIT_REPOSITORY https://github.com/CLIUtils/CLI11.git
    GIT_TAG v2.1.2)
  FetchContent_MakeAvailable(CLI11)
endif()

# nlohmann-json: JSON in and out. Its SAX reader hands over numbers as written.
find_package(nlohmann_json 3.10 QUIET CONFIG)
if(NOT nlohmann_json_FOUND)
  FetchContent_Declare(
    nlohmann_json
    GIT_REPOSITORY https://github.com/nlohmann/json.git
    GIT_TAG v3.11.2)
  FetchContent_MakeAvailable(nlohmann_json)
endif()

# cmark: the blocks of Markdown.
find_path(CMARK_INCLUDE_DIR cmark.h)
find_library(CMARK_LIBRARY NAMES cmark)
if(CMARK_INCLUDE_DIR AND CMARK_LIBRARY)
  add_library(cmark::cmark UNKNOWN IMPORTED)
  set_target_properties(
    cmark::cmark PROPERTIES IMPORTED_LOCATION "${CMARK_LIBRARY}"
                            INTERFACE_INCLUDE_DIRECTORIES "${CMARK_INCLUDE_DIR}")
else()
  enable_language(C)
  set(CMARK_TESTS OFF CACHE BOOL "")
  set(CMARK_SHARED OFF CACHE BOOL "")
  FetchContent_Declare(
    cmark
    GIT_REPOSITORY https://github.com/commonmark/cmark.git
    GIT_TAG 0.30.2)
  FetchContent_MakeAvailable(cmark)
  add_library(cmark::cmark ALIAS cmark_static)
endif()

# libcsv: CSV in, with any delimiter.
find_path(CSV_INCLUDE_DIR csv.h)
find_library(CSV_LIBRARY NAMES csv)
if(CSV_INCLUDE_DIR AND CSV_LIBRARY)
  add_library(csv::csv UNKNOWN IMPORTED)
  set_target_properties(
    csv::csv PROPERTIES IMPORTED_LOCATION "${CSV_LIBRARY}"
                        INTERFACE_INCLUDE_DIRECTORIES "${CSV_INCLUDE_DIR}")
else()
  enable_language(C)
  FetchContent_Declare(
    libcsv
    GIT_REPOSITORY https://github.com/rgamble/libcsv.git
    GIT_TAG v3.0.3)
  FetchContent_Populate(libcsv)
  add_library(csv STATIC "${libcsv_SOURCE_DIR}/libcsv.c")
  target_include_directories(csv PUBLIC "${libcsv_SOURCE_DIR}")
  add_library(csv::csv ALIAS csv)
endif()

if(BUILD_TESTING)
  # Catch2: unit tests; both majors build (tests/support/catch.hpp).
  find_package(Catch2 3 QUIET CONFIG)
  if(NOT Catch2_FOUND)
    find_package(Catch2 2 QUIET CONFIG)
  endif()
  if(NOT Catch2_FOUND)
    FetchContent_Declare(
      Catch2
      GIT_REPOSITORY https://github.com/catchorg/Catch2.git
      GIT_TAG v3.4.0)
    FetchContent_MakeAvailable(Catch2)
    list(APPEND CMAKE_MODULE_PATH "${catch2_SOURCE_DIR}/extras")
  endif()
  include(Catch)

  # Boost.Multiprecision: the rationals of the oracle. Header only.
  find_path(BOOST_INCLUDE_DIR boost/multiprecision/cpp_int.hpp)

  # Google Benchmark.
  find_package(benchmark QUIET CONFIG)
endif()
