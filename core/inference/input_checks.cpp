// SPDX-License-Identifier: Apache-2.0
#include "core/inference/input_checks.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <utility>

namespace nidus {
namespace {

constexpr double kSpacingFactor = 1.5;
constexpr double kSizeFactor = 2;
constexpr double kIntensityMargin = 100; ///< Hounsfield units
constexpr double kSmoothnessMargin = 0.15;
constexpr double kForegroundMargin = 0.2;
constexpr double kCertain = 2; ///< score of what is either so or not

std::string decimals(double value) {
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%.2f", value);
    return text.data();
}

std::string triple(const std::array<double, 3>& values) {
    return decimals(values[0]) + " x " + decimals(values[1]) + " x " + decimals(values[2]);
}

/// Distance of a positive number from the interval as a share of this factor, on a logarithmic scale.
double excessByFactor(double value, double low, double high, double factor) {
    if (!(low > 0))
        return 0;
    if (!(value > 0))
        return kCertain;
    return std::max(std::log(low / value), std::log(value / high)) / std::log(factor);
}

double excessByFactor(const std::array<double, 3>& values, const std::array<double, 3>& low,
                      const std::array<double, 3>& high, double factor) {
    double highest = 0;
    for (std::size_t axis = 0; axis < 3; ++axis)
        highest = std::max(highest, excessByFactor(values[axis], low[axis], high[axis], factor));
    return highest;
}

/// Distance from the interval as a share of its width, or of `margin` where that is wider.
double excess(double value, const Interval& range, double margin) {
    return std::max(range.low - value, value - range.high) / std::max(margin, range.high - range.low);
}

double intensityExcess(const TrainingRange& range, double mean) {
    if (range.isIntensityMeaningful)
        return excess(mean, {range.intensityLow, range.intensityHigh}, kIntensityMargin);
    return mean < 0 && range.intensityLow >= 0 ? kCertain : 0;
}

class Findings {
public:
    void add(const char* code, double score, const std::string& text) {
        if (score > 0)
            m_list.push_back({score, {code, Severity::Warning, text, {}}});
    }
    [[nodiscard]] std::vector<InputFinding> take() { return std::move(m_list); }

private:
    std::vector<InputFinding> m_list;
};

void checkModalities(const TrainingRange& range, const CaseFacts& facts, Findings& findings) {
    for (std::size_t channel = 0; channel < std::min(range.modalities.size(), facts.modalities.size()); ++channel) {
        const auto& known = range.modalities[channel];
        const std::string& found = facts.modalities[channel];
        if (known.empty() || found.empty() || std::ranges::find(known, found) != known.end())
            continue;
        std::string names;
        for (const std::string& name : known)
            names += (names.empty() ? "" : ", ") + name;
        findings.add("CLF-104", kCertain,
                     "The modality is " + found + "; that of the training cases was " + names + ".");
    }
}

void checkTraits(const TrainingRange& range, const ImageTraits& traits, Findings& findings) {
    if (range.smoothness)
        for (std::size_t axis = 0; axis < 3; ++axis) {
            const Interval& interval = (*range.smoothness)[axis];
            findings.add("CLF-105", excess(traits.smoothness[axis], interval, kSmoothnessMargin),
                         "Neighbouring voxels along axis " + std::to_string(axis) + " correlate by "
                             + decimals(traits.smoothness[axis]) + "; in the training cases by "
                             + decimals(interval.low) + " to " + decimals(interval.high) + ".");
        }
    if (range.foregroundShare)
        findings.add("CLF-106", excess(traits.foregroundShare, *range.foregroundShare, kForegroundMargin),
                     "The share of voxels that are not background is " + decimals(traits.foregroundShare)
                         + "; in the training cases it was " + decimals(range.foregroundShare->low) + " to "
                         + decimals(range.foregroundShare->high) + ".");
}

} // namespace

void checkChannels(const PredictInput& input, const std::vector<std::string>& channelNames) {
    if (input.channels.size() == channelNames.size())
        return;
    std::string names;
    for (const std::string& name : channelNames)
        names += (names.empty() ? "" : ", ") + name;
    throw Error("CLF-004", input.name + " has " + std::to_string(input.channels.size())
                               + " images, but this classifier needs " + std::to_string(channelNames.size()) + " ("
                               + names + ") for each case.");
}

std::vector<InputFinding> inputFindings(const TrainingRange& range, const CaseFacts& facts) {
    Findings findings;
    findings.add("CLF-101", excessByFactor(facts.spacing, range.spacingLow, range.spacingHigh, kSpacingFactor),
                 "The voxels measure " + triple(facts.spacing) + " mm; those of the training cases measured "
                     + triple(range.spacingLow) + " mm to " + triple(range.spacingHigh) + " mm.");
    findings.add("CLF-102", excessByFactor(facts.size, range.sizeLow, range.sizeHigh, kSizeFactor),
                 "The image measures " + triple(facts.size) + " mm; those of the training cases measured "
                     + triple(range.sizeLow) + " mm to " + triple(range.sizeHigh) + " mm.");
    if (range.volumeMm3)
        findings.add(
            "CLF-102", excessByFactor(facts.volumeMm3, range.volumeMm3->low, range.volumeMm3->high, kSizeFactor),
            "What is not background measures " + decimals(facts.volumeMm3 / 1000) + " ml; in the training cases it was "
                + decimals(range.volumeMm3->low / 1000) + " ml to " + decimals(range.volumeMm3->high / 1000) + " ml.");
    findings.add("CLF-103", intensityExcess(range, facts.meanIntensity),
                 "The mean intensity is " + decimals(facts.meanIntensity) + "; in the training cases it was "
                     + decimals(range.intensityLow) + " to " + decimals(range.intensityHigh) + ".");
    checkModalities(range, facts, findings);
    if (facts.traits)
        checkTraits(range, *facts.traits, findings);
    return findings.take();
}

double highestScore(const std::vector<InputFinding>& findings) {
    double highest = 0;
    for (const InputFinding& finding : findings)
        highest = std::max(highest, finding.score);
    return highest;
}

} // namespace nidus
