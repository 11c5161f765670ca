// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/slice_image.h"

#include <QColor>

#include <algorithm>
#include <cmath>
#include <vector>

namespace nidus::ui {
namespace {

std::size_t strideAlong(const Volume& volume, std::size_t axis) {
    const auto x = static_cast<std::size_t>(volume.shape.x), y = static_cast<std::size_t>(volume.shape.y);
    return axis == 0 ? 1 : axis == 1 ? x : x * y;
}

/// Calls put(column, row, value) for each pixel of a slice, row by row.
template <class Put>
void walkSlice(const Volume& volume, Plane plane, std::int64_t index, Put put) {
    const PlaneAxes axes = axesOf(plane);
    const std::int64_t columns = sizeAlong(volume, axes.across), rows = sizeAlong(volume, axes.down);
    const std::size_t across = strideAlong(volume, axes.across), down = strideAlong(volume, axes.down);
    const float* start = volume.voxels.data() + static_cast<std::size_t>(index) * strideAlong(volume, axes.through);
    for (std::int64_t row = 0; row < rows; ++row) {
        const std::int64_t y = axes.isDownReversed ? rows - 1 - row : row;
        const float* line = start + static_cast<std::size_t>(y) * down;
        for (std::int64_t column = 0; column < columns; ++column, line += across)
            put(static_cast<int>(column), static_cast<int>(row), *line);
    }
}

QImage emptyImage(const Volume& volume, Plane plane, QImage::Format format) {
    const PlaneAxes axes = axesOf(plane);
    return {static_cast<int>(sizeAlong(volume, axes.across)), static_cast<int>(sizeAlong(volume, axes.down)), format};
}

bool contains(const Volume& volume, Plane plane, std::int64_t index) {
    return index >= 0 && index < sizeAlong(volume, axesOf(plane).through) && volume.shape.voxels() > 0;
}

} // namespace

PlaneAxes axesOf(Plane plane) {
    switch (plane) {
    case Plane::Axial:
        return {0, 1, 2, false};
    case Plane::Coronal:
        return {0, 2, 1, true};
    case Plane::Sagittal:
        break;
    }
    return {1, 2, 0, true};
}

std::int64_t sizeAlong(const Volume& volume, std::size_t axis) {
    return axis == 0 ? volume.shape.x : axis == 1 ? volume.shape.y : volume.shape.z;
}

double spacingAlong(const Volume& volume, std::size_t axis) {
    return axis == 0 ? volume.spacing.x : axis == 1 ? volume.spacing.y : volume.spacing.z;
}

QImage sliceImage(const Volume& volume, Plane plane, std::int64_t index, const GreyWindow& window, bool isInverted) {
    if (!contains(volume, plane, index))
        return {};
    QImage image = emptyImage(volume, plane, QImage::Format_Grayscale8);
    const float scale = static_cast<float>(255 / std::max(window.width, 1e-12));
    const float lowest = static_cast<float>(window.level - window.width / 2);
    uchar* line = nullptr;
    walkSlice(volume, plane, index, [&](int column, int row, float value) {
        if (column == 0)
            line = image.scanLine(row);
        const float grey = (value - lowest) * scale;
        // Written so that a value that is no number becomes 0.
        const auto byte = static_cast<uchar>(grey > 0 ? std::min(grey, 255.0F) : 0.0F);
        line[column] = isInverted ? static_cast<uchar>(255 - byte) : byte;
    });
    return image;
}

QImage overlayImage(const Volume& map, Plane plane, std::int64_t index, double threshold, double largest,
                    double opacity) {
    if (!contains(map, plane, index))
        return {};
    QImage image = emptyImage(map, plane, QImage::Format_ARGB32);
    const double range = std::max(largest - threshold, 1e-12);
    QRgb* line = nullptr;
    walkSlice(map, plane, index, [&](int column, int row, float value) {
        if (column == 0)
            line = reinterpret_cast<QRgb*>(image.scanLine(row));
        const double beyond = std::abs(static_cast<double>(value)) - threshold;
        const int alpha = beyond > 0 ? static_cast<int>(255 * opacity * std::min(1.0, beyond / range)) : 0;
        const QRgb colour = value > 0 ? kColourFor : kColourAgainst;
        line[column] = qRgba(qRed(colour), qGreen(colour), qBlue(colour), alpha);
    });
    return image;
}

QSizeF extentMm(const Volume& volume, Plane plane) {
    const PlaneAxes axes = axesOf(plane);
    return {static_cast<double>(sizeAlong(volume, axes.across)) * spacingAlong(volume, axes.across),
            static_cast<double>(sizeAlong(volume, axes.down)) * spacingAlong(volume, axes.down)};
}

VoxelIndex voxelAt(const Volume& volume, Plane plane, double across, double down, std::int64_t through) {
    const PlaneAxes axes = axesOf(plane);
    const auto along = [&](std::size_t axis, double share) {
        const std::int64_t size = sizeAlong(volume, axis);
        const auto index = static_cast<std::int64_t>(std::floor(share * static_cast<double>(size)));
        return std::clamp<std::int64_t>(index, 0, std::max<std::int64_t>(0, size - 1));
    };
    VoxelIndex voxel{};
    voxel[axes.across] = along(axes.across, across);
    voxel[axes.down] = along(axes.down, axes.isDownReversed ? 1 - down : down);
    voxel[axes.through] =
        std::clamp<std::int64_t>(through, 0, std::max<std::int64_t>(0, sizeAlong(volume, axes.through) - 1));
    return voxel;
}

std::array<double, 2> placeOf(const Volume& volume, Plane plane, const VoxelIndex& voxel) {
    const PlaneAxes axes = axesOf(plane);
    const auto share = [&](std::size_t axis) {
        return (static_cast<double>(voxel[axis]) + 0.5) / static_cast<double>(sizeAlong(volume, axis));
    };
    return {share(axes.across), axes.isDownReversed ? 1 - share(axes.down) : share(axes.down)};
}

GreyWindow automaticWindow(const Volume& volume) {
    constexpr std::size_t kSample = 200'000;
    constexpr double kTail = 0.001;
    std::vector<float> sample;
    const std::size_t step = std::max<std::size_t>(1, volume.voxels.size() / kSample);
    for (std::size_t i = 0; i < volume.voxels.size(); i += step)
        if (std::isfinite(volume.voxels[i]))
            sample.push_back(volume.voxels[i]);
    if (sample.empty())
        return {};
    std::sort(sample.begin(), sample.end());
    const auto tail = static_cast<std::size_t>(kTail * static_cast<double>(sample.size()));
    const double low = sample[tail], high = sample[sample.size() - 1 - tail];
    return {(low + high) / 2, high > low ? high - low : 1};
}

std::array<QString, 4> edgeLetters(Plane plane) {
    const auto letters = [](const char* text) {
        return std::array{QString(QLatin1Char(text[0])), QString(QLatin1Char(text[1])), QString(QLatin1Char(text[2])),
                          QString(QLatin1Char(text[3]))};
    };
    switch (plane) {
    case Plane::Axial:
        return letters("RLAP");
    case Plane::Coronal:
        return letters("RLSI");
    case Plane::Sagittal:
        break;
    }
    return letters("APSI");
}

} // namespace nidus::ui
