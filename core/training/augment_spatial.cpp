// SPDX-License-Identifier: Apache-2.0
#include "core/training/augment_transforms.h"

#include <algorithm>
#include <cmath>

namespace nidus {
namespace {

using Point = std::array<double, 3>;

GridAffine product(const GridAffine& a, const GridAffine& b) {
    GridAffine out{};
    for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t j = 0; j < 3; ++j)
            for (std::size_t k = 0; k < 3; ++k)
                out[i][j] += a[i][k] * b[k][j];
    return out;
}

std::size_t voxelsOf(const GridShape& shape) {
    return static_cast<std::size_t>(shape[0] * shape[1] * shape[2]);
}

/// Source position of output voxel (o0, o1, 0), and its change per step along d2.
struct Row {
    Point start{}, step{};
};

Row rowAt(const GridShape& in, const GridShape& out, const GridAffine& affine, std::int64_t o0, std::int64_t o1) {
    const Point offset{static_cast<double>(o0) - static_cast<double>(out[0] - 1) / 2,
                       static_cast<double>(o1) - static_cast<double>(out[1] - 1) / 2,
                       -static_cast<double>(out[2] - 1) / 2};
    Row row;
    for (std::size_t a = 0; a < 3; ++a) {
        row.start[a] = static_cast<double>(in[a] - 1) / 2;
        for (std::size_t b = 0; b < 3; ++b)
            row.start[a] += affine[a][b] * offset[b];
        row.step[a] = affine[a][2];
    }
    return row;
}

Point pointAt(const Row& row, std::int64_t i) {
    const double t = static_cast<double>(i);
    return {row.start[0] + row.step[0] * t, row.start[1] + row.step[1] * t, row.start[2] + row.step[2] * t};
}

/// The steps whose source lies in [low, size - 1 - low') on every axis, shortened until both ends hold: between them
/// all do.
struct Span {
    std::int64_t begin = 0, end = 0;
};

Span stepsInside(const Row& row, const GridShape& in, std::int64_t count, double low, double margin) {
    double first = 0;
    double last = static_cast<double>(count - 1);
    for (std::size_t a = 0; a < 3; ++a) {
        const double high = static_cast<double>(in[a] - 1) + margin;
        if (row.step[a] == 0) {
            if (row.start[a] < low || row.start[a] >= high)
                return {};
            continue;
        }
        const double x = (low - row.start[a]) / row.step[a];
        const double y = (high - row.start[a]) / row.step[a];
        first = std::max(first, std::min(x, y));
        last = std::min(last, std::max(x, y));
    }
    const auto holds = [&](std::int64_t i) {
        const Point p = pointAt(row, i);
        for (std::size_t a = 0; a < 3; ++a)
            if (p[a] < low || p[a] >= static_cast<double>(in[a] - 1) + margin)
                return false;
        return true;
    };
    if (!(first <= last))
        return {};
    Span out{static_cast<std::int64_t>(std::ceil(first)), static_cast<std::int64_t>(std::floor(last)) + 1};
    while (out.begin < out.end && !holds(out.begin))
        ++out.begin;
    while (out.begin < out.end && !holds(out.end - 1))
        --out.end;
    return out;
}

/// Trilinear sample near or beyond the border: voxels outside count as zero.
float borderSample(const float* channel, const GridShape& shape, const Point& p) {
    const std::array<std::int64_t, 3> base{static_cast<std::int64_t>(std::floor(p[0])),
                                           static_cast<std::int64_t>(std::floor(p[1])),
                                           static_cast<std::int64_t>(std::floor(p[2]))};
    double sum = 0;
    for (std::int64_t corner = 0; corner < 8; ++corner) {
        const std::array<std::int64_t, 3> up{corner >> 2, (corner >> 1) & 1, corner & 1};
        double weight = 1;
        bool isInside = true;
        for (std::size_t a = 0; a < 3; ++a) {
            const double f = p[a] - static_cast<double>(base[a]);
            weight *= up[a] == 1 ? f : 1 - f;
            isInside = isInside && base[a] + up[a] >= 0 && base[a] + up[a] < shape[a];
        }
        if (isInside)
            sum += weight * channel[((base[0] + up[0]) * shape[1] + base[1] + up[1]) * shape[2] + base[2] + up[2]];
    }
    return static_cast<float>(sum);
}

/// All eight neighbours exist.
float innerSample(const float* channel, const GridShape& shape, double p0, double p1, double p2) {
    const auto i0 = static_cast<std::int32_t>(p0);
    const auto i1 = static_cast<std::int32_t>(p1);
    const auto i2 = static_cast<std::int32_t>(p2);
    const auto f0 = static_cast<float>(p0 - i0);
    const auto f1 = static_cast<float>(p1 - i1);
    const auto f2 = static_cast<float>(p2 - i2);
    const std::int64_t s1 = shape[2];
    const std::int64_t s0 = shape[1] * shape[2];
    const float* v = channel + i0 * s0 + i1 * s1 + i2;
    const float a = v[0] + f2 * (v[1] - v[0]);
    const float b = v[s1] + f2 * (v[s1 + 1] - v[s1]);
    const float c = v[s0] + f2 * (v[s0 + 1] - v[s0]);
    const float d = v[s0 + s1] + f2 * (v[s0 + s1 + 1] - v[s0 + s1]);
    const float e = a + f1 * (b - a);
    const float g = c + f1 * (d - c);
    return e + f0 * (g - e);
}

/// The eight neighbours' labels with their trilinear weights.
struct LabelVotes {
    std::array<std::int16_t, 8> label{};
    std::array<double, 8> weight{};
    std::size_t count = 0;

