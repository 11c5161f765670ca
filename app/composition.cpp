// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/composition.h"

#include "app/compute_services.h"
#include "app/demo_project.h"
#include "app/device_services.h"
#include "app/project_services.h"
#include "core/inference/classifier.h"
#include "core/inference/trust.h"
#include "core/model/engine.h"
#include "core/project/import.h"
#include "core/project/project.h"
#include "core/training/job.h"
#include "core/training/queued_runs.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace nidus {

namespace fs = std::filesystem;

ui::Services makeServices(const std::string& device) {
    ui::Services services;
    services.openProject = readProject;
    services.glance = glanceAt;
    services.prepare = prepareProject;
    services.train = [device](const ui::TrainRequest& request, const RunListener& listener, const JobControl& control) {
        return trainProject(request, device, listener, control);
    };
    services.readRun = [](const fs::path& folder, const std::string& runId, const JobControl& control) {
        control.poll();
        return readRun(Project::open(folder, Project::Access::ReadOnly), runId);
    };
    services.readEvents = [](const fs::path& folder, const std::string& runId, const JobControl& control) {
        control.poll();
        return readRunEvents(Project::open(folder, Project::Access::ReadOnly).runFolder(runId));
    };
    services.writeQueue = [](const fs::path& folder, const std::vector<std::string>& presets, const JobControl&) {
        writeQueuedRuns(folder, presets); // a small file; not to be stopped half way
    };
    services.readGroupings = readGroupings;
    services.readTrust = [](const fs::path& folder, const std::string& runId, const JobControl& control) {
        control.poll();
        return trustOfTested(Project::open(folder, Project::Access::ReadOnly), runId);
    };
    services.compareRuns = [](const fs::path& folder, const std::string& a, const std::string& b,
                              const JobControl& control) {
        control.poll();
        return compareRuns(Project::open(folder, Project::Access::ReadOnly), a, b);
    };
    services.readDossier = [](const fs::path& folder, const std::string& runId, const JobControl& control) {
        control.poll();
        return readDossier(Project::open(folder, Project::Access::ReadOnly), runId);
    };
    services.discardRun = discardRun;
    services.recipe = recipePreset;
    services.makeSample = [](const fs::path& folder, const JobControl& control) {
        const DemoProject demo = makeDemoProject(folder, control);
        return ui::SampleProject{demo.project.folder(), demo.unseen, demo.recipe};
    };
    const auto archives = std::make_shared<UnpackedArchives>();
    services.scan =
        [archives](const std::vector<fs::path>& paths, const std::function<void(std::vector<SeriesInfo>)>& onSeries,
                   const JobControl& control) { return scanForProject(*archives, paths, onSeries, control); };
    services.createProject = [archives](const fs::path& folder, const std::vector<SeriesInfo>& series,
                                        const JobControl& control) {
        return createProject(*archives, folder, series, control);
    };
    services.addScans = [archives](const fs::path& folder, const std::vector<SeriesInfo>& series,
                                   const JobControl& control) { return addScans(*archives, folder, series, control); };
    services.readSeries = readSeries;
    services.readMiddleSlice = readMiddleSliceOf;
    services.labelFromFolders = [](const fs::path& folder, int level, const JobControl& control) {
        control.poll();
        Project project = Project::open(folder);
        return labelFromFolderNames(project, level).problems;
    };
    services.labelFromTable = [](const fs::path& folder, const LabelTable& table, const JobControl& control) {
        control.poll();
        Project project = Project::open(folder);
        return labelFromTable(project, table, {}).problems;
    };
    services.labelFromTag = labelProjectFromTag;
    services.previewTable = [](const fs::path& folder, const fs::path& table, const std::string& sheet,
                               const JobControl& control) {
        control.poll();
        return previewTable(Project::open(folder, Project::Access::ReadOnly), table, sheet);
    };
    services.editCohort = [](const fs::path& folder, const CohortEdit& edit, const JobControl&) {
        Project project = Project::open(folder); // a few milliseconds; not to be stopped half way
        applyEdit(project, edit);
    };
    services.chooseModel = chooseProjectModel;
    services.checkModel = checkModel;
    services.measure = [device](const fs::path& folder, const JobControl& control) {
        return measureRun(folder, device, control);
    };
    services.prepareSample = prepareSample;
    services.readScan = readScan;
    services.readPrepared = readPrepared;
    services.explainCase = [device](const fs::path& folder, const std::string& runId, const std::string& caseId,
                                    ExplainOptions options, const JobControl& control) {
        options.device = device;
        return explainCase(folder, runId, caseId, options, control);
    };
    services.openClassifier = [device](const fs::path& file, const JobControl& control) {
        return openClassifier(file, device, control);
    };
    services.saveClassifier = [](const fs::path& folder, const std::string& runId, const fs::path& file,
                                 const JobControl& control) {
        control.poll();
        exportClassifier(Project::open(folder, Project::Access::ReadOnly), runId, file);
    };
    services.torchVersion = builtInTorchVersion();
    services.checkDevice = checkDevice;
    services.unpackTorch = unpackTorch;
    return services;
}

} // namespace nidus
