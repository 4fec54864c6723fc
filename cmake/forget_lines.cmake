# Deletes the counters of lines below DIRECTORY; see coverage.cmake.
file(GLOB_RECURSE counters "${DIRECTORY}/*.gcda")
if(counters)
    file(REMOVE ${counters})
endif()
