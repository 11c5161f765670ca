#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Writes the manual pages of the programs, made of what they say to --help: man_pages.sh OUT NIDUS_CLI [NIDUS]
set -euo pipefail
out=$1 cli=$2 desktop=${3:-}
export QT_QPA_PLATFORM=offscreen LC_ALL=C.UTF-8
rm -rf "$out"
mkdir -p "$out"

page() { # NAME DESCRIPTION COMMAND...
    help2man --no-info --no-discard-stderr --version-string="$(${cli} --version | cut -d' ' -f2)" --name="$2" "${*:3}" |
        sed -e '1d' -e "s/^nidus-cli \([a-z-]*\) \\\\-/nidus-cli-\1 \\\\-/" -e "s/^\.TH [^ ]*/.TH ${1^^}/" | gzip -9n >"$out/$1.1.gz"
}

page nidus-cli 'turn a pretrained nnU-Net into a 3-D image classifier' "$cli"
"$cli" --help | sed -n '/^Subcommands:/,$s/^  \([a-z-]*\)  *\(.*\)/\1 \2/p' | while read -r command text; do
    page "nidus-cli-$command" "$text" "$cli" "$command" </dev/null
done
if [ -n "$desktop" ]; then
    page nidus 'turn a pretrained nnU-Net into a 3-D image classifier, in a window' "$desktop"
fi
