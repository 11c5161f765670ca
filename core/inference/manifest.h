// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/imaging/input_frame.h"
#include "core/inference/trust.h"
#include "core/training/recipe.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace nidus {

/// manifest.json of a .nidusmodel, format 1. Files of earlier versions lack parts of `trust`, which then says less.
struct ClassifierManifest {
    struct MemberFile {
        int fold = 0;
        std::string weights, novelty; ///< names in the zip
        std::string kept;             ///< "probe" or "finetuned"
        double temperature = 1;
        std::array<std::int64_t, 3> input{};
        bool operator==(const MemberFile&) const = default;
    };
    std::string name, created, runId, preset;
    std::vector<std::string> classes;
    std::string positive;
    std::vector<std::string> channelNames;
    InputFrame frame = InputFrame::Plan;
    std::string configuration;
    std::string architectureJson, plansJson, metricsJson; ///< for readers; the program reads the folder model/
    bool pretrained = true;
    std::uint64_t encoderSeed = 0; ///< of the random encoder where `pretrained` is false
    Precision precision = Precision::Float32;
    Trust trust;
    int trainingCases = 0;
    std::vector<MemberFile> members;

    bool operator==(const ClassifierManifest&) const = default;
};

[[nodiscard]] std::string toJson(const ClassifierManifest& manifest);
/// Throws Error CLF-001 (no manifest of a classifier), CLF-002 (damaged), CLF-003 (newer format).
[[nodiscard]] ClassifierManifest manifestFromJson(const std::string& json);

/// card.md: what the classifier is, how it was judged, what it must not be used for.
[[nodiscard]] std::string modelCard(const ClassifierManifest& manifest);

} // namespace nidus
