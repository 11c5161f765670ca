// SPDX-License-Identifier: Apache-2.0
#include "dicom/volume_assembly.h"

#include <algorithm>
#include <cmath>

namespace nidus::dicom {
namespace {

Vector3 mixed(const Vector3& a, const Vector3& b, double part) {
    Vector3 result{};
    for (std::size_t i = 0; i < 3; ++i)
        result[i] = a[i] + (b[i] - a[i]) * part;
    return result;
}

std::vector<float> mixed(const std::vector<float>& a, const std::vector<float>& b, double part) {
    std::vector<float> result(a.size());
    for (std::size_t i = 0; i < a.size(); ++i)
        result[i] = static_cast<float>(static_cast<double>(a[i]) * (1 - part) + static_cast<double>(b[i]) * part);
    return result;
}

/// Value at a place between pixels; outside the image it is `outside`.
double sampled(const std::vector<float>& slice, std::int64_t columns, std::int64_t rows, double x, double y,
               double outside) {
    const double left = std::floor(x);
    const double top = std::floor(y);
    double value = 0;
    for (int corner = 0; corner < 4; ++corner) {
        const auto i = static_cast<std::int64_t>(left) + corner % 2;
        const auto j = static_cast<std::int64_t>(top) + corner / 2;
        const double weight =
            (corner % 2 == 0 ? 1 - (x - left) : x - left) * (corner / 2 == 0 ? 1 - (y - top) : y - top);
        const bool isInside = i >= 0 && j >= 0 && i < columns && j < rows;
        if (weight > 0)
            value +=
                weight * (isInside ? static_cast<double>(slice[static_cast<std::size_t>(j * columns + i)]) : outside);
    }
    return value;
}

std::vector<float> movedSlice(const std::vector<float>& slice, std::int64_t columns, std::int64_t rows, double byX,
                              double byY) {
    const double outside = slice.empty() ? 0 : static_cast<double>(*std::min_element(slice.begin(), slice.end()));
    std::vector<float> result;
    result.reserve(slice.size());
    for (std::int64_t y = 0; y < rows; ++y)
        for (std::int64_t x = 0; x < columns; ++x)
            result.push_back(static_cast<float>(
                sampled(slice, columns, rows, static_cast<double>(x) + byX, static_cast<double>(y) + byY, outside)));
    return result;
}

} // namespace

void dropDoubled(SliceStack& stack, const std::vector<bool>& isDoubled) {
    SliceStack kept = stack;
    kept.positions.clear();
    kept.slices.clear();
    for (std::size_t i = 0; i < stack.slices.size(); ++i)
        if (!isDoubled[i]) {
            kept.positions.push_back(stack.positions[i]);
            kept.slices.push_back(std::move(stack.slices[i]));
        }
    stack = std::move(kept);
}

void fillGaps(SliceStack& stack, const std::vector<int>& missingBefore) {
    std::vector<Vector3> positions;
    std::vector<std::vector<float>> slices;
    for (std::size_t i = 0; i < stack.slices.size(); ++i) {
        const int missing = i == 0 ? 0 : missingBefore[i];
        for (int step = 1; step <= missing; ++step) {
            const double part = static_cast<double>(step) / (missing + 1);
            positions.push_back(mixed(stack.positions[i - 1], stack.positions[i], part));
            slices.push_back(mixed(stack.slices[i - 1], stack.slices[i], part));
        }
        positions.push_back(stack.positions[i]);
        slices.push_back(stack.slices[i]);
    }
    stack.positions = std::move(positions);
    stack.slices = std::move(slices);
}

void shearUpright(SliceStack& stack) {
    const Vector3 normal = crossProduct(stack.row, stack.column);
    const Vector3 middle = stack.positions[stack.positions.size() / 2];
    for (std::size_t i = 0; i < stack.slices.size(); ++i) {
        Vector3& position = stack.positions[i];
        const Vector3 offset{position[0] - middle[0], position[1] - middle[1], position[2] - middle[2]};
        const double alongRow = dotProduct(offset, stack.row);
        const double alongColumn = dotProduct(offset, stack.column);
        const double alongNormal = dotProduct(offset, normal);
        stack.slices[i] = movedSlice(stack.slices[i], stack.columns, stack.rows, -alongRow / stack.pixelSpacing[1],
                                     -alongColumn / stack.pixelSpacing[0]);
        for (std::size_t axis = 0; axis < 3; ++axis)
            position[axis] = middle[axis] + alongNormal * normal[axis];
    }
}

Volume assembled(SliceStack stack) {
    const Vector3 normal = crossProduct(stack.row, stack.column);
    Volume volume;
    volume.shape = {static_cast<std::int64_t>(stack.slices.size()), stack.rows, stack.columns};
    volume.spacing = {stack.spacing, stack.pixelSpacing[0], stack.pixelSpacing[1]};
    volume.originLps = stack.positions.front();
    for (std::size_t axis = 0; axis < 3; ++axis)
        volume.lpsFromAxis[axis] = {stack.row[axis], stack.column[axis], normal[axis]};
    volume.voxels.reserve(volume.shape.voxels());
    for (std::vector<float>& slice : stack.slices) {
        volume.voxels.insert(volume.voxels.end(), slice.begin(), slice.end());
        slice = {};
    }
    return volume;
}

} // namespace nidus::dicom
