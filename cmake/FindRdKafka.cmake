# Finds librdkafka, the client of Apache Kafka (Debian: librdkafka-dev), and defines the imported target
# RdKafka::RdKafka. Its header rdkafka_mock.h has the cluster that the tests use.

find_path(RdKafka_INCLUDE_DIR librdkafka/rdkafka.h)
find_library(RdKafka_LIBRARY rdkafka)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(RdKafka
    REQUIRED_VARS RdKafka_LIBRARY RdKafka_INCLUDE_DIR)

if(RdKafka_FOUND AND NOT TARGET RdKafka::RdKafka)
    add_library(RdKafka::RdKafka UNKNOWN IMPORTED)
    set_target_properties(RdKafka::RdKafka PROPERTIES
        IMPORTED_LOCATION "${RdKafka_LIBRARY}"
        INTERFACE_INCLUDE_DIRECTORIES "${RdKafka_INCLUDE_DIR}")
endif()
mark_as_advanced(RdKafka_INCLUDE_DIR RdKafka_LIBRARY)
