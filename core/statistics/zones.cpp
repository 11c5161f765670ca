// SPDX-License-Identifier: Apache-2.0
#include "core/statistics/zones.h"

#include "core/base/error.h"
#include "core/statistics/proportion.h"

#include <algorithm>
#include <set>

namespace nidus {
namespace {

constexpr double kMiddle = 0.5; ///< no zone goes beyond it: a case below is called negative, one above positive

double upperBound(int errors, int cases) {
    return clopperPearsonUpperBound(errors, cases, kZoneConfidence);
}

struct Scored {
    double score = 0; ///< the lower, the deeper in the zone
    bool isError = false;
};

Zone zoneUnder(double threshold, const std::vector<Scored>& sorted) {
    Zone zone{threshold, 0, 0, 1};
    for (const Scored& c : sorted) {
        if (!(c.score < threshold))
            break;
        ++zone.cases;
        zone.errors += c.isError ? 1 : 0;
    }
    zone.bound = upperBound(zone.errors, zone.cases);
    return zone;
}

std::optional<Zone> generousZone(std::vector<Scored> cases, double limit, double errorShare) {
    std::ranges::stable_sort(cases, {}, &Scored::score);
    const auto count = static_cast<int>(cases.size());
    std::optional<Zone> zone;
    int size = 1;
    for (int errors = 0;; ++errors) {
        while (size < count && upperBound(errors, size) > errorShare)
            ++size;
        const double threshold = size < count ? std::min(cases[static_cast<std::size_t>(size)].score, limit) : limit;
        const Zone candidate = zoneUnder(threshold, cases);
        if (candidate.bound > errorShare)
            return zone;
        zone = candidate;
        if (threshold == limit)
            return zone;
    }
}

/// Labelled cases, one of each patient; `sign` -1 turns the order of the probabilities round.
std::vector<Scored> scoredCases(const std::vector<Prediction>& predictions, int positive, double sign) {
    std::set<std::string> patients;
    std::vector<Scored> cases;
    for (const Prediction& p : predictions) {
        if (p.label < 0 || (!p.patient.empty() && !patients.insert(p.patient).second))
            continue;
        const bool isPositive = p.label == positive;
        cases.push_back({sign * p.probabilities.at(static_cast<std::size_t>(positive)), isPositive == (sign > 0)});
    }
    return cases;
}

void check(double target) {
    if (!(target > kMiddle && target < 1))
        throw Error("STA-012", "The target of a zone must lie between 0.5 and 1, for example 0.95.");
}

} // namespace

std::string Zones::nameOf(double probability) const {
    if (!below && !above)
        return {};
    if (below && probability < below->threshold)
        return "below";
    return above && probability > above->threshold ? "above" : "uncertain";
}

Zones fitZones(const std::vector<Prediction>& predictions, int positive, const ZoneTargets& targets) {
    check(targets.below);
    check(targets.above);
    Zones zones{targets, {}, {}};
    zones.below = generousZone(scoredCases(predictions, positive, 1), kMiddle, 1 - targets.below);
    zones.above = generousZone(scoredCases(predictions, positive, -1), -kMiddle, 1 - targets.above);
    if (zones.above)
        zones.above->threshold = -zones.above->threshold;
    return zones;
}

} // namespace nidus
