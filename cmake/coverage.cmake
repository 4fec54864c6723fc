# With TKS_COVERAGE, the target `coverage` runs the tests and reports on lib/ and cli/ with gcovr.

if(NOT TKS_COVERAGE)
    return()
endif()

find_program(TKS_GCOVR gcovr REQUIRED)
file(MAKE_DIRECTORY "${PROJECT_BINARY_DIR}/coverage")
set(tks_gcov "gcov")
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    set(tks_gcov "llvm-cov gcov")
endif()
include(ProcessorCount)
ProcessorCount(tks_processors)
add_custom_target(coverage
    COMMAND "${CMAKE_CTEST_COMMAND}" --output-on-failure --parallel ${tks_processors}
    # From the root, because that is what gcovr's filters are relative to.
    COMMAND "${CMAKE_COMMAND}" -E chdir "${PROJECT_SOURCE_DIR}"
        "${TKS_GCOVR}" --root . --object-directory "${PROJECT_BINARY_DIR}"
        --gcov-executable "${tks_gcov}" --filter "lib/" --filter "cli/"
        --exclude-throw-branches --exclude-unreachable-branches
        --html-details "${PROJECT_BINARY_DIR}/coverage/index.html" --print-summary
    WORKING_DIRECTORY "${PROJECT_BINARY_DIR}"
    COMMENT "Run the tests and report what they cover to coverage/index.html"
    USES_TERMINAL
    VERBATIM)
