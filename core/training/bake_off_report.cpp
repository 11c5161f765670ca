// SPDX-License-Identifier: Apache-2.0
#include "core/base/error_json.h"
#include "core/training/bake_off.h"
#include "core/training/fold_record.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace nidus {
namespace {

using Json = nlohmann::ordered_json;

std::string padded(std::string text, std::size_t width) {
    text.resize(std::max(width, text.size()), ' ');
    return text;
}

std::string withInterval(double value, const std::optional<Estimate>& interval) {
    std::string text = threeDecimals(value);
    if (interval && std::isfinite(interval->low))
        text += " (" + threeDecimals(interval->low) + " to " + threeDecimals(interval->high) + ")";
    return text;
}

std::string orUndefined(const std::optional<Estimate>& estimate) {
    return estimate ? withInterval(estimate->value, estimate) : "undefined";
}

double totalSeconds(const RunResult& result) {
    double total = 0;
    for (const auto& [phase, seconds] : result.seconds)
        total += seconds;
    return total;
}

Json rowJson(const BakeOffRow& row, std::size_t rank) {
    Json json{{"rank", row.result ? Json(rank) : Json()},
              {"model", row.model},
              {"random_weights", row.isRandom},
              {"title", row.title}};
    if (row.error)
        json.update(Json::parse(toJson(*row.error)));
    if (!row.result)
        return json;
    json.update(Json::parse(toJson(row.result->evaluation)));
    json["signal"] = row.result->signal ? Json{{"p", row.result->signal->p}} : Json();
    json["difference_to_best"] = row.toBest ? Json::parse(toJson(*row.toBest)) : Json();
    json["seconds"] = Json::object();
    for (const auto& [phase, seconds] : row.result->seconds)
        json["seconds"][phase] = std::round(seconds * 1000) / 1000;
    json["problems"] = Json::parse(toJson(row.result->problems));
    return json;
}

std::string figuresText(const BakeOff& bakeOff) {
    constexpr std::size_t kFigure = 26;
    std::string text = padded("", 4) + padded("log-loss", kFigure) + padded("AUC, mean of folds", kFigure)
                       + padded("AUC, all cases pooled", kFigure) + padded("Brier score", kFigure)
                       + padded("seconds", 10) + "model\n";
    for (std::size_t i = 0; i < bakeOff.rows.size(); ++i) {
        const BakeOffRow& row = bakeOff.rows[i];
        if (!row.result) {
            text += padded("-", 4) + row.model + ": " + row.error->code() + ": " + row.error->what() + "\n";
            continue;
        }
        const Evaluation& e = row.result->evaluation;
        text += padded(std::to_string(i + 1), 4);
        text += padded(withInterval(e.logLoss, e.logLossInterval), kFigure) + padded(orUndefined(e.auc), kFigure)
                + padded(orUndefined(e.aucPooled), kFigure) + padded(withInterval(e.brier, e.brierInterval), kFigure)
                + padded(threeDecimals(totalSeconds(*row.result)), 10) + row.model + "\n";
    }
    return text;
}

std::string differencesText(const BakeOff& bakeOff) {
    constexpr std::size_t kFigure = 32;
    std::string text = "\nDifference to the first, paired case by case\n" + padded("", 4)
                       + padded("log-loss (above 0: worse)", kFigure) + padded("pooled AUC (below 0: worse)", kFigure)
                       + "p of the AUC\n";
    for (std::size_t i = 0; i < bakeOff.rows.size(); ++i) {
        const std::optional<Comparison>& difference = bakeOff.rows[i].toBest;
        if (!difference)
            continue;
        const Estimate& logLoss = difference->logLoss.difference;
        text += padded(std::to_string(i + 1), 4);
        text += padded(withInterval(logLoss.value, logLoss), kFigure);
        if (difference->auc)
            text += padded(orUndefined(difference->auc->difference), kFigure)
                    + (difference->auc->p ? threeDecimals(*difference->auc->p) : "");
        text += "\n";
    }
    return text;
}

} // namespace

std::string toJson(const BakeOff& bakeOff) {
    Json models = Json::array();
    for (std::size_t i = 0; i < bakeOff.rows.size(); ++i)
        models.push_back(rowJson(bakeOff.rows[i], i + 1));
    const Json json{{"compared", bakeOff.compared},
                    {"ranked_by", "log_loss"},
                    {"models", models},
                    {"problems", Json::parse(toJson(bakeOff.problems))}};
    return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

std::string toText(const BakeOff& bakeOff) {
    std::string text = std::to_string(bakeOff.compared);
    text += " encoders compared by the probe on their frozen features";
    if (bakeOff.compared > 0) {
        const Evaluation& e = bakeOff.rows.front().result->evaluation;
        text += ", " + std::to_string(e.n) + " cases, " + std::to_string(e.foldAuc.size()) + " folds";
        text += e.positive.empty() ? "" : ", positive class " + e.positive;
    }
    text += "\n\n" + figuresText(bakeOff);
    if (bakeOff.compared > 1)
        text += differencesText(bakeOff);
    text += '\n';
    for (const Problem& problem : bakeOff.problems)
        text += problem.code + ": " + problem.text + "\n";
    if (bakeOff.compared > 0)
        for (const Problem& problem : bakeOff.rows.front().result->problems)
            text += "Of the first, " + problem.code + ": " + problem.text + "\n";
    text += "Intervals (95 %) do not contain the randomness of training. For research use only.\n";
    return text;
}

} // namespace nidus
