// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/model/engine.h"

namespace nidus {

/// Golden forward passes (expected values from PyTorch, tests/tools/selftest_golden.py), directional derivative against
/// finite differences and a 20-step overfit, through the engine's public calls. About two seconds.
[[nodiscard]] SelfTestReport runSelfTest(ComputeEngine& engine, const ComputeSettings& compute);

} // namespace nidus
