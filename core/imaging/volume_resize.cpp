// SPDX-License-Identifier: Apache-2.0
#include "core/imaging/volume_resize.h"

#include "core/base/parallel.h"
#include "core/imaging/line_kernel.h"

#include <algorithm>
#include <limits>

#include <sys/mman.h>

namespace nidus {
namespace {

constexpr std::size_t kHugePage = std::size_t{2} << 20U;

void adviseHugePages([[maybe_unused]] void* data, [[maybe_unused]] std::size_t bytes) {
#ifdef MADV_HUGEPAGE
    auto address = reinterpret_cast<std::uintptr_t>(data);
    const std::uintptr_t end = (address + bytes) / kHugePage * kHugePage;
    address = (address + kHugePage - 1) / kHugePage * kHugePage;
    if (address < end) // only advice: failure does not matter
        (void)::madvise(reinterpret_cast<void*>(address), end - address, MADV_HUGEPAGE);
#endif
}

template <class T>
constexpr Limits<T> unlimited() {
    return {-std::numeric_limits<T>::infinity(), std::numeric_limits<T>::infinity()};
}

template <class T>
Limits<T> rangeOf(const T* values, std::int64_t count) {
    constexpr std::int64_t kLanes = 16;
    std::array<T, kLanes> low{};
    std::array<T, kLanes> high{};
    low.fill(values[0]);
    high.fill(values[0]);
    const auto include = [&](std::int64_t i, std::size_t lane) {
        low[lane] = values[i] < low[lane] ? values[i] : low[lane];
        high[lane] = values[i] > high[lane] ? values[i] : high[lane];
    };
    std::int64_t i = 0;
    for (; i + kLanes <= count; i += kLanes)
        for (std::size_t lane = 0; lane < kLanes; ++lane)
            include(i + static_cast<std::int64_t>(lane), lane);
    for (; i < count; ++i)
        include(i, 0);
    return {*std::min_element(low.begin(), low.end()), *std::max_element(high.begin(), high.end())};
}

template <class T>
Limits<T> rangeOf(const T* values, std::int64_t count, int threads) {
    constexpr std::int64_t kBlock = 1 << 18;
    const std::int64_t blocks = (count + kBlock - 1) / kBlock;
    std::vector<Limits<T>> ranges(static_cast<std::size_t>(blocks));
    parallelFor(ranges.size(), threads, [&](std::size_t b) {
        const auto begin = static_cast<std::int64_t>(b) * kBlock;
        ranges[b] = rangeOf(values + begin, std::min(kBlock, count - begin));
    });
    Limits<T> all = ranges.front();
    for (const Limits<T>& range : ranges)
        all = {std::min(all.low, range.low), std::max(all.high, range.high)};
    return all;
}

/// Splits [0, count) into blocks that tasks take one at a time; enough of them that threads end together.
struct Blocks {
    std::int64_t count, size;

