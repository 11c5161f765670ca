// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/error.h"
#include "core/statistics/decision_curve.h"
#include "core/statistics/estimate.h"
#include "core/statistics/proportion.h"
#include "core/statistics/reliability.h"
#include "core/statistics/threshold.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace nidus {

/// One out-of-fold prediction; a row of predictions.csv.
struct Prediction {
    std::string caseId, patient;
    int fold = 0;
    int label = -1;                    ///< -1: unknown
    std::vector<double> probabilities; ///< per class
    std::vector<double> logits;

    bool operator==(const Prediction&) const = default;
};

/// Slope and intercept of the logistic recalibration, for each fold fitted to the others and averaged; not a number
/// where none exists (the predictions separate the classes). ECE over bins of equal counts. More than two classes: each
/// against the rest, averaged.
struct Calibration {
    double slope = 0, intercept = 0, ece = 0;
};

/// How a threshold does on cases that had no part in its choice.
struct ThresholdReport {
    ThresholdGoal goal;
    std::vector<double> thresholds; ///< one per fold, ascending by fold; a fixed one: that one alone
    OperatingPoint point;
    PredictiveValues predictive; ///< at the share of the class among the cases
};

/// One class against the rest. A class or rest of fewer than five patients leaves all but name, cases and AUC out.
struct ClassEvaluation {
    std::string name;
    int cases = 0;
    std::optional<Estimate> auc;              ///< pooled
    std::optional<Estimate> averagePrecision; ///< pooled, patient bootstrap
    std::optional<BrierDecomposition> brier;
    std::vector<CalibrationBin> calibrationCurve;
    std::vector<NetBenefit> decisionCurve;
    std::vector<ThresholdReport> thresholds; ///< fixed 0.5, Youden, sensitivity 0.9, specificity 0.9
};

/// What `evaluate` reports (keys of DESIGN.md section 5). Absent where undefined (one class missing in the test cases).
struct Evaluation {
    int n = 0;
    std::vector<std::string> classes;
    std::string positive;
    std::optional<Estimate> auc;                ///< mean over folds, influence-function interval
    std::optional<Estimate> aucPooled;          ///< all out-of-fold cases, DeLong interval on the logit scale
    std::string aucKind;                        ///< "binary" or "macro_ovr"
    std::vector<std::optional<double>> foldAuc; ///< of the folds that occur, ascending
    std::map<std::string, std::optional<double>>
        baselines; ///< "volume_auc", "mean_intensity_auc": out-of-fold logistic regressions
    /// Brier: two classes, of the positive one (0 to 1); more, summed over the classes (0 to 2). Balanced accuracy:
    /// mean recall of the classes that occur.
    double logLoss = 0, brier = 0, balancedAccuracy = 0;
    std::optional<Calibration>
        calibration; ///< slope and intercept not numbers with fewer than five patients in a class
    std::vector<std::vector<int>> confusion; ///< [true][predicted]
    /// With patient-bootstrap intervals; average precision: of the positive class, or the mean over the classes
    /// (macro). Absent when a class has fewer than five patients; `problems` says so.
    std::optional<Estimate> averagePrecision, mcc, logLossInterval, brierInterval, balancedAccuracyInterval;
    std::vector<ClassEvaluation> perClass; ///< the positive class, or each class against the rest
    std::vector<Problem> problems;         ///< STA-013 (too few patients), STA-015 (several cases per patient)
};

/// Trivial numbers per case that a result has to beat.
struct Covariates {
    std::vector<double> volumeMm3, meanIntensity; ///< in the order of the predictions
    /// Cases without a prediction that these numbers may learn from as well.
    struct Others {
        std::vector<int> labels;
        std::vector<double> volumeMm3, meanIntensity;
    };
    Others onlyTraining{};
};

/// Metrics of out-of-fold predictions. `positive`: index of the positive class (two classes). Throws Error STA-004 when
/// there is no labelled prediction, STA-005 (fewer than two classes), STA-008 (a prediction does not fit the classes).
[[nodiscard]] Evaluation evaluate(const std::vector<Prediction>& predictions, const std::vector<std::string>& classes,
                                  int positive, const Covariates& covariates);

/// One JSON object with the keys of DESIGN.md section 5 that belong to the statistics.
[[nodiscard]] std::string toJson(const Evaluation& evaluation);

/// predictions.csv: case,patient,fold,label,prediction,p_<class>...,logit_<class>... (UTF-8, C locale, RFC 4180), and
/// back, numbers bit for bit. Throws Error STA-008 (a prediction does not fit the classes), STA-011 and those of
/// parseTable (no such table).
[[nodiscard]] std::string predictionsCsv(const std::vector<Prediction>& predictions,
                                         const std::vector<std::string>& classes);
[[nodiscard]] std::vector<Prediction> predictionsFromCsv(const std::string& csv, std::vector<std::string>* classes);

[[nodiscard]] std::vector<double> softmax(const std::vector<double>& logits);
/// Mean of -log p of the true class, probabilities clamped to [1e-7, 1 - 1e-7].
[[nodiscard]] double logLoss(const std::vector<std::vector<double>>& probabilities, const std::vector<int>& labels);
/// Temperature t in [0.01, 100] minimising the log-loss of softmax(logits / t). Where every case is predicted right
/// there is no minimum, and Platt's targets (n + 1) / (n + 2) for the true class keep it finite (Platt 1999).
[[nodiscard]] double fitTemperature(const std::vector<std::vector<double>>& logits, const std::vector<int>& labels);

} // namespace nidus
