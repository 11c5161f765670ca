// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/job.h"
#include "core/model/engine.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace nidus {

/// A prepared case and the network that a run would put it through, to try things on.
struct SampleCase {
    std::string id;
    PreprocessedCase prepared;
    EncoderArchitecture architecture;
    NetworkInput input;
};

/// What a recipe's augmentation makes of a case: slices of channel 0 through the middle of plan axis 0.
struct AugmentationPreview {
    struct Slice {
        std::vector<float> values;           ///< rows x columns, row by row
        std::vector<std::string> transforms; ///< as AugmentationDraw::names(); of the original none
    };
    std::int64_t rows = 0, columns = 0;  ///< plan axes 1 and 2
    std::array<double, 2> spacing{1, 1}; ///< mm, of rows and columns
    Slice original;
    std::vector<Slice> augmented;
};

/// `count` draws by the functions that training uses; of a case larger than the network's input, its middle. Equal
/// `draw`s are equal, whatever else was drawn. Throws Cancelled.
[[nodiscard]] AugmentationPreview previewAugmentation(const SampleCase& sample, const Recipe& recipe, int count,
                                                      std::uint32_t draw, const JobControl& control);

} // namespace nidus
