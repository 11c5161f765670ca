// SPDX-License-Identifier: Apache-2.0
#include "dicom/siemens_mosaic.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <string>
#include <string_view>

namespace nidus::dicom {
namespace {

/// Little-endian reader that never leaves its bytes.
class Cursor {
public:
    explicit Cursor(std::span<const std::uint8_t> bytes) : m_bytes(bytes) {}

    [[nodiscard]] bool holds(std::size_t count) const { return m_bytes.size() - m_at >= count; }

    std::string_view take(std::size_t count) {
        const std::size_t length = std::min(count, m_bytes.size() - m_at);
        const auto* start = reinterpret_cast<const char*>(m_bytes.data()) + m_at;
        m_at += length;
        return {start, length};
    }

    std::uint32_t number() {
        const std::string_view four = take(4);
        std::uint32_t value = 0;
        for (std::size_t i = four.size(); i > 0; --i)
            value = (value << 8U) | static_cast<unsigned char>(four[i - 1]);
        return value;
    }

private:
    std::span<const std::uint8_t> m_bytes;
    std::size_t m_at = 0;
};

std::optional<double> parsed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '+'))
        text.remove_prefix(1);
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || !std::isfinite(value))
        return std::nullopt;
    return value;
}

constexpr std::size_t kNameBytes = 64;
constexpr std::uint32_t kMostEntries = 1000;

/// The numeric values of one entry: four words in front of each item, the second is its length.
std::vector<double> readEntry(Cursor& cursor, std::string& name) {
    const std::string_view field = cursor.take(kNameBytes);
    name = field.substr(0, field.find('\0'));
    cursor.take(12); // multiplicity, representation, type
    const std::uint32_t items = std::min(cursor.number(), kMostEntries);
    cursor.take(4);
    std::vector<double> values;
    for (std::uint32_t i = 0; i < items && cursor.holds(16); ++i) {
        cursor.take(4);
        const std::size_t length = cursor.number();
        cursor.take(8);
        const std::string_view text = cursor.take(length);
        cursor.take((4 - length % 4) % 4);
        if (const auto value = parsed(text.substr(0, text.find('\0'))))
            values.push_back(*value);
    }
    return values;
}

Vector3 moved(const Vector3& from, const double* direction, double distance) {
    return {from[0] + direction[0] * distance, from[1] + direction[1] * distance, from[2] + direction[2] * distance};
}

} // namespace

MosaicHeader readCsaHeader(std::span<const std::uint8_t> bytes) {
    MosaicHeader mosaic;
    Cursor cursor(bytes);
    if (bytes.size() <= 8 || std::memcmp(bytes.data(), "SV10", 4) != 0)
        return mosaic;
    cursor.take(8);
    const std::uint32_t entries = cursor.number();
    cursor.take(4);
    if (entries > kMostEntries)
        return mosaic;
    for (std::uint32_t i = 0; i < entries && cursor.holds(kNameBytes + 20); ++i) {
        std::string name;
        const std::vector<double> values = readEntry(cursor, name);
        if (name == "NumberOfImagesInMosaic" && !values.empty() && values[0] >= 1 && values[0] <= 65535)
            mosaic.images = static_cast<int>(values[0]);
        if (name == "SliceNormalVector" && values.size() >= 3)
            mosaic.sliceNormal = Vector3{values[0], values[1], values[2]};
    }
    return mosaic;
}

std::vector<MosaicTile> unfolded(const MosaicHeader& mosaic, const MosaicImage& image) {
    const int perRow = static_cast<int>(std::ceil(std::sqrt(static_cast<double>(mosaic.images))));
    if (mosaic.images < 1 || !mosaic.sliceNormal || image.columns % perRow != 0 || image.rows % perRow != 0)
        return {};
    const int width = image.columns / perRow;
    const int height = image.rows / perRow;
    const double* row = image.orientation.data();
    const double* column = row + 3;
    const Vector3 first = moved(moved(image.position, row, image.pixelSpacing[1] * (image.columns - width) / 2.0),
                                column, image.pixelSpacing[0] * (image.rows - height) / 2.0);
    std::vector<MosaicTile> tiles;
    for (int i = 0; i < mosaic.images; ++i)
        tiles.push_back({i % perRow * width, i / perRow * height, width, height,
                         moved(first, mosaic.sliceNormal->data(), image.sliceSpacing * i)});
    return tiles;
}

} // namespace nidus::dicom
