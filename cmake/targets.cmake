# SPDX-License-Identifier: Apache-2.0
find_package(Threads REQUIRED)

# Warnings, sanitizers and the include root, linked privately by every target of ours.
add_library(nidus_warnings INTERFACE)
target_compile_options(nidus_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor
    -Wold-style-cast $<$<BOOL:${NIDUS_WERROR}>:-Werror>)
if(NIDUS_SANITIZE)
    string(REPLACE ";" "," _sanitizers "${NIDUS_SANITIZE}")
    add_compile_options(-fsanitize=${_sanitizers} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    add_link_options(-fsanitize=${_sanitizers})
endif()

# nidus_library(NAME [SHARED|STATIC|MODULE]): a library whose files are added by target_sources() in its folders.
function(nidus_library name)
    add_library(${name} ${ARGN})
    target_include_directories(${name} PUBLIC "${CMAKE_SOURCE_DIR}")
    target_link_libraries(${name} PRIVATE nidus_warnings)
    set_target_properties(${name} PROPERTIES INSTALL_RPATH "$ORIGIN")
endfunction()

# nidus_executable(NAME SOURCE...)
function(nidus_executable name)
    add_executable(${name} ${ARGN})
    target_include_directories(${name} PRIVATE "${CMAKE_SOURCE_DIR}")
    target_link_libraries(${name} PRIVATE nidus_warnings)
    target_link_options(${name} PRIVATE -Wl,--disable-new-dtags)
endfunction()

# nidus_test(NAME [GUI] SOURCES... LIBRARIES ...): one Qt Test program, registered as NAME; data folders in the environment.
function(nidus_test name)
    cmake_parse_arguments(arg "GUI" "TIMEOUT" "SOURCES;LIBRARIES;LABELS" ${ARGN})
    string(REPLACE "/" "_" target "tst_${name}")
    nidus_executable(${target} ${arg_SOURCES})
    set_target_properties(${target} PROPERTIES AUTOMOC ON RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
    target_compile_definitions(${target} PRIVATE NIDUS_SOURCE_DIR="${CMAKE_SOURCE_DIR}" NIDUS_BINARY_DIR="${CMAKE_BINARY_DIR}")
    target_link_libraries(${target} PRIVATE Qt6::Test ${arg_LIBRARIES})
    add_test(NAME ${name} COMMAND ${target})
    if(NOT arg_TIMEOUT)
        set(arg_TIMEOUT 300)
    endif()
    set_tests_properties(${name} PROPERTIES TIMEOUT ${arg_TIMEOUT} LABELS "${arg_LABELS}" ENVIRONMENT
        "QT_QPA_PLATFORM=offscreen;OMP_NUM_THREADS=2;OMP_WAIT_POLICY=passive;TSAN_OPTIONS=${nidus_tsan_options}")
endfunction()
