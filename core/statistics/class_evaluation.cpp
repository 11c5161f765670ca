// SPDX-License-Identifier: Apache-2.0
#include "core/statistics/class_evaluation.h"

#include "core/statistics/roc.h"

#include <algorithm>
#include <set>

namespace nidus {
namespace {

constexpr ThresholdGoal kGoals[] = {{ThresholdRule::Fixed, 0.5},
                                    {ThresholdRule::Youden, 0},
                                    {ThresholdRule::Sensitivity, 0.9},
                                    {ThresholdRule::Specificity, 0.9}};

/// One class against the rest, as two classes of which 1 is ranked.
struct BinaryCases {
    std::vector<double> scores;
    std::vector<int> events, folds;
};

ScoredCases againstTheRest(const ScoredCases& cases, int ranked) {
    ScoredCases out{eventsOf(cases, ranked), {}, cases.folds, {1}, cases.patients};
    for (const double score : scoresOf(cases, ranked))
        out.scores.push_back({1 - score, score});
    return out;
}

/// Threshold for `fold` by the scores of the other folds.
std::optional<double> crossFittedThreshold(const BinaryCases& cases, int fold, const ThresholdGoal& goal) {
    std::vector<double> scores;
    std::vector<int> events;
    for (std::size_t i = 0; i < cases.scores.size(); ++i)
        if (cases.folds[i] != fold) {
            scores.push_back(cases.scores[i]);
            events.push_back(cases.events[i]);
        }
    return chooseThreshold(scores, events, goal);
}

/// Absent where a fold has no others to choose by.
std::optional<ThresholdReport> thresholdReport(const BinaryCases& cases, const ThresholdGoal& goal) {
    ThresholdReport out{goal, {}, {}, {}};
    std::vector<double> ofCases(cases.scores.size(), goal.target);
    if (goal.rule == ThresholdRule::Fixed)
        out.thresholds = {goal.target};
    else
        for (const int fold : std::set<int>(cases.folds.begin(), cases.folds.end())) {
            const auto threshold = crossFittedThreshold(cases, fold, goal);
            if (!threshold)
                return std::nullopt;
            out.thresholds.push_back(*threshold);
            for (std::size_t i = 0; i < ofCases.size(); ++i)
                if (cases.folds[i] == fold)
                    ofCases[i] = *threshold;
        }
    out.point = operatingPoint(cases.scores, cases.events, ofCases);
    const double events = static_cast<double>(std::count(cases.events.begin(), cases.events.end(), 1));
    out.predictive = predictiveValues(out.point.sensitivity.value, out.point.specificity.value,
                                      events / static_cast<double>(cases.events.size()));
    return out;
}

} // namespace

ClassEvaluation evaluateClass(const ScoredCases& cases, int ranked, const std::string& name) {
    const BinaryCases binary{scoresOf(cases, ranked), eventsOf(cases, ranked), cases.folds};
    const ScoredCases pair = againstTheRest(cases, ranked);
    ClassEvaluation out;
    out.name = name;
    out.cases = static_cast<int>(std::count(binary.events.begin(), binary.events.end(), 1));
    if (const auto auc = pooledAuc(pair))
        out.auc = withInterval(*auc, kDeLongMethod);
    const std::vector<std::size_t> patients = patientsPerClass(pair, 2);
    if (std::min(patients[0], patients[1]) < kFewestPatients)
        return out;
    out.brier = decomposedBrier(binary.scores, binary.events);
    out.calibrationCurve = calibrationCurve(binary.scores, binary.events);
    out.decisionCurve = decisionCurve(binary.scores, binary.events);
    for (const ThresholdGoal& goal : kGoals)
        if (auto report = thresholdReport(binary, goal))
            out.thresholds.push_back(std::move(*report));
    return out;
}

} // namespace nidus
