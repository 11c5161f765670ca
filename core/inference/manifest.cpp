// SPDX-License-Identifier: Apache-2.0
#include "core/inference/manifest.h"

#include "core/base/error.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstdio>

namespace nidus {
namespace {

using Json = nlohmann::ordered_json;
constexpr int kManifestFormat = 1;
constexpr const char* kKind = "nidus classifier";

Json membersJson(const std::vector<ClassifierManifest::MemberFile>& members) {
    Json list = Json::array();
    for (const auto& member : members)
        list.push_back({{"fold", member.fold},
                        {"weights", member.weights},
                        {"novelty", member.novelty},
                        {"kept", member.kept},
                        {"temperature", member.temperature},
                        {"input", member.input}});
    return list;
}

ClassifierManifest parsed(const Json& json) {
    ClassifierManifest manifest;
    json.at("name").get_to(manifest.name);
    json.at("created").get_to(manifest.created);
    json.at("run").get_to(manifest.runId);
    json.at("preset").get_to(manifest.preset);
    json.at("classes").get_to(manifest.classes);
    json.at("positive").get_to(manifest.positive);
    json.at("channel_names").get_to(manifest.channelNames);
    manifest.frame = inputFrameFromName(json.at("frame").get<std::string>());
    json.at("configuration").get_to(manifest.configuration);
    manifest.architectureJson = json.at("architecture").dump();
    json.at("plans").get_to(manifest.plansJson);
    manifest.metricsJson = json.at("metrics").dump();
    json.at("pretrained").get_to(manifest.pretrained);
    json.at("encoder_seed").get_to(manifest.encoderSeed);
    manifest.precision = precisionFromName(json.at("precision").get<std::string>());
    manifest.trust = trustFromJson(json.dump());
    json.at("training_cases").get_to(manifest.trainingCases);
    for (const Json& item : json.at("members")) {
        auto& member = manifest.members.emplace_back();
        item.at("fold").get_to(member.fold);
        item.at("weights").get_to(member.weights);
        item.at("novelty").get_to(member.novelty);
        item.at("kept").get_to(member.kept);
        item.at("temperature").get_to(member.temperature);
        item.at("input").get_to(member.input);
    }
    const OodLimits& limits = manifest.trust.limits;
    const bool hasLimits = limits.mahalanobis > 0 && limits.features > 0 && limits.input > 0;
    const bool knowsPositive =
        manifest.positive.empty() || std::ranges::find(manifest.classes, manifest.positive) != manifest.classes.end();
    if (manifest.classes.size() < 2 || manifest.members.empty() || !hasLimits || !knowsPositive)
        throw Error("CLF-002",
                    "The manifest of the classifier is damaged: it needs two classes and one member at least.");
    return manifest;
}

std::string decimals(const Json& value) {
    if (!value.is_number())
        return "undefined";
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%.3f", value.get<double>());
    return text.data();
}

std::string metricLine(const Json& metrics, const char* key, const char* label) {
    const Json value = metrics.value(key, Json());
    if (!value.is_object())
        return std::string("| ") + label + " | " + decimals(value) + " |\n";
    return std::string("| ") + label + " | " + decimals(value.value("value", Json())) + " ("
           + decimals(value.value("low", Json())) + " to " + decimals(value.value("high", Json())) + ") |\n";
}

std::string zoneLine(const char* side, const std::optional<Zone>& zone, double target, const char* wrong) {
    const std::string line = std::string("| ") + side + " | ";
    if (!zone)
        return line + "none: too few cases, or too many errors, to show " + decimals(target) + " |\n";
    return line + side + " " + decimals(zone->threshold) + "; at most a share of " + decimals(zone->bound) + " " + wrong
           + " (" + std::to_string(zone->errors) + " of " + std::to_string(zone->cases) + " out-of-fold cases) |\n";
}

std::string trustText(const ClassifierManifest& manifest) {
    const Trust& trust = manifest.trust;
    std::string text;
    if (!manifest.positive.empty())
        text +=
            "\nZones of the probability of \"" + manifest.positive
            + "\". The share of errors is a one-sided 95 % Clopper-Pearson bound, for cases of the same kind and the "
              "same mixture of classes as the training cases.\n\n| zone | |\n|---|---|\n"
            + zoneLine("below", trust.zones.below, trust.zones.targets.below, "are positive")
            + zoneLine("above", trust.zones.above, trust.zones.targets.above, "are not positive");
    text += "\nA case is flagged where its image, or what the encoder makes of it, is unlike the training cases: "
            + std::to_string(trust.outOfFoldFlagged) + " of " + std::to_string(trust.outOfFoldCases)
            + " training cases would be, each judged by what never saw it.\n";
    return text;
}

} // namespace

std::string toJson(const ClassifierManifest& manifest) {
    Json json{{"format", kManifestFormat},
              {"kind", kKind},
              {"name", manifest.name},
              {"created", manifest.created},
              {"use", "For research only. Not a medical device."},
              {"run", manifest.runId},
              {"preset", manifest.preset},
              {"classes", manifest.classes},
              {"positive", manifest.positive},
              {"channel_names", manifest.channelNames},
              {"frame", inputFrameName(manifest.frame)},
              {"configuration", manifest.configuration},
              {"architecture", Json::parse(manifest.architectureJson)},
              {"pretrained", manifest.pretrained},
              {"encoder_seed", manifest.encoderSeed},
              {"precision", precisionName(manifest.precision)},
              {"members", membersJson(manifest.members)},
              {"training_cases", manifest.trainingCases},
              {"metrics", Json::parse(manifest.metricsJson)}};
    json.update(Json::parse(toJson(manifest.trust)));
    json["plans"] = manifest.plansJson;
    return json.dump(1, ' ', false, Json::error_handler_t::replace);
}

ClassifierManifest manifestFromJson(const std::string& text) {
    try {
        const Json json = Json::parse(text);
        if (!json.is_object() || json.value("kind", std::string()) != kKind)
            throw Error("CLF-001", "The manifest is not that of a classifier of Nidus.");
        if (json.at("format").get<int>() > kManifestFormat)
            throw Error("CLF-003", "The classifier was made by a newer version of Nidus. Please update Nidus.");
        return parsed(json);
    } catch (const Json::exception& error) {
        throw Error("CLF-002", std::string("The manifest of the classifier is damaged: ") + error.what());
    }
}

std::string modelCard(const ClassifierManifest& manifest) {
    const Json metrics = Json::parse(manifest.metricsJson);
    std::string text = "# " + manifest.name
                       + "\n\nA classifier for 3-D images made with Nidus. **For research only. Not a "
                         "medical device; no diagnosis may rest on it.**\n\n";
    text += "* Classes:";
    for (const std::string& name : manifest.classes)
        text += " " + name + (name == manifest.positive ? " (positive)" : "");
    text += "\n* Input channels:";
    for (const std::string& name : manifest.channelNames)
        text += " " + name;
    text += "\n* Trained on " + std::to_string(manifest.trainingCases) + " cases, "
            + std::to_string(manifest.members.size()) + " members, preset " + manifest.preset + ", run begun "
            + manifest.created + "\n\n";
    text +=
        "Out-of-fold results: each case was judged by a member that never saw it. Intervals (95 %) do not contain the "
        "randomness of training. Other scanners, protocols and patients may give other results.\n\n";
    text += "| measure | value |\n|---|---|\n";
    text += metricLine(metrics, "auc", "AUC, mean of folds") + metricLine(metrics, "auc_pooled", "AUC, pooled");
    text += metricLine(metrics, "log_loss", "log-loss") + metricLine(metrics, "brier", "Brier score");
    text += metricLine(metrics, "balanced_accuracy", "balanced accuracy");
    const Json baselines = metrics.value("baselines", Json::object());
    text += metricLine(baselines, "volume_auc", "AUC of the volume alone");
    text += metricLine(baselines, "mean_intensity_auc", "AUC of the mean intensity alone");
    return text + trustText(manifest);
}

} // namespace nidus
