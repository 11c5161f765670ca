// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/pickle_writer.h"
#include "tests/support/zip_writer.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace nidus::test {

/// An entry of a state dict; strides empty: contiguous.
struct StoredTensor {
    std::string key;
    std::vector<std::int64_t> shape;
    std::size_t storage = 0; ///< number given by addStorage
    std::int64_t offset = 0;
    std::vector<std::int64_t> strides;
};

/// Builds checkpoints as nnU-Net's save_checkpoint writes them.
struct CheckpointWriter {
    struct Storage {
        std::string type; ///< "FloatStorage"
        std::int64_t count = 0;
        std::string bytes;
    };
    std::vector<Storage> storages;
    std::vector<StoredTensor> tensors;
    nlohmann::ordered_json initArgs = nlohmann::ordered_json::object();
    nlohmann::ordered_json others = nlohmann::ordered_json::object(); ///< more keys at the top
    std::string trainer = "nnUNetTrainer";
    std::string numpyModule = "numpy._core";
    bool isBare = false; ///< the state dict alone

    std::size_t addFloats(const std::vector<float>& values);
    std::size_t addStorage(const std::string& type, std::int64_t count, std::string bytes);

    [[nodiscard]] std::string pickle(bool isLegacy = false) const;
    /// Records of the archive, data.pkl first.
    [[nodiscard]] std::vector<ZipEntry> records() const;
    [[nodiscard]] std::string zip() const { return zipArchive(records()); }
    [[nodiscard]] std::string legacy() const;
};

/// Writes text of any bytes to a file.
void writeBytes(const std::filesystem::path& path, const std::string& bytes);

} // namespace nidus::test
