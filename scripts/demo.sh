#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# From a bare checkout to a judged classifier: installs what is missing, builds, and runs the whole job on the built-in
# demo data. The result stays in the folder given as argument (default: build/demo).
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/install-dependencies.sh
cmake --preset release
cmake --build --preset release
build/release/bin/nidus-cli demo --out "${1:-build/demo}"
