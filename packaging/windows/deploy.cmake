# SPDX-License-Identifier: Apache-2.0
# On Windows: the manifest goes into the programs (paths in UTF-8, longer than 260 characters), Qt beside them.
target_sources(nidus PRIVATE "${CMAKE_CURRENT_LIST_DIR}/nidus.manifest")
target_sources(nidus-cli PRIVATE "${CMAKE_CURRENT_LIST_DIR}/nidus.manifest")
set_target_properties(nidus PROPERTIES WIN32_EXECUTABLE ON)
find_program(NIDUS_WINDEPLOYQT windeployqt REQUIRED HINTS "${Qt6_DIR}/../../../bin")
install(CODE "execute_process(COMMAND_ERROR_IS_FATAL ANY COMMAND \"${NIDUS_WINDEPLOYQT}\" --release --no-opengl-sw
    --no-system-d3d-compiler --translations zh_CN \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/bin/nidus.exe\")" COMPONENT desktop)
install(FILES $<TARGET_RUNTIME_DLLS:nidus> $<TARGET_RUNTIME_DLLS:nidus-cli> DESTINATION bin COMPONENT engine)
