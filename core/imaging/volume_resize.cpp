// SPDX-License-Identifier: Apache-2.0
#include "core/imaging/volume_resize.h"

#include "core/base/parallel.h"
#include "core/imaging/line_kernel.h"

#include <algorithm>
#include <limits>
#include <optional>

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
    Scratch<T> lines, plane, slice, result;
};

/// One plane: along its columns first (rows of memory shrink or grow in number), then along its rows. The target may be
/// where the source is. Without limits the result is kept in the range of the plane.
template <class T>
void resizePlane(const T* source, const AxisTable& rows, const AxisTable& columns, std::optional<Limits<T>> given,
                 T* target, PlaneScratch<T>& scratch) {
    constexpr T kInfinity = std::numeric_limits<T>::infinity();
    Limits<T> limits = given.value_or(Limits<T>{kInfinity, -kInfinity});
    Limits<T>* range = given ? nullptr : &limits;
    if (!given && (rows.isIdentity() || columns.isIdentity()))
        limits = rangeOf(source, rows.sizeIn * columns.sizeIn);
    if (columns.isIdentity()) {
        if (!rows.isIdentity())
            resampleColumns(source, columns.sizeIn, columns.sizeIn, rows, target, columns.sizeIn, limits,
                            scratch.lines);
        else if (source != target)
            std::copy_n(source, rows.sizeIn * columns.sizeIn, target);
        return;
    }
    const T* between = source;
    if (!rows.isIdentity() || source == target) {
        scratch.plane.resize(static_cast<std::size_t>(rows.sizeOut * columns.sizeIn));
        if (rows.isIdentity())
            std::copy_n(source, rows.sizeIn * columns.sizeIn, scratch.plane.data());
        else
            resampleColumns(source, columns.sizeIn, columns.sizeIn, rows, scratch.plane.data(), columns.sizeIn,
                            unlimited<T>(), scratch.lines, range);
        between = scratch.plane.data();
    }
    resampleRows(between, columns.sizeIn, rows.sizeOut, columns, target, columns.sizeOut, limits, scratch.lines);
}

/// `count` planes that begin `sourceStride` and `targetStride` elements apart.
template <class T>
void resizePlanes(const T* source, std::int64_t sourceStride, std::int64_t count, const AxisTable& rows,
                  const AxisTable& columns, Limits<T> limits, T* target, std::int64_t targetStride, int threads) {
    const Blocks blocks(count, 1, threads);
    parallelFor(blocks.tasks(), threads, [&](std::size_t task) {
        PlaneScratch<T> scratch;
        for (std::int64_t k = blocks.begin(task); k < blocks.end(task); ++k)
            resizePlane<T>(source + k * sourceStride, rows, columns, limits, target + k * targetStride, scratch);
    });
}

/// Along the first axis, planes of `width` elements; the target may be where the source is if the strides are equal.
template <class T>
void resizeFirstAxis(const T* source, std::int64_t sourceStride, std::int64_t width, const AxisTable& table,
                     Limits<T> limits, T* target, std::int64_t targetStride, int threads) {
    constexpr std::int64_t kSmallestWidth = 1024;
    const Blocks blocks(width, kSmallestWidth, threads);
    parallelFor(blocks.tasks(), threads, [&](std::size_t task) {
        Scratch<T> scratch;
        const std::int64_t begin = blocks.begin(task);
        resampleColumns(source + begin, sourceStride, blocks.end(task) - begin, table, target + begin, targetStride,
                        limits, scratch);
    });
}

/// A slice across one axis of a C-ordered volume: rows and columns are the other two axes.
struct SliceLayout {
    std::int64_t step, rowStep, columnStep, rows, columns;

    SliceLayout(const std::array<std::int64_t, 3>& shape, std::size_t axis) {
        const std::array<std::int64_t, 3> steps{shape[1] * shape[2], shape[2], 1};
        const std::size_t first = axis == 0 ? 1 : 0;
        const std::size_t second = axis == 2 ? 1 : 2;
        step = steps[axis];
        rowStep = steps[first];
        columnStep = steps[second];
        rows = shape[first];
        columns = shape[second];
    }
    [[nodiscard]] bool isContiguous() const noexcept { return columnStep == 1 && rowStep == columns; }
};

template <class T>
void gather(const T* volume, const SliceLayout& layout, std::int64_t index, T* slice) {
    for (std::int64_t r = 0; r < layout.rows; ++r)
        for (std::int64_t c = 0; c < layout.columns; ++c)
            *slice++ = volume[index * layout.step + r * layout.rowStep + c * layout.columnStep];
}

template <class T>
void scatter(const T* slice, const SliceLayout& layout, std::int64_t index, T* volume) {
    for (std::int64_t r = 0; r < layout.rows; ++r)
        for (std::int64_t c = 0; c < layout.columns; ++c)
            volume[index * layout.step + r * layout.rowStep + c * layout.columnStep] = *slice++;
}

/// Where each run of equal entries begins, and the end: slices that are only copied need no computing.
std::vector<std::size_t> runsOf(const std::vector<std::int64_t>& slices) {
    std::vector<std::size_t> runs;
    for (std::size_t k = 0; k < slices.size(); ++k)
        if (k == 0 || slices[k] != slices[k - 1])
            runs.push_back(k);
    runs.push_back(slices.size());
    return runs;
}

} // namespace

