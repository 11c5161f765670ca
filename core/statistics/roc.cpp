// SPDX-License-Identifier: Apache-2.0
#include "core/statistics/roc.h"

#include "core/statistics/proportion.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numbers>
#include <numeric>

namespace nidus {
namespace {

/// Share of the other side that each case is ranked rightly against (ties half): DeLong's structural components.
struct Placements {
    std::vector<double> share; ///< per case
    std::vector<bool> isPositive;
    std::size_t positives = 0, negatives = 0;
    double auc = 0;
};

std::optional<Placements> placements(std::span<const double> scores, std::span<const int> labels, int positive) {
    Placements out;
    out.share.resize(scores.size());
    for (const int label : labels)
        out.isPositive.push_back(label == positive);
    out.positives = static_cast<std::size_t>(std::count(out.isPositive.begin(), out.isPositive.end(), true));
    out.negatives = scores.size() - out.positives;
    if (out.positives == 0 || out.negatives == 0)
        return std::nullopt;
    std::vector<std::size_t> order(scores.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return scores[a] < scores[b]; });
    const double m = static_cast<double>(out.positives);
    const double n = static_cast<double>(out.negatives);
    double positivesBelow = 0;
    double negativesBelow = 0;
    for (std::size_t start = 0; start < order.size();) {
        std::size_t end = start;
        double tiedPositives = 0;
        for (; end < order.size() && scores[order[end]] == scores[order[start]]; ++end)
            tiedPositives += out.isPositive[order[end]] ? 1 : 0;
        const double tiedNegatives = static_cast<double>(end - start) - tiedPositives;
        for (std::size_t i = start; i < end; ++i)
            out.share[order[i]] = out.isPositive[order[i]] ? (negativesBelow + tiedNegatives / 2) / n
                                                           : (m - positivesBelow - tiedPositives / 2) / m;
        out.auc += tiedPositives * (negativesBelow + tiedNegatives / 2);
        positivesBelow += tiedPositives;
        negativesBelow += tiedNegatives;
        start = end;
    }
    out.auc /= m * n;
    return out;
}

ScoredCases subset(const ScoredCases& cases, int fold) {
    ScoredCases out;
    out.ranked = cases.ranked;
    for (std::size_t i = 0; i < cases.labels.size(); ++i)
        if (cases.folds[i] == fold) {
            out.labels.push_back(cases.labels[i]);
            out.scores.push_back(cases.scores[i]);
            out.folds.push_back(fold);
        }
    return out;
}

std::vector<int> foldsOf(const ScoredCases& cases) {
    std::vector<int> folds = cases.folds;
    std::sort(folds.begin(), folds.end());
    folds.erase(std::unique(folds.begin(), folds.end()), folds.end());
    return folds;
}

/// One entry per ranked class; empty when any of them has no AUC.
std::vector<Placements> allPlacements(const ScoredCases& cases) {
    std::vector<Placements> out;
    for (const int k : cases.ranked) {
        auto one = placements(scoresOf(cases, k), cases.labels, k);
        if (!one)
            return {};
        out.push_back(std::move(*one));
    }
    return out;
}

double macro(const std::vector<Placements>& parts) {
    double sum = 0;
    for (const Placements& part : parts)
        sum += part.auc;
    return sum / static_cast<double>(parts.size());
}

double squaresAboutMean(const std::vector<double>& values) {
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
    double squares = 0;
    for (const double value : values)
        squares += (value - mean) * (value - mean);
    return squares;
}

/// What each case adds to the macro AUC, as DeLong's variance counts it: its share over the cases of its side.
std::vector<double> projectionOf(const std::vector<Placements>& parts, std::size_t cases) {
    std::vector<double> out(cases, 0);
    for (const Placements& part : parts)
        for (std::size_t i = 0; i < cases; ++i)
            out[i] += part.share[i] / static_cast<double>(part.isPositive[i] ? part.positives : part.negatives)
                      / static_cast<double>(parts.size());
    return out;
}

/// Variance of the sum of projections, taken within each true class; one case alone: not a number, on purpose.
double projectionVariance(const std::vector<int>& labels, const std::vector<double>& projection) {
    std::map<int, std::vector<double>> ofClass;
    for (std::size_t i = 0; i < labels.size(); ++i)
        ofClass[labels[i]].push_back(projection[i]);
    double variance = 0;
    for (const auto& [label, values] : ofClass) {
        const double count = static_cast<double>(values.size());
        variance += squaresAboutMean(values) * count / (count - 1);
    }
    return variance;
}

std::size_t smallestSide(const std::vector<Placements>& parts) {
    std::size_t smallest = std::numeric_limits<std::size_t>::max();
    for (const Placements& part : parts)
        smallest = std::min({smallest, part.positives, part.negatives});
    return smallest;
}

struct FoldPlacements {
    std::vector<int> labels;
    std::vector<Placements> parts; ///< per ranked class
};

std::vector<FoldPlacements> foldsWithAuc(const ScoredCases& cases) {
    std::vector<FoldPlacements> out;
    for (const int fold : foldsOf(cases)) {
        const ScoredCases own = subset(cases, fold);
        auto parts = allPlacements(own);
        if (!parts.empty())
            out.push_back({own.labels, std::move(parts)});
    }
    return out;
}

/// What the small-sample correction and the influence function know of all folds.
struct Sample {
    double cases = 0;
    std::vector<double> positives;        ///< per ranked class
    std::map<int, double> ofClass, folds; ///< per true class: its cases, and the folds that hold any of them
};

Sample sampleOf(const std::vector<FoldPlacements>& folds, std::size_t ranked) {
    Sample out;
    out.positives.assign(ranked, 0);
    for (const FoldPlacements& fold : folds) {
        out.cases += static_cast<double>(fold.labels.size());
        for (std::size_t k = 0; k < ranked; ++k)
            out.positives[k] += static_cast<double>(fold.parts[k].positives);
        std::map<int, double> here;
        for (const int label : fold.labels)
            ++here[label];
        for (const auto& [label, count] : here) {
            out.ofClass[label] += count;
            ++out.folds[label];
        }
    }
    return out;
}

/// Mean squared influence of one fold's cases. Each true class varies about its mean in the fold, which costs it one
/// degree of freedom per fold: without this, folds of a few cases give intervals that are too short.
double influenceVariance(const FoldPlacements& fold, const Sample& sample) {
    std::map<int, std::vector<double>> influence; // per true class
    for (std::size_t i = 0; i < fold.labels.size(); ++i) {
        double sum = 0;
        for (std::size_t k = 0; k < fold.parts.size(); ++k) {
            const Placements& part = fold.parts[k];
            const double side = part.isPositive[i] ? sample.positives[k] : sample.cases - sample.positives[k];
            sum += (part.share[i] - part.auc) * sample.cases / side;
        }
        influence[fold.labels[i]].push_back(sum / static_cast<double>(fold.parts.size()));
    }
    double squares = 0;
    for (const auto& [label, values] : influence) {
        const double count = sample.ofClass.at(label);
        squares += squaresAboutMean(values) * count / (count - sample.folds.at(label)); // none left: not a number
    }
    return squares / static_cast<double>(fold.labels.size());
}

} // namespace

