# With TKS_COVERAGE libtks and the command count which of their lines are run; tks_count_lines says so for a target.
#
# The counters are files beside the objects. Every process adds to them as it ends, also several at once. The target
# `coverage` draws pages of the lines of lib/ and cli/ that have been run since the counters were deleted, which is where
# scripts/test begins, or the build; the test of that name, see tests/coverage, holds lib/ to a least share.

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

set(tks_gcov "gcov")
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    set(tks_gcov "llvm-cov gcov")
endif()
# To be called where the build is, as compilers name sources as seen from there. A line counts as run where any of the objects
# that hold it ran it.
set(tks_gcovr "${TKS_VENV_DIR}/coverage/bin/gcovr" --root "${PROJECT_SOURCE_DIR}" --gcov-object-directory .
    --gcov-executable "${tks_gcov}" --merge-lines --merge-mode-functions separate -j 2 --txt-summary)

add_custom_target(coverage
    COMMAND "${CMAKE_COMMAND}" -E make_directory coverage
    COMMAND ${tks_gcovr} --filter "${PROJECT_SOURCE_DIR}/lib/" --filter "${PROJECT_SOURCE_DIR}/cli/"
        --html-nested coverage/index.html
    WORKING_DIRECTORY "${PROJECT_BINARY_DIR}"
    COMMENT "Draw which lines have been run: coverage/index.html"
    USES_TERMINAL
    VERBATIM)
