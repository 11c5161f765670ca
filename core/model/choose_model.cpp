// SPDX-License-Identifier: Apache-2.0
#include "core/model/choose_model.h"

#include "core/base/error_json.h"
#include "core/base/files.h"

#include <nlohmann/json.hpp>

#include <set>
#include <span>
#include <system_error>
#include <utility>

namespace nidus {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

/// Name of a finished model folder: twelve digits of the SHA-256 of its files.
std::string contentName(const fs::path& folder) {
    std::set<fs::path> files;
    for (const auto& entry : fs::directory_iterator(folder))
        files.insert(entry.path());
    std::string text;
    for (const fs::path& file : files)
        text.append(file.filename().string()).append(" ").append(sha256File(file)).append("\n");
    return sha256(std::as_bytes(std::span(text))).substr(0, 12);
}

/// Writes the model beside its final place and moves it there as a whole. Returns its folder relative to the project.
std::string storeModel(const Project& project, const PretrainedModel& model) {
    const fs::path parent = project.folder() / "models";
    fs::create_directories(parent);
    const TemporaryFolder unfinished(parent);
    writeModelFolder(unfinished.path(), model);
    fs::permissions(unfinished.path(), fs::perms::owner_all | fs::perms::group_read | fs::perms::group_exec
                                           | fs::perms::others_read | fs::perms::others_exec);
    const std::string name = contentName(unfinished.path());
    if (std::error_code failure; !fs::exists(parent / name)) {
        fs::rename(unfinished.path(), parent / name, failure);
        if (failure)
            throw Error("FIL-003", (parent / name).string() + " could not be written: " + failure.message() + ".");
    }
    return "models/" + name;
}

std::string reasonOf(std::optional<InputFrame> asked, InputFrame frame, const std::vector<Case>& cases) {
    if (asked)
        return "The input frame is " + std::string(inputFrameName(frame)) + ", as asked for.";
    if (cases.empty())
        return "The input frame is plan: there are no cases yet. Choose the model again after importing DICOM series.";
    if (frame == InputFrame::Plan)
        return "The input frame is plan, because all cases are image files as the model's own were.";
    return "The input frame is ras, because there are DICOM series among the cases: every image is turned so that its "
           "axes run to the right, to the front and upwards.";
}

std::vector<Problem> findingsFor(const PretrainedModel& model, const std::vector<Case>& cases) {
    const std::size_t channels = model.configuration.normalization.size();
    std::size_t differing = 0;
    std::string first;
    for (const Case& each : cases) {
        if (!each.included || each.channels.size() == channels)
            continue;
        if (differing++ == 0)
            first = each.id + " has " + std::to_string(each.channels.size());
    }
    if (differing == 0)
        return {};
    return {{"MOD-004", Severity::Warning,
             "The model needs " + std::to_string(channels) + " images per case, but " + std::to_string(differing)
                 + " of " + std::to_string(cases.size()) + " cases have another number (" + first
                 + "). They will be left out.",
             ""}};
}

} // namespace

ModelReport chooseModel(Project& project, const PretrainedModel& model, std::optional<InputFrame> frame) {
    const std::vector<Case> cases = project.cases();
    ModelReport report;
    report.chosen.frame = frame ? *frame : defaultFrame(cases);
    report.frameReason = reasonOf(frame, report.chosen.frame, cases);
    report.problems = findingsFor(model, cases);
    report.chosen.folder = storeModel(project, model);
    project.setModel(report.chosen);
    return report;
}

PreprocessingPlan preprocessingPlan(const Project& project) {
    const ChosenModel chosen = project.requiredModel();
    PretrainedModel model = readModelFolder(project.folder() / chosen.folder);
    return {std::move(model.plans), std::move(model.configuration), chosen.frame};
}

std::string toJson(const ModelReport& report, const PretrainedModel& model) {
    Json document = Json::parse(inspectJson(model));
    document["folder"] = report.chosen.folder;
    document["frame"] = inputFrameName(report.chosen.frame);
    document["frame_reason"] = report.frameReason;
    for (const Json& problem : Json::parse(toJson(report.problems)))
        document["problems"].push_back(problem);
    return document.dump(2, ' ', false, Json::error_handler_t::replace);
}

} // namespace nidus
