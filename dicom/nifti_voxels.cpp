// SPDX-License-Identifier: Apache-2.0
#include "dicom/nifti_voxels.h"

#include "core/base/files.h"

#include <libdeflate.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <memory>
#include <span>
#include <string_view>

namespace nidus::dicom {
namespace {

using Bytes = std::span<const std::byte>;

constexpr std::size_t kHeaderBytes = 348;
/// What a file may hold beside its voxels: header and extensions.
constexpr std::size_t kMostBeforeVoxels = std::size_t{16} << 20U;

template <class Number>
Number numberAt(const std::byte* bytes, bool isSwapped) {
    std::array<std::byte, sizeof(Number)> copy{};
    std::memcpy(copy.data(), bytes, sizeof(Number));
    if (isSwapped)
        std::reverse(copy.begin(), copy.end());
    Number value{};
    std::memcpy(&value, copy.data(), sizeof(Number));
    return value;
}

/// The content of a file, unpacked if it is gzip.
class Content {
public:
    /// Nothing when it is damaged or unpacks to more than `limit` bytes.
    Content(const std::string& path, std::size_t limit) : m_file(path) {
        const Bytes packed = m_file.bytes();
        if (packed.size() < 18 || packed[0] != std::byte{0x1F} || packed[1] != std::byte{0x8B}) {
            m_bytes = packed;
            return;
        }
        // The last four bytes are the size, modulo 2^32 and of the last member if there are several.
        const std::size_t likely = numberAt<std::uint32_t>(packed.data() + packed.size() - 4, false);
        if (!unpack(packed, std::min(likely, limit)))
            unpack(packed, limit);
    }
    [[nodiscard]] Bytes bytes() const noexcept { return m_bytes; }

private:
    bool unpack(Bytes packed, std::size_t capacity) {
        m_unpacked.reset(new std::byte[capacity]); // not set to zero, for every byte is written or not looked at
        const std::unique_ptr<libdeflate_decompressor, void (*)(libdeflate_decompressor*)> inflater(
            libdeflate_alloc_decompressor(), libdeflate_free_decompressor);
        std::size_t size = 0;
        while (!packed.empty()) {
            std::size_t taken = 0;
            std::size_t made = 0;
            if (!inflater
                || libdeflate_gzip_decompress_ex(inflater.get(), packed.data(), packed.size(), m_unpacked.get() + size,
                                                 capacity - size, &taken, &made)
                       != LIBDEFLATE_SUCCESS)
                return false;
            size += made;
            packed = packed.subspan(taken);
        }
        m_bytes = {m_unpacked.get(), size};
        return true;
    }

    MappedFile m_file;
    std::unique_ptr<std::byte[]> m_unpacked;
    Bytes m_bytes;
};

struct Header {
    bool isSwapped = false, isPair = false;
    int datatype = 0;
    float offset = 0, slope = 0, intercept = 0;
};

Header headerOf(Bytes bytes) {
    Header header;
    const std::byte* at = bytes.data();
    header.isSwapped = numberAt<std::int32_t>(at, false) != static_cast<std::int32_t>(kHeaderBytes);
    header.isPair = std::memcmp(at + 344, "ni1", 3) == 0;
    header.datatype = numberAt<std::int16_t>(at + 70, header.isSwapped);
    // Like the NIfTI library: voxels of a single file never start inside its header.
    header.offset =
        std::max(numberAt<float>(at + 108, header.isSwapped), header.isPair ? 0.0F : static_cast<float>(kHeaderBytes));
    header.slope = numberAt<float>(at + 112, header.isSwapped);
    header.intercept = numberAt<float>(at + 116, header.isSwapped);
    return header;
}

/// Raw numbers to float; with a slope through double, where integers pass through float first, as in ITK.
template <class Number>
bool convert(Bytes bytes, const Header& header, std::size_t before, std::vector<float>& voxels) {
    if (bytes.size() / sizeof(Number) < before + voxels.size())
        return false;
    bytes = bytes.subspan(before * sizeof(Number));
    if (header.isSwapped)
        for (std::size_t i = 0; i < voxels.size(); ++i)
            voxels[i] = static_cast<float>(numberAt<Number>(bytes.data() + i * sizeof(Number), true));
    else
        for (std::size_t i = 0; i < voxels.size(); ++i)
            voxels[i] = static_cast<float>(numberAt<Number>(bytes.data() + i * sizeof(Number), false));
    const double slope = std::isfinite(header.slope) ? static_cast<double>(header.slope) : 0;
    const double intercept = std::isfinite(header.intercept) ? static_cast<double>(header.intercept) : 0;
    if (std::abs(slope) <= std::numeric_limits<double>::epsilon() || (slope == 1 && intercept == 0))
        return true;
    for (std::size_t i = 0; i < voxels.size(); ++i) {
        double value = static_cast<double>(voxels[i]);
        if constexpr (sizeof(Number) == 8)
            value = static_cast<double>(numberAt<Number>(bytes.data() + i * sizeof(Number), header.isSwapped));
        voxels[i] = static_cast<float>(value * slope + intercept);
    }
    return true;
}

/// By the datatype codes of nifti1.h; `before` voxels are passed over.
bool convert(Bytes bytes, const Header& header, std::size_t before, std::vector<float>& voxels) {
    switch (header.datatype) {
    case 2:
        return convert<std::uint8_t>(bytes, header, before, voxels);
    case 4:
        return convert<std::int16_t>(bytes, header, before, voxels);
    case 8:
        return convert<std::int32_t>(bytes, header, before, voxels);
    case 16:
        return convert<float>(bytes, header, before, voxels);
    case 64:
        return convert<double>(bytes, header, before, voxels);
    case 256:
        return convert<std::int8_t>(bytes, header, before, voxels);
    case 512:
        return convert<std::uint16_t>(bytes, header, before, voxels);
    case 768:
        return convert<std::uint32_t>(bytes, header, before, voxels);
    case 1024:
        return convert<std::int64_t>(bytes, header, before, voxels);
    case 1280:
        return convert<std::uint64_t>(bytes, header, before, voxels);
    default:
        return false;
    }
}

/// The voxels of a pair lie in the file beside the header.
std::string voxelFileOf(const std::string& path) {
    std::string name = path;
    const auto at = name.rfind(".hdr");
    return at == std::string::npos ? name : name.replace(at, 4, ".img");
}

} // namespace

bool readNiftiVoxels(const std::string& path, const Shape& stored, std::int64_t first, Volume& volume) {
    const std::size_t limit = stored.voxels() * sizeof(double) + kMostBeforeVoxels;
    const auto head = std::make_unique<Content>(path, limit);
    if (head->bytes().size() < kHeaderBytes)
        return false;
    const Header header = headerOf(head->bytes());
    std::unique_ptr<Content> voxelFile;
    if (header.isPair)
        voxelFile = std::make_unique<Content>(voxelFileOf(path), limit);
    const Bytes bytes = header.isPair ? voxelFile->bytes() : head->bytes();
    if (!(header.offset >= 0 && header.offset <= static_cast<float>(std::min(bytes.size(), kMostBeforeVoxels))))
        return false;
    const std::size_t before = static_cast<std::size_t>(first * stored.y * stored.x);
    volume.voxels.resize(volume.shape.voxels());
    return convert(bytes.subspan(static_cast<std::size_t>(header.offset)), header, before, volume.voxels);
}

} // namespace nidus::dicom
