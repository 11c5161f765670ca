#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# accuracy.py on the release build and the shared folder beside the project, or that of NIDUS_SHARED; PYTHON has
# nnunetv2 and scikit-learn. Further words go on to it: --presets quick --seeds 0 1
set -euo pipefail
cd "$(dirname "$0")/../.."
exec "${PYTHON:-python3}" tests/bench/accuracy.py --cli build/release/bin/nidus-cli \
    --shared "${NIDUS_SHARED:-../shared}" "$@"
