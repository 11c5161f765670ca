// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/checkpoint/checkpoint.h"
#include "core/checkpoint/pickle_graph.h"

#include <filesystem>

namespace nidus {

struct CheckpointDescription {
    CheckpointFields fields;
    std::vector<CheckpointTensor> tensors;
};

/// What the object of a checkpoint says: the state dict and the fields of nnU-Net's save_checkpoint. Throws Error
/// CKP-008, CKP-049, CKP-057, CKP-080.
[[nodiscard]] CheckpointDescription describeCheckpoint(const PickleGraph& graph, const std::filesystem::path& path);

} // namespace nidus
