# Read by cpack before it begins: everything in a package has the time of SOURCE_DATE_EPOCH, else that of the last commit.

if(NOT DEFINED ENV{SOURCE_DATE_EPOCH})
    execute_process(COMMAND git -C "${CPACK_TKS_SOURCE_DIR}" log -1 --format=%ct
        OUTPUT_VARIABLE tks_commit_time OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
    if(tks_commit_time)
        set(ENV{SOURCE_DATE_EPOCH} "${tks_commit_time}")
    endif()
endif()

# One archive of all files, which may be unpacked anywhere; three packages.
if(CPACK_GENERATOR STREQUAL "TGZ")
    set(CPACK_ARCHIVE_COMPONENT_INSTALL OFF)
    set(CPACK_PACKAGING_INSTALL_PREFIX "/")
endif()

# The packages say for themselves what they are.
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${CPACK_DEFAULT_PACKAGE_DESCRIPTION_SUMMARY}")
