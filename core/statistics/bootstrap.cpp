// SPDX-License-Identifier: Apache-2.0
#include "core/statistics/bootstrap.h"

#include "core/base/random.h"
#include "core/statistics/patients.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace nidus {
namespace {

/// Linear interpolation between neighbours, numpy's default.
double quantileOfSorted(const std::vector<double>& values, double q) {
    const double at = q * static_cast<double>(values.size() - 1);
    const auto below = static_cast<std::size_t>(at);
    const std::size_t above = std::min(below + 1, values.size() - 1);
    return values[below] + (at - static_cast<double>(below)) * (values[above] - values[below]);
}

using Patients = std::vector<std::vector<std::size_t>>;

/// The patients of each class, classes ascending.
std::vector<Patients> strataOf(std::span<const int> labels, std::span<const std::string> patients) {
    std::map<int, Patients> strata;
    for (auto& cases : casesOfPatients(patients)) {
        const int label = labels[cases.front()];
        strata[label].push_back(std::move(cases));
    }
    std::vector<Patients> out;
    for (auto& [label, stratum] : strata)
        out.push_back(std::move(stratum));
    return out;
}

void draw(const std::vector<Patients>& strata, const RandomKey& key, std::vector<double>& weights) {
    std::fill(weights.begin(), weights.end(), 0);
    Random random(key);
    for (const Patients& stratum : strata)
        for (std::size_t i = 0; i < stratum.size(); ++i)
            for (const std::size_t at : stratum[random.below(stratum.size())])
                ++weights[at];
}

void setBounds(Estimate& estimate, std::vector<double> values, std::size_t resamples) {
    std::sort(values.begin(), values.end());
    const bool isDefined = !values.empty() && 10 * values.size() >= 9 * resamples && values.front() != values.back();
    const double missing = std::numeric_limits<double>::quiet_NaN();
    estimate.low = isDefined ? quantileOfSorted(values, 0.025) : missing;
    estimate.high = isDefined ? quantileOfSorted(values, 0.975) : missing;
}

} // namespace

std::vector<Estimate> bootstrapEstimates(std::span<const int> labels, std::span<const std::string> patients,
                                         const WeightedFigures& figures, const BootstrapOptions& options) {
    std::vector<double> weights(labels.size(), 1);
    std::vector<Estimate> out;
    for (const double value : figures(weights))
        out.push_back({value, 0, 0, kBootstrapMethod});
    const std::vector<Patients> strata = strataOf(labels, patients);
    std::vector<std::vector<double>> values(out.size());
    for (std::uint32_t i = 0; i < options.resamples; ++i) {
        draw(strata, {.seed = options.seed, .purpose = Purpose::Bootstrap, .view = i}, weights);
        const std::vector<double> drawn = figures(weights);
        for (std::size_t f = 0; f < drawn.size(); ++f)
            if (!std::isnan(drawn[f]))
                values[f].push_back(drawn[f]);
    }
    for (std::size_t f = 0; f < out.size(); ++f)
        setBounds(out[f], std::move(values[f]), options.resamples);
    return out;
}

double weightedMean(std::span<const double> values, std::span<const double> weights) {
    double sum = 0;
    double total = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        sum += weights[i] * values[i];
        total += weights[i];
    }
    return sum / total;
}

} // namespace nidus
