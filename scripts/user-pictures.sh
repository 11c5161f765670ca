#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Makes the pictures of docs/user anew from the built programs, in about five minutes:
#   user-pictures.sh [LANGUAGE...]      default: en zh_CN
# NIDUS_BUILD is the build folder (default: build/release), with the test programs in it; NIDUS_DEMO a folder that
# `nidus-cli demo` has made (default: it is made anew). Needs no display, but a font that has Chinese letters.
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

tour() { # LANGUAGE FOLDER FILE...
    "$build/bin/nidus" --tour "$work/$2" --language "$1" --colours light "${@:3}"
}

# The training page at work: the tour is stopped once that picture is there.
training() { # LANGUAGE FOLDER
    cp -r "$work/demo/demo.nidus" "$work/again.nidus"
    "$build/bin/nidus" --tour "$work/$2" --language "$1" --colours light --train balanced "$work/again.nidus" &
    local nidus=$!
    while kill -0 "$nidus" 2>/dev/null && [ ! -s "$work/$2/training-3.png" ]; do
        sleep 1
    done
    sleep 2 # until it is written
    kill "$nidus" 2>/dev/null || true
    wait "$nidus" || true
    rm -rf "$work/again.nidus"
    keep "$1" "$2" training-3 training
}

[ $# -gt 0 ] || set -- en zh_CN
if [ -n "${NIDUS_DEMO:-}" ]; then
    cp -r "$NIDUS_DEMO" "$work/demo"
else
    "$build/bin/nidus-cli" demo --out "$work/demo"
fi
for language in "$@"; do
    tour "$language" "$language" "$work/demo/demo.nidus"
    for name in home data model results results-confusion results-roc results-calibration results-threshold \
        results-subgroups results-scan results-influence preferences; do
        keep "$language" "$language" "$name"
    done
    # A tour of its own: on the other pages the bar below would say that scans are being classified.
    tour "$language" "$language-classify" "$work/demo/demo.nidus" "$work/demo/demo.nidusmodel" "$work/demo/phantoms/unseen"
    keep "$language" "$language-classify" classify
    training "$language" "$language-training"
    NIDUS_PICTURES=$work/$language NIDUS_LANGUAGE=$language "$build/tests/tst_ui_wizard" fromScansToTraining
    for name in scans labels model settings start; do
        keep "$language" "$language" "wizard-$name"
    done
done
