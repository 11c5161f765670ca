// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/error.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace nidus {

/// foreground_intensity_properties_per_channel of plans.json; what CTNormalization needs.
struct IntensityProperties {
    double mean = 0, std = 1, percentile005 = 0, percentile995 = 0;
    bool operator==(const IntensityProperties&) const = default;
};

enum class NormalizationScheme { ZScore, Ct, None, RescaleTo01, RgbTo01 };

/// Which of nnU-Net's resampling functions the plan names, with its kwargs.
struct ResamplingFunction {
    enum class Kind { DataOrSegToShape, Torch, None };
    Kind kind = Kind::DataOrSegToShape;
    int order = 3;
    int orderZ = 0;
    std::optional<bool> forceSeparateZ; ///< nullopt: decided by the spacing
    bool operator==(const ResamplingFunction&) const = default;
};

/// arch_kwargs of plans.json as written (ints widened to lists), before anything is checked against tensors.
struct ArchitecturePlan {
    std::string networkClass; ///< last component of network_class_name
    std::vector<std::int64_t> featuresPerStage;
    std::vector<std::vector<std::int64_t>> kernelSizes; ///< per stage, plan axis order, 2 or 3 entries
    std::vector<std::vector<std::int64_t>> strides;
    std::vector<std::int64_t> convsOrBlocksPerStage; ///< n_conv_per_stage or n_blocks_per_stage
    bool convBias = false;
    std::string convOp, normOp, nonlin, dropoutOp; ///< last components; empty when null
    double normEps = 1e-5;
    bool normAffine = false;
    double negativeSlope = 0.01;   ///< of LeakyReLU; alpha of ELU and CELU
    std::string geluApproximation; ///< "tanh" or empty
    double dropoutProbability = 0;
    bool nonlinFirst = false;
    std::string pool = "conv";                    ///< "conv" (strides), "max" or "avg"
    std::string block;                            ///< ResEnc: last component; empty: BasicBlockD
    std::vector<std::int64_t> bottleneckChannels; ///< of BottleneckD, else empty
    std::optional<std::int64_t> stemChannels;     ///< 0: disable_default_stem
    bool squeezeExcitation = false;
    double squeezeRatio = 1.0 / 16; ///< squeeze_excitation_reduction_ratio
    double stochasticDepthP = 0;
    bool operator==(const ArchitecturePlan&) const = default;
};

/// One configuration of plans.json after inheritance and after conversion of the flat keys of nnU-Net <= 2.2.1.
struct Configuration {
    std::string name;
    std::vector<std::int64_t> patchSize;            ///< 2 or 3 entries, after transpose_forward
    std::vector<std::optional<double>> spacing;     ///< target, mm; 2 or 3 entries; nullopt: keep
    std::vector<NormalizationScheme> normalization; ///< per channel
    std::vector<bool> useMaskForNorm;               ///< per channel
    ResamplingFunction resamplingData;
    ArchitecturePlan architecture;
    std::int64_t batchSize = 0;
    std::string previousStage; ///< not empty: a cascade, whose network has extra input channels
    std::string preprocessorName;
};

/// plans.json, old and new style. Unknown keys are ignored here; the text itself is kept beside a model.
struct Plans {
    std::string datasetName, plansName, imageReaderWriter;
    std::array<int, 3> transposeForward{0, 1, 2};
    std::map<int, IntensityProperties> intensity; ///< by channel
    std::map<std::string, Configuration> configurations;
    std::vector<Problem> problems; ///< what was unusual but understood
};

/// Reads plans.json text. Bare NaN and Infinity are accepted outside the fields used. Throws Error PLN-001 (not JSON),
/// PLN-002 (missing or mistyped key, named), PLN-003 (inheritance cycle or unknown parent), PLN-004 (value out of
/// range), PLN-005 (a preprocessor, normalisation or resampling function that Nidus does not know).
[[nodiscard]] Plans parsePlans(const std::string& json);

/// dataset.json, old ("modality") and new ("channel_names") style.
struct DatasetDescription {
    std::vector<std::string> channelNames;                   ///< in channel order
    std::map<std::string, std::vector<std::int64_t>> labels; ///< name to one or several values
    std::string fileEnding;
    std::string overwriteImageReaderWriter;
};

/// Throws Error PLN-001 or PLN-002.
[[nodiscard]] DatasetDescription parseDatasetDescription(const std::string& json);

} // namespace nidus
