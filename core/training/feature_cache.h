// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/model/engine.h"
#include "core/statistics/logistic_regression.h"
#include "core/training/job.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace nidus {

/// [case][dims]
using FeatureRows = std::vector<std::vector<float>>;

/// Pooled features of every case of the job by the frozen encoder for one kind of head, from the file in `cacheFolder`
/// or computed and kept there. The name of the file is a digest of everything that decides the numbers: encoder, head,
/// input size, compute settings, library and the prepared images.
[[nodiscard]] FeatureRows frozenFeatures(const std::filesystem::path& projectFolder,
                                         const std::filesystem::path& cacheFolder, const TrainingJob& job,
                                         const EncoderSource& encoder, HeadKind head, const NetworkInput& input,
                                         ComputeEngine& engine, const JobControl& control);

/// The place of views beside them, with all that decides the numbers in its digest. Its limit: a quarter of what is
/// free on the disk or used by views already, at most 64 GiB.
[[nodiscard]] ViewStore viewStore(const std::filesystem::path& cacheFolder, const TrainingJob& job,
                                  const NetworkInput& input, const std::string& libraryVersion);
[[nodiscard]] std::filesystem::path viewFile(const std::filesystem::path& folder, const std::string& digest);
/// Bytes of all view files in a folder.
[[nodiscard]] std::int64_t viewFileBytes(const std::filesystem::path& folder);

/// These rows of the features, in this order.
[[nodiscard]] Matrix featureMatrix(const FeatureRows& features, const std::vector<std::size_t>& rows);

/// The cases of the job with these indices, read from the project's cache.
[[nodiscard]] CaseSource caseSource(const std::filesystem::path& projectFolder, const TrainingJob& job,
                                    const std::vector<std::size_t>& indices);

} // namespace nidus
