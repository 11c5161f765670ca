// SPDX-License-Identifier: Apache-2.0
#include "core/inference/training_range.h"

#include <algorithm>
#include <functional>
#include <set>

namespace nidus {
namespace {

std::array<double, 3> sizeInMm(const std::array<std::int64_t, 3>& shape, const std::array<double, 3>& spacing) {
    std::array<double, 3> size{};
    for (std::size_t axis = 0; axis < 3; ++axis)
        size[axis] = static_cast<double>(shape[axis]) * spacing[axis];
    return size;
}

Interval intervalOf(const std::vector<CaseFacts>& cases, const std::function<double(const CaseFacts&)>& value) {
    Interval interval{value(cases.front()), value(cases.front())};
    for (const CaseFacts& c : cases) {
        interval.low = std::min(interval.low, value(c));
        interval.high = std::max(interval.high, value(c));
    }
    return interval;
}

/// Nothing for a channel of which one case does not say what it is.
std::vector<std::vector<std::string>> modalitiesOf(const std::vector<CaseFacts>& cases) {
    std::vector<std::vector<std::string>> channels;
    for (std::size_t channel = 0; channel < cases.front().modalities.size(); ++channel) {
        std::set<std::string> names;
        for (const CaseFacts& c : cases)
            names.insert(channel < c.modalities.size() ? c.modalities[channel] : std::string());
        if (names.contains(""))
            names.clear();
        channels.emplace_back(names.begin(), names.end());
    }
    return channels;
}

} // namespace

CaseFacts factsOf(const JobCase& jobCase) {
    return {jobCase.spacing,    sizeInMm(jobCase.shapeCropped, jobCase.spacing),
            jobCase.volumeMm3,  jobCase.meanIntensity,
            jobCase.modalities, jobCase.traits};
}

CaseFacts factsOf(const PreprocessedCase& prepared, const std::vector<SeriesSource>& channels) {
    CaseFacts facts{prepared.spacingBeforeResampling,
                    sizeInMm(prepared.shapeAfterCropping, prepared.spacingBeforeResampling),
                    prepared.nonzeroVolumeMm3,
                    prepared.meanIntensity,
                    {},
                    imageTraits(prepared)};
    for (const SeriesSource& source : channels)
        facts.modalities.push_back(source.modality);
    return facts;
}

TrainingRange trainingRange(const std::vector<CaseFacts>& cases, bool isIntensityMeaningful) {
    TrainingRange range;
    for (std::size_t axis = 0; axis < 3; ++axis) {
        const Interval spacing = intervalOf(cases, [axis](const CaseFacts& c) { return c.spacing[axis]; });
        const Interval size = intervalOf(cases, [axis](const CaseFacts& c) { return c.size[axis]; });
        range.spacingLow[axis] = spacing.low;
        range.spacingHigh[axis] = spacing.high;
        range.sizeLow[axis] = size.low;
        range.sizeHigh[axis] = size.high;
    }
    const Interval intensity = intervalOf(cases, [](const CaseFacts& c) { return c.meanIntensity; });
    range.intensityLow = intensity.low;
    range.intensityHigh = intensity.high;
    range.isIntensityMeaningful = isIntensityMeaningful;
    range.volumeMm3 = intervalOf(cases, [](const CaseFacts& c) { return c.volumeMm3; });
    range.modalities = modalitiesOf(cases);
    if (!std::ranges::all_of(cases, [](const CaseFacts& c) { return c.traits.has_value(); }))
        return range;
    range.foregroundShare = intervalOf(cases, [](const CaseFacts& c) { return c.traits->foregroundShare; });
    range.smoothness.emplace();
    for (std::size_t axis = 0; axis < 3; ++axis)
        (*range.smoothness)[axis] =
            intervalOf(cases, [axis](const CaseFacts& c) { return c.traits->smoothness[axis]; });
    return range;
}

} // namespace nidus
