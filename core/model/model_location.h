// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/model/pretrained_model.h"

#include <filesystem>
#include <string>
#include <vector>

namespace nidus {

/// A checkpoint in nnU-Net's results tree, <dataset>/<trainer>__<plans>__<configuration>/fold_<k>/checkpoint_*.pth.
/// What the path does not tell is empty.
struct ModelLocation {
    std::filesystem::path checkpoint;
    std::string dataset, trainer, plansName, configuration, fold;
};

/// What the names of the folders above a checkpoint say.
[[nodiscard]] ModelLocation locationOf(const std::filesystem::path& checkpoint);

/// Checkpoints below a folder, at most four levels down; where one folder holds several, final before best before
/// latest. A folder without any of these names but with one single .pth counts as well. Throws Error MDL-001 when there
/// is none.
[[nodiscard]] std::vector<ModelLocation> findModels(const std::filesystem::path& folder);

/// The same among the member names of an archive.
[[nodiscard]] std::vector<ModelLocation> modelsAmong(const std::vector<std::filesystem::path>& files);

/// The one that fits the choice. `where`: what the user named. Throws Error MDL-001 (none fits), MDL-003 (several).
[[nodiscard]] ModelLocation chooseModel(const std::vector<ModelLocation>& models, const ModelChoice& choice,
                                        const std::string& where);

} // namespace nidus
