# TKS_SANITIZE builds everything with sanitizers, and any finding ends the program with a failure.

if(TKS_SANITIZE)
    set(tks_sanitize_flags "-fsanitize=${TKS_SANITIZE}")
    add_compile_options(${tks_sanitize_flags} -fno-sanitize-recover=all -fno-omit-frame-pointer)
    add_link_options(${tks_sanitize_flags})
endif()

# With TKS_FUZZ libFuzzer sees which branches of the library an input takes, and searches with it. A fuzz target
# itself links -fsanitize=fuzzer; its corpus runs as a normal test in every build.
if(TKS_FUZZ)
    if(NOT CMAKE_CXX_COMPILER_ID MATCHES "Clang")
        message(FATAL_ERROR "TKS_FUZZ needs Clang, whose libFuzzer it instruments for")
    endif()
    add_compile_options(-fsanitize=fuzzer-no-link)
endif()
