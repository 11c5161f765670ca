// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/imaging/input_frame.h"
#include "core/imaging/volume.h"
#include "core/model/pretrained_model.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace nidus {

/// The images of a cohort, or of a sample of it, as far as a model minds.
struct CohortImages {
    struct Image {
        std::string modality;    ///< as DICOM has it; empty: unknown
        std::string orientation; ///< as orientationOf(); empty: unknown
        Shape shape;
        Spacing spacing;
    };
    int channels = 1;          ///< images per case, of most cases
    std::vector<Image> images; ///< of the first channel, one per case
    InputFrame frame = InputFrame::Plan;
};

/// How far a pretrained model suits a cohort. Severity Info: it does; Warning: have a look; Blocker: this will not
/// work. Axes are in plan order; 0 where the plan or the images do not say.
struct ModelFit {
    int channels = 0, wantedChannels = 0;
    Severity channelsVerdict = Severity::Info; ///< MOD-004

    std::string modality;                      ///< of most images
    bool isForCt = false;                      ///< the plan normalises Hounsfield units (CTNormalization)
    Severity modalityVerdict = Severity::Info; ///< MOD-001

    std::array<double, 3> spacing{}, wantedSpacing{}; ///< mm; medians of the images, and the plan's
    double spacingRatio = 1;                          ///< the largest between the two, along any axis; at least 1
    Severity spacingVerdict = Severity::Info;         ///< MOD-002: above 2

    std::array<std::int64_t, 3> size{}, patch{}; ///< voxels: what the median image becomes, and what the model saw
    Severity sizeVerdict = Severity::Info;       ///< MOD-003: less than half of the patch, or above three times
};

[[nodiscard]] ModelFit modelFit(const PretrainedModel& model, const CohortImages& cohort);

} // namespace nidus
