// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/inference/ood.h"
#include "core/inference/training_range.h"
#include "core/statistics/zones.h"
#include "core/training/train.h"

#include <map>
#include <string>
#include <vector>

namespace nidus {

/// What the out-of-fold cases of a run say about when its predictions can be trusted.
struct Trust {
    TrainingRange range;
    OodLimits limits;
    Zones zones; ///< none for more than two classes
    int outOfFoldCases = 0, outOfFoldFlagged = 0;
    bool operator==(const Trust&) const = default;
};

/// Each case is judged by the member of its fold and by the range of the other folds' cases. Throws those of
/// readFoldRecord() and fitZones().
[[nodiscard]] Trust trustOf(const Project& project, const TrainingJob& job, const RunResult& result,
                            const Configuration& configuration, const ZoneTargets& targets);

/// What is said of a case that a run tested.
struct TestedTrust {
    bool isFlagged = false; ///< unlike the cases that its models were trained on
    std::string zone;       ///< Zones::nameOf() of its probability
    bool operator==(const TestedTrust&) const = default;
};

/// Of each case that a finished run tested, by id, with the usual targets of the zones; empty for runs of versions that
/// did not tell. Throws as readRun() and trustOf().
[[nodiscard]] std::map<std::string, TestedTrust> trustOfTested(const Project& project, const std::string& runId);

/// Whether a case is like the training cases.
struct Verdict {
    double oodScore = 0;
    bool isFlagged = false;        ///< the score is above 1
    std::vector<Problem> problems; ///< why: CLF-101 to CLF-106 as inputFindings(), CLF-110 by its features
};

[[nodiscard]] Verdict verdictOn(const Trust& trust, const CaseFacts& facts, const NoveltyScores& novelty);

/// Zones::nameOf(), but "uncertain" for a flagged case: the bounds hold for cases like those of the training.
[[nodiscard]] std::string zoneOf(const Trust& trust, const Verdict& verdict, double probability);

/// The keys of a manifest that hold it, as one object, and back: "novelty_threshold", "training_range", and since they
/// were added "ood_limits", "zones", "out_of_fold". Throws Error CLF-002.
[[nodiscard]] std::string toJson(const Trust& trust);
[[nodiscard]] Trust trustFromJson(const std::string& json);
[[nodiscard]] std::string toJson(const Zones& zones);

} // namespace nidus
