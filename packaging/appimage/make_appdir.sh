#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Lays out an AppDir of a finished build: make_appdir.sh BUILD APPDIR. Where appimagetool is at hand, it makes the AppImage:
#
#   packaging/appimage/make_appdir.sh build/release Nidus.AppDir
#   appimagetool Nidus.AppDir Nidus-x86_64.AppImage
set -euo pipefail
build=$1 target=$2
application=io.github.nidus.Nidus
rm -rf "$target"
for component in engine desktop portable; do
    cmake --install "$build" --component $component --prefix "$target/usr" --strip >/dev/null
done
python3 "$(dirname "$0")/../supply_chain.py" "$target/usr" --version "$("$target/usr/bin/nidus-cli" --version | cut -d' ' -f2)" \
    --torch "$(sed -n 's/^NIDUS_TORCH_DIR:PATH=//p' "$build/CMakeCache.txt")" \
    --torch-version "$(cat "$target/usr/lib/nidus/torch/build-version")" \
    --homepage "$(sed -n 's/^NIDUS_HOMEPAGE:STRING=//p' "$build/CMakeCache.txt")"
ln -s usr/bin/nidus "$target/AppRun"
ln -s "usr/share/applications/$application.desktop" "$target/$application.desktop"
ln -s "usr/share/icons/hicolor/256x256/apps/$application.png" "$target/$application.png"
ln -s "$application.png" "$target/.DirIcon"
echo "$target: $(du -sh "$target" | cut -f1)"
