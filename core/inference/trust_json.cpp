// SPDX-License-Identifier: Apache-2.0
#include "core/base/error.h"
#include "core/inference/trust.h"

#include <nlohmann/json.hpp>

namespace nidus {
namespace {

using Json = nlohmann::ordered_json;

Json intervalJson(const Interval& interval) {
    return {interval.low, interval.high};
}

Interval intervalFromJson(const Json& json) {
    return {json.at(0).get<double>(), json.at(1).get<double>()};
}

Json rangeJson(const TrainingRange& range) {
    Json json{{"spacing_low", range.spacingLow},
              {"spacing_high", range.spacingHigh},
              {"size_mm_low", range.sizeLow},
              {"size_mm_high", range.sizeHigh},
              {"mean_intensity_low", range.intensityLow},
              {"mean_intensity_high", range.intensityHigh},
              {"intensity_is_meaningful", range.isIntensityMeaningful},
              {"modalities", range.modalities}};
    if (range.volumeMm3)
        json["volume_mm3"] = intervalJson(*range.volumeMm3);
    if (range.foregroundShare)
        json["foreground_share"] = intervalJson(*range.foregroundShare);
    if (range.smoothness)
        for (const Interval& interval : *range.smoothness)
            json["smoothness"].push_back(intervalJson(interval));
    return json;
}

TrainingRange rangeFromJson(const Json& json) {
    TrainingRange range;
    json.at("spacing_low").get_to(range.spacingLow);
    json.at("spacing_high").get_to(range.spacingHigh);
    json.at("size_mm_low").get_to(range.sizeLow);
    json.at("size_mm_high").get_to(range.sizeHigh);
    json.at("mean_intensity_low").get_to(range.intensityLow);
    json.at("mean_intensity_high").get_to(range.intensityHigh);
    json.at("intensity_is_meaningful").get_to(range.isIntensityMeaningful);
    range.modalities = json.value("modalities", range.modalities);
    if (json.contains("volume_mm3"))
        range.volumeMm3 = intervalFromJson(json.at("volume_mm3"));
    if (json.contains("foreground_share"))
        range.foregroundShare = intervalFromJson(json.at("foreground_share"));
    if (json.contains("smoothness")) {
        range.smoothness.emplace();
        for (std::size_t axis = 0; axis < 3; ++axis)
            (*range.smoothness)[axis] = intervalFromJson(json.at("smoothness").at(axis));
    }
    return range;
}

Json zoneJson(const std::optional<Zone>& zone) {
    if (!zone)
        return nullptr;
    return {{"threshold", zone->threshold}, {"cases", zone->cases}, {"errors", zone->errors}, {"bound", zone->bound}};
}

Json zonesJson(const Zones& zones) {
    return {{"confidence", kZoneConfidence},
            {"below_target", zones.targets.below},
            {"above_target", zones.targets.above},
            {"below", zoneJson(zones.below)},
            {"above", zoneJson(zones.above)}};
}

std::optional<Zone> zoneFromJson(const Json& json) {
    if (json.is_null())
        return {};
    return Zone{json.at("threshold").get<double>(), json.at("cases").get<int>(), json.at("errors").get<int>(),
                json.at("bound").get<double>()};
}

Trust parsed(const Json& json) {
    Trust trust;
    trust.range = rangeFromJson(json.at("training_range"));
    json.at("novelty_threshold").get_to(trust.limits.mahalanobis);
    if (json.contains("ood_limits")) {
        const Json& limits = json.at("ood_limits");
        limits.at("neighbours").get_to(trust.limits.neighbours);
        limits.at("features").get_to(trust.limits.features);
        limits.at("input").get_to(trust.limits.input);
    }
    if (json.contains("zones")) {
        const Json& zones = json.at("zones");
        zones.at("below_target").get_to(trust.zones.targets.below);
        zones.at("above_target").get_to(trust.zones.targets.above);
        trust.zones.below = zoneFromJson(zones.at("below"));
        trust.zones.above = zoneFromJson(zones.at("above"));
    }
    if (json.contains("out_of_fold")) {
        json.at("out_of_fold").at("cases").get_to(trust.outOfFoldCases);
        json.at("out_of_fold").at("flagged").get_to(trust.outOfFoldFlagged);
    }
    return trust;
}

} // namespace

std::string toJson(const Trust& trust) {
    const Json json{
        {"novelty_threshold", trust.limits.mahalanobis},
        {"training_range", rangeJson(trust.range)},
        {"ood_limits",
         {{"neighbours", trust.limits.neighbours}, {"features", trust.limits.features}, {"input", trust.limits.input}}},
        {"zones", zonesJson(trust.zones)},
        {"out_of_fold", {{"cases", trust.outOfFoldCases}, {"flagged", trust.outOfFoldFlagged}}}};
    return json.dump();
}

std::string toJson(const Zones& zones) {
    return zonesJson(zones).dump();
}

Trust trustFromJson(const std::string& text) {
    try {
        return parsed(Json::parse(text));
    } catch (const Json::exception& error) {
        throw Error("CLF-002", std::string("The manifest of the classifier is damaged: ") + error.what());
    }
}

} // namespace nidus