    Blocks(std::int64_t items, std::int64_t smallest, int threads) : count(items) {
        const std::int64_t perTask = items / (std::max(threads, 1) * std::int64_t{8});
        size = std::max(smallest, (perTask + smallest - 1) / smallest * smallest);
    }
    [[nodiscard]] std::size_t tasks() const { return static_cast<std::size_t>((count + size - 1) / size); }
    [[nodiscard]] std::int64_t begin(std::size_t task) const { return static_cast<std::int64_t>(task) * size; }
    [[nodiscard]] std::int64_t end(std::size_t task) const { return std::min(count, begin(task) + size); }
};

template <class T>
struct PlaneScratch {
    Scratch<T> lines, plane;
};

/// One plane: along its columns first (rows of memory shrink or grow in number), then along its rows.
template <class T>
void resizePlane(const T* source, const AxisTable& rows, const AxisTable& columns, Limits<T> limits, T* target,
                 PlaneScratch<T>& scratch) {
    if (rows.isIdentity() && columns.isIdentity()) {
        std::copy_n(source, rows.sizeIn * columns.sizeIn, target);
        return;
    }
    if (columns.isIdentity()) {
        resampleColumns(source, columns.sizeIn, columns.sizeIn, rows, target, columns.sizeIn, limits, scratch.lines);
        return;
    }
    const T* between = source;
    if (!rows.isIdentity()) {
        scratch.plane.resize(static_cast<std::size_t>(rows.sizeOut * columns.sizeIn));
        resampleColumns(source, columns.sizeIn, columns.sizeIn, rows, scratch.plane.data(), columns.sizeIn,
                        unlimited<T>(), scratch.lines);
        between = scratch.plane.data();
    }
    resampleRows(between, columns.sizeIn, rows.sizeOut, columns, target, columns.sizeOut, limits, scratch.lines);
}

template <class T>
void resizePlanesWithin(const T* source, const std::vector<std::int64_t>& planes, const AxisTable& rows,
                        const AxisTable& columns, bool isClippedByPlane, Limits<T> limits, T* target, int threads) {
    const std::int64_t sizeIn = rows.sizeIn * columns.sizeIn;
    const std::int64_t sizeOut = rows.sizeOut * columns.sizeOut;
    // Runs of equal source planes, since planes that are only copied need no computing.
    std::vector<std::size_t> runs;
    for (std::size_t k = 0; k < planes.size(); ++k)
        if (k == 0 || planes[k] != planes[k - 1])
            runs.push_back(k);
    runs.push_back(planes.size());
    const Blocks blocks(static_cast<std::int64_t>(runs.size()) - 1, 1, threads);
    parallelFor(blocks.tasks(), threads, [&](std::size_t task) {
        PlaneScratch<T> scratch;
        for (std::int64_t r = blocks.begin(task); r < blocks.end(task); ++r) {
            const std::size_t first = runs[static_cast<std::size_t>(r)];
            const T* plane = source + planes[first] * sizeIn;
            const Limits<T> range = isClippedByPlane ? rangeOf(plane, sizeIn) : limits;
            T* result = target + static_cast<std::int64_t>(first) * sizeOut;
            resizePlane(plane, rows, columns, range, result, scratch);
            for (std::size_t k = first + 1; k < runs[static_cast<std::size_t>(r) + 1]; ++k)
                std::copy_n(result, sizeOut, target + static_cast<std::int64_t>(k) * sizeOut);
        }
    });
}

template <class T>
void resizeFirstAxisWithin(const T* source, std::int64_t planeSize, const AxisTable& table, Limits<T> limits, T* target,
                           int threads) {
    constexpr std::int64_t kSmallestWidth = 1024;
    const Blocks blocks(planeSize, kSmallestWidth, threads);
    parallelFor(blocks.tasks(), threads, [&](std::size_t task) {
        Scratch<T> scratch;
        const std::int64_t begin = blocks.begin(task);
        resampleColumns(source + begin, planeSize, blocks.end(task) - begin, table, target + begin, planeSize, limits,
                        scratch);
    });
}

std::vector<std::int64_t> counted(std::int64_t count) {
    std::vector<std::int64_t> numbers(static_cast<std::size_t>(count));
    for (std::size_t i = 0; i < numbers.size(); ++i)
        numbers[i] = static_cast<std::int64_t>(i);
    return numbers;
}

} // namespace

template <class T>
LargeBuffer<T>::LargeBuffer(std::size_t count) : m_data(new T[count]) {
    adviseHugePages(m_data.get(), count * sizeof(T));
}

template <class T>
std::vector<T> largeVector(std::size_t count) {
    std::vector<T> values;
    values.reserve(count);
    adviseHugePages(values.data(), count * sizeof(T));
    values.resize(count);
    return values;
}

template <class T>
void resizeVolume(const T* source, const std::array<AxisTable, 3>& tables, Clip clip, T* target, int threads) {
    const auto& [first, rows, columns] = tables;
    const std::int64_t planeIn = rows.sizeIn * columns.sizeIn;
    const std::int64_t planeOut = rows.sizeOut * columns.sizeOut;
    const Limits<T> limits = clip == Clip::None ? unlimited<T>() : rangeOf(source, first.sizeIn * planeIn, threads);
    const bool arePlanesKept = rows.isIdentity() && columns.isIdentity();
    if (first.isIdentity()) {
        resizePlanesWithin(source, counted(first.sizeIn), rows, columns, false, limits, target, threads);
    } else if (arePlanesKept) {
        resizeFirstAxisWithin(source, planeIn, first, limits, target, threads);
    } else if (first.sizeOut * planeIn <= first.sizeIn * planeOut) {
        // The order that needs the smaller intermediate; the operators commute.
        const LargeBuffer<T> between(static_cast<std::size_t>(first.sizeOut * planeIn));
        resizeFirstAxisWithin(source, planeIn, first, unlimited<T>(), between.data(), threads);
        const T* intermediate = between.data();
        resizePlanesWithin(intermediate, counted(first.sizeOut), rows, columns, false, limits, target, threads);
    } else {
        const LargeBuffer<T> between(static_cast<std::size_t>(first.sizeIn * planeOut));
        resizePlanesWithin(source, counted(first.sizeIn), rows, columns, false, unlimited<T>(), between.data(),
                           threads);
        const T* intermediate = between.data();
        resizeFirstAxisWithin(intermediate, planeOut, first, limits, target, threads);
    }
}

template <class T>
void resizePlanes(const T* source, const std::vector<std::int64_t>& planes, const AxisTable& rows,
                  const AxisTable& columns, Clip clip, T* target, int threads) {
    resizePlanesWithin(source, planes, rows, columns, clip == Clip::EachPlane, unlimited<T>(), target, threads);
}

template <class T>
void resizeFirstAxis(const T* source, std::int64_t planeSize, const AxisTable& table, T* target, int threads) {
    resizeFirstAxisWithin(source, planeSize, table, unlimited<T>(), target, threads);
}

template <class T>
void moveAxis(const T* source, const std::array<std::int64_t, 3>& shape, std::size_t from, std::size_t to, T* target) {
    std::vector<std::size_t> order{0, 1, 2};
    order.erase(order.begin() + static_cast<std::ptrdiff_t>(from));
    order.insert(order.begin() + static_cast<std::ptrdiff_t>(to), from);
    const std::array<std::int64_t, 3> step{shape[1] * shape[2], shape[2], 1};
    for (std::int64_t i = 0; i < shape[order[0]]; ++i)
        for (std::int64_t j = 0; j < shape[order[1]]; ++j) {
            const T* line = source + i * step[order[0]] + j * step[order[1]];
            for (std::int64_t k = 0; k < shape[order[2]]; ++k)
                *target++ = line[k * step[order[2]]];
        }
}

template class LargeBuffer<float>;
template class LargeBuffer<double>;
template std::vector<float> largeVector(std::size_t);
template std::vector<double> largeVector(std::size_t);
template void resizeVolume(const float*, const std::array<AxisTable, 3>&, Clip, float*, int);
template void resizeVolume(const double*, const std::array<AxisTable, 3>&, Clip, double*, int);
template void resizePlanes(const float*, const std::vector<std::int64_t>&, const AxisTable&, const AxisTable&, Clip,
                           float*, int);
template void resizePlanes(const double*, const std::vector<std::int64_t>&, const AxisTable&, const AxisTable&, Clip,
                           double*, int);
template void resizeFirstAxis(const float*, std::int64_t, const AxisTable&, float*, int);
template void resizeFirstAxis(const double*, std::int64_t, const AxisTable&, double*, int);
template void moveAxis(const float*, const std::array<std::int64_t, 3>&, std::size_t, std::size_t, float*);
template void moveAxis(const double*, const std::array<std::int64_t, 3>&, std::size_t, std::size_t, double*);
template void moveAxis(const std::int8_t*, const std::array<std::int64_t, 3>&, std::size_t, std::size_t, std::int8_t*);

} // namespace nidus
