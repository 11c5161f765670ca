// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/statistics/evaluation.h"

#include <optional>
#include <string>
#include <vector>

namespace nidus {

/// Of the bound on the share of errors in a zone.
inline constexpr double kZoneConfidence = 0.95;

/// What a zone promises: the share of right calls in it is at least its target, at 95 % confidence.
struct ZoneTargets {
    double below = 0.95; ///< share of negative cases among those below (negative predictive value)
    double above = 0.95; ///< share of positive cases among those above (positive predictive value)
    bool operator==(const ZoneTargets&) const = default;
};

/// Probabilities of the positive class beyond a threshold: under it (below) or over it (above).
struct Zone {
    double threshold = 0;
    int cases = 0;    ///< out-of-fold cases in the zone
    int errors = 0;   ///< of them of the other class
    double bound = 0; ///< Clopper-Pearson upper bound on the share of errors, one-sided, 95 %
    bool operator==(const Zone&) const = default;
};

/// The zones of a classifier of two classes; between them, and where none is, a case is uncertain.
struct Zones {
    ZoneTargets targets;
    std::optional<Zone> below, above;

    /// "below", "uncertain" or "above"; empty where there is neither zone.
    [[nodiscard]] std::string nameOf(double probability) const;
    bool operator==(const Zones&) const = default;
};

/// The most generous zones that out-of-fold predictions support. Thresholds are tried in an order that is fixed before
/// the data are seen, each at the full level, and the search ends at the first that fails (fixed-sequence testing:
/// Angelopoulos, Bates, Candes, Jordan, Lei, Learn then Test, 2021), so that choosing costs no confidence: for
/// m = 0, 1, 2, ... the zone of the k lowest (highest) probabilities, where k is the smallest number that can meet the
/// target with m errors, never beyond 0.5. Given a threshold at an order statistic, the cases beyond it are a sample of
/// their own, so that the bound is exact for new cases of the same kind. Of a patient with several cases the first
/// counts, since the bound needs independent cases. `positive`: index of the positive class. Throws Error STA-012 for a
/// target that is not between 0.5 and 1.
[[nodiscard]] Zones fitZones(const std::vector<Prediction>& predictions, int positive, const ZoneTargets& targets);

} // namespace nidus
