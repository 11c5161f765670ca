// SPDX-License-Identifier: Apache-2.0
#include "core/statistics/evaluation.h"

#include <nlohmann/json.hpp>

#include <cmath>

namespace nidus {
namespace {

using Json = nlohmann::ordered_json;

Json numberOrNull(const std::optional<double>& value) {
    return value && std::isfinite(*value) ? Json(*value) : Json();
}

Json estimateJson(const std::optional<Estimate>& estimate, const std::string& kind) {
    if (!estimate)
        return {};
    return {{"value", estimate->value},
            {"low", estimate->low},
            {"high", estimate->high},
            {"kind", kind},
            {"interval", estimate->method}};
}

} // namespace

std::string toJson(const Evaluation& evaluation) {
    Json out;
    out["n"] = evaluation.n;
    out["classes"] = evaluation.classes;
    out["positive"] = evaluation.positive.empty() ? Json() : Json(evaluation.positive);
    out["auc"] = estimateJson(evaluation.auc, evaluation.aucKind);
    out["auc_pooled"] = estimateJson(evaluation.aucPooled, evaluation.aucKind);
    out["fold_auc"] = Json::array();
    for (const auto& auc : evaluation.foldAuc)
        out["fold_auc"].push_back(numberOrNull(auc));
    out["baselines"] = Json::object();
    for (const auto& [name, auc] : evaluation.baselines)
        out["baselines"][name] = numberOrNull(auc);
    out["log_loss"] = evaluation.logLoss;
    out["brier"] = evaluation.brier;
    out["balanced_accuracy"] = evaluation.balancedAccuracy;
    out["calibration"] = Json();
    if (evaluation.calibration)
        out["calibration"] = {{"slope", numberOrNull(evaluation.calibration->slope)},
                              {"intercept", numberOrNull(evaluation.calibration->intercept)},
                              {"ece", numberOrNull(evaluation.calibration->ece)}};
    out["confusion"] = evaluation.confusion;
    // Names come from folders and tables; what is not UTF-8 must not stop a report.
    return out.dump(-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace nidus
