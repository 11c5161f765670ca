// SPDX-License-Identifier: Apache-2.0
#include "core/model/model_location.h"

#include <algorithm>
#include <map>
#include <optional>
#include <system_error>
#include <utility>

namespace nidus {
namespace {

namespace fs = std::filesystem;

constexpr int kMaxDepth = 4;
constexpr std::size_t kMaxEntries = 20'000;

std::optional<int> rankOf(const fs::path& file) {
    constexpr const char* kNames[] = {"checkpoint_final.pth", "checkpoint_best.pth", "checkpoint_latest.pth"};
    for (int rank = 0; rank < 3; ++rank)
        if (file.filename() == kNames[rank])
            return rank;
    return std::nullopt;
}

std::string describe(const ModelLocation& model) {
    const std::string configuration = model.configuration.empty() ? model.checkpoint.string() : model.configuration;
    const std::string fold = model.fold.empty() ? "" : ", fold " + model.fold;
    const std::string dataset =
        model.dataset.empty() ? "" : " of " + model.dataset + " (" + model.trainer + ", " + model.plansName + ")";
    return configuration + fold + dataset;
}

std::string listed(const std::vector<ModelLocation>& models) {
    constexpr std::size_t kMost = 12;
    std::string text;
    for (std::size_t i = 0; i < std::min(models.size(), kMost); ++i)
        text += (i == 0 ? "" : "; ") + describe(models[i]);
    return models.size() > kMost ? text + "; and " + std::to_string(models.size() - kMost) + " more" : text;
}

// nnU-Net writes fold_0 ... or fold_all; users name either form.
std::string foldName(const std::string& text) {
    constexpr const char* kPrefix = "fold_";
    return text.rfind(kPrefix, 0) == 0 ? text.substr(5) : text;
}

} // namespace

ModelLocation locationOf(const fs::path& checkpoint) {
    ModelLocation model;
    model.checkpoint = checkpoint;
    const fs::path folder = checkpoint.parent_path();
    if (folder.filename().string().rfind("fold_", 0) != 0)
        return model;
    model.fold = foldName(folder.filename().string());
    const std::string name = folder.parent_path().filename().string();
    const std::size_t first = name.find("__"), last = name.rfind("__");
    if (first == std::string::npos || first == last)
        return model;
    model.trainer = name.substr(0, first);
    model.plansName = name.substr(first + 2, last - first - 2);
    model.configuration = name.substr(last + 2);
    model.dataset = folder.parent_path().parent_path().filename().string();
    return model;
}

std::vector<ModelLocation> modelsAmong(const std::vector<fs::path>& files) {
    std::map<fs::path, fs::path> bestByFolder;
    for (const fs::path& file : files) {
        const std::optional<int> rank = rankOf(file);
        if (!rank)
            continue;
        const auto [best, isNew] = bestByFolder.emplace(file.parent_path(), file);
        if (!isNew && *rank < *rankOf(best->second))
            best->second = file;
    }
    std::vector<ModelLocation> models;
    for (const auto& [folder, file] : bestByFolder)
        models.push_back(locationOf(file));
    return models;
}

std::vector<ModelLocation> findModels(const fs::path& folder) {
    std::vector<fs::path> named, others;
    std::size_t seen = 0;
    std::error_code fault;
    fs::recursive_directory_iterator entry(folder, fs::directory_options::skip_permission_denied, fault), end;
    for (; !fault && entry != end && seen < kMaxEntries; entry.increment(fault), ++seen) {
        if (entry.depth() >= kMaxDepth)
            entry.disable_recursion_pending();
        if (rankOf(entry->path()))
            named.push_back(entry->path());
        else if (entry.depth() == 0 && entry->path().extension() == ".pth")
            others.push_back(entry->path());
    }
    std::vector<ModelLocation> models = modelsAmong(named);
    if (models.empty())
        std::transform(others.begin(), others.end(), std::back_inserter(models), locationOf);
    if (models.empty())
        throw Error("MDL-001",
                    folder.string()
                        + " holds no nnU-Net model. Choose a checkpoint (.pth), the folder of a fold, or the "
                          "folder Dataset..._.../Trainer__Plans__Configuration.");
    return models;
}

ModelLocation chooseModel(const std::vector<ModelLocation>& models, const ModelChoice& choice,
                          const std::string& where) {
    std::vector<ModelLocation> fitting;
    std::copy_if(models.begin(), models.end(), std::back_inserter(fitting), [&](const ModelLocation& model) {
        const bool hasConfiguration =
            choice.configuration.empty() || model.configuration.empty() || model.configuration == choice.configuration;
        return hasConfiguration && (choice.fold.empty() || model.fold == foldName(choice.fold));
    });
    if (fitting.empty())
        throw Error("MDL-001",
                    where + " does not hold the configuration or fold asked for. It holds: " + listed(models) + ".");
    if (fitting.size() > 1)
        throw Error("MDL-003",
                    where + " holds several models; choose one by configuration and fold: " + listed(fitting) + ".");
    return fitting.front();
}

} // namespace nidus
