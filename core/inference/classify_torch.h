// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/model/engine.h"

#include <vector>

namespace nidus::compute {

/// ComputeEngine::encode and ComputeEngine::classify; the caller holds a CallScope.
[[nodiscard]] std::vector<std::vector<float>> encodeCases(const EncoderSource& source, HeadKind kind,
                                                          const NetworkInput& input, const CaseSource& cases,
                                                          const ComputeSettings& settings, const JobControl& control);
[[nodiscard]] std::vector<std::vector<double>> classifyCases(const EncoderSource& source, const LinearHead& head,
                                                             const NetworkInput& input, const CaseSource& cases,
                                                             const ComputeSettings& settings,
                                                             const JobControl& control);

} // namespace nidus::compute