    void add(std::int16_t value, double w) {
        const auto end = label.begin() + static_cast<std::ptrdiff_t>(count);
        const auto index = static_cast<std::size_t>(std::find(label.begin(), end, value) - label.begin());
        label[index] = value;
        weight[index] += w;
        count = std::max(count, index + 1);
    }

    [[nodiscard]] std::int16_t winner(std::int16_t nearest) const {
        std::size_t best = 0;
        for (std::size_t i = 1; i < count; ++i)
            if (weight[i] > weight[best] || (weight[i] == weight[best] && label[i] == nearest))
                best = i;
        return label[best];
    }
};

std::int16_t labelAt(std::span<const std::int16_t> labels, const GridShape& shape, const Point& p,
                     std::int16_t outside) {
    const auto labelOf = [&](std::int64_t a, std::int64_t b, std::int64_t c) {
        const bool isInside = a >= 0 && b >= 0 && c >= 0 && a < shape[0] && b < shape[1] && c < shape[2];
        return isInside ? labels[static_cast<std::size_t>((a * shape[1] + b) * shape[2] + c)] : outside;
    };
    std::array<std::int64_t, 3> base{};
    Point f{};
    for (std::size_t a = 0; a < 3; ++a) {
        base[a] = static_cast<std::int64_t>(std::floor(p[a]));
        f[a] = p[a] - static_cast<double>(base[a]);
    }
    LabelVotes votes;
    for (std::int64_t corner = 0; corner < 8; ++corner) {
        const std::array<std::int64_t, 3> up{corner >> 2, (corner >> 1) & 1, corner & 1};
        double w = 1;
        for (std::size_t a = 0; a < 3; ++a)
            w *= up[a] == 1 ? f[a] : 1 - f[a];
        votes.add(labelOf(base[0] + up[0], base[1] + up[1], base[2] + up[2]), w);
    }
    return votes.winner(labelOf(std::lround(p[0]), std::lround(p[1]), std::lround(p[2])));
}

/// True where the eight neighbours, which all exist, bear one label.
bool isUniform(const std::int16_t* v, const GridShape& shape) {
    const std::int64_t s1 = shape[2];
    const std::int64_t s0 = shape[1] * shape[2];
    const int first = v[0];
    return ((v[1] ^ first) | (v[s1] ^ first) | (v[s1 + 1] ^ first) | (v[s0] ^ first) | (v[s0 + 1] ^ first)
            | (v[s0 + s1] ^ first) | (v[s0 + s1 + 1] ^ first))
           == 0;
}

template <class Value>
std::vector<Value> cropped(std::span<const Value> in, const GridShape& shape, const GridShape& outShape,
                           Value outside) {
    std::vector<Value> out(voxelsOf(outShape), outside);
    std::array<std::int64_t, 3> start{};
    std::array<std::int64_t, 3> low{};
    std::array<std::int64_t, 3> high{};
    for (std::size_t a = 0; a < 3; ++a) {
        start[a] = shape[a] / 2 - outShape[a] / 2;
        low[a] = std::max<std::int64_t>(0, -start[a]);
        high[a] = std::min(outShape[a], shape[a] - start[a]);
        if (low[a] >= high[a])
            return out;
    }
    for (std::int64_t i = low[0]; i < high[0]; ++i)
        for (std::int64_t j = low[1]; j < high[1]; ++j) {
            const auto from = ((start[0] + i) * shape[1] + start[1] + j) * shape[2] + start[2] + low[2];
            const auto to = (i * outShape[1] + j) * outShape[2] + low[2];
            std::copy_n(in.begin() + from, high[2] - low[2], out.begin() + to);
        }
    return out;
}

template <class Value>
void reverseAxes(std::span<Value> values, const GridShape& shape, const std::array<bool, 3>& axes) {
    const std::vector<Value> before(values.begin(), values.end());
    for (std::int64_t i = 0; i < shape[0]; ++i)
        for (std::int64_t j = 0; j < shape[1]; ++j) {
            const std::int64_t from0 = axes[0] ? shape[0] - 1 - i : i;
            const std::int64_t from1 = axes[1] ? shape[1] - 1 - j : j;
            const auto from = before.begin() + (from0 * shape[1] + from1) * shape[2];
            const auto to = values.begin() + (i * shape[1] + j) * shape[2];
            if (axes[2])
                std::reverse_copy(from, from + shape[2], to);
            else
                std::copy(from, from + shape[2], to);
        }
}

} // namespace

