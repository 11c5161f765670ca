#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs what Nidus needs to build and test on Debian 12 or Ubuntu 24.04: packages of the distribution, and LibTorch
# (the CPU wheel of PyTorch, unpacked below .deps/). Says what it does, does nothing twice.
#
#   NIDUS_TORCH_DIR    use this unpacked LibTorch instead of fetching one
#   NIDUS_TORCH_WHEEL  unpack this wheel file instead of fetching one
set -euo pipefail
cd "$(dirname "$0")/.."

torch_version=2.13.0
packages=(
    build-essential cmake ninja-build ccache pkg-config unzip file git ca-certificates clang-format-14
    qt6-base-dev qt6-svg-dev qt6-tools-dev qt6-tools-dev-tools qt6-l10n-tools libqt6opengl6-dev qt6-translations-l10n
    libqcustomplot-dev
    libdcmtk-dev libinsighttoolkit5-dev libdeflate-dev
    nlohmann-json3-dev libsqlitecpp-dev libsqlite3-dev libarchive-dev libssl-dev libcli11-dev libboost-dev libcsv-dev
    libpugixml-dev
    libgloo-dev
    xvfb xauth fonts-noto-cjk qt6-wayland
    help2man librsvg2-bin desktop-file-utils appstream
)

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

installed() {
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

install_packages() {
    local missing=()
    for package in "$@"; do
        installed "$package" || missing+=("$package")
    done
    if [ ${#missing[@]} = 0 ]; then
        return
    fi
    echo "Installing ${#missing[@]} packages: ${missing[*]}"
    as_root apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# Prints the path of the wheel.
fetch_wheel() {
    local folder=$1
    if [ -n "${NIDUS_TORCH_WHEEL:-}" ]; then
        echo "$NIDUS_TORCH_WHEEL"
        return
    fi
    install_packages python3-pip >&2
    echo "Fetching LibTorch $torch_version (CPU)" >&2
    if ! /usr/bin/python3 -m pip download --quiet --no-deps --dest "$folder" "torch==$torch_version+cpu" >&2; then
        echo "pip does not know torch $torch_version+cpu. Download that wheel from the PyTorch project's own page and run" >&2
        echo "NIDUS_TORCH_WHEEL=/path/to/torch-$torch_version+cpu-….whl $0 again." >&2
        return 1
    fi
    ls "$folder"/torch-*.whl
}

install_libtorch() {
    local target=.deps/libtorch
    if [ -n "${NIDUS_TORCH_DIR:-}" ]; then
        echo "LibTorch: using $NIDUS_TORCH_DIR"
        return
    fi
    if [ "$(cat "$target/.nidus-version" 2>/dev/null)" = "$torch_version" ]; then
        return
    fi
    local folder wheel
    mkdir -p .deps
    folder=$(mktemp -d .deps/unpack-XXXXXX)
    # shellcheck disable=SC2064
    trap "rm -rf '$PWD/$folder'" EXIT
    wheel=$(fetch_wheel "$folder")
    unzip -q "$wheel" 'torch/lib/*' 'torch/include/*' 'torch/version.py' 'torch-*/licenses/*' -x 'torch/lib/libtorch_python.so' -d "$folder"
    mv "$folder"/torch-*.dist-info "$folder/torch/dist-info"
    echo "$torch_version" >"$folder/torch/.nidus-version"
    rm -rf "$target"
    mv "$folder/torch" "$target"
    echo "LibTorch $torch_version is in $target"
}

install_packages "${packages[@]}"
install_libtorch
echo "All dependencies are there."
