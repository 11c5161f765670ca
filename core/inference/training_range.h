// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/training/image_traits.h"
#include "core/training/job.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace nidus {

/// What can be said of a case without a network.
struct CaseFacts {
    std::array<double, 3> spacing{}, size{}; ///< mm, plan axes; before resampling, after cropping
    double volumeMm3 = 0, meanIntensity = 0; ///< of the nonzero mask; of channel 0 inside it
    std::vector<std::string> modalities;     ///< per channel; empty where unknown
    std::optional<ImageTraits> traits;       ///< absent in runs of earlier versions
};

[[nodiscard]] CaseFacts factsOf(const JobCase& jobCase);
[[nodiscard]] CaseFacts factsOf(const PreprocessedCase& prepared, const std::vector<SeriesSource>& channels);

struct Interval {
    double low = 0, high = 0;
    bool operator==(const Interval&) const = default;
};

/// What the training cases were like.
struct TrainingRange {
    std::array<double, 3> spacingLow{}, spacingHigh{}; ///< mm, plan axes
    std::array<double, 3> sizeLow{}, sizeHigh{};       ///< mm after cropping, plan axes
    double intensityLow = 0, intensityHigh = 0;        ///< mean of channel 0 inside the nonzero mask
    bool isIntensityMeaningful = false;                ///< CT: the unit is fixed
    std::optional<Interval> volumeMm3, foregroundShare;
    std::optional<std::array<Interval, 3>> smoothness; ///< per plan axis
    std::vector<std::vector<std::string>> modalities;  ///< that occur, per channel; none where one is unknown
    bool operator==(const TrainingRange&) const = default;
};

/// The range of at least one case.
[[nodiscard]] TrainingRange trainingRange(const std::vector<CaseFacts>& cases, bool isIntensityMeaningful);

} // namespace nidus
