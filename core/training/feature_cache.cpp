// SPDX-License-Identifier: Apache-2.0
#include "core/training/feature_cache.h"

#include "core/base/files.h"
#include "core/base/safetensors.h"
#include "core/imaging/case_file.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <numeric>
#include <optional>
#include <utility>

namespace nidus {
namespace {

namespace fs = std::filesystem;

constexpr const char* kViewPrefix = "views-";

std::string digestOf(const nlohmann::ordered_json& json) {
    const std::string text = json.dump();
    return sha256(std::as_bytes(std::span(text))).substr(0, 32);
}

/// Everything but the cases that decides what the frozen encoder makes of them. The format also counts changes of our
/// own arithmetic that move the last digits.
nlohmann::ordered_json frozenPart(const TrainingJob& job, const NetworkInput& input,
                                  const std::string& libraryVersion) {
    nlohmann::ordered_json json{{"format", 2},
                                {"input", input.size},
                                {"device", job.compute.device},
                                {"threads", job.compute.threads},
                                {"precision", precisionName(job.compute.precision)},
                                {"library", libraryVersion}};
    if (job.recipe.pretrained)
        json["encoder"] = job.modelSha256;
    else
        json["random"] = {job.modelSha256, job.recipe.seed};
    return json;
}

std::string featuresKey(const TrainingJob& job, HeadKind head, const NetworkInput& input,
                        const std::string& libraryVersion) {
    nlohmann::ordered_json json = frozenPart(job, input, libraryVersion);
    json["head"] = headKindName(head);
    for (const JobCase& c : job.cases)
        json["cases"].push_back(c.sha256);
    return digestOf(json);
}

std::optional<FeatureRows> readFeatures(const fs::path& path, std::size_t count) {
    if (!fs::exists(path))
        return {};
    try {
        const SafetensorsFile file(path);
        const TensorEntry& entry = file.tensor("features");
        const std::vector<float> values = file.floats("features");
        if (entry.shape.size() != 2 || static_cast<std::size_t>(entry.shape[0]) != count)
            return {};
        const auto dims = static_cast<std::ptrdiff_t>(entry.shape[1]);
        FeatureRows rows;
        for (std::size_t i = 0; i < count; ++i) {
            const auto begin = values.begin() + static_cast<std::ptrdiff_t>(i) * dims;
            rows.emplace_back(begin, begin + dims);
        }
        return rows;
    } catch (const Error&) {
        // A damaged cache entry is computed again, and replaced.
        fs::remove(path);
        return {};
    }
}

void writeFeatures(const fs::path& path, const FeatureRows& rows) {
    std::vector<float> values;
    for (const auto& row : rows)
        values.insert(values.end(), row.begin(), row.end());
    const auto count = static_cast<std::int64_t>(rows.size());
    const auto dims = count == 0 ? 0 : static_cast<std::int64_t>(rows.front().size());
    writeSafetensors(path, {{"features", f32Entry(values, {count, dims})}},
                     {{"nidus", R"({"format":1,"kind":"features"})"}}, Publish::KeepExisting);
}

} // namespace

FeatureRows frozenFeatures(const fs::path& projectFolder, const fs::path& cacheFolder, const TrainingJob& job,
                           const EncoderSource& encoder, HeadKind head, const NetworkInput& input,
                           ComputeEngine& engine, const JobControl& control) {
    const fs::path file =
        cacheFolder / ("features-" + featuresKey(job, head, input, engine.libraryVersion()) + ".safetensors");
    if (auto rows = readFeatures(file, job.cases.size())) {
        markUsed(file);
        return *rows;
    }
    std::vector<std::size_t> all(job.cases.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    FeatureRows rows = engine.encode(encoder, head, input, caseSource(projectFolder, job, all), job.compute, control);
    fs::create_directories(cacheFolder);
    writeFeatures(file, rows);
    return rows;
}

ViewStore viewStore(const fs::path& cacheFolder, const TrainingJob& job, const NetworkInput& input,
                    const std::string& libraryVersion) {
    constexpr std::int64_t kMost = std::int64_t{64} << 30, kShare = 4;
    nlohmann::ordered_json json = frozenPart(job, input, libraryVersion);
    json["masked"] = input.maskedChannels;
    fs::create_directories(cacheFolder);
    const auto free = static_cast<std::int64_t>(fs::space(cacheFolder).available);
    return {cacheFolder, digestOf(json), std::min(kMost, (free + viewFileBytes(cacheFolder)) / kShare)};
}

fs::path viewFile(const fs::path& folder, const std::string& digest) {
    return folder / (kViewPrefix + digest + ".safetensors");
}

std::int64_t viewFileBytes(const fs::path& folder) {
    std::int64_t bytes = 0;
    if (fs::exists(folder))
        for (const auto& entry : fs::directory_iterator(folder))
            if (entry.path().filename().string().starts_with(kViewPrefix))
                bytes += static_cast<std::int64_t>(entry.file_size());
    return bytes;
}

Matrix featureMatrix(const FeatureRows& features, const std::vector<std::size_t>& rows) {
    Matrix x{rows.size(), features.front().size(), {}};
    x.values.reserve(x.rows * x.columns);
    for (const std::size_t i : rows)
        x.values.insert(x.values.end(), features[i].begin(), features[i].end());
    return x;
}

CaseSource caseSource(const fs::path& projectFolder, const TrainingJob& job, const std::vector<std::size_t>& indices) {
    std::vector<fs::path> files;
    std::vector<std::string> ids;
    for (const std::size_t i : indices) {
        files.push_back(projectFolder / job.cases[i].cacheFile);
        ids.push_back(job.cases[i].id);
    }
    return {files.size(), [files = std::move(files)](std::size_t i) { return readCaseFile(files[i]); },
            [ids = std::move(ids)](std::size_t i) { return ids[i]; }};
}

} // namespace nidus