GridAffine gridAffine(const AugmentationDraw::Spatial& spatial) {
    const auto [a0, a1, a2] = spatial.anglesRad;
    const double s = spatial.scale;
    if (spatial.dummy2d)
        return {{{1, 0, 0}, {0, s * std::cos(a2), -s * std::sin(a2)}, {0, s * std::sin(a2), s * std::cos(a2)}}};
    const GridAffine r0{{{1, 0, 0}, {0, std::cos(a0), -std::sin(a0)}, {0, std::sin(a0), std::cos(a0)}}};
    const GridAffine r1{{{std::cos(a1), 0, std::sin(a1)}, {0, 1, 0}, {-std::sin(a1), 0, std::cos(a1)}}};
    const GridAffine r2{{{std::cos(a2), -std::sin(a2), 0}, {std::sin(a2), std::cos(a2), 0}, {0, 0, 1}}};
    return product(product(r2, r1), product(r0, {{{s, 0, 0}, {0, s, 0}, {0, 0, s}}}));
}

std::vector<float> transformed(std::span<const float> channel, const GridShape& shape, const GridAffine& affine,
                               const GridShape& outShape) {
    std::vector<float> out(voxelsOf(outShape), 0.0F);
    for (std::int64_t o0 = 0; o0 < outShape[0]; ++o0)
        for (std::int64_t o1 = 0; o1 < outShape[1]; ++o1) {
            const Row row = rowAt(shape, outShape, affine, o0, o1);
            float* to = out.data() + (o0 * outShape[1] + o1) * outShape[2];
            const Span touched = stepsInside(row, shape, outShape[2], -1, 1);
            Span inner = stepsInside(row, shape, outShape[2], 0, 0);
            if (inner.begin >= inner.end)
                inner = {touched.end, touched.end};
            for (std::int64_t i = touched.begin; i < inner.begin; ++i)
                to[i] = borderSample(channel.data(), shape, pointAt(row, i));
            for (std::int64_t i = inner.begin; i < inner.end; ++i) {
                const Point p = pointAt(row, i);
                to[i] = innerSample(channel.data(), shape, p[0], p[1], p[2]);
            }
            for (std::int64_t i = inner.end; i < touched.end; ++i)
                to[i] = borderSample(channel.data(), shape, pointAt(row, i));
        }
    return out;
}

std::vector<std::int16_t> transformedLabels(std::span<const std::int16_t> labels, const GridShape& shape,
                                            const GridAffine& affine, const GridShape& outShape, std::int16_t outside) {
    std::vector<std::int16_t> out(voxelsOf(outShape), outside);
    for (std::int64_t o0 = 0; o0 < outShape[0]; ++o0)
        for (std::int64_t o1 = 0; o1 < outShape[1]; ++o1) {
            const Row row = rowAt(shape, outShape, affine, o0, o1);
            std::int16_t* to = out.data() + (o0 * outShape[1] + o1) * outShape[2];
            const Span touched = stepsInside(row, shape, outShape[2], -1, 1);
            const Span inner = stepsInside(row, shape, outShape[2], 0, 0);
            for (std::int64_t i = touched.begin; i < touched.end; ++i) {
                const Point p = pointAt(row, i);
                const bool isInner = i >= inner.begin && i < inner.end;
                const std::int16_t* corner = labels.data();
                if (isInner)
                    corner += (static_cast<std::int32_t>(p[0]) * shape[1] + static_cast<std::int32_t>(p[1])) * shape[2]
                              + static_cast<std::int32_t>(p[2]);
                to[i] = isInner && isUniform(corner, shape) ? *corner : labelAt(labels, shape, p, outside);
            }
        }
    return out;
}

std::vector<float> centreCropped(std::span<const float> channel, const GridShape& shape, const GridShape& outShape,
                                 float outside) {
    return cropped(channel, shape, outShape, outside);
}

std::vector<std::int16_t> centreCropped(std::span<const std::int16_t> labels, const GridShape& shape,
                                        const GridShape& outShape, std::int16_t outside) {
    return cropped(labels, shape, outShape, outside);
}

void mirror(std::span<float> channel, const GridShape& shape, const std::array<bool, 3>& axes) {
    reverseAxes(channel, shape, axes);
}

void mirror(std::span<std::int16_t> labels, const GridShape& shape, const std::array<bool, 3>& axes) {
    reverseAxes(labels, shape, axes);
}

} // namespace nidus
