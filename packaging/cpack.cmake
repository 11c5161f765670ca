# SPDX-License-Identifier: Apache-2.0
# One configuration for every package; package_kind.cmake, read by CPack itself, says what goes into which.
set(CPACK_PACKAGE_NAME nidus)
set(CPACK_PACKAGE_VENDOR "Nidus developers")
set(CPACK_PACKAGE_CONTACT "${NIDUS_CONTACT}")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "classifier for 3-D scans from a pretrained nnU-Net")
set(CPACK_PACKAGE_DESCRIPTION
    "Nidus keeps the encoder of a segmentation model that somebody trained with
nnU-Net, prepares DICOM or NIfTI scans exactly as nnU-Net would, trains a
classifier on top, and says honestly how good it is: a desktop program and a
command line, offline, without Python. Research use only; not a medical device.")
set(CPACK_PACKAGE_HOMEPAGE_URL "${NIDUS_HOMEPAGE}")
set(CPACK_RESOURCE_FILE_LICENSE "${CMAKE_SOURCE_DIR}/LICENSES/GPL-3.0-or-later.txt")
set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_STRIP_FILES ON)
set(CPACK_THREADS 0)
set(CPACK_PACKAGE_DIRECTORY "${CMAKE_BINARY_DIR}/packages")
set(CPACK_PROJECT_CONFIG_FILE "${CMAKE_CURRENT_SOURCE_DIR}/package_kind.cmake")
set(CPACK_PRE_BUILD_SCRIPTS "${CMAKE_CURRENT_SOURCE_DIR}/supply_chain.cmake")
set(CPACK_NIDUS_EPOCH "${NIDUS_EPOCH}")
set(CPACK_NIDUS_BUILD "${CMAKE_BINARY_DIR}")
set(CPACK_NIDUS_SOURCE "${CMAKE_SOURCE_DIR}")
set(CPACK_NIDUS_GUI "${NIDUS_GUI}")
set(CPACK_NIDUS_TORCH_DIR "${NIDUS_TORCH_DIR}")
set(CPACK_NIDUS_TORCH_VERSION "${NIDUS_TORCH_VERSION}")
set(CPACK_NIDUS_PROCESSOR "${CMAKE_SYSTEM_PROCESSOR}")

# DEB
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS "${CMAKE_LIBRARY_OUTPUT_DIRECTORY}" "${NIDUS_TORCH_DIR}/lib")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "fonts-noto-cjk, qt6-wayland, qt6-translations-l10n")
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA "${CMAKE_CURRENT_SOURCE_DIR}/deb/triggers")
install(FILES deb/copyright DESTINATION share/doc/nidus COMPONENT debian)
install(CODE "execute_process(COMMAND gzip -9nc \"${CMAKE_CURRENT_SOURCE_DIR}/deb/changelog\"
    OUTPUT_FILE \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/share/doc/nidus/changelog.gz\" COMMAND_ERROR_IS_FATAL ANY)" COMPONENT debian)

# NSIS: our own script (windows/NSIS.template.in), per user, with file associations
set(CPACK_MODULE_PATH "${CMAKE_CURRENT_SOURCE_DIR}/windows")
set(CPACK_PACKAGE_INSTALL_DIRECTORY Nidus)

# DMG
set(CPACK_DMG_VOLUME_NAME "Nidus ${PROJECT_VERSION}")

set(CPACK_MONOLITHIC_INSTALL ON)
include(CPack)
