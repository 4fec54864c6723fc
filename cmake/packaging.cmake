# cpack makes three Debian packages, split as Debian would, and an archive of the same files:
#
#   libtksX.Y   the shared library, named after its soname        (component library)
#   libtks-dev  headers, the CMake package and the pkg-config file (component development)
#   tksctl      the command, its manual and its completions        (component command)
#
# With TKS_STATIC there is the archive alone, with the command in one piece.
#
# SOURCE_DATE_EPOCH sets the time of everything in them; without it, it is that of the last commit. The same sources and
# the same compiler give the same bytes.

set(CPACK_PACKAGE_NAME tksctl)
set(CPACK_PACKAGE_VENDOR "The tksctl authors")
set(CPACK_PACKAGE_CONTACT "The tksctl authors <tksctl@users.noreply.github.com>")
set(CPACK_RESOURCE_FILE_LICENSE "${PROJECT_SOURCE_DIR}/LICENSE")
set(CPACK_GENERATOR "DEB;TGZ")
if(TKS_STATIC)
    set(CPACK_GENERATOR "TGZ")
endif()
set(CPACK_COMPONENTS_ALL library development command)
set(CPACK_COMPONENTS_GROUPING IGNORE)
set(CPACK_STRIP_FILES ON)
set(CPACK_THREADS 0)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_PROJECT_CONFIG_FILE "${PROJECT_SOURCE_DIR}/cmake/package_time.cmake")
set(CPACK_PRE_BUILD_SCRIPTS "${PROJECT_SOURCE_DIR}/cmake/package_finish.cmake")
set(CPACK_POST_BUILD_SCRIPTS "${PROJECT_SOURCE_DIR}/cmake/package_triggers.cmake")
set(CPACK_TKS_SOURCE_DIR "${PROJECT_SOURCE_DIR}")

set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS "${CMAKE_LIBRARY_OUTPUT_DIRECTORY}")
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS_POLICY ">=")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)

set(tks_library_package "libtks${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR}")
set(CPACK_DEBIAN_LIBRARY_PACKAGE_NAME "${tks_library_package}")
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SECTION libs)
set(CPACK_COMPONENT_LIBRARY_DESCRIPTION "library for the trading events of tks-essentials
libtks reads the events of a trading platform from dumps and from Kafka,
checks them against their contract, and reckons exactly what trades earned.

This package has the shared library.")

set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME libtks-dev)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SHLIBDEPS OFF)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS "${tks_library_package} (= ${PROJECT_VERSION})")
set(CPACK_COMPONENT_DEVELOPMENT_DESCRIPTION "headers of the library for the trading events of tks-essentials
libtks reads the events of a trading platform from dumps and from Kafka,
checks them against their contract, and reckons exactly what trades earned.

This package has what programs are built with: headers, the files for CMake
and pkg-config, and the description of stores.")

set(CPACK_DEBIAN_COMMAND_PACKAGE_NAME tksctl)
set(CPACK_DEBIAN_COMMAND_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_COMMAND_PACKAGE_DEPENDS "${tks_library_package} (= ${PROJECT_VERSION})")
set(CPACK_COMPONENT_COMMAND_DESCRIPTION "validates, replays and reports trading events of tks-essentials
tksctl finds out what really happened on an event-driven trading platform: it
reads the events in Kafka and in dumps, says exactly what is wrong with them
and where, and what each trade earned.

It comes with a page of the manual for each command, and completions for
bash, zsh and fish.")

include(CPack)
