# With TKS_COVERAGE libtks and the command count which of their lines are run; tks_count_lines says so for a target.
#
# The counters are files beside the objects. Every process adds to them as it ends, also several at once. The target
# `coverage` runs the tests of this build and draws pages of lib/ and cli/ with gcovr; the test of that name, see
# tests/coverage, holds lib/ to a least share.

function(tks_count_lines target)
    if(NOT TKS_COVERAGE)
        return()
    endif()
    # Threads that count the same line at once may lose some of it, but never all: what counts is whether it was run.
    target_compile_options("${target}" PRIVATE --coverage)
    target_link_options("${target}" INTERFACE --coverage)
endfunction()

if(NOT TKS_COVERAGE)
    return()
endif()

# Counters of what was compiled before fit no longer, and whoever added to them would complain.
function(tks_forget_lines target)
    add_custom_command(TARGET "${target}" POST_BUILD
        COMMAND "${CMAKE_COMMAND}" -D "DIRECTORY=${PROJECT_BINARY_DIR}" -P "${PROJECT_SOURCE_DIR}/cmake/forget_lines.cmake"
        VERBATIM)
endfunction()

find_program(TKS_GCOVR gcovr DOC "Draws the pages of the target coverage")
set(tks_gcov "gcov")
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    set(tks_gcov "llvm-cov gcov")
endif()
if(NOT TKS_GCOVR)
    return()
endif()
include(ProcessorCount)
ProcessorCount(tks_processors)
file(MAKE_DIRECTORY "${PROJECT_BINARY_DIR}/coverage")
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
