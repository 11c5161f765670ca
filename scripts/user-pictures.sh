#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Makes the pictures of docs/user anew from the built programs, in about five minutes:
#   user-pictures.sh [LANGUAGE...]      default: en zh_CN
# NIDUS_BUILD is the build folder (default: build/release), with the test programs in it. Needs no display, but a font
# that has Chinese letters.
set -euo pipefail
cd "$(dirname "$0")/.."
build=$(realpath "${NIDUS_BUILD:-build/release}")
images=$PWD/docs/user/images
work=${TMPDIR:-/tmp}/nidus-pictures # shown on the pictures, so it has a plain name
mkdir "$work"
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/home/Documents"
export HOME=$work/home XDG_CONFIG_HOME=$work/home/.config QT_QPA_PLATFORM=offscreen QT_SCALE_FACTOR=1 # nobody's settings

keep() { # LANGUAGE FOLDER NAME [AS]
    mkdir -p "$images/$1"
    cp "$work/$2/$3.png" "$images/$1/${4:-$3}.png"
}

# The training page at work: the tour is stopped once that picture is there.
training() { # LANGUAGE FOLDER
    cp -r "$work/demo/demo.nidus" "$work/again.nidus"
    "$build/bin/nidus" --tour "$work/$2" --language "$1" --colours light --train balanced "$work/again.nidus" &
    local tour=$!
    while kill -0 "$tour" 2>/dev/null && [ ! -s "$work/$2/training-3.png" ]; do
        sleep 1
    done
    sleep 2 # until it is written
    kill "$tour" 2>/dev/null || true
    wait "$tour" || true
    rm -rf "$work/again.nidus"
    keep "$1" "$2" training-3 training
}

[ $# -gt 0 ] || set -- en zh_CN
"$build/bin/nidus-cli" demo --out "$work/demo"
for language in "$@"; do
    "$build/bin/nidus" --tour "$work/$language" --language "$language" --colours light \
        "$work/demo/demo.nidus" "$work/demo/demo.nidusmodel" "$work/demo/phantoms/unseen"
    for name in home data model results results-confusion results-roc results-calibration results-threshold \
        results-subgroups results-scan results-influence classify preferences; do
        keep "$language" "$language" "$name"
    done
    training "$language" "$language-training"
    NIDUS_PICTURES=$work/$language NIDUS_LANGUAGE=$language "$build/tests/tst_ui_wizard" fromScansToTraining
    for name in scans labels model settings start; do
        keep "$language" "$language" "wizard-$name"
    done
done
