// SPDX-License-Identifier: Apache-2.0
#include "core/imaging/input_frame.h"

#include "core/base/error.h"
#include "core/imaging/frame_letters.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <sstream>

namespace nidus {
namespace {

constexpr std::array<InputFrame, 4> kFrames{InputFrame::Plan, InputFrame::Stored, InputFrame::Ras, InputFrame::Lps};
/// Letters of the patient axes of LPS, in growing and in falling direction.
constexpr std::array<char, 3> kGrowing{'L', 'P', 'S'};
constexpr std::array<char, 3> kFalling{'R', 'A', 'I'};

/// Which patient axis (0 left, 1 posterior, 2 superior) an index axis runs along, and whether towards it.
struct AxisMeaning {
    std::size_t patientAxis = 0;
    bool isGrowing = true;
};

/// For index axes x, y, z. The largest direction cosine is settled first, then the largest of the remaining rows and
/// columns, as ITK's DICOMOrientation does for oblique directions.
std::array<AxisMeaning, 3> meaningOf(const Volume& volume) {
    std::array<AxisMeaning, 3> meaning{};
    std::array<bool, 3> isRowUsed{};
    std::array<bool, 3> isAxisUsed{};
    for (int step = 0; step < 3; ++step) {
        double best = -1;
        std::size_t bestRow = 0;
        std::size_t bestAxis = 0;
        for (std::size_t row = 0; row < 3; ++row)
            for (std::size_t axis = 0; axis < 3; ++axis) {
                const double size = std::abs(volume.lpsFromAxis[row][axis]);
                if (!isRowUsed[row] && !isAxisUsed[axis] && size > best) {
                    best = size;
                    bestRow = row;
                    bestAxis = axis;
                }
            }
        isRowUsed[bestRow] = isAxisUsed[bestAxis] = true;
        meaning[bestAxis] = {bestRow, volume.lpsFromAxis[bestRow][bestAxis] > 0};
    }
    return meaning;
}

/// Inverse of the letters; throws IMG-010 for anything that names not every patient axis once.
std::array<AxisMeaning, 3> meaningFromLetters(const std::string& letters) {
    std::array<AxisMeaning, 3> meaning{};
    std::array<int, 3> uses{};
    for (std::size_t i = 0; i < 3 && letters.size() == 3; ++i)
        for (std::size_t patientAxis = 0; patientAxis < 3; ++patientAxis)
            if (letters[i] == kGrowing[patientAxis] || letters[i] == kFalling[patientAxis]) {
                meaning[i] = {patientAxis, letters[i] == kGrowing[patientAxis]};
                ++uses[patientAxis];
            }
    if (uses != std::array<int, 3>{1, 1, 1})
        throw Error("IMG-010", "\"" + letters
                                   + "\" is no orientation: three letters are needed, one of L and R, one "
                                     "of P and A, one of S and I.");
    return meaning;
}

/// Geometry of index axes x, y, z as arrays.
struct Axes {
    std::array<std::int64_t, 3> size;
    std::array<double, 3> spacing;
};

Axes axesOf(const Volume& volume) {
    return {{volume.shape.x, volume.shape.y, volume.shape.z}, {volume.spacing.x, volume.spacing.y, volume.spacing.z}};
}

/// Index axis x, y, z of the result: which axis of the input it is, and whether it runs the other way.
struct AxisSource {
    std::size_t axis = 0;
    bool isFlipped = false;
};

Volume rearranged(const Volume& volume, const std::array<AxisSource, 3>& sources) {
    const Axes from = axesOf(volume);
    const std::array<std::int64_t, 3> step{1, from.size[0], from.size[0] * from.size[1]};
    Volume result;
    result.originLps = volume.originLps;
    Axes to{};
    std::array<std::int64_t, 3> stride{};
    std::int64_t start = 0;
    for (std::size_t a = 0; a < 3; ++a) {
        const auto [axis, isFlipped] = sources[a];
        to.size[a] = from.size[axis];
        to.spacing[a] = from.spacing[axis];
        stride[a] = isFlipped ? -step[axis] : step[axis];
        const std::int64_t last = from.size[axis] - 1;
        start += isFlipped ? last * step[axis] : 0;
        for (std::size_t row = 0; row < 3; ++row) {
            const double cosine = volume.lpsFromAxis[row][axis];
            // Adding 0 turns -0 into 0, so that equal geometries compare and print equal.
            result.lpsFromAxis[row][a] = (isFlipped ? -cosine : cosine) + 0.0;
            if (isFlipped)
                result.originLps[row] += cosine * from.spacing[axis] * static_cast<double>(last);
        }
    }
    result.shape = {to.size[2], to.size[1], to.size[0]};
    result.spacing = {to.spacing[2], to.spacing[1], to.spacing[0]};
    result.voxels.resize(volume.voxels.size());
    float* target = result.voxels.data();
    for (std::int64_t z = 0; z < to.size[2]; ++z)
        for (std::int64_t y = 0; y < to.size[1]; ++y) {
            const float* source = volume.voxels.data() + start + z * stride[2] + y * stride[1];
            for (std::int64_t x = 0; x < to.size[0]; ++x)
                *target++ = source[x * stride[0]];
        }
    return result;
}

/// Where each axis of the volume in that orientation comes from.
std::array<AxisSource, 3> sourcesOf(const Volume& volume, const std::string& letters) {
    const std::array<AxisMeaning, 3> wanted = meaningFromLetters(letters);
    const std::array<AxisMeaning, 3> present = meaningOf(volume);
    std::array<AxisSource, 3> sources{};
    for (std::size_t a = 0; a < 3; ++a)
        for (std::size_t axis = 0; axis < 3; ++axis)
            if (present[axis].patientAxis == wanted[a].patientAxis)
                sources[a] = {axis, present[axis].isGrowing != wanted[a].isGrowing};
    return sources;
}

bool isUnchanged(const std::array<AxisSource, 3>& sources) {
    for (std::size_t a = 0; a < 3; ++a)
        if (sources[a].axis != a || sources[a].isFlipped)
            return false;
    return true;
}

/// numpy's allclose with its default tolerances, as nnU-Net compares the spacings of channels.
bool isClose(const Spacing& a, const Spacing& b) {
    const auto near = [](double x, double y) { return std::abs(x - y) <= 1e-8 + 1e-5 * std::abs(y); };
    return near(a.z, b.z) && near(a.y, b.y) && near(a.x, b.x);
}

std::string text(const Volume& volume) {
    std::ostringstream out;
    out << volume.shape.z << " x " << volume.shape.y << " x " << volume.shape.x << " voxels of " << volume.spacing.z
        << " x " << volume.spacing.y << " x " << volume.spacing.x << " mm (" << orientationOf(volume) << ")";
    return out.str();
}

void requireSameGrid(const Volume& first, const Volume& other, std::size_t channel) {
    if (first.shape == other.shape && isClose(first.spacing, other.spacing)
        && orientationOf(first) == orientationOf(other))
        return;
    throw Error("IMG-011", "The channels of the case are not on one grid: channel 0 has " + text(first) + ", channel "
                               + std::to_string(channel) + " has " + text(other)
                               + ". Resample one to the other, or choose images of one acquisition.");
}

/// Several sums side by side, for the sake of vectors: a number times 0 is 0 unless it is NaN or infinite.
bool areFinite(const std::vector<float>& values) {
    constexpr std::size_t kLanes = 16;
    std::array<float, kLanes> sums{};
    std::size_t i = 0;
    for (; i + kLanes <= values.size(); i += kLanes)
        for (std::size_t lane = 0; lane < kLanes; ++lane)
            sums[lane] += values[i + lane] * 0;
    for (; i < values.size(); ++i)
        sums[0] += values[i] * 0;
    return std::all_of(sums.begin(), sums.end(), [](float sum) { return sum == 0; });
}

} // namespace

std::string lettersOfFrame(InputFrame frame, const std::string& readerClass) {
    if (frame == InputFrame::Ras || (frame == InputFrame::Plan && readerClass.ends_with("WithReorient")))
        return "RAS";
    return frame == InputFrame::Lps ? "LPS" : "";
}

const char* inputFrameName(InputFrame frame) noexcept {
    switch (frame) {
    case InputFrame::Plan:
        return "plan";
    case InputFrame::Stored:
        return "stored";
    case InputFrame::Ras:
        return "ras";
    case InputFrame::Lps:
        return "lps";
    }
    return "plan";
}

InputFrame inputFrameFromName(const std::string& name) {
    for (const InputFrame frame : kFrames)
        if (name == inputFrameName(frame))
            return frame;
    throw Error("IMG-010", "\"" + name + "\" is no input frame; choose plan, stored, ras or lps.");
}

std::string orientationOf(const Volume& volume) {
    std::string letters;
    for (const AxisMeaning& axis : meaningOf(volume))
        letters += axis.isGrowing ? kGrowing[axis.patientAxis] : kFalling[axis.patientAxis];
    return letters;
}

Volume reoriented(Volume volume, const std::string& letters) {
    const std::array<AxisSource, 3> sources = sourcesOf(volume, letters);
    if (isUnchanged(sources))
        return volume;
    return rearranged(volume, sources);
}

PlanImage stackChannels(std::vector<Volume> channels, InputFrame frame, const std::string& readerClass) {
    if (channels.empty())
        throw Error("IMG-011", "The case has no image.");
    const std::string letters = lettersOfFrame(frame, readerClass);
    PlanImage image;
    image.channels = static_cast<std::int64_t>(channels.size());
    Volume first;
    for (std::size_t c = 0; c < channels.size(); ++c) {
        Volume volume = letters.empty() ? std::move(channels[c]) : reoriented(std::move(channels[c]), letters);
        if (c > 0)
            requireSameGrid(first, volume, c);
        if (!areFinite(volume.voxels))
            throw Error("IMG-012", "Channel " + std::to_string(c)
                                       + " of the case has voxels that are not a number or infinite. Repair the image "
                                         "or leave the case out.");
        if (c == 0) {
            image.shape = {volume.shape.z, volume.shape.y, volume.shape.x};
            image.spacing = {volume.spacing.z, volume.spacing.y, volume.spacing.x};
            if (channels.size() == 1) {
                image.voxels = std::move(volume.voxels);
                break;
            }
            image.voxels.reserve(volume.voxels.size() * channels.size());
        }
        image.voxels.insert(image.voxels.end(), volume.voxels.begin(), volume.voxels.end());
        if (c == 0) {
            first = std::move(volume);
            first.voxels.clear();
        }
    }
    return image;
}

Volume inSourceAxes(std::vector<float> framed, const Volume& source, InputFrame frame, const std::string& readerClass) {
    Volume result{source.shape, source.spacing, source.originLps, source.lpsFromAxis, {}};
    const std::string letters = lettersOfFrame(frame, readerClass);
    if (letters.empty()) {
        result.voxels = std::move(framed);
        return result;
    }
    const std::array<AxisSource, 3> sources = sourcesOf(source, letters);
    std::array<AxisSource, 3> back{};
    for (std::size_t a = 0; a < 3; ++a)
        back[sources[a].axis] = {a, sources[a].isFlipped};
    const std::array<std::int64_t, 3> size = axesOf(source).size;
    Volume volume;
    volume.shape = {size[sources[2].axis], size[sources[1].axis], size[sources[0].axis]};
    volume.voxels = std::move(framed);
    result.voxels = rearranged(volume, back).voxels;
    return result;
}

} // namespace nidus
