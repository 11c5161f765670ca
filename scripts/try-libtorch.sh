#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds the LibTorch module with other releases of LibTorch and runs every test that computes with it. Not part of the
# tests: it fetches about 600 MB per release. A wheel that was built for CUDA is used without its CUDA half.
#
#   scripts/try-libtorch.sh 2.11.0 2.14.1
set -euo pipefail
cd "$(dirname "$0")/.."

fetch() {
    local version=$1 folder=$2
    local pip=(/usr/bin/python3 -m pip install --quiet --no-compile --target "$folder")
    "${pip[@]}" --no-deps "torch==$version"
    rm -f "$folder"/torch/lib/libtorch_cuda*.so "$folder"/torch/lib/libc10_cuda.so
    # libtorch_cpu.so of such a wheel still wants these two; its search path leads to where pip puts them.
    if readelf -d "$folder/torch/lib/libtorch_cpu.so" | grep -q 'libcudart\.so\.13'; then
        "${pip[@]}" 'cuda-toolkit[cudart,cupti]==13.0.*'
    fi
}

scripts/install-dependencies.sh
[ $# -gt 0 ] || { echo "Which releases? For example: $0 2.11.0 2.14.1" >&2; exit 2; }
for version in "$@"; do
    folder=.deps/libtorch-$version
    build=build/libtorch-$version
    if [ ! -e "$folder/complete" ]; then
        rm -rf "$folder"
        fetch "$version" "$folder"
        touch "$folder/complete"
    fi
    cmake --preset ci -B "$build" -DNIDUS_TORCH_DIR="$PWD/$folder/torch" -DNIDUS_GUI=OFF >/dev/null
    cmake --build "$build" --target nidus_torch nidus_images tst_golden tst_engine_{encoder,engine,features,fine_tune}
    NIDUS_TORCH_DIR=$PWD/$folder/torch ctest --test-dir "$build" --output-on-failure -R '^golden$|^engine/'
    echo "LibTorch $version: passed"
done
