# Finds Intel's decimal floating-point math library (Debian: libintelrdfpmath-dev) and defines the imported target
# IntelDecimal::IntelDecimal.
#
# Debian ships the library once per calling convention. Here it is 000: operands by value, and the rounding mode and
# the exception flags as arguments, so that no state is shared between threads.

find_path(IntelDecimal_INCLUDE_DIR bid_functions.h)
find_library(IntelDecimal_LIBRARY bidgcc000)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(IntelDecimal
    REQUIRED_VARS IntelDecimal_LIBRARY IntelDecimal_INCLUDE_DIR)

if(IntelDecimal_FOUND AND NOT TARGET IntelDecimal::IntelDecimal)
    add_library(IntelDecimal::IntelDecimal STATIC IMPORTED)
    set_target_properties(IntelDecimal::IntelDecimal PROPERTIES
        IMPORTED_LOCATION "${IntelDecimal_LIBRARY}"
        INTERFACE_INCLUDE_DIRECTORIES "${IntelDecimal_INCLUDE_DIR}"
        INTERFACE_COMPILE_DEFINITIONS
            "DECIMAL_CALL_BY_REFERENCE=0;DECIMAL_GLOBAL_ROUNDING=0;DECIMAL_GLOBAL_EXCEPTION_FLAGS=0")
endif()
mark_as_advanced(IntelDecimal_INCLUDE_DIR IntelDecimal_LIBRARY)
