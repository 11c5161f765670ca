// SPDX-License-Identifier: Apache-2.0
#include "app/demo_project.h"

#include "core/base/error.h"
#include "core/base/resource_folder.h"
#include "core/model/choose_model.h"
#include "core/model/pretrained_model.h"
#include "core/project/import.h"
#include "dicom/phantom_dataset.h"
#include "dicom/readers.h"

#include <chrono>
#include <optional>

namespace nidus {
namespace {

namespace fs = std::filesystem;

constexpr int kCases = 40, kUnseen = 6;

void clearFormerDemo(const fs::path& out) {
    if (!fs::exists(out) || fs::is_empty(out))
        return;
    if (!fs::exists(out / "phantoms" / "labels.csv"))
        throw Error("DEM-001", out.string() + " holds something else than a former demo. Choose an empty folder.");
    for (const char* name : {"phantoms", "demo.nidus", "demo.nidusmodel"})
        fs::remove_all(out / name);
}

} // namespace

void refuseBlockers(const std::vector<Problem>& problems) {
    for (const Problem& problem : problems)
        if (problem.severity == Severity::Blocker)
            throw Error(problem.code, problem.text, problem.caseId);
}

DemoProject makeDemoProject(const fs::path& out, const JobControl& control) {
    std::map<std::string, double> seconds;
    auto last = std::chrono::steady_clock::now();
    const auto lap = [&](const char* phase) {
        const auto now = std::chrono::steady_clock::now();
        seconds[phase] = std::chrono::duration<double>(now - last).count();
        last = now;
    };
    clearFormerDemo(out);
    fs::create_directories(out);
    dicom::PhantomDatasetOptions phantoms;
    phantoms.cases = kCases;
    phantoms.unseen = kUnseen;
    dicom::writePhantomDataset(out / "phantoms", phantoms, control.part(0, 0.5));
    lap("phantoms");

    const auto reader = dicom::makeSeriesReader();
    Project project = Project::create(out / "demo.nidus");
    refuseBlockers(
        importTable(project, out / "phantoms" / "labels.csv", out / "phantoms", *reader, control.part(0.5, 1))
            .problems);
    lap("import");
    refuseBlockers(
        chooseModel(project, loadPretrainedModel(resourceFolder() / "demo" / "model"), std::nullopt).problems);
    lap("model");

    Recipe recipe = recipePreset("balanced");
    recipe.phases = {{1, 2}, {2, 2}};
    recipe.folds = 4;
    return {std::move(project), out / "phantoms" / "unseen", std::move(recipe), std::move(seconds)};
}

} // namespace nidus
