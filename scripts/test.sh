#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds everything with warnings as errors and runs all tests. NIDUS_TEST_DATA and NIDUS_GOLDEN may point to the shared test
# data; without them the tests that need them say so, and the others still cover every part.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/install-dependencies.sh
cmake --preset ci
cmake --build --preset ci
ctest --preset ci
