#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Every C++ file is formatted by clang-format 14, and every source file names its licence in the first lines.
set -euo pipefail
cd "$(dirname "$0")/.."
mapfile -t sources < <(find app core dicom ui tests -name '*.cpp' -o -name '*.h')
clang-format-14 --dry-run --Werror "${sources[@]}"
mapfile -t all < <(find app core dicom ui tests cmake scripts packaging -name '*.cpp' -o -name '*.h' -o -name '*.in' -o -name '*.py' -o -name '*.sh' \
    -o -name '*.cmake' -o -name CMakeLists.txt)
missing=$(for file in "${all[@]}"; do head -3 "$file" | grep -q 'SPDX-License-Identifier' || echo "$file"; done)
if [ -n "$missing" ]; then
    printf 'No SPDX line in:\n%s\n' "$missing"
    exit 1
fi
echo "${#sources[@]} C++ files are formatted, ${#all[@]} files name their licence"
