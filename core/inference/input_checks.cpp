// SPDX-License-Identifier: Apache-2.0
#include "core/inference/input_checks.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace nidus {
namespace {

constexpr double kSpacingFactor = 1.5;
constexpr double kSizeFactor = 2;
constexpr double kIntensityMargin = 100; ///< Hounsfield units

std::string decimals(double value) {
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%.2f", value);
    return text.data();
}

std::string triple(const std::array<double, 3>& values) {
    return decimals(values[0]) + " x " + decimals(values[1]) + " x " + decimals(values[2]) + " mm";
}

bool isOutside(const std::array<double, 3>& values, const std::array<double, 3>& low, const std::array<double, 3>& high,
               double factor) {
    for (std::size_t axis = 0; axis < 3; ++axis)
        if (values[axis] * factor < low[axis] || values[axis] > factor * high[axis])
            return true;
    return false;
}

} // namespace

void checkChannels(const PredictInput& input, const std::vector<std::string>& channelNames) {
    if (input.channels.size() == channelNames.size())
        return;
    std::string names;
    for (const std::string& name : channelNames)
        names += (names.empty() ? "" : ", ") + name;
    throw Error("CLF-004", input.name + " has " + std::to_string(input.channels.size())
                               + " images, but this classifier needs " + std::to_string(channelNames.size()) + " ("
                               + names + ") for each case.");
}

std::vector<Problem> inputProblems(const TrainingRange& range, const PreprocessedCase& prepared) {
    std::vector<Problem> problems;
    const auto& spacing = prepared.spacingBeforeResampling;
    if (isOutside(spacing, range.spacingLow, range.spacingHigh, kSpacingFactor))
        problems.push_back({"CLF-101",
                            Severity::Warning,
                            "The voxels measure " + triple(spacing) + "; those of the training cases measured "
                                + triple(range.spacingLow) + " to " + triple(range.spacingHigh) + ".",
                            {}});
    std::array<double, 3> size{};
    for (std::size_t axis = 0; axis < 3; ++axis)
        size[axis] = static_cast<double>(prepared.shapeAfterCropping[axis]) * spacing[axis];
    if (isOutside(size, range.sizeLow, range.sizeHigh, kSizeFactor))
        problems.push_back({"CLF-102",
                            Severity::Warning,
                            "The image measures " + triple(size) + "; those of the training cases measured "
                                + triple(range.sizeLow) + " to " + triple(range.sizeHigh) + ".",
                            {}});
    const double margin = std::max(kIntensityMargin, range.intensityHigh - range.intensityLow);
    const double mean = prepared.meanIntensity;
    if (range.isIntensityMeaningful && (mean < range.intensityLow - margin || mean > range.intensityHigh + margin))
        problems.push_back({"CLF-103",
                            Severity::Warning,
                            "The mean intensity is " + decimals(mean) + "; in the training cases it was "
                                + decimals(range.intensityLow) + " to " + decimals(range.intensityHigh) + ".",
                            {}});
    return problems;
}

} // namespace nidus
