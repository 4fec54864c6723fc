# Run by cpack over the files of each package, before they are packed: what Debian's policy wants of them, and times that do
# not depend on when they were built.

find_program(gzip gzip REQUIRED)

function(tks_compress file)
    execute_process(COMMAND "${gzip}" --best --no-name --force "${file}" COMMAND_ERROR_IS_FATAL ANY)
endfunction()

# The copyright and the changelog of a package below a directory.
function(tks_write_documents root package)
    set(directory "${root}/usr/share/doc/${package}")
    file(READ "${CPACK_TKS_SOURCE_DIR}/LICENSE" license)
    string(REGEX MATCH "Copyright[^\n]*" holder "${license}")
    string(REPLACE "\n\n" "\n.\n" license "${license}")
    string(REGEX REPLACE "\n+$" "" license "${license}")
    string(REPLACE "\n" "\n " license "${license}")
    string(REPLACE "Copyright (c) " "" holder "${holder}")
    string(REGEX REPLACE "^MIT License\n \\.\n [^\n]*\n \\.\n" "" license "${license}")
    file(WRITE "${directory}/copyright"
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n"
        "Upstream-Name: tksctl\n\n"
        "Files: *\nCopyright: ${holder}\nLicense: Expat\n\n"
        "License: Expat\n${license}\n")
    string(TIMESTAMP date "%a, %d %b %Y %H:%M:%S +0000" UTC)
    file(WRITE "${directory}/changelog"
        "tksctl (${CPACK_PACKAGE_VERSION}) unstable; urgency=medium\n\n"
        "  * See CHANGELOG.md of the sources.\n\n"
        " -- ${CPACK_PACKAGE_CONTACT}  ${date}\n")
    tks_compress("${directory}/changelog")
endfunction()

set(root "${CPACK_TEMPORARY_DIRECTORY}")
if(CPACK_GENERATOR STREQUAL "DEB")
    foreach(component IN LISTS CPACK_COMPONENTS_ALL)
        string(TOUPPER "${component}" upper)
        if(IS_DIRECTORY "${root}/${component}")
            tks_write_documents("${root}/${component}" "${CPACK_DEBIAN_${upper}_PACKAGE_NAME}")
        endif()
    endforeach()
    file(GLOB_RECURSE pages "${root}/*/usr/share/man/*.1" "${root}/*/usr/share/man/*.5")
    foreach(page IN LISTS pages)
        tks_compress("${page}")
    endforeach()
    # The system's linker finds the library where the package puts it.
    file(GLOB programs "${root}/*/usr/bin/*")
    foreach(program IN LISTS programs)
        file(RPATH_REMOVE FILE "${program}")
    endforeach()
endif()

if(DEFINED ENV{SOURCE_DATE_EPOCH})
    execute_process(COMMAND find "${root}" -exec touch --no-dereference --date "@$ENV{SOURCE_DATE_EPOCH}" {} +
        COMMAND_ERROR_IS_FATAL ANY)
endif()
