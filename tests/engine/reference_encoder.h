// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/model/engine.h"

#include <map>
#include <string>
#include <vector>

namespace nidus::test {

/// An array [C, D, H, W] of one sample in double; a 2-D one has D = 1.
struct Field {
    std::size_t channels = 0, d = 0, h = 0, w = 0;
    std::vector<double> values;
    [[nodiscard]] double at(std::size_t c, std::size_t z, std::size_t y, std::size_t x) const {
        return values[((c * d + z) * h + y) * w + x];
    }
};

/// nnU-Net's encoders written as loops from their definition, without any library: the independent answer that the
/// engine's forward pass is compared with. 2-D kernels and strides are read as (1, k, k) and (1, s, s).
[[nodiscard]] std::vector<Field> referenceStages(const EncoderArchitecture& architecture,
                                                 const std::map<std::string, HostTensor>& weights, const Field& input);

} // namespace nidus::test
