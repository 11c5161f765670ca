// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/safetensors.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace nidus {

/// Where the elements of a tensor lie in its storage, in elements.
struct TensorView {
    TensorType type = TensorType::F32;
    std::int64_t offset = 0;
    std::vector<std::int64_t> shape, strides;
};

/// True when the elements lie one after the other in C order.
[[nodiscard]] bool isContiguous(const TensorView& view) noexcept;

/// Elements in C order as float; F64 and large integers are rounded to the nearest. The caller has checked that the
/// view lies inside the storage.
[[nodiscard]] std::vector<float> readTensor(std::span<const std::byte> storage, const TensorView& view,
                                            bool isBigEndian);

} // namespace nidus
