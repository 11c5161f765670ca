#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What can be said of the packages without making one: check-packaging.sh BUILD_FOLDER
set -uo pipefail
build=$(realpath "$1")
cd "$(dirname "$0")/.." || exit 1
faults=0

must() { # SENTENCE COMMAND...
    local sentence=$1
    shift
    "$@" || { echo "fault: $sentence" && faults=$((faults + 1)); }
}

must "the desktop files are valid" desktop-file-validate packaging/desktop/*.desktop
must "the AppStream data are valid" appstreamcli validate --no-net --no-color "$build"/packaging/*.metainfo.xml
for file in packaging/desktop/*.xml packaging/windows/nidus.manifest packaging/macos/Info.plist.in; do
    must "$file is XML" python3 -c 'import sys, xml.dom.minidom; xml.dom.minidom.parse(sys.argv[1])' "$file"
done
for script in packaging/*.sh packaging/*/*.sh packaging/slurm/*.sbatch packaging/completion/*.bash; do
    must "$script is a shell script" bash -n "$script"
done
must "the table of licences is JSON" python3 -c 'import json; json.load(open("packaging/third_party.json"))'

# Every command has a manual page, and the completion knows it.
PATH=$build/bin:$PATH
# shellcheck source=packaging/completion/nidus-cli.bash
source packaging/completion/nidus-cli.bash
complete_words() {
    COMP_WORDS=("$@")
    COMP_CWORD=$(($# - 1))
    COMPREPLY=()
    _nidus_cli
}
complete_words nidus-cli ''
commands=("${COMPREPLY[@]}")
[ ${#commands[@]} -gt 10 ] || must "completion knows the commands" false
for command in "${commands[@]}"; do
    must "$command has a manual page" gzip -t "$build/packaging/man/nidus-cli-$command.1.gz"
done
complete_words nidus-cli train --pre
[ "${COMPREPLY[*]}" = --preset ] || must "completion knows train --preset (found: ${COMPREPLY[*]})" false
complete_words nidus-cli train --preset bal
[ "${COMPREPLY[*]}" = balanced ] || must "completion knows the presets" false
for recipe in resources/recipes/*.json; do
    complete_words nidus-cli train --preset "$(basename "$recipe" .json)"
    [ ${#COMPREPLY[@]} -gt 0 ] || must "completion knows $recipe" false
done

echo "${#commands[@]} commands, $faults faults"
exit $((faults > 0))
