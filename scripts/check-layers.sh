#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The arrows of docs/architecture.md hold: usage check-layers.sh BUILD_FOLDER
set -uo pipefail
build=$1
cd "$(dirname "$0")/.."
faults=0

# forbid TITLE REGEX_OF_INCLUDE FILE...
forbid() {
    local title=$1 regex=$2 hits
    shift 2
    [ $# -gt 0 ] || return
    hits=$(grep -nE "^ *# *include *[<\"]($regex)" "$@" /dev/null) || return
    printf '%s:\n%s\n' "$title" "$hits"
    faults=$((faults + 1))
}

files() { find "$@" -name '*.h' -o -name '*.cpp' | sort; }
headers() { find "$@" -name '*.h' ! -name '*_torch.h' | sort; }

qt='Q[A-Z]|Qt|qcustomplot'
torch='torch/|ATen/|c10/'
images='dcmtk/|itk|gdcm'
libraries='nlohmann/|SQLiteCpp/|archive|openssl/|CLI/|boost/|csv\.h|pugixml'
# shellcheck disable=SC2046
{
    forbid "core knows no Qt" "$qt|ui/" $(files core dicom app/cli)
    forbid "core knows no image library" "$images|dicom/" $(files core ui)
    forbid "headers of core and dicom are std only" "$qt|$torch|$images|$libraries" $(headers core dicom)
    forbid "torch stays in *_torch files" "$torch" $(files app core dicom ui | grep -v '_torch\.')
    forbid "ui sees no DICOM, SQL or JSON library" "dicom/|$libraries" $(files ui)
    forbid "only ui/charts sees QCustomPlot" "qcustomplot" $(files ui app | grep -v '^ui/charts/')
    forbid "nidus_core does not look up" "core/(model|training|inference)/" $(files core/base core/imaging core/nnunet core/checkpoint core/project core/statistics)
    forbid "only core/project sees SQLite" "SQLiteCpp/" $(files core app dicom | grep -v '^core/project/')
}

checked=0
while read -r elf; do
    checked=$((checked + 1))
    case $elf in
    */libnidus_torch.so) modules='libITK|libgdcm' ;;
    */libnidus_images.so) modules='libtorch|libc10' ;;
    *) modules='libITK|libgdcm|libtorch|libc10' ;;
    esac
    if readelf -d "$elf" | grep -E "NEEDED.*($modules)"; then
        echo "$elf needs what only a module may"
        faults=$((faults + 1))
    fi
done < <(find "$build/bin" "$build/lib" "$build/tests" -type f \( -perm -u+x -o -name '*.so' \) ! -name '*.cmake' 2>/dev/null)
[ "$checked" -gt 0 ] || { echo "no program found below $build"; exit 1; }
echo "$checked programs and libraries looked at, $faults faults"
exit $((faults > 0))
