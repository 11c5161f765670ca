# SPDX-License-Identifier: Apache-2.0
# How every program and library of ours is compiled and linked: position independent, protected stack and branches, checked
# library calls, read-only relocations; and without the path of the folder it was built in, so that two builds are equal.
# https://best.openssf.org/Compiler-Hardening-Guides/Compiler-Options-Hardening-Guide-for-C-and-C++
include(CheckPIESupported)
check_pie_supported()

add_compile_options(-fstack-protector-strong -fstack-clash-protection -Wformat -Werror=format-security
    "-ffile-prefix-map=${NIDUS_TORCH_DIR}=libtorch" "-ffile-prefix-map=${CMAKE_BINARY_DIR}=build"
    "-ffile-prefix-map=${CMAKE_SOURCE_DIR}=nidus")
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
    add_compile_options(-fcf-protection=full)
endif()
if(NOT NIDUS_SANITIZE AND NOT CMAKE_BUILD_TYPE STREQUAL "Debug") # sanitizers check the same calls themselves
    add_compile_options(-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3)
endif()
add_link_options(-Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack -Wl,-z,shstk -Wl,--as-needed)
