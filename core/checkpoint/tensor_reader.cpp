// SPDX-License-Identifier: Apache-2.0
#include "core/checkpoint/tensor_reader.h"

#include "core/checkpoint/half.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <functional>
#include <numeric>

namespace nidus {
namespace {

// Calls visit(element offset) for every element in C order.
template <typename Visit>
void forEachOffset(const TensorView& view, const Visit& visit) {
    const std::size_t rank = view.shape.size();
    std::vector<std::int64_t> index(rank, 0);
    std::int64_t offset = view.offset;
    const std::int64_t count =
        std::accumulate(view.shape.begin(), view.shape.end(), std::int64_t{1}, std::multiplies<>());
    for (std::int64_t i = 0; i < count; ++i) {
        visit(offset);
        for (std::size_t axis = rank; axis > 0; --axis) {
            offset += view.strides[axis - 1];
            if (++index[axis - 1] < view.shape[axis - 1])
                break;
            offset -= view.strides[axis - 1] * view.shape[axis - 1];
            index[axis - 1] = 0;
        }
    }
}

template <typename Element, typename Convert>
std::vector<float> gather(std::span<const std::byte> storage, const TensorView& view, bool isBigEndian,
                          const Convert& convert) {
    std::vector<float> values;
    values.reserve(static_cast<std::size_t>(
        std::accumulate(view.shape.begin(), view.shape.end(), std::int64_t{1}, std::multiplies<>())));
    forEachOffset(view, [&](std::int64_t offset) {
        std::array<std::byte, sizeof(Element)> bytes;
        std::memcpy(bytes.data(), storage.data() + static_cast<std::size_t>(offset) * sizeof(Element), sizeof(Element));
        if (isBigEndian)
            std::reverse(bytes.begin(), bytes.end());
        Element element{};
        std::memcpy(&element, bytes.data(), sizeof element);
        values.push_back(convert(element));
    });
    return values;
}

template <typename Element>
std::vector<float> gatherNumbers(std::span<const std::byte> storage, const TensorView& view, bool isBigEndian) {
    return gather<Element>(storage, view, isBigEndian, [](Element value) { return static_cast<float>(value); });
}

} // namespace

bool isContiguous(const TensorView& view) noexcept {
    std::int64_t expected = 1;
    for (std::size_t axis = view.shape.size(); axis > 0; --axis) {
        if (view.shape[axis - 1] != 1 && view.strides[axis - 1] != expected)
            return false;
        expected *= view.shape[axis - 1];
    }
    return true;
}

std::vector<float> readTensor(std::span<const std::byte> storage, const TensorView& view, bool isBigEndian) {
    switch (view.type) {
    case TensorType::F32:
        return gatherNumbers<float>(storage, view, isBigEndian);
    case TensorType::F16:
        return gather<std::uint16_t>(storage, view, isBigEndian, floatOfHalf);
    case TensorType::BF16:
        return gather<std::uint16_t>(storage, view, isBigEndian, floatOfBfloat16);
    case TensorType::F64:
        return gatherNumbers<double>(storage, view, isBigEndian);
    case TensorType::I64:
        return gatherNumbers<std::int64_t>(storage, view, isBigEndian);
    case TensorType::I32:
        return gatherNumbers<std::int32_t>(storage, view, isBigEndian);
    case TensorType::I16:
        return gatherNumbers<std::int16_t>(storage, view, isBigEndian);
    case TensorType::I8:
        return gatherNumbers<std::int8_t>(storage, view, isBigEndian);
    case TensorType::U8:
    case TensorType::Bool:
        return gatherNumbers<std::uint8_t>(storage, view, isBigEndian);
    }
    return {};
}

} // namespace nidus
