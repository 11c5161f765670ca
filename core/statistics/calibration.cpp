// SPDX-License-Identifier: Apache-2.0
#include "core/statistics/calibration.h"

#include "core/statistics/reliability.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

namespace nidus {
namespace {

constexpr double kSmallestProbability = 1e-7;

double logitOf(double p) {
    const double bounded = std::clamp(p, kSmallestProbability, 1 - kSmallestProbability);
    return std::log(bounded / (1 - bounded));
}

bool isSeparated(std::span<const double> x, std::span<const int> events) {
    const double infinity = std::numeric_limits<double>::infinity();
    double low[2] = {infinity, infinity};
    double high[2] = {-infinity, -infinity};
    for (std::size_t i = 0; i < x.size(); ++i) {
        const int side = events[i] != 0 ? 1 : 0;
        low[side] = std::min(low[side], x[i]);
        high[side] = std::max(high[side], x[i]);
    }
    return high[0] <= low[1] || high[1] <= low[0];
}

/// Objective, gradient and Hessian of the mean log-loss at (a, b).
struct Local {
    double value = 0, ga = 0, gb = 0, haa = 0, hab = 0, hbb = 0;
};

Local localLoss(std::span<const double> x, std::span<const int> events, double a, double b) {
    Local out;
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double z = a + b * x[i];
        const double p = 1 / (1 + std::exp(-z));
        const double y = events[i] != 0 ? 1 : 0;
        out.value += std::max(z, 0.0) + std::log1p(std::exp(-std::abs(z))) - y * z;
        out.ga += p - y;
        out.gb += (p - y) * x[i];
        const double curvature = p * (1 - p);
        out.haa += curvature;
        out.hab += curvature * x[i];
        out.hbb += curvature * x[i] * x[i];
    }
    return out;
}

struct ClassCalibration {
    double slope = 0, intercept = 0, ece = 0;
};

ClassCalibration calibrationOf(const ScoredCases& cases, int ranked) {
    std::vector<double> p;
    std::vector<double> x;
    std::vector<int> events;
    for (std::size_t i = 0; i < cases.labels.size(); ++i) {
        p.push_back(cases.scores[i][static_cast<std::size_t>(ranked)]);
        x.push_back(logitOf(p.back()));
        events.push_back(cases.labels[i] == ranked ? 1 : 0);
    }
    ClassCalibration out;
    out.ece = expectedCalibrationError(p, events);
    const std::set<int> folds(cases.folds.begin(), cases.folds.end());
    for (const int fold : folds) {
        std::vector<double> trainX;
        std::vector<int> trainEvents;
        for (std::size_t i = 0; i < x.size(); ++i)
            if (cases.folds[i] != fold || folds.size() == 1) {
                trainX.push_back(x[i]);
                trainEvents.push_back(events[i]);
            }
        const auto fit = fitRecalibration(trainX, trainEvents);
        const double missing = std::numeric_limits<double>::quiet_NaN();
        out.slope += fit ? fit->slope : missing;
        out.intercept += fit ? fit->intercept : missing;
    }
    out.slope /= static_cast<double>(folds.size());
    out.intercept /= static_cast<double>(folds.size());
    return out;
}

} // namespace

std::optional<Recalibration> fitRecalibration(std::span<const double> logits, std::span<const int> events) {
    if (isSeparated(logits, events))
        return std::nullopt;
    double a = 0;
    double b = 0;
    Local here = localLoss(logits, events, a, b);
    for (int i = 0; i < 200 && std::hypot(here.ga, here.gb) > 1e-11 * static_cast<double>(logits.size()); ++i) {
        const double determinant = here.haa * here.hbb - here.hab * here.hab;
        if (!(determinant > 0))
            return std::nullopt;
        const double da = (here.hbb * here.ga - here.hab * here.gb) / determinant;
        const double db = (here.haa * here.gb - here.hab * here.ga) / determinant;
        double t = 1;
        Local next = localLoss(logits, events, a - da, b - db);
        for (; next.value > here.value * (1 + 1e-14) && t > 1e-9;
             next = localLoss(logits, events, a - t * da, b - t * db))
            t /= 2;
        a -= t * da;
        b -= t * db;
        here = next;
    }
    return Recalibration{b, a};
}

double expectedCalibrationError(std::span<const double> probabilities, std::span<const int> events) {
    double error = 0;
    for (const CalibrationBin& bin : calibrationCurve(probabilities, events))
        error += bin.count * std::abs(bin.meanPredicted - bin.observed.value);
    return probabilities.empty() ? 0 : error / static_cast<double>(probabilities.size());
}

Calibration crossFittedCalibration(const ScoredCases& cases) {
    Calibration out;
    const double count = static_cast<double>(cases.ranked.size());
    for (const int ranked : cases.ranked) {
        const ClassCalibration one = calibrationOf(cases, ranked);
        out.slope += one.slope / count;
        out.intercept += one.intercept / count;
        out.ece += one.ece / count;
    }
    return out;
}

} // namespace nidus
