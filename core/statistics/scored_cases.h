// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/statistics/evaluation.h"
#include "core/statistics/ranking.h"

#include <cstddef>
#include <string>
#include <vector>

namespace nidus {

/// Labelled, scored cases. Two classes: `ranked` holds the positive class alone; more: all of them, each against the
/// rest, and every AUC is the mean over them (macro).
struct ScoredCases {
    std::vector<int> labels;                 ///< [0, classes)
    std::vector<std::vector<double>> scores; ///< [case][class]; only the order within a class counts
    std::vector<int> folds;
    std::vector<int> ranked;
    std::vector<std::string> patients; ///< empty: a patient of its own
};

/// The labelled ones among the predictions, scores are probabilities; `rows`, if given, gets their positions. Throws
/// Error STA-004 (none is labelled), STA-005 (fewer than two classes, no such positive class), STA-008 (a prediction
/// does not fit the classes).
[[nodiscard]] ScoredCases scoredCases(const std::vector<Prediction>& predictions, std::size_t classes, int positive,
                                      std::vector<std::size_t>* rows = nullptr);

/// The cases ordered by the score of each ranked class.
[[nodiscard]] std::vector<Ranking> rankingsOf(const ScoredCases& cases);

/// Score of one class, per case.
[[nodiscard]] std::vector<double> scoresOf(const ScoredCases& cases, int ranked);

/// 1 for cases of this class, 0 for the rest.
[[nodiscard]] std::vector<int> eventsOf(const ScoredCases& cases, int ranked);

/// Class of the highest score, per case; the first of equals.
[[nodiscard]] std::vector<int> predictedClasses(const ScoredCases& cases);

/// The part of each case in logLoss(): -log of the clamped probability of its class.
[[nodiscard]] std::vector<double> logLossOfCases(const ScoredCases& cases);

/// The part of each case in the Brier score: squared errors of the ranked classes, summed.
[[nodiscard]] std::vector<double> brierOfCases(const ScoredCases& cases);

/// Patients of each class; a patient counts to the class of the first of their cases.
[[nodiscard]] std::vector<std::size_t> patientsPerClass(const ScoredCases& cases, std::size_t classes);

/// Fewer patients than this in a class make every figure of it unreliable; intervals are then not given.
inline constexpr std::size_t kFewestPatients = 5;
inline constexpr const char* kSmallClassCode = "STA-013";
inline constexpr const char* kRepeatedPatientsCode = "STA-015";

/// A warning for each class of fewer patients than kFewestPatients, and a note where patients have several cases.
[[nodiscard]] std::vector<Problem> problemsOf(const ScoredCases& cases, const std::vector<std::string>& classes);
[[nodiscard]] bool hasProblem(const std::vector<Problem>& problems, const char* code);

} // namespace nidus
