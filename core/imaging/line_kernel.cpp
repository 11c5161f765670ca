// SPDX-License-Identifier: Apache-2.0
#include "core/imaging/line_kernel.h"

#include "core/base/instruction_sets.h"

#include <algorithm>

namespace nidus {
namespace {

/// Pole of the cubic B-spline filter, sqrt(3) - 2, and its gain (1 - z)(1 - 1/z).
template <class T>
constexpr T kPole = static_cast<T>(-0.267949192431122706472553658494127633);
template <class T>
constexpr T kGain = static_cast<T>(6);
/// Forward filter on a constant 1.
template <class T>
constexpr T kSteady = static_cast<T>(6 / 1.267949192431122706472553658494127633);
template <class T>
constexpr T kOneMinusPole = static_cast<T>(1.267949192431122706472553658494127633);
template <class T>
constexpr T kOneMinusPoleSquared = static_cast<T>(1 - 0.071796769724490825890214633976510534);

/// Lines that one pass over rows handles together: four cache lines of them, so that the recursions of some vectors run
/// while that of another waits.
template <class T>
constexpr std::int64_t kLanes = 256 / static_cast<std::int64_t>(sizeof(T));
template <class T>
constexpr std::int64_t kLineOfCache = 64 / static_cast<std::int64_t>(sizeof(T));

/// The extended lines and three rows more: the last value, kept while it is overwritten, and the range of each line.
constexpr std::int64_t rowsOfScratch(std::int64_t size) {
    return size + 2 * kLineMargin + 3;
}

/// The smallest and the largest value of each of `width` lines.
template <class T>
struct LineRanges {
    T* low;
    T* high;

