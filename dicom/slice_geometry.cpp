// SPDX-License-Identifier: Apache-2.0
#include "dicom/slice_geometry.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numbers>
#include <numeric>

namespace nidus::dicom {
namespace {

constexpr std::size_t kFewestSlices = 3;
constexpr double kMostTiltDegrees = 0.1;
constexpr double kMostShift = 0.1;      ///< mm across the slices
constexpr double kRoundedDigits = 5e-4; ///< mm

Vector3 difference(const Vector3& a, const Vector3& b) {
    return {a[0] - b[0], a[1] - b[1], a[2] - b[2]};
}

Vector3 plusScaled(const Vector3& a, const Vector3& b, double factor) {
    return {a[0] + factor * b[0], a[1] + factor * b[1], a[2] + factor * b[2]};
}

double length(const Vector3& a) {
    return std::sqrt(dotProduct(a, a));
}

std::string millimetres(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.4g mm", value);
    return text;
}

void block(SliceGeometry& geometry, const char* code, const std::string& text) {
    geometry.problems.push_back({code, Severity::Blocker, text, {}});
}

/// Distances of neighbours in order, without those of doubled slices.
double medianGap(const std::vector<double>& gaps, double doubled) {
    std::vector<double> real;
    std::copy_if(gaps.begin(), gaps.end(), std::back_inserter(real), [&](double gap) { return gap > doubled; });
    if (real.empty())
        return 0;
    const auto middle = real.begin() + static_cast<std::ptrdiff_t>((real.size() - 1) / 2);
    std::nth_element(real.begin(), middle, real.end());
    return *middle;
}

struct Stack {
    std::span<const SlicePlace> slices;
    std::vector<double> along; ///< by place in the order, mm
};

const SlicePlace& at(const Stack& stack, const SliceGeometry& geometry, std::size_t place) {
    return stack.slices[geometry.order[place]];
}

void judgeGaps(SliceGeometry& geometry, const Stack& stack, const std::vector<double>& gaps) {
    const double tolerance = slicePositionTolerance(geometry.spacing);
    std::size_t doubled = 0, missing = 0, uneven = 0;
    std::size_t firstDoubled = 0, firstMissing = 0, worst = 0;
    double worstDeviation = 0;
    for (std::size_t i = 0; i < gaps.size(); ++i) {
        const double deviation = std::abs(gaps[i] - geometry.spacing);
        if (gaps[i] <= tolerance) {
            geometry.isDoubled[i + 1] = true;
            firstDoubled = doubled++ == 0 ? i : firstDoubled;
        } else if (const double steps = std::round(gaps[i] / geometry.spacing);
                   steps >= 2 && std::abs(gaps[i] - steps * geometry.spacing) <= steps * tolerance) {
            geometry.missingBefore[i + 1] = static_cast<int>(steps) - 1;
            firstMissing = missing == 0 ? i : firstMissing;
            missing += static_cast<std::size_t>(steps) - 1;
        } else if (deviation > tolerance) {
            ++uneven;
            if (deviation > worstDeviation) {
                worstDeviation = deviation;
                worst = i;
            }
        }
    }
    const auto between = [&](std::size_t i) {
        return at(stack, geometry, i).name + " and " + at(stack, geometry, i + 1).name;
    };
    if (doubled > 0)
        block(geometry, "DCM-022",
              std::to_string(doubled) + " slices lie where another one lies, first " + between(firstDoubled)
                  + ". Remove one set, or split the series.");
    if (missing > 0)
        block(geometry, "DCM-011",
              std::to_string(missing) + " slices are missing, first between " + between(firstMissing) + ": expected "
                  + millimetres(geometry.spacing) + ", found " + millimetres(gaps[firstMissing])
                  + ". Find the missing files, or let Nidus interpolate them.");
    if (uneven > 0)
        block(geometry, "DCM-023",
              std::to_string(uneven) + " distances between slices deviate, most between " + between(worst)
                  + ": expected " + millimetres(geometry.spacing) + ", found " + millimetres(gaps[worst])
                  + ". An evenly spaced series is needed.");
}

void judgeTilt(SliceGeometry& geometry, const Stack& stack) {
    const Vector3& first = at(stack, geometry, 0).position;
    const double whole = stack.along.back() - stack.along.front();
    if (whole <= 0)
        return;
    const Vector3 line = difference(at(stack, geometry, stack.along.size() - 1).position, first);
    const Vector3 sideways = plusScaled(line, geometry.normal, -whole);
    geometry.tiltDegrees = std::atan2(length(sideways), whole) * 180.0 / std::numbers::pi;
    double worstShift = 0;
    std::size_t worst = 0;
    for (std::size_t i = 0; i < stack.along.size(); ++i) {
        const double along = stack.along[i] - stack.along.front();
        const Vector3 offset = plusScaled(difference(at(stack, geometry, i).position, first), geometry.normal, -along);
        const double shift = length(plusScaled(offset, sideways, -along / whole));
        if (shift > worstShift) {
            worstShift = shift;
            worst = i;
        }
    }
    if (worstShift > kMostShift)
        block(geometry, "DCM-023",
              at(stack, geometry, worst).name + " is shifted by " + millimetres(worstShift)
                  + " against the other slices. An evenly stacked series is needed.");
    else if (geometry.tiltDegrees > kMostTiltDegrees && length(sideways) > kMostShift) {
        char angle[32];
        std::snprintf(angle, sizeof angle, "%.1f", geometry.tiltDegrees);
        block(geometry, "DCM-015",
              std::string("The gantry was tilted by ") + angle
                  + " degrees, so the slices are sheared against each other. Let Nidus shear them"
                    " upright, or leave the series out.");
    }
}

/// Distance in single precision, as it comes out where positions are kept as float.
double singleDistance(const Vector3& a, const Vector3& b) {
    float sum = 0;
    for (std::size_t i = 0; i < 3; ++i) {
        const float step = static_cast<float>(a[i]) - static_cast<float>(b[i]);
        sum += step * step;
    }
    return static_cast<double>(std::sqrt(sum));
}

void useGridOfAcquisition(SliceGeometry& geometry, const Stack& stack) {
    const std::size_t count = geometry.order.size();
    const bool isForward = at(stack, geometry, 0).acquired < at(stack, geometry, count - 1).acquired;
    const std::size_t first = isForward ? 0 : count - 1;
    const std::size_t second = isForward ? 1 : count - 2;
    for (std::size_t place = 0; place < count; ++place) {
        const int acquired = at(stack, geometry, place).acquired;
        if ((place != first && acquired <= at(stack, geometry, first).acquired)
            || (place != first && place != second && acquired <= at(stack, geometry, second).acquired))
            return;
    }
    const double distance = singleDistance(at(stack, geometry, first).position, at(stack, geometry, second).position);
    if (std::abs(distance - geometry.spacing) > kRoundedDigits)
        return;
    geometry.spacing = distance;
    const double back = isForward ? 0 : -distance * static_cast<double>(count - 1);
    geometry.origin = plusScaled(at(stack, geometry, first).position, geometry.normal, back);
}

} // namespace

Vector3 crossProduct(const Vector3& a, const Vector3& b) {
    return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
}

double dotProduct(const Vector3& a, const Vector3& b) {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

double slicePositionTolerance(double spacing) {
    constexpr double kRelative = 0.01, kAbsolute = 0.1, kRounding = 0.011;
    return std::min(kAbsolute, std::max(kRelative * spacing, kRounding));
}

SliceGeometry judgeSlices(std::span<const SlicePlace> slices, const Vector3& row, const Vector3& column) {
    SliceGeometry geometry;
    geometry.normal = crossProduct(row, column);
    std::vector<double> projected(slices.size());
    std::transform(slices.begin(), slices.end(), projected.begin(),
                   [&](const SlicePlace& slice) { return dotProduct(slice.position, geometry.normal); });
    geometry.order.resize(slices.size());
    std::iota(geometry.order.begin(), geometry.order.end(), std::size_t{0});
    std::stable_sort(geometry.order.begin(), geometry.order.end(),
                     [&](std::size_t a, std::size_t b) { return projected[a] < projected[b]; });
    geometry.isDoubled.assign(slices.size(), false);
    geometry.missingBefore.assign(slices.size(), 0);
    Stack stack{slices, {}};
    for (const std::size_t slice : geometry.order)
        stack.along.push_back(projected[slice]);
    std::vector<double> gaps;
    for (std::size_t i = 1; i < stack.along.size(); ++i)
        gaps.push_back(stack.along[i] - stack.along[i - 1]);
    geometry.spacing = medianGap(gaps, slicePositionTolerance(0));
    if (!gaps.empty()) {
        judgeGaps(geometry, stack, gaps);
        judgeTilt(geometry, stack);
    }
    if (!slices.empty())
        geometry.origin = at(stack, geometry, 0).position;
    if (geometry.problems.empty() && gaps.size() > 1) {
        geometry.spacing = (stack.along.back() - stack.along.front()) / static_cast<double>(gaps.size());
        useGridOfAcquisition(geometry, stack);
    }
    if (slices.size() < kFewestSlices)
        block(geometry, "DCM-010",
              std::to_string(slices.size()) + (slices.size() == 1 ? " slice makes" : " slices make")
                  + " no volume: at least 3 are needed to know that they are evenly spaced.");
    return geometry;
}

} // namespace nidus::dicom
