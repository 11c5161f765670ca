// SPDX-License-Identifier: Apache-2.0
#include "dicom/nifti_voxels.h"

#include <znzlib.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace nidus::dicom {
namespace {

constexpr int kFloat32 = 16, kFloat64 = 64; ///< datatype codes of nifti1.h

struct CloseFile {
    void operator()(znzptr* file) const { Xznzclose(&file); }
};

/// Reads compressed and plain files alike.
using File = std::unique_ptr<znzptr, CloseFile>;

File opened(const std::string& path) {
    return File(znzopen(path.c_str(), "rb", 1));
}

template <class Number>
Number numberAt(const char* bytes, bool isSwapped) {
    std::array<char, sizeof(Number)> copy{};
    std::memcpy(copy.data(), bytes, sizeof(Number));
    if (isSwapped)
        std::reverse(copy.begin(), copy.end());
    Number value{};
    std::memcpy(&value, copy.data(), sizeof(Number));
    return value;
}

bool skip(znzptr* file, std::size_t bytes) {
    std::vector<char> buffer(std::min<std::size_t>(bytes, std::size_t{1} << 16));
    while (bytes > 0) {
        const std::size_t read = znzread(buffer.data(), 1, std::min(bytes, buffer.size()), file);
        if (read == 0)
            return false;
        bytes -= read;
    }
    return true;
}

/// False when the file ends before the last voxel.
template <class Number>
bool restore(znzptr* file, bool isSwapped, Volume& volume) {
    constexpr std::size_t kBlock = 16384; ///< voxels
    std::vector<char> buffer(kBlock * sizeof(Number));
    for (std::size_t from = 0; from < volume.voxels.size(); from += kBlock) {
        const std::size_t wanted = std::min(kBlock, volume.voxels.size() - from);
        if (znzread(buffer.data(), sizeof(Number), wanted, file) != wanted)
            return false;
        for (std::size_t i = 0; i < wanted; ++i) {
            const auto value = numberAt<Number>(buffer.data() + i * sizeof(Number), isSwapped);
            if (!std::isfinite(value))
                volume.voxels[from + i] = static_cast<float>(value);
        }
    }
    return true;
}

/// The voxels of a pair lie in the file beside the header.
std::string voxelFileOf(const std::string& path) {
    std::string name = path;
    const auto at = name.rfind(".hdr");
    return at == std::string::npos ? name : name.replace(at, 4, ".img");
}

} // namespace

bool completeFromFile(const std::string& path, Volume& volume) {
    std::array<char, 348> header{};
    File file = opened(path);
    if (!file || znzread(header.data(), 1, header.size(), file.get()) != header.size())
        return false;
    const bool isSwapped = numberAt<std::int32_t>(header.data(), false) != 348;
    const int datatype = numberAt<std::int16_t>(header.data() + 70, isSwapped);
    const int bits = numberAt<std::int16_t>(header.data() + 72, isSwapped);
    const bool isPair = std::string_view(header.data() + 344, 3) == "ni1";
    // Like the library: voxels of a single file never start inside its header.
    const float offset = std::max(numberAt<float>(header.data() + 108, isSwapped), isPair ? 0.0F : 348.0F);
    file = opened(isPair ? voxelFileOf(path) : path);
    if (!file || !(offset >= 0 && offset < 1e9F) || !skip(file.get(), static_cast<std::size_t>(offset)))
        return false;
    if (datatype == kFloat32)
        return restore<float>(file.get(), isSwapped, volume);
    if (datatype == kFloat64)
        return restore<double>(file.get(), isSwapped, volume);
    return skip(file.get(), volume.voxels.size() * static_cast<std::size_t>(std::max(bits, 8)) / 8);
}

} // namespace nidus::dicom
