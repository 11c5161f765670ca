// SPDX-License-Identifier: Apache-2.0
#include "core/base/csv.h"
#include "core/base/error_json.h"
#include "core/inference/classifier.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
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

std::ptrdiff_t countBelow(const std::vector<SeriesInfo>& series, const fs::path& folder) {
    return std::ranges::count_if(series, [&](const SeriesInfo& s) {
        return !s.source.files.empty() && isBelow(s.source.files.front(), folder);
    });
}

/// The path as the user gave it where it names one series alone, else the file, the folder of this series alone, or the
/// path with the series' name.
std::string nameOf(const SeriesInfo& series, const std::vector<fs::path>& paths,
                   const std::vector<SeriesInfo>& included) {
    if (series.source.files.empty())
        return series.source.uid;
    for (const fs::path& path : paths) {
        if (!isBelow(series.source.files.front(), path))
            continue;
        if (countBelow(included, path) == 1)
            return path.string();
        if (series.source.files.size() == 1)
            return series.source.files.front().string();
        const fs::path folder = series.source.files.front().parent_path();
        if (countBelow(included, folder) <= 1)
            return folder.string();
        return path.string() + " [" + (series.description.empty() ? series.source.uid : series.description)
               + (series.source.part.empty() ? "" : ", " + series.source.part) + "]";
    }
    return series.source.uid;
}

std::string numberText(double value) {
    std::array<char, 32> text{};
    return {text.data(), std::to_chars(text.data(), text.data() + text.size(), value).ptr};
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

std::string toCsv(const PredictReport& report, const std::vector<std::string>& classes) {
    std::vector<std::string> header{"input", "prediction"};
    for (const std::string& name : classes)
        header.push_back("p_" + name);
    for (const char* name : {"zone", "ood_score", "ood_flag", "problems"})
        header.emplace_back(name);
    std::string text = csvRow(header);
    for (const CasePrediction& c : report.cases) {
        std::vector<std::string> row{c.input, c.prediction};
        for (const std::string& name : classes)
            row.push_back(numberText(c.probabilities.at(name)));
        row.push_back(c.zone);
        row.push_back(c.oodScore ? numberText(*c.oodScore) : std::string());
        row.emplace_back(c.oodFlag ? "1" : "0");
        std::string codes;
        for (const Problem& problem : c.problems)
            codes += (codes.empty() ? "" : " ") + problem.code;
        row.push_back(codes);
        text += csvRow(row);
    }
    return text;
}

} // namespace nidus
