// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/files.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace nidus {

/// Element types of a safetensors file that Nidus writes or reads.
enum class TensorType { F32, F16, BF16, F64, I64, I32, I16, I8, U8, Bool };

[[nodiscard]] std::size_t elementSize(TensorType type) noexcept;
/// "F32", "F16", ... as in the file.
[[nodiscard]] const char* tensorTypeName(TensorType type) noexcept;

struct TensorEntry {
    TensorType type = TensorType::F32;
    std::vector<std::int64_t> shape;
    std::span<const std::byte> bytes; ///< C order, little endian; valid as long as the owner of the memory
};

/// A tensor in memory.
struct HostTensor {
    std::vector<std::int64_t> shape;
    std::vector<float> values; ///< C order
};

/// A tensor whose values lie in memory that `owner` keeps alive, a mapped file for example.
struct SharedTensor {
    std::vector<std::int64_t> shape;
    std::span<const float> values; ///< C order
    std::shared_ptr<const void> owner;
};

[[nodiscard]] SharedTensor shared(HostTensor tensor);

/// A mapped safetensors file (the format of the library of that name): checked wholly when opened, so that every entry
/// lies inside the file, without overlap or gap. Throws Error STF-001 (not a safetensors file), STF-002 (damaged),
/// STF-003 (header larger than 100 MB), and FIL-001.
class SafetensorsFile {
public:
    explicit SafetensorsFile(const std::filesystem::path& path);

    [[nodiscard]] const std::map<std::string, std::string>& metadata() const noexcept { return m_metadata; }
    [[nodiscard]] const std::map<std::string, TensorEntry>& tensors() const noexcept { return m_tensors; }
    /// Throws Error STF-004 when absent.
    [[nodiscard]] const TensorEntry& tensor(const std::string& name) const;
    /// Elements as float (F32 exactly, F16 and BF16 widened). Throws Error STF-004, STF-005 for another type.
    [[nodiscard]] std::vector<float> floats(const std::string& name) const;

private:
    MappedFile m_file;
    std::map<std::string, std::string> m_metadata;
    std::map<std::string, TensorEntry> m_tensors;
};

/// Writes atomically; entries in order of name, deterministic bytes for equal input.
void writeSafetensors(const std::filesystem::path& path, const std::map<std::string, TensorEntry>& tensors,
                      const std::map<std::string, std::string>& metadata, Publish publish = Publish::Replace);

/// A view of floats as an F32 entry. Throws nothing; shape product must equal the element count.
[[nodiscard]] TensorEntry f32Entry(std::span<const float> values, std::vector<std::int64_t> shape);
/// The same for many tensors, HostTensor or SharedTensor; valid as long as they.
template <class Tensor>
[[nodiscard]] std::map<std::string, TensorEntry> f32Entries(const std::map<std::string, Tensor>& tensors) {
    std::map<std::string, TensorEntry> entries;
    for (const auto& [name, tensor] : tensors)
        entries.emplace(name, f32Entry(tensor.values, tensor.shape));
    return entries;
}

} // namespace nidus
