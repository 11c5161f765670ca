# SPDX-License-Identifier: Apache-2.0
# The component `portable`: the libraries of the distribution that ours need, and Qt's plug-ins. Left out is what must be
# the machine's own: the C and C++ run-time libraries, the client libraries of X11 and Wayland, and the graphics driver.
set(machines_own "^ld-linux" "^lib(c|m|dl|pthread|rt|resolv|util|anl|stdc\\+\\+|gcc_s)\\.so"
    "^lib(X11|X11-xcb|Xext|Xau|Xdmcp|xcb|wayland-[a-z]+|GL|EGL|GLX|OpenGL|GLdispatch|drm|gbm)\\.so")
set(plugins)
if(NIDUS_GUI)
    install(FILES qt.conf DESTINATION bin COMPONENT portable)
    get_target_property(qmake Qt6::qmake IMPORTED_LOCATION)
    execute_process(COMMAND "${qmake}" -query QT_INSTALL_PLUGINS OUTPUT_VARIABLE plugin_folder OUTPUT_STRIP_TRAILING_WHITESPACE)
    execute_process(COMMAND "${qmake}" -query QT_INSTALL_TRANSLATIONS OUTPUT_VARIABLE qt_texts OUTPUT_STRIP_TRAILING_WHITESPACE)
    install(FILES "${qt_texts}/qtbase_zh_CN.qm" DESTINATION lib/nidus/qt/translations COMPONENT portable)
    # Of those that another package of the distribution holds, the ones there are.
    foreach(pattern platforms/libqoffscreen.so platforms/libqxcb.so platforms/libqwayland-*.so wayland-shell-integration/*.so
            wayland-decoration-client/*.so wayland-graphics-integration-client/libqt-plugin-wayland-egl.so xcbglintegrations/*.so
            imageformats/libqsvg.so imageformats/libqjpeg.so iconengines/libqsvgicon.so platforminputcontexts/*.so)
        file(GLOB found RELATIVE "${plugin_folder}" "${plugin_folder}/${pattern}")
        list(APPEND plugins ${found})
    endforeach()
    foreach(plugin ${plugins})
        get_filename_component(folder "${plugin}" DIRECTORY)
        install(FILES "${plugin_folder}/${plugin}" DESTINATION lib/nidus/qt/plugins/${folder} COMPONENT portable)
    endforeach()
    list(TRANSFORM plugins PREPEND "${plugin_folder}/")
endif()
if(NIDUS_DCMTK)
    find_file(NIDUS_DICOM_DICTIONARY dicom.dic REQUIRED PATH_SUFFIXES libdcmtk17 libdcmtk18 libdcmtk19 dcmtk dcmtk-3.6.7 PATHS /usr/share)
    cmake_path(GET NIDUS_DICOM_DICTIONARY PARENT_PATH dictionaries)
    install(FILES "${dictionaries}/dicom.dic" "${dictionaries}/private.dic" DESTINATION share/nidus COMPONENT portable)
endif()

list(JOIN machines_own "|" machines_own)
set(programs "$<TARGET_FILE:nidus-cli>" "$<$<TARGET_EXISTS:nidus>:$<TARGET_FILE:nidus>>")
set(modules "$<TARGET_FILE:nidus_core>" "$<TARGET_FILE:nidus_engine>" "$<$<TARGET_EXISTS:nidus_images>:$<TARGET_FILE:nidus_images>>" ${plugins})
install(CODE "
    file(GET_RUNTIME_DEPENDENCIES EXECUTABLES ${programs} MODULES ${modules} RESOLVED_DEPENDENCIES_VAR found
        UNRESOLVED_DEPENDENCIES_VAR missing CONFLICTING_DEPENDENCIES_PREFIX conflict
        PRE_EXCLUDE_REGEXES [==[${machines_own}]==] POST_EXCLUDE_REGEXES \"/lib(nidus_[a-z]+|torch_cpu|c10)\\\\.so\"
        DIRECTORIES \"${CMAKE_LIBRARY_OUTPUT_DIRECTORY}\")
    if(missing)
        message(FATAL_ERROR \"Not found: \${missing}\")
    endif()
    foreach(file IN LISTS found)
        file(INSTALL DESTINATION \"\${CMAKE_INSTALL_PREFIX}/lib/nidus\" TYPE SHARED_LIBRARY FOLLOW_SYMLINK_CHAIN FILES \"\${file}\")
    endforeach()" COMPONENT portable)
