// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/files.h"
#include "core/base/safetensors.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace nidus {

/// One entry of the state dict. Strides and offset count elements of the storage `storage`; entries that share storage,
/// offset, shape and strides are one tensor under several names.
struct CheckpointTensor {
    std::string key;
    TensorType type = TensorType::F32;
    std::vector<std::int64_t> shape, strides;
    std::int64_t offset = 0;
    std::uint32_t storage = 0;

    [[nodiscard]] bool sharesDataWith(const CheckpointTensor& other) const {
        return storage == other.storage && offset == other.offset && shape == other.shape && strides == other.strides
               && type == other.type;
    }
};

/// What a checkpoint says beside its weights. Texts are data for display or for the readers of plans; empty where
/// absent.
struct CheckpointFields {
    std::string trainerName, configuration, fold;
    std::int64_t currentEpoch = 0;
    std::string plansJson, datasetJson;
    std::string adaptationPlanJson; ///< nnssl_adaptation_plan
    std::optional<std::vector<int>> mirroringAxes;
    bool isBareStateDict = false;            ///< the file holds weights and nothing else
    std::vector<std::string> unusedContents; ///< "optimizer_state", "init_args.pretrain_json", ...
};

/// A file of torch.save, mapped and checked wholly but for the weights, which are read one by one on demand. Nothing in
/// it is ever run. Throws Error CKP-... : see containerOf, readZipDirectory, readPickle, readLegacyContainer and
///   CKP-006 TorchScript · CKP-008 nnU-Net v1 · CKP-027 a record that such files do not have · CKP-029 data.pkl missing
///   or too large · CKP-042 something follows the description · CKP-057 a key twice · CKP-061 data missing · CKP-063
///   data of another size · CKP-073 more tensor data than the file can hold · CKP-080 no weights of a network
class Checkpoint {
public:
    explicit Checkpoint(const std::filesystem::path& path);

    [[nodiscard]] const CheckpointFields& fields() const noexcept;
    /// In the order of the file.
    [[nodiscard]] const std::vector<CheckpointTensor>& tensors() const noexcept;

    /// In C order. Values that are floats already stay in the mapped file: use them before somebody else cuts it.
    /// Compares the check sum of the storage the first time. For several threads at once, too. Throws Error CKP-026
    /// (check sum).
    [[nodiscard]] SharedTensor read(const CheckpointTensor& tensor) const;

private:
    struct Content;
    std::shared_ptr<Content> m_content;
};

} // namespace nidus
