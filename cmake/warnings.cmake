# The warnings that every target of this project is built with; see TKS_WERROR.

add_library(tks_warnings INTERFACE)
target_compile_options(tks_warnings INTERFACE
    -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion
    -Wnon-virtual-dtor -Woverloaded-virtual -Wold-style-cast -Wcast-qual -Wcast-align
    -Wextra-semi -Wimplicit-fallthrough -Wformat=2
    $<$<CXX_COMPILER_ID:GNU>:-Wduplicated-cond>
    $<$<CXX_COMPILER_ID:Clang>:-Wreserved-identifier>)

# Of what is compiled together, one file's constants are no concern of another's variables: there it is the builds that
# compile each file by itself which say that a name hides another. Nor are a file's local types in its classes, which g++
# takes for those of a header.
if(NOT CMAKE_UNITY_BUILD)
    target_compile_options(tks_warnings INTERFACE -Wshadow)
elseif(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(tks_warnings INTERFACE -Wshadow=local -Wno-subobject-linkage)
endif()

# g++ 12 warns of overlapping copies in inlined functions of std::string that have none (GCC bug 105651).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    target_compile_options(tks_warnings INTERFACE -Wno-restrict)
endif()

if(TKS_WERROR)
    set(CMAKE_COMPILE_WARNING_AS_ERROR ON)
endif()
