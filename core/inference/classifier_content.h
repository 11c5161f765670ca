// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/files.h"
#include "core/inference/classifier.h"
#include "core/inference/manifest.h"
#include "core/training/member.h"
#include "core/training/novelty.h"

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace nidus {

struct LoadedMember {
    Member member;
    NoveltyReference novelty;
    std::filesystem::path file;
};

/// One case on its way through the network.
struct PendingCase {
    const PredictInput* input = nullptr;
    PreprocessedCase prepared;
    std::vector<double> logits; ///< sum of the members' calibrated logits
    NoveltyScores novelty;      ///< sums of the members' scores
};

struct Classifier::Content {
    std::string fileName;
    TemporaryFolder folder;
    ClassifierManifest manifest;
    ClassifierInfo info;
    PreprocessingPlan plan;
    EncoderSource encoder;
    std::vector<LoadedMember> members;

    explicit Content(const std::filesystem::path& file);
    void classify(std::span<PendingCase> cases, ComputeEngine& engine, const ComputeSettings& compute,
                  const JobControl& control) const;
    /// As classify(), but takes the cases away whose output is not finite (ENG-008), and returns why.
    [[nodiscard]] std::vector<Problem> classifyOrRefuse(std::vector<PendingCase>& cases, ComputeEngine& engine,
                                                        const ComputeSettings& compute,
                                                        const JobControl& control) const;
    [[nodiscard]] CasePrediction conclusion(const PendingCase& pending) const;
};

} // namespace nidus