    NIDUS_INLINE void include(const T* row, std::int64_t width) const {
        NIDUS_INDEPENDENT
        for (std::int64_t w = 0; w < width; ++w) {
            low[w] = row[w] < low[w] ? row[w] : low[w];
            high[w] = row[w] > high[w] ? row[w] : high[w];
        }
    }
};

/// First half of the way to spline coefficients of `width` lines: element k of line w is source[k * sourceStride + w]
/// (which may be the place of the result). After backward(), its coefficient is lines[(k + kLineMargin) * width + w].
/// The lines continue as constants at both ends: what scipy's padding by 12 samples amounts to, to a relative 5e-15.
/// `ranges`, if given, include every value. Returns the first row that is final already.
template <class T>
NIDUS_INLINE std::int64_t forward(const T* source, std::int64_t sourceStride, T* lines, std::int64_t size,
                                  std::int64_t width, const LineRanges<T>* ranges) {
    T* first = lines + kLineMargin * width;
    T* kept = lines + (size + 2 * kLineMargin) * width;
    const T* last = source + (size - 1) * sourceStride;
    NIDUS_INDEPENDENT
    for (std::int64_t w = 0; w < width; ++w) {
        kept[w] = last[w];
        lines[w] = lines[width + w] = kSteady<T> * source[w];
    }
    for (std::int64_t k = 0; k < size; ++k) {
        const T* from = source + k * sourceStride;
        T* row = first + k * width;
        if (ranges != nullptr)
            ranges->include(from, width);
        NIDUS_INDEPENDENT
        for (std::int64_t w = 0; w < width; ++w)
            row[w] = kGain<T> * from[w] + kPole<T> * row[w - width];
    }
    T* after = first + size * width;
    T* end = after + width;
    NIDUS_INDEPENDENT
    for (std::int64_t w = 0; w < width; ++w) {
        const T steady = kSteady<T> * kept[w];
        const T forward = kGain<T> * kept[w] + kPole<T> * after[w - width];
        const T turned = kGain<T> * kept[w] + kPole<T> * forward;
        after[w] = forward;
        end[w] = -kPole<T> * (steady / kOneMinusPole<T> + (turned - steady) / kOneMinusPoleSquared<T>);
    }
    return size + 2 * kLineMargin - 1;
}

/// The second half for rows [from, final): those from `final` on are coefficients already. Returns the smaller of both.
template <class T>
NIDUS_INLINE std::int64_t backward(T* lines, std::int64_t from, std::int64_t final, std::int64_t width) {
    for (std::int64_t k = final - 1; k >= from; --k) {
        T* row = lines + k * width;
        NIDUS_INDEPENDENT
        for (std::int64_t w = 0; w < width; ++w)
            row[w] = kPole<T> * (row[w + width] - row[w]);
    }
    return std::min(from, final);
}

/// Edge values in the margins.
template <class T>
NIDUS_INLINE void extendLines(T* __restrict lines, std::int64_t size, std::int64_t width) {
    const T* first = lines + kLineMargin * width;
    T* after = lines + (kLineMargin + size) * width;
    for (std::int64_t m = 0; m < kLineMargin; ++m)
        NIDUS_INDEPENDENT
    for (std::int64_t w = 0; w < width; ++w) {
        lines[m * width + w] = first[w];
        after[m * width + w] = (after - width)[w];
    }
}

template <class T>
NIDUS_INLINE const T* weightsOf(const AxisTable& table);
template <>
NIDUS_INLINE const float* weightsOf<float>(const AxisTable& table) {
    return table.weightsFloat.data();
}
template <>
NIDUS_INLINE const double* weightsOf<double>(const AxisTable& table) {
    return table.weights.data();
}

template <class T>
NIDUS_INLINE T clipped(T value, Limits<T> limits) {
    value = value < limits.low ? limits.low : value;
    return value > limits.high ? limits.high : value;
}

/// Output k of `width` lines.
template <class T>
NIDUS_INLINE void interpolate(const T* __restrict lines, std::int64_t k, const AxisTable& table, std::int64_t width,
                              std::int64_t count, Limits<T> limits, T* __restrict target) {
    const T* row = lines + table.start[static_cast<std::size_t>(k)] * width;
    const T* weight = weightsOf<T>(table) + k * table.taps;
    if (table.taps == 4) {
        const T w0 = weight[0], w1 = weight[1], w2 = weight[2], w3 = weight[3];
        NIDUS_INDEPENDENT
        for (std::int64_t w = 0; w < count; ++w)
            target[w] =
                clipped(w0 * row[w] + w1 * row[width + w] + w2 * row[2 * width + w] + w3 * row[3 * width + w], limits);
    } else if (table.taps == 2) {
        const T w0 = weight[0], w1 = weight[1];
        NIDUS_INDEPENDENT
        for (std::int64_t w = 0; w < count; ++w)
            target[w] = clipped(w0 * row[w] + w1 * row[width + w], limits);
    } else {
        NIDUS_INDEPENDENT
        for (std::int64_t w = 0; w < count; ++w)
            target[w] = clipped(row[w], limits);
    }
}

template <class T>
struct Job {
    const T* source;
    std::int64_t sourceStride, count;
    T* target;
    std::int64_t targetStride;
    Limits<T> limits;
    T* lines;
    Limits<T>* range;
};

template <class T>
NIDUS_INLINE void columnsJob(const Job<T>& job, const AxisTable& table) {
    const std::int64_t width = job.count;
    T* __restrict lines = job.lines;
    T* behind = lines + (table.sizeIn + 2 * kLineMargin + 1) * width;
    const LineRanges<T> ranges{behind, behind + width};
    const bool isRanged = job.range != nullptr;
    if (isRanged) {
        std::fill(ranges.low, ranges.low + width, job.range->low);
        std::fill(ranges.high, ranges.high + width, job.range->high);
    }
    std::int64_t final = 0;
    if (table.isPrefiltered) {
        final = forward(job.source, job.sourceStride, lines, table.sizeIn, width, isRanged ? &ranges : nullptr);
    } else {
        for (std::int64_t i = 0; i < table.sizeIn; ++i) {
            std::copy_n(job.source + i * job.sourceStride, width, lines + (i + kLineMargin) * width);
            if (isRanged)
                ranges.include(job.source + i * job.sourceStride, width);
        }
        extendLines(lines, table.sizeIn, width);
    }
    if (isRanged)
        *job.range = {*std::min_element(ranges.low, ranges.low + width),
                      *std::max_element(ranges.high, ranges.high + width)};
    // From the last output to the first, so that coefficients are used while they are in the first-level cache.
    for (std::int64_t k = table.sizeOut - 1; k >= 0; --k) {
        final = backward(lines, table.start[static_cast<std::size_t>(k)], final, width);
        interpolate(lines, k, table, width, width, job.limits, job.target + k * job.targetStride);
    }
}

template <class T>
struct Quad {
    typedef T Type __attribute__((vector_size(4 * sizeof(T)), aligned(alignof(T)), may_alias));
};

/// target[c * targetStride + r] = source[r * sourceStride + c] for four rows and columns.
template <class T>
NIDUS_INLINE void transposeFour(const T* source, std::int64_t sourceStride, T* target, std::int64_t targetStride) {
    using V = typename Quad<T>::Type;
    const V a = *reinterpret_cast<const V*>(source), b = *reinterpret_cast<const V*>(source + sourceStride),
            c = *reinterpret_cast<const V*>(source + 2 * sourceStride),
            d = *reinterpret_cast<const V*>(source + 3 * sourceStride);
    const V abLow = __builtin_shufflevector(a, b, 0, 4, 1, 5), abHigh = __builtin_shufflevector(a, b, 2, 6, 3, 7);
    const V cdLow = __builtin_shufflevector(c, d, 0, 4, 1, 5), cdHigh = __builtin_shufflevector(c, d, 2, 6, 3, 7);
    *reinterpret_cast<V*>(target) = __builtin_shufflevector(abLow, cdLow, 0, 1, 4, 5);
    *reinterpret_cast<V*>(target + targetStride) = __builtin_shufflevector(abLow, cdLow, 2, 3, 6, 7);
    *reinterpret_cast<V*>(target + 2 * targetStride) = __builtin_shufflevector(abHigh, cdHigh, 0, 1, 4, 5);
    *reinterpret_cast<V*>(target + 3 * targetStride) = __builtin_shufflevector(abHigh, cdHigh, 2, 3, 6, 7);
}

/// target[c * targetStride + r] = source[r * sourceStride + c]. Some columns at a time, so that what is written stays
/// in the first-level cache until all rows have come by.
template <class T>
NIDUS_INLINE void transpose(const T* source, std::int64_t sourceStride, std::int64_t rowCount, std::int64_t columnCount,
                            T* target, std::int64_t targetStride) {
    constexpr std::int64_t kBlock = kLanes<T>;
    const std::int64_t rowsInFours = rowCount / 4 * 4;
    const std::int64_t columnsInFours = columnCount / 4 * 4;
    for (std::int64_t block = 0; block < columnsInFours; block += kBlock)
        for (std::int64_t r = 0; r < rowsInFours; r += 4)
            for (std::int64_t c = block; c < std::min(block + kBlock, columnsInFours); c += 4)
                transposeFour(source + r * sourceStride + c, sourceStride, target + c * targetStride + r, targetStride);
    for (std::int64_t r = 0; r < rowCount; ++r)
        for (std::int64_t c = r < rowsInFours ? columnsInFours : 0; c < columnCount; ++c)
            target[c * targetStride + r] = source[r * sourceStride + c];
}

template <class T>
NIDUS_INLINE void rowsJob(const Job<T>& job, const AxisTable& table) {
    constexpr std::int64_t kWidth = kLanes<T>;
    T* __restrict lines = job.lines;
    transpose(job.source, job.sourceStride, job.count, table.sizeIn, lines + kLineMargin * kWidth, kWidth);
    // Lanes beyond the last line repeat it, so that they hold nothing odd.
    for (std::int64_t i = kLineMargin; job.count < kWidth && i < table.sizeIn + kLineMargin; ++i)
        std::fill(lines + i * kWidth + job.count, lines + (i + 1) * kWidth, lines[i * kWidth + job.count - 1]);
    std::int64_t final = 0;
    if (table.isPrefiltered)
        final = forward<T>(lines + kLineMargin * kWidth, kWidth, lines, table.sizeIn, kWidth, nullptr);
    else
        extendLines(lines, table.sizeIn, kWidth);
    T tile[kWidth * kWidth];
    for (std::int64_t k0 = (table.sizeOut - 1) / kWidth * kWidth; k0 >= 0; k0 -= kWidth) {
        const std::int64_t n = std::min(kWidth, table.sizeOut - k0);
        // More places are written side by side than a processor foresees.
        for (std::int64_t r = 0; r < job.count && k0 > 0; ++r)
            for (std::int64_t k = 0; k < kWidth; k += kLineOfCache<T>)
                __builtin_prefetch(job.target + r * job.targetStride + k0 - kWidth + k, 1);
        final = backward(lines, table.start[static_cast<std::size_t>(k0)], final, kWidth);
        for (std::int64_t k = 0; k < n; ++k)
            interpolate(lines, k0 + k, table, kWidth, kWidth, job.limits, tile + k * kWidth);
        transpose(static_cast<const T*>(tile), kWidth, n, job.count, job.target + k0, job.targetStride);
    }
}

NIDUS_KERNEL void columns(const Job<float>& job, const AxisTable& table) {
    columnsJob(job, table);
}
NIDUS_KERNEL void columns(const Job<double>& job, const AxisTable& table) {
    columnsJob(job, table);
}
NIDUS_KERNEL void rows(const Job<float>& job, const AxisTable& table) {
    rowsJob(job, table);
}
NIDUS_KERNEL void rows(const Job<double>& job, const AxisTable& table) {
    rowsJob(job, table);
}

/// Lines per strip: what fits the second-level cache together, but at least so many cache lines side by side that the
/// processor reads ahead, which is worth more.
template <class T>
std::int64_t stripWidth(std::int64_t size) {
    constexpr std::int64_t kCacheBytes = 256 * 1024;
    const std::int64_t fitting = kCacheBytes / static_cast<std::int64_t>(sizeof(T)) / rowsOfScratch(size);
    return std::clamp(fitting / kLineOfCache<T>, std::int64_t{32}, std::int64_t{64}) * kLineOfCache<T>;
}

} // namespace

template <class T>
void resampleColumns(const T* source, std::int64_t sourceStride, std::int64_t width, const AxisTable& table, T* target,
                     std::int64_t targetStride, Limits<T> limits, Scratch<T>& scratch, Limits<T>* range) {
    const std::int64_t strip = std::min(stripWidth<T>(table.sizeIn), width);
    scratch.resize(std::max(scratch.size(), static_cast<std::size_t>(rowsOfScratch(table.sizeIn) * strip)));
    for (std::int64_t w = 0; w < width; w += strip)
        columns({source + w, sourceStride, std::min(strip, width - w), target + w, targetStride, limits, scratch.data(),
                 range},
                table);
}

template <class T>
void resampleRows(const T* source, std::int64_t sourceStride, std::int64_t count, const AxisTable& table, T* target,
                  std::int64_t targetStride, Limits<T> limits, Scratch<T>& scratch) {
    scratch.resize(std::max(scratch.size(), static_cast<std::size_t>(rowsOfScratch(table.sizeIn) * kLanes<T>)));
    for (std::int64_t r = 0; r < count; r += kLanes<T>)
        rows({source + r * sourceStride, sourceStride, std::min(kLanes<T>, count - r), target + r * targetStride,
              targetStride, limits, scratch.data(), nullptr},
             table);
}

template void resampleColumns(const float*, std::int64_t, std::int64_t, const AxisTable&, float*, std::int64_t,
                              Limits<float>, Scratch<float>&, Limits<float>*);
template void resampleColumns(const double*, std::int64_t, std::int64_t, const AxisTable&, double*, std::int64_t,
                              Limits<double>, Scratch<double>&, Limits<double>*);
template void resampleRows(const float*, std::int64_t, std::int64_t, const AxisTable&, float*, std::int64_t,
                           Limits<float>, Scratch<float>&);
template void resampleRows(const double*, std::int64_t, std::int64_t, const AxisTable&, double*, std::int64_t,
                           Limits<double>, Scratch<double>&);

} // namespace nidus
