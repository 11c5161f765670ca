// SPDX-License-Identifier: Apache-2.0
#include "core/model/model_fit.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

namespace nidus {
namespace {

constexpr double kMostSpacingRatio = 2;
constexpr double kLeastOfPatch = 0.5, kMostOfPatch = 3;

using Triple = std::array<double, 3>;

/// Which array axis (z, y, x) of an image runs along the axis (z, y, x) of the frame.
std::array<std::size_t, 3> axesInFrame(const CohortImages::Image& image, InputFrame frame) {
    const bool isTurned = frame == InputFrame::Ras || frame == InputFrame::Lps;
    std::array<std::size_t, 3> axes{0, 1, 2};
    if (!isTurned || image.orientation.size() != 3)
        return axes;
    constexpr std::array<const char*, 3> kAlong{"SI", "AP", "LR"};
    for (std::size_t axis = 0; axis < 3; ++axis)
        for (std::size_t letter = 0; letter < 3; ++letter) // x, y, z
            if (std::string(kAlong[axis]).find(image.orientation[letter]) != std::string::npos)
                axes[axis] = 2 - letter;
    return axes;
}

/// Spacing and extent (mm) of an image in plan order.
struct Measures {
    Triple spacing{}, extent{};
};

Measures measuresOf(const CohortImages::Image& image, InputFrame frame, const std::array<int, 3>& transpose) {
    const Triple spacing{image.spacing.z, image.spacing.y, image.spacing.x};
    const Triple shape{static_cast<double>(image.shape.z), static_cast<double>(image.shape.y),
                       static_cast<double>(image.shape.x)};
    const auto axes = axesInFrame(image, frame);
    Measures measures;
    for (std::size_t i = 0; i < 3; ++i) {
        const std::size_t source = axes[static_cast<std::size_t>(transpose[i])];
        measures.spacing[i] = spacing[source];
        measures.extent[i] = spacing[source] * shape[source];
    }
    return measures;
}

double median(std::vector<double> values) {
    if (values.empty())
        return 0;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

std::string commonest(const std::vector<CohortImages::Image>& images) {
    std::map<std::string, int> counts;
    for (const auto& image : images)
        ++counts[image.modality];
    counts.erase("");
    const auto most = std::max_element(counts.begin(), counts.end(),
                                       [](const auto& a, const auto& b) { return a.second < b.second; });
    return most == counts.end() ? std::string() : most->first;
}

/// A two-dimensional plan says nothing about its first axis.
template <class Value>
std::optional<Value> alongAxis(const std::vector<Value>& values, std::size_t axis) {
    const std::size_t missing = 3 - std::min<std::size_t>(3, values.size());
    return axis < missing ? std::nullopt : std::optional<Value>(values[axis - missing]);
}

void judgeGrid(ModelFit& fit, const Configuration& plan, const std::vector<Measures>& all) {
    for (std::size_t axis = 0; axis < 3; ++axis) {
        std::vector<double> spacings, extents;
        for (const Measures& each : all) {
            spacings.push_back(each.spacing[axis]);
            extents.push_back(each.extent[axis]);
        }
        fit.spacing[axis] = median(std::move(spacings));
        const double wanted = alongAxis(plan.spacing, axis).value_or(std::nullopt).value_or(0);
        fit.wantedSpacing[axis] = wanted;
        if (fit.spacing[axis] > 0 && wanted > 0) {
            const double ratio = fit.spacing[axis] / wanted;
            fit.spacingRatio = std::max({fit.spacingRatio, ratio, 1 / ratio});
        }
        const double step = wanted > 0 ? wanted : fit.spacing[axis];
        fit.size[axis] = step > 0 ? std::llround(median(std::move(extents)) / step) : 0;
        fit.patch[axis] = alongAxis(plan.patchSize, axis).value_or(0);
        if (fit.size[axis] == 0 || fit.patch[axis] == 0)
            continue;
        const double share = static_cast<double>(fit.size[axis]) / static_cast<double>(fit.patch[axis]);
        if (share < kLeastOfPatch || share > kMostOfPatch)
            fit.sizeVerdict = Severity::Warning;
    }
    if (fit.spacingRatio > kMostSpacingRatio)
        fit.spacingVerdict = Severity::Warning;
}

} // namespace

ModelFit modelFit(const PretrainedModel& model, const CohortImages& cohort) {
    const Configuration& plan = model.configuration;
    ModelFit fit;
    fit.channels = cohort.channels;
    fit.wantedChannels = static_cast<int>(plan.normalization.size());
    if (fit.channels != fit.wantedChannels)
        fit.channelsVerdict = Severity::Blocker;
    fit.modality = commonest(cohort.images);
    fit.isForCt = !plan.normalization.empty() && plan.normalization.front() == NormalizationScheme::Ct;
    const bool isCt = fit.modality == "CT";
    if (!fit.modality.empty() && isCt != fit.isForCt)
        fit.modalityVerdict = fit.isForCt ? Severity::Blocker : Severity::Warning;
    std::vector<Measures> measures;
    for (const auto& image : cohort.images)
        measures.push_back(measuresOf(image, cohort.frame, model.plans.transposeForward));
    judgeGrid(fit, plan, measures);
    return fit;
}

} // namespace nidus
