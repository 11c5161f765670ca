# SPDX-License-Identifier: Apache-2.0
include(FeatureSummary)
include(GNUInstallDirs)

# A switch that also shows up in the configure summary.
macro(nidus_option name description default)
    option(${name} "${description}" ${default})
    add_feature_info(${name} ${name} "${description}")
endmacro()

nidus_option(NIDUS_GUI "the desktop program (Qt 6, QCustomPlot)" ON)
nidus_option(NIDUS_DCMTK "reading DICOM series (DCMTK)" ON)
nidus_option(NIDUS_ITK "reading NIfTI, NRRD, MetaImage and JPEG 2000 (ITK, GDCM)" ON)
nidus_option(NIDUS_TORCH "the LibTorch module that trains and predicts" ON)
nidus_option(NIDUS_TESTS "tests (Qt Test)" ON)
nidus_option(NIDUS_BENCH "nidus-bench, which measures" ON)
nidus_option(NIDUS_WERROR "treat warnings as errors" OFF)
set(NIDUS_SANITIZE "" CACHE STRING "sanitizers, for example address;undefined")
set(NIDUS_TORCH_DIR "${CMAKE_SOURCE_DIR}/.deps/libtorch" CACHE PATH "unpacked LibTorch (the folder with include/ and lib/)")

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
    set(CMAKE_BUILD_TYPE Release CACHE STRING "build type" FORCE)
endif()
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/lib/nidus")
# The folders of a build are those of an installation, so one relative path serves both. Programs carry it as RPATH, which
# their libraries' libraries are found by as well.
set(CMAKE_INSTALL_RPATH "$ORIGIN/../lib/nidus")
set(CMAKE_BUILD_WITH_INSTALL_RPATH ON)
# Two LibTorch links side by side exhaust a small machine.
set_property(GLOBAL PROPERTY JOB_POOLS nidus_torch_pool=1)
