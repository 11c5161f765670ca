// SPDX-License-Identifier: Apache-2.0
#include "core/base/error_json.h"
#include "core/statistics/comparison.h"

#include <nlohmann/json.hpp>

#include <cmath>

namespace nidus {
namespace {

using Json = nlohmann::ordered_json;

Json numberOrNull(const std::optional<double>& value) {
    return value && std::isfinite(*value) ? Json(*value) : Json();
}

Json estimateJson(const std::optional<Estimate>& estimate) {
    if (!estimate)
        return {};
    return {{"value", numberOrNull(estimate->value)},
            {"low", numberOrNull(estimate->low)},
            {"high", numberOrNull(estimate->high)},
            {"interval", estimate->method}};
}

Json aucJson(const std::optional<Estimate>& estimate, const std::string& kind) {
    Json out = estimateJson(estimate);
    if (estimate)
        out["kind"] = kind;
    return out;
}

Json boundsJson(const std::optional<Estimate>& estimate) {
    Json out = estimateJson(estimate);
    if (estimate)
        out.erase("value");
    return out;
}

Json decompositionJson(const std::optional<BrierDecomposition>& brier) {
    if (!brier)
        return {};
    return {{"reliability", brier->reliability},
            {"resolution", brier->resolution},
            {"uncertainty", brier->uncertainty},
            {"within_bins", brier->withinBins},
            {"bins", brier->bins}};
}

Json calibrationCurveJson(const std::vector<CalibrationBin>& curve) {
    Json out = Json::array();
    for (const CalibrationBin& bin : curve)
        out.push_back({{"count", bin.count},
                       {"mean_predicted", bin.meanPredicted},
                       {"observed", bin.observed.value},
                       {"low", bin.observed.low},
                       {"high", bin.observed.high},
                       {"interval", bin.observed.method}});
    return curve.empty() ? Json() : out;
}

Json decisionCurveJson(const std::vector<NetBenefit>& curve) {
    Json out = Json::array();
    for (const NetBenefit& point : curve)
        out.push_back({{"threshold", point.threshold},
                       {"net_benefit", point.model},
                       {"treat_all", point.treatAll},
                       {"treat_none", 0}});
    return curve.empty() ? Json() : out;
}

const char* ruleName(ThresholdRule rule) {
    switch (rule) {
    case ThresholdRule::Fixed:
        return "fixed";
    case ThresholdRule::Youden:
        return "youden";
    case ThresholdRule::Sensitivity:
        return "sensitivity";
    case ThresholdRule::Specificity:
        return "specificity";
    }
    return "fixed";
}

Json thresholdsJson(const std::vector<ThresholdReport>& reports) {
    Json out = Json::array();
    for (const ThresholdReport& report : reports) {
        const bool hasTarget = report.goal.rule != ThresholdRule::Youden;
        const OperatingPoint& point = report.point;
        out.push_back({{"rule", ruleName(report.goal.rule)},
                       {"target", hasTarget ? Json(report.goal.target) : Json()},
                       {"thresholds", report.thresholds},
                       {"true_positives", point.truePositives},
                       {"false_positives", point.falsePositives},
                       {"true_negatives", point.trueNegatives},
                       {"false_negatives", point.falseNegatives},
                       {"sensitivity", estimateJson(point.sensitivity)},
                       {"specificity", estimateJson(point.specificity)},
                       {"prevalence", report.predictive.prevalence},
                       {"ppv", numberOrNull(report.predictive.positive)},
                       {"npv", numberOrNull(report.predictive.negative)}});
    }
    return reports.empty() ? Json() : out;
}

/// The figures of one class, with the same keys in both places where they may stand.
void addClassFigures(Json& out, const ClassEvaluation& one) {
    out["brier_decomposition"] = decompositionJson(one.brier);
    out["calibration_curve"] = calibrationCurveJson(one.calibrationCurve);
    out["decision_curve"] = decisionCurveJson(one.decisionCurve);
    out["thresholds"] = thresholdsJson(one.thresholds);
}

/// Two classes: those of the positive one at the top; more: null there and one object per class.
void addPerClass(Json& out, const Evaluation& evaluation) {
    const bool isBinary = evaluation.classes.size() == 2;
    addClassFigures(out, isBinary && !evaluation.perClass.empty() ? evaluation.perClass.front() : ClassEvaluation());
    out["per_class"] = Json();
    if (isBinary)
        return;
    out["per_class"] = Json::object();
    for (const ClassEvaluation& one : evaluation.perClass) {
        Json figures{{"cases", one.cases},
                     {"auc_pooled", aucJson(one.auc, "one_vs_rest")},
                     {"average_precision", estimateJson(one.averagePrecision)}};
        addClassFigures(figures, one);
        out["per_class"][one.name] = std::move(figures);
    }
}

Json differenceJson(const PairedDifference& figure) {
    return {{"a", figure.first},
            {"b", figure.second},
            {"difference", estimateJson(figure.difference)},
            {"p", numberOrNull(figure.p)}};
}

} // namespace

std::string toJson(const Evaluation& evaluation) {
    Json out;
    out["n"] = evaluation.n;
    out["classes"] = evaluation.classes;
    out["positive"] = evaluation.positive.empty() ? Json() : Json(evaluation.positive);
    out["auc"] = aucJson(evaluation.auc, evaluation.aucKind);
    out["auc_pooled"] = aucJson(evaluation.aucPooled, evaluation.aucKind);
    out["fold_auc"] = Json::array();
    for (const auto& auc : evaluation.foldAuc)
        out["fold_auc"].push_back(numberOrNull(auc));
    out["average_precision"] = aucJson(evaluation.averagePrecision, evaluation.aucKind);
    out["baselines"] = Json::object();
    for (const auto& [name, auc] : evaluation.baselines)
        out["baselines"][name] = numberOrNull(auc);
    out["log_loss"] = evaluation.logLoss;
    out["log_loss_interval"] = boundsJson(evaluation.logLossInterval);
    out["brier"] = evaluation.brier;
    out["brier_interval"] = boundsJson(evaluation.brierInterval);
    out["balanced_accuracy"] = evaluation.balancedAccuracy;
    out["balanced_accuracy_interval"] = boundsJson(evaluation.balancedAccuracyInterval);
    out["mcc"] = estimateJson(evaluation.mcc);
    out["calibration"] = Json();
    if (evaluation.calibration)
        out["calibration"] = {{"slope", numberOrNull(evaluation.calibration->slope)},
                              {"intercept", numberOrNull(evaluation.calibration->intercept)},
                              {"ece", numberOrNull(evaluation.calibration->ece)}};
    addPerClass(out, evaluation);
    out["confusion"] = evaluation.confusion;
    out["problems"] = Json::parse(toJson(evaluation.problems));
    // Names come from folders and tables; what is not UTF-8 must not stop a report.
    return out.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string toJson(const Comparison& comparison) {
    Json out;
    out["n"] = comparison.n;
    out["classes"] = comparison.classes;
    out["positive"] = comparison.positive.empty() ? Json() : Json(comparison.positive);
    out["auc_pooled"] = Json();
    if (comparison.auc) {
        out["auc_pooled"] = differenceJson(*comparison.auc);
        out["auc_pooled"]["kind"] = comparison.aucKind;
    }
    out["log_loss"] = differenceJson(comparison.logLoss);
    out["brier"] = differenceJson(comparison.brier);
    out["problems"] = Json::parse(toJson(comparison.problems));
    return out.dump(-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace nidus
