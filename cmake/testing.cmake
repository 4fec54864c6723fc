# tks_add_test(NAME name COMMAND command... [LABELS label...] [TIMEOUT seconds] [PROCESSORS count]
#              [COST seconds] [WORKING_DIRECTORY directory] [ENVIRONMENT NAME=value...] [FAIL_IF regular-expression])
#
# Registers a test under TKS_TEST_PREFIX and a time limit. Tests run side by side with each other and with the same
# tests of another build, so a test writes only below its own temporary directory. A test in a sanitized build gets
# the sanitizers' options as well. What takes long says so by COST: the longest begin first, so that nothing waits for
# them at the end.
function(tks_add_test)
    cmake_parse_arguments(PARSE_ARGV 0 test "" "NAME;TIMEOUT;PROCESSORS;COST;WORKING_DIRECTORY;FAIL_IF"
        "COMMAND;LABELS;ENVIRONMENT")
    if(test_UNPARSED_ARGUMENTS OR NOT test_NAME OR NOT test_COMMAND)
        message(FATAL_ERROR "tks_add_test: NAME and COMMAND are needed; not understood: ${test_UNPARSED_ARGUMENTS}")
    endif()
    set(name "${TKS_TEST_PREFIX}${test_NAME}")
    if(NOT test_TIMEOUT)
        set(test_TIMEOUT 300)
    endif()
    if(NOT test_WORKING_DIRECTORY)
        set(test_WORKING_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}")
    endif()
    if(TKS_SANITIZE)
        list(APPEND test_LABELS sanitize)
        list(APPEND test_ENVIRONMENT
            "ASAN_OPTIONS=detect_stack_use_after_return=1:strict_string_checks=1:check_initialization_order=1"
            "UBSAN_OPTIONS=print_stacktrace=1")
    endif()

    add_test(NAME "${name}" COMMAND ${test_COMMAND} WORKING_DIRECTORY "${test_WORKING_DIRECTORY}")
    set_tests_properties("${name}" PROPERTIES
        TIMEOUT ${test_TIMEOUT} LABELS "${test_LABELS}" ENVIRONMENT "${test_ENVIRONMENT}")
    if(test_PROCESSORS)
        set_tests_properties("${name}" PROPERTIES PROCESSORS ${test_PROCESSORS})
    endif()
    if(test_COST)
        set_tests_properties("${name}" PROPERTIES COST ${test_COST})
    endif()
    set_property(GLOBAL APPEND PROPERTY TKS_TESTS "${name}")
    if(test_FAIL_IF)
        set_tests_properties("${name}" PROPERTIES FAIL_REGULAR_EXPRESSION "${test_FAIL_IF}")
    endif()
endfunction()

# The distribution's Python, whatever else the PATH offers: scripts/install-packages sees to it.
find_program(TKS_PYTHON python3 PATHS /usr/bin NO_DEFAULT_PATH)
find_program(TKS_PYTHON python3 REQUIRED)
