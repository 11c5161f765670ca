// SPDX-License-Identifier: Apache-2.0
#include "core/training/fold_record.h"

#include "core/base/error.h"
#include "core/base/files.h"

#include <nlohmann/json.hpp>

#include <array>
#include <cstdio>

namespace nidus {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;
constexpr int kFormat = 1;

Json innerJson(const FoldRecord& record) {
    Json json{{"probe_log_loss", record.probeInnerLogLoss}};
    if (const auto& inner = record.inner) {
        json["finetuned_log_loss"] = inner->tunedLogLoss;
        json["best_epochs"] = inner->bestEpochs;
        json["epochs"] = inner->epochs;
        json["difference"] = inner->difference;
        json["standard_error"] = inner->standardError;
        json["finetuned_is_better"] = inner->isTunedBetter;
    }
    return json;
}

FoldRecord parsed(const Json& json) {
    FoldRecord record;
    json.at("fold").get_to(record.fold);
    json.at("kept").get_to(record.kept);
    json.at("why").get_to(record.why);
    json.at("epochs").get_to(record.epochs);
    record.members = json.value("members", 1);
    record.head = json.value("head", std::string());
    json.at("penalty").get_to(record.penalty);
    json.at("temperature").get_to(record.temperature);
    const Json& inner = json.at("inner");
    inner.at("probe_log_loss").get_to(record.probeInnerLogLoss);
    if (inner.contains("epochs")) {
        InnerChoice& choice = record.inner.emplace();
        choice.probeLogLoss = record.probeInnerLogLoss;
        inner.at("finetuned_log_loss").get_to(choice.tunedLogLoss);
        inner.at("best_epochs").get_to(choice.bestEpochs);
        inner.at("epochs").get_to(choice.epochs);
        inner.at("difference").get_to(choice.difference);
        inner.at("standard_error").get_to(choice.standardError);
        inner.at("finetuned_is_better").get_to(choice.isTunedBetter);
    }
    json.at("input").get_to(record.input);
    json.at("seconds").get_to(record.seconds);
    json.at("peak_rss_bytes").get_to(record.peakRssBytes);
    json.at("weights_sha256").get_to(record.weightsSha256);
    // The distances to neighbours came later; a record without them has zeros.
    const auto mahalanobis = json.at("novelty_scores").get<std::vector<double>>();
    const auto neighbours = json.value("neighbour_scores", std::vector<double>(mahalanobis.size(), 0.0));
    if (neighbours.size() != mahalanobis.size())
        throw Error("TRN-013", "The record of fold " + std::to_string(record.fold)
                                   + " is damaged: its scores are not of the same cases.");
    for (std::size_t i = 0; i < mahalanobis.size(); ++i)
        record.novelty.push_back({mahalanobis[i], neighbours[i]});
    return record;
}

} // namespace

void writeFoldRecord(const fs::path& folder, const FoldRecord& record) {
    std::vector<double> mahalanobis, neighbours;
    for (const NoveltyScores& scores : record.novelty) {
        mahalanobis.push_back(scores.mahalanobis);
        neighbours.push_back(scores.neighbours);
    }
    const Json json{{"format", kFormat},
                    {"fold", record.fold},
                    {"kept", record.kept},
                    {"why", record.why},
                    {"epochs", record.epochs},
                    {"members", record.members},
                    {"head", record.head},
                    {"penalty", record.penalty},
                    {"temperature", record.temperature},
                    {"inner", innerJson(record)},
                    {"input", record.input},
                    {"seconds", record.seconds},
                    {"peak_rss_bytes", record.peakRssBytes},
                    {"weights_sha256", record.weightsSha256},
                    {"novelty_scores", mahalanobis},
                    {"neighbour_scores", neighbours}};
    writeFileAtomically(folder / "fold.json", json.dump(1) + "\n");
}

bool hasFoldRecord(const fs::path& folder) {
    return fs::exists(folder / "fold.json");
}

FoldRecord readFoldRecord(const fs::path& folder) {
    const fs::path file = folder / "fold.json";
    try {
        const Json json = Json::parse(readTextFile(file));
        if (json.at("format").get<int>() > kFormat)
            throw Error("TRN-014", file.string() + " was written by a newer version of Nidus. Please update Nidus.");
        return parsed(json);
    } catch (const Json::exception& error) {
        throw Error("TRN-013", file.string() + " is damaged: " + error.what());
    }
}

void writeInnerOutcome(const fs::path& file, const InnerOutcome& outcome) {
    writeFileAtomically(file, Json{{"format", kFormat}, {"seconds", outcome.seconds}, {"logits", outcome.logits}}.dump()
                                  + "\n");
}

std::optional<InnerOutcome> readInnerOutcome(const fs::path& file) {
    if (!fs::exists(file))
        return {};
    try {
        const Json json = Json::parse(readTextFile(file));
        return InnerOutcome{json.at("logits").get<std::vector<LogitRows>>(), json.at("seconds").get<double>()};
    } catch (const Json::exception& error) {
        throw Error("TRN-013", file.string() + " is damaged: " + error.what() + ". Delete it to have it made again.");
    }
}

std::string threeDecimals(double value) {
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%.3f", value);
    return text.data();
}

} // namespace nidus
