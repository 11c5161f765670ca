// SPDX-License-Identifier: Apache-2.0
#include "core/statistics/reliability.h"

#include "core/statistics/proportion.h"

#include <algorithm>
#include <numeric>

namespace nidus {

std::vector<std::vector<std::size_t>> equalCountBins(std::span<const double> probabilities) {
    const std::size_t n = probabilities.size();
    const std::size_t bins = std::clamp<std::size_t>(n / 5, 1, 10);
    std::vector<std::size_t> order(n);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return probabilities[a] < probabilities[b]; });
    std::vector<std::vector<std::size_t>> out;
    std::size_t start = 0;
    for (std::size_t bin = 1; bin <= bins; ++bin) {
        std::size_t end = std::max(start, bin * n / bins);
        while (end > start && end < n && probabilities[order[end]] == probabilities[order[end - 1]])
            ++end;
        if (end > start)
            out.emplace_back(order.begin() + static_cast<std::ptrdiff_t>(start),
                             order.begin() + static_cast<std::ptrdiff_t>(end));
        start = end;
    }
    return out;
}

std::vector<CalibrationBin> calibrationCurve(std::span<const double> probabilities, std::span<const int> events) {
    std::vector<CalibrationBin> out;
    for (const auto& bin : equalCountBins(probabilities)) {
        double predicted = 0;
        double observed = 0;
        for (const std::size_t i : bin) {
            predicted += probabilities[i];
            observed += events[i] != 0 ? 1 : 0;
        }
        const double count = static_cast<double>(bin.size());
        out.push_back({static_cast<int>(bin.size()), predicted / count, wilsonInterval(observed, count)});
    }
    return out;
}

BrierDecomposition decomposedBrier(std::span<const double> probabilities, std::span<const int> events) {
    const double n = static_cast<double>(probabilities.size());
    double brier = 0;
    double share = 0;
    for (std::size_t i = 0; i < probabilities.size(); ++i) {
        const double event = events[i] != 0 ? 1 : 0;
        brier += (probabilities[i] - event) * (probabilities[i] - event) / n;
        share += event / n;
    }
    BrierDecomposition out;
    for (const CalibrationBin& bin : calibrationCurve(probabilities, events)) {
        const double weight = bin.count / n;
        const double excess = bin.meanPredicted - bin.observed.value;
        const double distance = bin.observed.value - share;
        out.reliability += weight * excess * excess;
        out.resolution += weight * distance * distance;
        ++out.bins;
    }
    out.uncertainty = share * (1 - share);
    out.withinBins = brier - (out.reliability - out.resolution + out.uncertainty);
    return out;
}

} // namespace nidus
