// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

namespace nidus {

enum class CheckpointContainer {
    Zip,   ///< torch.save since 1.6, and every other ZIP archive
    Legacy ///< torch.save before 1.6: pickles one after the other
};

/// What a file is by its first bytes. Throws Error that names what else it is: CKP-001 (larger than 64 GiB), CKP-002
/// (nothing known), CKP-003 (7z), CKP-004 (gzip, xz, bzip2, zstd), CKP-005 (tar), CKP-007 (ONNX), CKP-008 (nnU-Net v1),
/// CKP-009 (safetensors), CKP-010 (plain pickle), CKP-011 (numpy), CKP-012 (HDF5).
[[nodiscard]] CheckpointContainer containerOf(std::span<const std::byte> file, const std::filesystem::path& path);

} // namespace nidus
