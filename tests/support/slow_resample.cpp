// SPDX-License-Identifier: Apache-2.0
#include "tests/support/slow_resample.h"

#include <algorithm>
#include <cmath>

namespace nidus::slow {
namespace {

/// scipy's own way to cubic coefficients, written down from its description: 12 edge samples on both sides, then the
/// recursive filter with half-sample-symmetric start on the padded line.
Line paddedCoefficients(const Line& x) {
    const double p = std::sqrt(3.0) - 2;
    Line c(12, x.front());
    c.insert(c.end(), x.begin(), x.end());
    c.insert(c.end(), 12, x.back());
    const std::size_t n = c.size();
    for (double& value : c)
        value *= 6;
    const double pn = std::pow(p, static_cast<double>(n));
    double sum = c[0] + pn * c[n - 1];
    double power = p;
    for (std::size_t i = 1; i < n; ++i, power *= p)
        sum += power * (c[i] + pn * c[n - 1 - i]);
    c[0] += p / (1 - pn * pn) * sum;
    for (std::size_t i = 1; i < n; ++i)
        c[i] += p * c[i - 1];
    c[n - 1] *= p / (p - 1);
    for (std::size_t i = n - 1; i-- > 0;)
        c[i] = p * (c[i + 1] - c[i]);
    return c;
}

/// Cubic B-spline of the distance to a knot.
double basis(double distance) {
    const double d = std::abs(distance);
    if (d < 1)
        return (4 - 6 * d * d + 3 * d * d * d) / 6;
    return d < 2 ? (2 - d) * (2 - d) * (2 - d) / 6 : 0;
}

} // namespace

Line bruteForce(const Line& x, std::size_t n, int order) {
    Line result(n);
    const Line c = order == 3 ? paddedCoefficients(x) : x;
    const double shift = order == 3 ? 12 : 0;
    for (std::size_t k = 0; k < n; ++k) {
        const double at =
            (static_cast<double>(k) + 0.5) * static_cast<double>(x.size()) / static_cast<double>(n) - 0.5 + shift;
        double sum = 0;
        for (int h = -1; h <= 2; ++h) {
            const double knot = std::floor(at) + h;
            const double weight = order == 3   ? basis(at - knot)
                                  : order == 1 ? std::max(0.0, 1 - std::abs(at - knot))
                                               : (knot == std::floor(at + 0.5) ? 1.0 : 0.0);
            const auto index = static_cast<std::size_t>(std::clamp(knot, 0.0, static_cast<double>(c.size() - 1)));
            sum += weight * c[index];
        }
        result[k] = sum;
    }
    return result;
}

Line bruteForceAxis(const Line& volume, std::array<std::int64_t, 3>& shape, std::size_t axis, std::int64_t n) {
    std::array<std::int64_t, 3> to = shape;
    to[axis] = n;
    const auto step = [](const std::array<std::int64_t, 3>& s, std::size_t a) {
        return a == 0 ? s[1] * s[2] : a == 1 ? s[2] : 1;
    };
    Line result(static_cast<std::size_t>(to[0] * to[1] * to[2]));
    const std::size_t b = axis == 0 ? 1 : 0;
    const std::size_t c = axis == 2 ? 1 : 2;
    for (std::int64_t i = 0; i < shape[b]; ++i)
        for (std::int64_t j = 0; j < shape[c]; ++j) {
            Line line;
            for (std::int64_t k = 0; k < shape[axis]; ++k)
                line.push_back(
                    volume[static_cast<std::size_t>(i * step(shape, b) + j * step(shape, c) + k * step(shape, axis))]);
            line = bruteForce(line, static_cast<std::size_t>(n), 3);
            for (std::int64_t k = 0; k < n; ++k)
                result[static_cast<std::size_t>(i * step(to, b) + j * step(to, c) + k * step(to, axis))] =
                    line[static_cast<std::size_t>(k)];
        }
    shape = to;
    return result;
}

Line clippedTo(Line values, const Line& range) {
    const auto [low, high] = std::minmax_element(range.begin(), range.end());
    for (double& value : values)
        value = std::clamp(value, *low, *high);
    return values;
}

} // namespace nidus::slow
