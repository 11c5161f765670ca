#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Compares this build with nnU-Net's own results again and writes docs/fidelity.md from what was measured.
# Usage: NIDUS_GOLDEN=FOLDER[:FOLDER...] scripts/fidelity.sh   (default: the project's own golden data alone)
set -euo pipefail
cd "$(dirname "$0")/.."
build=build/release
measured=$(mktemp -d)
trap 'rm -rf "$measured"' EXIT
IFS=: read -r -a folders <<<"${NIDUS_GOLDEN:-}"
[ ${#folders[@]} -gt 0 ] || folders=("")
for i in "${!folders[@]}"; do
    NIDUS_GOLDEN=${folders[$i]} QT_QPA_PLATFORM=offscreen "$build/tests/tst_golden" >/dev/null
    cp "$build/golden.json" "$measured/$i.json"
done
python3 tests/tools/make_fidelity_page.py "$measured"/*.json >docs/fidelity.md.new
mv docs/fidelity.md.new docs/fidelity.md
tail -1 docs/fidelity.md
