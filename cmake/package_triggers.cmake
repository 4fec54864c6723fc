# Run by cpack over the finished packages: the one with a library asks for ldconfig by a trigger, as Debian's policy wants it,
# in place of the scripts that cpack writes.

foreach(package IN LISTS CPACK_PACKAGE_FILES)
    if(NOT package MATCHES "/libtks[0-9][^/]*\\.deb$")
        continue()
    endif()
    set(directory "${CPACK_TEMPORARY_DIRECTORY}-triggers")
    file(REMOVE_RECURSE "${directory}")
    execute_process(COMMAND dpkg-deb --raw-extract "${package}" "${directory}" COMMAND_ERROR_IS_FATAL ANY)
    file(REMOVE "${directory}/DEBIAN/postinst" "${directory}/DEBIAN/postrm")
    file(WRITE "${directory}/DEBIAN/triggers" "activate-noawait ldconfig\n")
    execute_process(COMMAND dpkg-deb --root-owner-group -Zxz --build "${directory}" "${package}" OUTPUT_QUIET
        COMMAND_ERROR_IS_FATAL ANY)
    file(REMOVE_RECURSE "${directory}")
endforeach()
