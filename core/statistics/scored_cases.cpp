// SPDX-License-Identifier: Apache-2.0
#include "core/statistics/scored_cases.h"

#include "core/base/error.h"
#include "core/statistics/patients.h"

#include <algorithm>
#include <numeric>

namespace nidus {
namespace {

void check(const Prediction& p, std::size_t classes) {
    const bool isWhole = p.probabilities.size() == classes && p.label < static_cast<int>(classes)
                         && std::all_of(p.probabilities.begin(), p.probabilities.end(),
                                        [](double value) { return value >= 0 && value <= 1; });
    if (!isWhole)
        throw Error("STA-008",
                    "The prediction of case " + p.caseId + " does not fit the " + std::to_string(classes)
                        + " classes: it needs one probability between 0 and 1 for each and a label among them.",
                    p.caseId);
}

} // namespace

ScoredCases scoredCases(const std::vector<Prediction>& predictions, std::size_t classes, int positive,
                        std::vector<std::size_t>* rows) {
    if (classes < 2 || (classes == 2 && (positive < 0 || positive > 1)))
        throw Error("STA-005", "An evaluation needs two classes at least, and with two of them a positive one.");
    ScoredCases out;
    for (std::size_t i = 0; i < predictions.size(); ++i) {
        const Prediction& p = predictions[i];
        check(p, classes);
        if (p.label < 0)
            continue;
        out.labels.push_back(p.label);
        out.scores.push_back(p.probabilities);
        out.folds.push_back(p.fold);
        out.patients.push_back(p.patient);
        if (rows != nullptr)
            rows->push_back(i);
    }
    if (out.labels.empty())
        throw Error("STA-004", "None of the predicted cases has a label, so there is nothing to compare with. "
                               "Label the cases and evaluate again.");
    if (classes == 2)
        out.ranked = {positive};
    else {
        out.ranked.resize(classes);
        std::iota(out.ranked.begin(), out.ranked.end(), 0);
    }
    return out;
}

std::vector<Ranking> rankingsOf(const ScoredCases& cases) {
    std::vector<Ranking> out;
    for (const int k : cases.ranked)
        out.emplace_back(scoresOf(cases, k), eventsOf(cases, k));
    return out;
}

std::vector<double> scoresOf(const ScoredCases& cases, int ranked) {
    std::vector<double> out;
    for (const auto& row : cases.scores)
        out.push_back(row[static_cast<std::size_t>(ranked)]);
    return out;
}

std::vector<int> eventsOf(const ScoredCases& cases, int ranked) {
    std::vector<int> out;
    for (const int label : cases.labels)
        out.push_back(label == ranked ? 1 : 0);
    return out;
}

std::vector<int> predictedClasses(const ScoredCases& cases) {
    std::vector<int> out;
    for (const auto& row : cases.scores)
        out.push_back(static_cast<int>(std::max_element(row.begin(), row.end()) - row.begin()));
    return out;
}

std::vector<double> logLossOfCases(const ScoredCases& cases) {
    std::vector<double> out;
    for (std::size_t i = 0; i < cases.labels.size(); ++i)
        out.push_back(logLoss({cases.scores[i]}, {cases.labels[i]}));
    return out;
}

std::vector<double> brierOfCases(const ScoredCases& cases) {
    std::vector<double> out;
    for (std::size_t i = 0; i < cases.labels.size(); ++i) {
        double sum = 0;
        for (const int k : cases.ranked) {
            const double error = cases.scores[i][static_cast<std::size_t>(k)] - (cases.labels[i] == k ? 1 : 0);
            sum += error * error;
        }
        out.push_back(sum);
    }
    return out;
}

std::vector<std::size_t> patientsPerClass(const ScoredCases& cases, std::size_t classes) {
    std::vector<std::size_t> out(classes, 0);
    for (const auto& own : casesOfPatients(cases.patients))
        ++out[static_cast<std::size_t>(cases.labels[own.front()])];
    return out;
}

std::vector<Problem> problemsOf(const ScoredCases& cases, const std::vector<std::string>& classes) {
    std::vector<Problem> out;
    const std::vector<std::size_t> patients = patientsPerClass(cases, classes.size());
    for (std::size_t k = 0; k < classes.size(); ++k)
        if (patients[k] < kFewestPatients)
            out.push_back({kSmallClassCode,
                           Severity::Warning,
                           "Class \"" + classes[k] + "\" has " + std::to_string(patients[k])
                               + " patients among the predicted cases, fewer than " + std::to_string(kFewestPatients)
                               + ". Its figures are unreliable, and those that need more cases are left out.",
                           {}});
    const std::size_t all = std::accumulate(patients.begin(), patients.end(), std::size_t{0});
    if (all < cases.labels.size())
        out.push_back(
            {kRepeatedPatientsCode,
             Severity::Info,
             std::to_string(cases.labels.size()) + " cases come from " + std::to_string(all)
                 + " patients. Bootstrap intervals draw whole patients; the other intervals take each case as "
                   "independent and may be too short.",
             {}});
    return out;
}

bool hasProblem(const std::vector<Problem>& problems, const char* code) {
    return std::ranges::any_of(problems, [code](const Problem& problem) { return problem.code == code; });
}

} // namespace nidus
