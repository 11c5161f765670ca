// SPDX-License-Identifier: Apache-2.0
#include "core/imaging/crop.h"

#include <algorithm>
#include <limits>

namespace nidus {
namespace {

/// Marks of the flood in holesFilled.
constexpr std::uint8_t kInside = 1;
constexpr std::uint8_t kOutside = 2;

/// Floods background from the faces of the volume over voxel faces, one run of a row at a time.
class Flood {
public:
    Flood(std::vector<std::uint8_t>& marks, const std::array<std::int64_t, 3>& shape)
        : m_marks(marks), m_shape(shape) {}

    void run() {
        for (std::int64_t i = 0; i < m_shape[0]; ++i)
            for (std::int64_t j = 0; j < m_shape[1]; ++j) {
                const bool isFaceRow = i == 0 || j == 0 || i == m_shape[0] - 1 || j == m_shape[1] - 1;
                if (isFaceRow)
                    seedRow({i, j}, 0, m_shape[2]);
                else {
                    seedRow({i, j}, 0, 1);
                    seedRow({i, j}, m_shape[2] - 1, m_shape[2]);
                }
                drain();
            }
    }

private:
    struct Row {
        std::int64_t i, j;
    };
    struct Run {
        Row row;
        std::int64_t begin, end;
    };

    [[nodiscard]] std::uint8_t* rowAt(const Row& row) const {
        return m_marks.data() + (row.i * m_shape[1] + row.j) * m_shape[2];
    }

    /// Marks every background run that touches [begin, end) of the row, to its full length, and queues it.
    void seedRow(const Row& row, std::int64_t begin, std::int64_t end) {
        std::uint8_t* marks = rowAt(row);
        for (std::int64_t k = begin; k < end; ++k) {
            if (marks[k] != 0)
                continue;
            std::int64_t low = k;
            while (low > 0 && marks[low - 1] == 0)
                --low;
            while (k < m_shape[2] && marks[k] == 0)
                ++k;
            std::fill(marks + low, marks + k, kOutside);
            m_queue.push_back({row, low, k});
        }
    }

    void drain() {
        while (!m_queue.empty()) {
            const Run run = m_queue.back();
            m_queue.pop_back();
            if (run.row.i > 0)
                seedRow({run.row.i - 1, run.row.j}, run.begin, run.end);
            if (run.row.i + 1 < m_shape[0])
                seedRow({run.row.i + 1, run.row.j}, run.begin, run.end);
            if (run.row.j > 0)
                seedRow({run.row.i, run.row.j - 1}, run.begin, run.end);
            if (run.row.j + 1 < m_shape[1])
                seedRow({run.row.i, run.row.j + 1}, run.begin, run.end);
        }
    }

