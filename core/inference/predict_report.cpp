// SPDX-License-Identifier: Apache-2.0
#include "core/base/error_json.h"
#include "core/inference/classifier.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace nidus {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

bool isBelow(const fs::path& file, const fs::path& folder) {
    const fs::path relative =
        fs::absolute(file).lexically_normal().lexically_relative(fs::absolute(folder).lexically_normal());
    return !relative.empty() && *relative.begin() != "..";
}

/// The path as the user gave it where it names one series alone, else the file, or the path with the series' name.
std::string nameOf(const SeriesInfo& series, const std::vector<fs::path>& paths,
                   const std::vector<SeriesInfo>& included) {
    if (series.source.files.empty())
        return series.source.uid;
    for (const fs::path& path : paths) {
        if (!isBelow(series.source.files.front(), path))
            continue;
        const auto count = std::ranges::count_if(included, [&](const SeriesInfo& other) {
            return !other.source.files.empty() && isBelow(other.source.files.front(), path);
        });
        if (count == 1)
            return path.string();
        if (series.source.files.size() == 1)
            return series.source.files.front().string();
        return path.string() + " [" + (series.description.empty() ? series.source.uid : series.description)
               + (series.source.part.empty() ? "" : ", " + series.source.part) + "]";
    }
    return series.source.uid;
}

void makeUnique(std::vector<PredictInput>& inputs) {
    std::set<std::string> names;
    for (PredictInput& input : inputs) {
        const std::string base = input.name;
        for (int number = 2; !names.insert(input.name).second; ++number)
            input.name = base + " #" + std::to_string(number);
    }
}

} // namespace

std::vector<PredictInput> findInputs(const std::vector<fs::path>& paths, SeriesReader& reader,
                                     std::vector<Problem>& refused, const JobControl& control) {
    const ScanReport scan = reader.scan(paths, control);
    std::vector<SeriesInfo> included;
    std::ranges::copy_if(scan.series, std::back_inserter(included), &SeriesInfo::included);
    std::vector<PredictInput> inputs;
    for (const SeriesInfo& series : included)
        inputs.push_back({nameOf(series, paths, included), {series.source}});
    makeUnique(inputs);
    for (const SeriesInfo& series : scan.series) {
        if (series.included)
            continue;
        const auto gravest = std::ranges::max_element(series.problems, {}, &Problem::severity);
        Problem reason =
            gravest == series.problems.end()
                ? Problem{"CLF-005", Severity::Warning, "This series is not offered for classification.", {}}
                : *gravest;
        reason.caseId = nameOf(series, paths, included);
        refused.push_back(std::move(reason));
    }
    for (const UnassignedFile& file : scan.unassigned)
        refused.push_back({file.code, Severity::Info, file.text, file.path.string()});
    return inputs;
}

std::string toJson(const PredictReport& report) {
    Json cases = Json::array();
    for (const CasePrediction& c : report.cases)
        cases.push_back({{"input", c.input},
                         {"prediction", c.prediction},
                         {"probabilities", c.probabilities},
                         {"zone", c.zone},
                         {"ood", {{"score", c.oodScore ? Json(*c.oodScore) : Json()}, {"flag", c.oodFlag}}},
                         {"problems", Json::parse(toJson(c.problems))}});
    const Json json{{"model", report.model},
                    {"use", "For research only. Not a medical device."},
                    {"cases", cases},
                    {"refused", Json::parse(toJson(report.refused))},
                    {"seconds", report.seconds}};
    return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

} // namespace nidus
