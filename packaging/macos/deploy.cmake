# SPDX-License-Identifier: Apache-2.0
# On macOS: an application bundle that brings Qt along.
set_target_properties(nidus PROPERTIES MACOSX_BUNDLE ON OUTPUT_NAME Nidus
    MACOSX_BUNDLE_INFO_PLIST "${CMAKE_CURRENT_LIST_DIR}/Info.plist.in")
find_program(NIDUS_MACDEPLOYQT macdeployqt REQUIRED HINTS "${Qt6_DIR}/../../../bin")
install(TARGETS nidus BUNDLE DESTINATION . COMPONENT desktop)
install(CODE "execute_process(COMMAND_ERROR_IS_FATAL ANY
    COMMAND \"${NIDUS_MACDEPLOYQT}\" \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/Nidus.app\" -always-overwrite)" COMPONENT desktop)
