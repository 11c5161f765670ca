# SPDX-License-Identifier: Apache-2.0
# Run by CPack between installing and packing: writes the bill of materials, the third-party page and the licence texts
# into the staged tree, and gives every file the date of the source.
file(GLOB_RECURSE program "${CPACK_TEMPORARY_DIRECTORY}/nidus-cli*")
list(FILTER program INCLUDE REGEX "/bin/nidus-cli(\\.exe)?$")
if(NOT program)
    message(FATAL_ERROR "No bin/nidus-cli below ${CPACK_TEMPORARY_DIRECTORY}")
endif()
cmake_path(GET program PARENT_PATH folder)
cmake_path(GET folder PARENT_PATH root)
execute_process(COMMAND_ERROR_IS_FATAL ANY COMMAND python3 "${CPACK_NIDUS_SOURCE}/packaging/supply_chain.py" "${root}"
    --version "${CPACK_PACKAGE_VERSION}" --torch "${CPACK_NIDUS_TORCH_DIR}" --torch-version "${CPACK_NIDUS_TORCH_VERSION}"
    --homepage "${CPACK_PACKAGE_HOMEPAGE_URL}")
execute_process(COMMAND_ERROR_IS_FATAL ANY COMMAND find "${CPACK_TEMPORARY_DIRECTORY}" -exec touch -hd "@$ENV{SOURCE_DATE_EPOCH}" {} +)
