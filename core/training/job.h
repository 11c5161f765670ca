// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/error.h"
#include "core/base/job.h"
#include "core/model/engine.h"
#include "core/model/pretrained_model.h"
#include "core/project/project.h"
#include "core/training/image_traits.h"
#include "core/training/recipe.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace nidus {

/// One labelled, prepared case as it was when the run began.
struct JobCase {
    std::string id, patient;
    int label = 0;                              ///< index into TrainingJob::classes
    std::optional<int> fold = 0;                ///< outer fold in which it is tested; absent: never, beside a hold-out
    std::string cacheFile;                      ///< relative to the project
    std::string sha256;                         ///< of that file
    std::array<std::int64_t, 3> shape{};        ///< voxels of the prepared image
    std::array<std::int64_t, 3> shapeStored{};  ///< voxels as stored, plan axes; zeros in runs of early versions
    std::array<std::int64_t, 3> shapeCropped{}; ///< voxels after cropping, before resampling
    std::array<double, 3> spacing{};            ///< mm, before resampling; plan axes
    double volumeMm3 = 0, meanIntensity = 0;
    std::vector<std::string> modalities; ///< of its images, as DICOM has them; empty where unknown
    std::vector<Scanner> scanners;       ///< of its images; absent in runs of earlier versions
    std::optional<ImageTraits> traits;   ///< absent in runs of earlier versions

    bool operator==(const JobCase&) const = default;
};

/// Everything that decides the bits of a run: runs/ID/job.json, format 1, written once.
struct TrainingJob {
    std::string runId;
    std::string created;        ///< UTC, ISO 8601
    std::vector<JobCase> cases; ///< sorted by id
    std::vector<std::string> classes;
    int positive = -1; ///< index of the positive class; -1 unless there are two
    Recipe recipe;
    std::string modelFolder; ///< relative to the project
    std::string modelSha256; ///< of its encoder.safetensors
    InputFrame frame = InputFrame::Plan;
    std::array<std::int64_t, 3> patch{}, stride{}; ///< of the network; a 2-D one has 1 along axis 0
    std::vector<bool> maskedChannels;
    ComputeSettings compute;
    std::string libraryVersion;    ///< of LibTorch, told to whoever resumes with another one
    std::vector<Problem> problems; ///< cases of the project that take no part, with the reason

    [[nodiscard]] std::vector<int> folds() const; ///< ascending
    [[nodiscard]] std::vector<std::size_t> trainingCases(int fold) const;
    [[nodiscard]] std::vector<std::size_t> testCases(int fold) const;
    /// Those that some fold trains on: all, but for what a hold-out tests.
    [[nodiscard]] std::vector<std::size_t> everTrained() const;

    bool operator==(const TrainingJob&) const = default;
};

/// Cases with one name must share a fold: those of one patient or with one image, and so on from there. The name is the
/// patient of the first of them.
[[nodiscard]] std::vector<std::string> caseGroups(const std::vector<JobCase>& cases);

/// The network's input for the member of one outer fold: the patch rounded up to the stride, or the largest training
/// case rounded up if that is bigger and has at most twice the voxels. The tested cases have no say in it.
[[nodiscard]] NetworkInput networkInput(const TrainingJob& job, int fold);

/// The encoder that every member starts from.
[[nodiscard]] EncoderSource pretrainedEncoder(const Project& project, const TrainingJob& job,
                                              const PretrainedModel& model);

/// Freezes the labelled and prepared ones of `cases`, a model (its folder may be absolute), the recipe and the compute
/// settings into a job; writes nothing. Throws Error TRN-005, TRN-012 (a patient or an image in two given folds),
/// TRN-017 (mirroring that the pretrained model does not allow).
[[nodiscard]] TrainingJob frozenJob(const Project& project, const std::vector<Case>& cases, const ChosenModel& model,
                                    const Recipe& recipe, const std::string& device, const std::string& libraryVersion,
                                    const JobControl& control);

/// frozenJob() of the project's cases and model as a new run, with its job.json. Throws also Error PRJ-020.
[[nodiscard]] TrainingJob createJob(const Project& project, const Recipe& recipe, const std::string& runId,
                                    const std::string& device, const std::string& libraryVersion,
                                    const JobControl& control);

/// Throws Error TRN-013 (no run of that name, or damaged), TRN-014 (newer format).
[[nodiscard]] TrainingJob readJob(const Project& project, const std::string& runId);

/// Throws Error TRN-007 when the model or a prepared case is no longer what the job froze.
void checkJobUnchanged(const Project& project, const TrainingJob& job, const JobControl& control);

[[nodiscard]] std::string toJson(const TrainingJob& job);
[[nodiscard]] TrainingJob jobFromJson(const std::string& json); ///< throws Error TRN-013, TRN-014

/// The precision that the recipe asks for where the device computes with it natively, else Float32.
[[nodiscard]] ComputeSettings pinnedCompute(const Recipe& recipe, const std::string& device);

/// Now, UTC, ISO 8601 with seconds.
[[nodiscard]] std::string utcNow();

} // namespace nidus