    std::vector<std::uint8_t>& m_marks;
    std::array<std::int64_t, 3> m_shape;
    std::vector<Run> m_queue;
};

/// Voxels that are looked at together, for the sake of vectors.
constexpr std::int64_t kBlock = 16;

bool isBlockZero(const float* values) {
    int different = 0;
    for (std::int64_t k = 0; k < kBlock; ++k)
        different |= static_cast<int>(values[k] != 0);
    return different == 0;
}

/// Index of the first voxel in [begin, end) that is not zero, or `end`.
std::int64_t firstNonzero(const float* row, std::int64_t begin, std::int64_t end) {
    while (begin + kBlock <= end && isBlockZero(row + begin))
        begin += kBlock;
    while (begin < end && row[begin] == 0)
        ++begin;
    return begin;
}

/// Index of the last voxel in [begin, end) that is not zero, or -1.
std::int64_t lastNonzero(const float* row, std::int64_t begin, std::int64_t end) {
    while (begin + kBlock <= end && isBlockZero(row + end - kBlock))
        end -= kBlock;
    while (begin < end && row[end - 1] == 0)
        --end;
    return begin < end ? end - 1 : -1;
}

} // namespace

Box nonzeroBox(const PlanImage& image) {
    constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
    const auto& shape = image.shape;
    Box box{{{kMost, 0}, {kMost, 0}, {kMost, 0}}};
    const auto include = [&box](std::size_t axis, std::int64_t at) {
        box[axis][0] = std::min(box[axis][0], at);
        box[axis][1] = std::max(box[axis][1], at + 1);
    };
    for (std::int64_t r = 0; r < image.channels * shape[0] * shape[1]; ++r) {
        const std::int64_t i = r / shape[1] % shape[0];
        const std::int64_t j = r % shape[1];
        const float* row = image.voxels.data() + r * shape[2];
        // Inside the box so far, only what lies left and right of it can widen it.
        const bool isInside = box[0][0] <= i && i < box[0][1] && box[1][0] <= j && j < box[1][1];
        const std::int64_t first = firstNonzero(row, 0, isInside ? box[2][0] : shape[2]);
        const std::int64_t begin = isInside ? box[2][1] : first;
        const std::int64_t last = lastNonzero(row, std::min(begin, shape[2]), shape[2]);
        if (first < (isInside ? box[2][0] : shape[2])) {
            include(0, i);
            include(1, j);
            include(2, first);
        }
        if (last >= 0)
            include(2, last);
    }
    if (box[0][0] == kMost)
        return {{{0, shape[0]}, {0, shape[1]}, {0, shape[2]}}};
    return box;
}

std::vector<std::uint8_t> nonzeroMask(const PlanImage& image) {
    const std::size_t voxels = image.channelVoxels();
    std::vector<std::uint8_t> mask(voxels);
    for (std::int64_t c = 0; c < image.channels; ++c) {
        const float* channel = image.voxels.data() + static_cast<std::size_t>(c) * voxels;
        for (std::size_t i = 0; i < voxels; ++i)
            mask[i] = static_cast<std::uint8_t>(mask[i] | static_cast<std::uint8_t>(channel[i] != 0));
    }
    return mask;
}

std::vector<std::uint8_t> holesFilled(std::vector<std::uint8_t> mask, const std::array<std::int64_t, 3>& shape) {
    for (std::uint8_t& value : mask)
        value = value != 0 ? kInside : 0;
    Flood(mask, shape).run();
    for (std::uint8_t& value : mask)
        value = value != kOutside ? 1 : 0;
    return mask;
}

void cropTo(PlanImage& image, const Box& box) {
    const std::array<std::int64_t, 3> from = image.shape;
    const std::int64_t width = box[2][1] - box[2][0];
    float* target = image.voxels.data();
    // Rows move towards the front only, so none is overwritten before it has moved.
    for (std::int64_t c = 0; c < image.channels; ++c)
        for (std::int64_t i = box[0][0]; i < box[0][1]; ++i)
            for (std::int64_t j = box[1][0]; j < box[1][1]; ++j) {
                const float* row = image.voxels.data() + ((c * from[0] + i) * from[1] + j) * from[2] + box[2][0];
                target = std::copy(row, row + width, target);
            }
    for (std::size_t a = 0; a < 3; ++a)
        image.shape[a] = box[a][1] - box[a][0];
    image.voxels.resize(static_cast<std::size_t>(image.channels) * image.channelVoxels());
}

PlanImage transposed(const PlanImage& image, const std::array<int, 3>& order) {
    const auto at = [&order](std::size_t axis) { return static_cast<std::size_t>(order[axis]); };
    const std::array<std::int64_t, 3> step{image.shape[1] * image.shape[2], image.shape[2], 1};
    PlanImage result{image.channels,
                     {image.shape[at(0)], image.shape[at(1)], image.shape[at(2)]},
                     {image.spacing[at(0)], image.spacing[at(1)], image.spacing[at(2)]},
                     std::vector<float>(image.voxels.size())};
    float* target = result.voxels.data();
    for (std::int64_t c = 0; c < image.channels; ++c)
        for (std::int64_t i = 0; i < result.shape[0]; ++i)
            for (std::int64_t j = 0; j < result.shape[1]; ++j) {
                const float* source = image.voxels.data() + static_cast<std::size_t>(c) * image.channelVoxels()
                                      + i * step[at(0)] + j * step[at(1)];
                for (std::int64_t k = 0; k < result.shape[2]; ++k)
                    *target++ = source[k * step[at(2)]];
            }
    return result;
}

} // namespace nidus
