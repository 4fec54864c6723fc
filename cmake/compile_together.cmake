# tks_compile_together(target group source...)
#
# Where CMAKE_UNITY_BUILD is on, the sources are compiled as one file. What they include is then read, and what is inline
# in it compiled, once and not for each of them, which halves the time of a build from nothing and more. In return names
# that are local to a file have to differ within a group. Where it is off, as for daily work, nothing changes.
function(tks_compile_together target group)
    set_target_properties("${target}" PROPERTIES UNITY_BUILD_MODE GROUP)
    set_source_files_properties(${ARGN} PROPERTIES UNITY_GROUP "${group}")
endfunction()
