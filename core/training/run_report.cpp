// SPDX-License-Identifier: Apache-2.0
#include "core/base/error_json.h"
#include "core/training/fold_record.h"
#include "core/training/train.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace nidus {
namespace {

using Json = nlohmann::ordered_json;

double rounded(double seconds) {
    return std::round(seconds * 1000) / 1000;
}

std::string padded(std::string text, std::size_t width) {
    text.resize(std::max(width, text.size()), ' ');
    return text;
}

std::string number(const std::optional<double>& value) {
    return value ? threeDecimals(*value) : "undefined";
}

std::string interval(const std::optional<Estimate>& estimate) {
    if (!estimate)
        return "undefined";
    return threeDecimals(estimate->value) + " (" + threeDecimals(estimate->low) + " to " + threeDecimals(estimate->high)
           + ")";
}

using Column = std::pair<std::string, const Evaluation*>;

std::string tableRow(const std::string& name, const std::vector<Column>& columns, auto&& cell) {
    std::string line = padded(name, 26);
    for (const Column& column : columns)
        line += padded(cell(*column.second), 26);
    return line + "\n";
}

std::string comparison(const RunResult& result) {
    std::vector<Column> columns{{"kept", &result.evaluation}, {"probe", &result.probe}};
    if (result.finetuned)
        columns.emplace_back("fine-tuned", &*result.finetuned);
    std::string text = padded("", 26);
    for (const Column& column : columns)
        text += padded(column.first, 26);
    text += "\n";
    text += tableRow("AUC, mean of folds", columns, [](const Evaluation& e) { return interval(e.auc); });
    text += tableRow("AUC, all cases pooled", columns, [](const Evaluation& e) { return interval(e.aucPooled); });
    text += tableRow("log-loss", columns, [](const Evaluation& e) { return threeDecimals(e.logLoss); });
    text += tableRow("Brier score", columns, [](const Evaluation& e) { return threeDecimals(e.brier); });
    text +=
        tableRow("balanced accuracy", columns, [](const Evaluation& e) { return threeDecimals(e.balancedAccuracy); });
    text += tableRow("calibration slope", columns, [](const Evaluation& e) {
        // Classes that the scores separate leave no finite slope.
        return e.calibration && std::isfinite(e.calibration->slope) ? threeDecimals(e.calibration->slope)
                                                                    : std::string("undefined");
    });
    return text;
}

std::string confusionText(const Evaluation& evaluation) {
    std::string text = padded("true \\ predicted", 26);
    for (const std::string& name : evaluation.classes)
        text += padded(name, 14);
    text += "\n";
    for (std::size_t i = 0; i < evaluation.confusion.size(); ++i) {
        text += padded(evaluation.classes[i], 26);
        for (const int count : evaluation.confusion[i])
            text += padded(std::to_string(count), 14);
        text += "\n";
    }
    return text;
}

} // namespace

std::string toJson(const RunResult& result) {
    Json json{{"run", result.runId}, {"preset", result.preset}};
    json.update(Json::parse(toJson(result.evaluation)));
    json["kept"] = result.kept;
    json["probe"] = Json::parse(toJson(result.probe));
    json["finetuned"] = result.finetuned ? Json::parse(toJson(*result.finetuned)) : Json();
    json["folds"] = Json::array();
    for (std::size_t i = 0; i < result.folds.size(); ++i)
        json["folds"].push_back({{"fold", result.folds[i]},
                                 {"kept", result.kept[i]},
                                 {"why", result.why[i]},
                                 {"weights_sha256", result.foldWeightsSha256[i]}});
    json["signal"] = Json();
    if (result.signal)
        json["signal"] = {{"p", result.signal->p},
                          {"permutations", result.signal->permutations},
                          {"log_loss", result.signal->logLoss}};
    json["never_tested"] = result.neverTested;
    json["leakage"] = {{"patients_in_several_folds", result.leakage.patients},
                       {"images_in_several_folds", result.leakage.images}};
    json["seconds"] = Json::object();
    for (const auto& [phase, seconds] : result.seconds)
        json["seconds"][phase] = rounded(seconds);
    json["peak_rss_bytes"] = result.peakRssBytes;
    json["weights_sha256"] = result.weightsSha256;
    json["problems"] = Json::parse(toJson(result.problems));
    return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

std::string toText(const RunResult& result) {
    const Evaluation& e = result.evaluation;
    std::string text = "Run ";
    text += result.runId + " (" + result.preset + "), " + std::to_string(e.n) + " cases, ";
    if (result.neverTested > 0)
        text += "held out beside " + std::to_string(result.neverTested) + " that trained";
    else
        text += std::to_string(result.folds.size()) + (result.folds.size() == 1 ? " fold" : " folds");
    if (!e.positive.empty())
        text += ", positive class " + e.positive;
    text += "\n\n";
    text += comparison(result) + "\n";
    for (const auto& [name, label] :
         {std::pair{"volume_auc", "AUC of the volume alone"}, std::pair{"mean_intensity_auc", "AUC of mean intensity"}})
        if (const auto found = e.baselines.find(name); found != e.baselines.end())
            text += padded(label, 26) + number(found->second) + "\n";
    if (result.signal)
        text += padded("p of no signal", 26) + threeDecimals(result.signal->p) + "\n";
    text += '\n';
    text += confusionText(e);
    text += '\n';
    for (std::size_t i = 0; i < result.folds.size(); ++i)
        text += "fold " + std::to_string(result.folds[i]) + ": AUC "
                + number(i < e.foldAuc.size() ? e.foldAuc[i] : std::nullopt) + ". " + result.why[i] + "\n";
    for (const Problem& problem : result.problems)
        text += problem.code + ": " + problem.text + "\n";
    double total = 0;
    for (const auto& [phase, seconds] : result.seconds)
        total += seconds;
    text += '\n';
    text +=
        threeDecimals(total) + " s, " + std::to_string(result.peakRssBytes >> 20U) + " MiB at most. Intervals (95 %) ";
    text += "do not contain the randomness of training. For research use only.\n";
    return text;
}

} // namespace nidus