template <class T>
std::vector<T> largeVector(std::size_t count) {
    std::vector<T> values;
    values.reserve(count);
    adviseHugePages(values.data(), count * sizeof(T));
    values.resize(count);
    return values;
}

template <class T>
void resizeVolume(T* source, const std::array<AxisTable, 3>& tables, Clip clip, T* target, int threads) {
    const auto& [first, rows, columns] = tables;
    const std::int64_t planeIn = rows.sizeIn * columns.sizeIn;
    const std::int64_t planeOut = rows.sizeOut * columns.sizeOut;
    const Limits<T> limits = clip == Clip::None ? unlimited<T>() : rangeOf(source, first.sizeIn * planeIn, threads);
    const bool arePlanesKept = rows.isIdentity() && columns.isIdentity();
    if (first.isIdentity()) {
        resizePlanes<T>(source, planeIn, first.sizeIn, rows, columns, limits, target, planeOut, threads);
    } else if (arePlanesKept) {
        resizeFirstAxis<T>(source, planeIn, planeIn, first, limits, target, planeOut, threads);
    } else if (first.sizeOut * planeIn <= first.sizeIn * planeOut) {
        // The order that has the smaller intermediate (the operators commute), which then fits into one of the volumes,
        // each plane at the beginning of a plane there.
        const bool fitsSource = first.sizeOut <= first.sizeIn;
        T* between = fitsSource ? source : target;
        const std::int64_t stride = fitsSource ? planeIn : planeOut;
        resizeFirstAxis<T>(source, planeIn, planeIn, first, unlimited<T>(), between, stride, threads);
        resizePlanes<T>(between, stride, first.sizeOut, rows, columns, limits, target, planeOut, threads);
    } else {
        const bool fitsSource = planeOut <= planeIn;
        T* between = fitsSource ? source : target;
        const std::int64_t stride = fitsSource ? planeIn : planeOut;
        resizePlanes<T>(source, planeIn, first.sizeIn, rows, columns, unlimited<T>(), between, stride, threads);
        resizeFirstAxis<T>(between, stride, planeOut, first, limits, target, planeOut, threads);
    }
}

template <class T>
void resizeSlices(const T* source, const std::array<std::int64_t, 3>& shape, std::size_t axis,
                  const std::vector<std::int64_t>& slices, const AxisTable& rows, const AxisTable& columns, Clip clip,
                  T* target, int threads) {
    std::array<std::int64_t, 3> to{};
    to[axis] = static_cast<std::int64_t>(slices.size());
    to[axis == 0 ? 1 : 0] = rows.sizeOut;
    to[axis == 2 ? 1 : 2] = columns.sizeOut;
    const SliceLayout from(shape, axis);
    const SliceLayout into(to, axis);
    const std::int64_t sizeIn = from.rows * from.columns;
    const std::int64_t sizeOut = into.rows * into.columns;
    const std::vector<std::size_t> runs = runsOf(slices);
    const Blocks blocks(static_cast<std::int64_t>(runs.size()) - 1, 1, threads);
    parallelFor(blocks.tasks(), threads, [&](std::size_t task) {
        PlaneScratch<T> scratch;
        for (auto r = static_cast<std::size_t>(blocks.begin(task)); r < static_cast<std::size_t>(blocks.end(task));
             ++r) {
            const T* slice = source + slices[runs[r]] * from.step;
            if (!from.isContiguous()) {
                scratch.slice.resize(static_cast<std::size_t>(sizeIn));
                gather(source, from, slices[runs[r]], scratch.slice.data());
                slice = scratch.slice.data();
            }
            T* result = target + static_cast<std::int64_t>(runs[r]) * into.step;
            if (!into.isContiguous()) {
                scratch.result.resize(static_cast<std::size_t>(sizeOut));
                result = scratch.result.data();
            }
            const auto limits = clip == Clip::EachPlane ? std::nullopt : std::optional(unlimited<T>());
            resizePlane<T>(slice, rows, columns, limits, result, scratch);
            for (std::size_t k = runs[r] + (into.isContiguous() ? 1 : 0); k < runs[r + 1]; ++k)
                scatter<T>(result, into, static_cast<std::int64_t>(k), target);
        }
    });
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

template std::vector<float> largeVector(std::size_t);
template std::vector<double> largeVector(std::size_t);
template void resizeVolume(float*, const std::array<AxisTable, 3>&, Clip, float*, int);
template void resizeVolume(double*, const std::array<AxisTable, 3>&, Clip, double*, int);
template void resizeSlices(const float*, const std::array<std::int64_t, 3>&, std::size_t,
                           const std::vector<std::int64_t>&, const AxisTable&, const AxisTable&, Clip, float*, int);
template void resizeSlices(const double*, const std::array<std::int64_t, 3>&, std::size_t,
                           const std::vector<std::int64_t>&, const AxisTable&, const AxisTable&, Clip, double*, int);
template void moveAxis(const std::int8_t*, const std::array<std::int64_t, 3>&, std::size_t, std::size_t, std::int8_t*);

} // namespace nidus