std::optional<double> rocAuc(std::span<const double> scores, std::span<const int> labels, int positive) {
    const auto parts = placements(scores, labels, positive);
    return parts ? std::optional(parts->auc) : std::nullopt;
}

std::optional<AucEstimate> pooledAuc(const ScoredCases& cases) {
    const std::vector<Placements> parts = allPlacements(cases);
    if (parts.empty())
        return std::nullopt;
    const double variance = projectionVariance(cases.labels, projectionOf(parts, cases.labels.size()));
    return AucEstimate{macro(parts), std::sqrt(variance), smallestSide(parts)};
}

std::optional<AucDifference> pooledAucDifference(const ScoredCases& first, const ScoredCases& second) {
    const std::vector<Placements> a = allPlacements(first);
    const std::vector<Placements> b = allPlacements(second);
    if (a.empty() || b.empty())
        return std::nullopt;
    std::vector<double> projection = projectionOf(a, first.labels.size());
    const std::vector<double> other = projectionOf(b, first.labels.size());
    for (std::size_t i = 0; i < projection.size(); ++i)
        projection[i] -= other[i];
    AucDifference out{macro(a), macro(b), {}, {}};
    const double value = out.first - out.second;
    const double error = std::sqrt(projectionVariance(first.labels, projection));
    out.difference = {value, value, value, kDeLongDifferenceMethod};
    if (error > 0) {
        out.difference.low -= kNormalQuantile975 * error;
        out.difference.high += kNormalQuantile975 * error;
        out.p = std::erfc(std::abs(value) / error / std::numbers::sqrt2);
    } else if (error == 0 && value == 0) {
        out.p = 1;
    } else {
        out.difference.low = out.difference.high = std::numeric_limits<double>::quiet_NaN();
    }
    return out;
}

std::vector<std::optional<double>> aucOfFolds(const ScoredCases& cases) {
    std::vector<std::optional<double>> out;
    for (const int fold : foldsOf(cases)) {
        const std::vector<Placements> parts = allPlacements(subset(cases, fold));
        out.push_back(parts.empty() ? std::nullopt : std::optional(macro(parts)));
    }
    return out;
}

std::optional<AucEstimate> crossValidatedAuc(const ScoredCases& cases) {
    const std::vector<FoldPlacements> folds = foldsWithAuc(cases);
    if (folds.empty())
        return std::nullopt;
    const Sample sample = sampleOf(folds, cases.ranked.size());
    AucEstimate out;
    double variance = 0;
    for (const FoldPlacements& fold : folds) {
        variance += influenceVariance(fold, sample);
        out.value += macro(fold.parts);
        out.disjointPairs += smallestSide(fold.parts);
    }
    const double count = static_cast<double>(folds.size());
    out.value /= count;
    out.standardError = std::sqrt(variance / count / sample.cases);
    return out;
}

Estimate withInterval(const AucEstimate& auc, const std::string& method) {
    const bool isEnough = auc.disjointPairs >= kFewestPatients;
    if (isEnough && auc.value > 0 && auc.value < 1 && auc.standardError > 0) {
        const double centre = std::log(auc.value / (1 - auc.value));
        const double half = kNormalQuantile975 * auc.standardError / (auc.value * (1 - auc.value));
        return {auc.value, 1 / (1 + std::exp(half - centre)), 1 / (1 + std::exp(-half - centre)), method};
    }
    const double pairs = static_cast<double>(auc.disjointPairs);
    const Estimate exact = clopperPearsonInterval(auc.value * pairs, pairs);
    return {auc.value, exact.low, exact.high, kExactMethod};
}

} // namespace nidus
