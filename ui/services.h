// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/classifier.h"
#include "core/inference/trust.h"
#include "core/model/model_fit.h"
#include "core/model/pretrained_model.h"
#include "core/project/cohort_edit.h"
#include "core/project/import.h"
#include "core/project/prepare.h"
#include "core/project/project.h"
#include "core/project/table_preview.h"
#include "core/training/augment_preview.h"
#include "core/training/case_groupings.h"
#include "core/training/compare_runs.h"
#include "core/training/event_log.h"
#include "core/training/run_cost.h"
#include "core/training/run_dossier.h"
#include "core/training/train.h"
#include "ui/settings/device_check.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace nidus::ui {

/// A run that was begun and has no result.
struct UnfinishedRun {
    RunRecord record;
    std::string lastActivity;          ///< UTC, ISO 8601: when it last wrote something
    std::optional<EpochEvent> epoch{}; ///< the last that it finished
};

/// The pretrained model of a project, as far as the window talks about it.
struct ModelSummary {
    std::string title;         ///< what it was trained on
    std::string configuration; ///< "3d_fullres"
    std::vector<double> spacingMm;
    std::vector<std::string> channels;
    std::int64_t parameters = 0; ///< of the encoder
    std::string problem;         ///< why it cannot be used, in a sentence; empty: it can

    bool operator==(const ModelSummary&) const = default;
};

/// The pretrained model of a project, looked at closely.
struct ModelCheck {
    PretrainedModel model; ///< without its weights
    ModelFit fit;          ///< to a sample of the cases
};

/// What the window shows of a project: plain values, read in one go, so that no widget ever waits for a disk.
struct ProjectSnapshot {
    std::filesystem::path folder;
    std::vector<Case> cases;
    std::vector<std::string> classes;
    std::string positiveClass;
    std::optional<ModelSummary> model;
    std::vector<RunRecord> runs;
    std::optional<UnfinishedRun> unfinished; ///< the newest that can be resumed
    std::vector<std::string> queue;          ///< presets of the runs that wait, the next one first
    std::string busyWith;                    ///< a sentence naming who else writes to the project; empty: nobody
};

/// What the list of recent projects shows of one.
struct ProjectGlance {
    std::string id; ///< as Project::id()
    int cases = 0;
    std::vector<std::pair<std::string, int>> classes{}; ///< with their cases
    Volume picture{};                                   ///< one slice; without voxels: no case is prepared yet
};

struct TrainRequest {
    std::filesystem::path project;
    std::string preset = "balanced";
    std::string runId; ///< with `resume`: which one
    bool resume = false;
    bool finish = false;                         ///< with `resume`: end the run with what is there, as TrainOptions
    std::optional<Recipe> recipe = std::nullopt; ///< instead of that of the preset
};

/// A project to try the program with, and a folder of scans that are in no project.
struct SampleProject {
    std::filesystem::path project, unseen;
    Recipe recipe; ///< learns it in about a minute
};

/// One channel of a case.
struct ChannelImage {
    Volume volume;
    int channel = 0;  ///< which it is
    int channels = 1; ///< how many the case has
};

/// A trained classifier that is open. `classify` finds the series under the paths and says of each what it is; the
/// others go with a case that it found, by CasePrediction::input: its first image, and what its prediction rests on.
struct OpenClassifier {
    ClassifierInfo info;
    std::function<PredictReport(const std::vector<std::filesystem::path>& paths,
                                const std::function<void(const CasePrediction&)>& onCase, const JobControl&)>
        classify;
    std::function<Volume(const std::string& input, const JobControl&)> readScan;
    std::function<Volume(const std::string& input, const JobControl&)> readMiddleSlice; ///< of that image
    std::function<CaseExplanation(const std::string& input, const ExplainOptions&, const JobControl&)> explain;
};

/// Everything that the window lets others do: filled by app/composition with the real engine, by tests with a fake.
/// All but `recipe` are called on a worker thread, block, and throw Error or Cancelled.
struct Services {
    std::function<ProjectSnapshot(const std::filesystem::path& folder, const JobControl&)> openProject;
    /// Throws where there is no project.
    std::function<ProjectGlance(const std::filesystem::path& folder, const JobControl&)> glance;
    /// Prepares what is not prepared yet.
    std::function<PrepareReport(const std::filesystem::path& folder, const JobControl&)> prepare;
    std::function<RunResult(const TrainRequest&, const RunListener&, const JobControl&)> train;
    /// An empty id: the newest finished run.
    std::function<RunResult(const std::filesystem::path& folder, const std::string& runId, const JobControl&)> readRun;
    /// What a run has said so far, finished or not.
    std::function<std::vector<RunEvent>(const std::filesystem::path& folder, const std::string& runId,
                                        const JobControl&)>
        readEvents;
    /// Keeps which runs wait in a project, by their presets.
    std::function<void(const std::filesystem::path& folder, const std::vector<std::string>& presets, const JobControl&)>
        writeQueue;
    /// How the cases of a run can be sorted by what is known of their images.
    std::function<std::vector<CaseGrouping>(const std::filesystem::path& folder, const std::string& runId,
                                            const JobControl&)>
        readGroupings;
    /// Which cases of a finished run are unlike those that it was trained on, and in which zone each lies.
    std::function<std::map<std::string, TestedTrust>(const std::filesystem::path& folder, const std::string& runId,
                                                     const JobControl&)>
        readTrust;
    /// The first run against the second.
    std::function<RunComparison(const std::filesystem::path& folder, const std::string& a, const std::string& b,
                                const JobControl&)>
        compareRuns;
    /// All that there is to tell of a finished run, for a report; an empty id: the newest.
    std::function<RunDossier(const std::filesystem::path& folder, const std::string& runId, const JobControl&)>
        readDossier;
    /// Deletes what an unfinished run has written and closes it for good.
    std::function<void(const std::filesystem::path& folder, const std::string& runId, const JobControl&)> discardRun;
    std::function<Recipe(const std::string& preset)> recipe;
    /// Makes the sample below this folder; a former one there is replaced.
    std::function<SampleProject(const std::filesystem::path& folder, const JobControl&)> makeSample;
    /// `onSeries` gets what is found while the scan runs; what is returned has everything.
    std::function<ScanReport(const std::vector<std::filesystem::path>& paths,
                             const std::function<void(std::vector<SeriesInfo>)>& onSeries, const JobControl&)>
        scan;
    /// Those that make or label a project return what they have to say of its cases.
    std::function<std::vector<Problem>(const std::filesystem::path& folder, const std::vector<SeriesInfo>& series,
                                       const JobControl&)>
        createProject;
    /// Adds series to a project that is there.
    std::function<std::vector<Problem>(const std::filesystem::path& folder, const std::vector<SeriesInfo>& series,
                                       const JobControl&)>
        addScans;
    /// The voxels of a series that a scan has found.
    std::function<Volume(const SeriesSource& series, const JobControl&)> readSeries;
    /// A slice to know a series by, see SeriesReader::readMiddleSlice(); where its files cannot be read that of
    /// `prepared`, a case file, unless the path is empty.
    std::function<Volume(const SeriesSource& series, const std::filesystem::path& prepared, const JobControl&)>
        readMiddleSlice;
    std::function<std::vector<Problem>(const std::filesystem::path& folder, int level, const JobControl&)>
        labelFromFolders;
    std::function<std::vector<Problem>(const std::filesystem::path& folder, const LabelTable& table, const JobControl&)>
        labelFromTable;
    std::function<std::vector<Problem>(const std::filesystem::path& folder, const std::string& tag, const JobControl&)>
        labelFromTag;
    /// What a table of labels would do.
    std::function<TablePreview(const std::filesystem::path& folder, const std::filesystem::path& table,
                               const std::string& sheet, const JobControl&)>
        previewTable;
    /// What a person changed of labels, classes and uses of cases.
    std::function<void(const std::filesystem::path& folder, const CohortEdit& edit, const JobControl&)> editCohort;
    /// A checkpoint, a folder of results or an archive becomes the model of the project.
    std::function<std::vector<Problem>(const std::filesystem::path& folder, const std::filesystem::path& path,
                                       const JobControl&)>
        chooseModel;
    /// Reads the headers of some cases. Throws Error PRJ-020 without a model.
    std::function<ModelCheck(const std::filesystem::path& folder, const JobControl&)> checkModel;
    /// Puts one case through preparation and network. Throws Error TRN-005 without cases, and those of the engine.
    std::function<RunCosts(const std::filesystem::path& folder, const JobControl&)> measure;
    /// The first labelled case as a training gets it. Throws Error TRN-005 without one.
    std::function<SampleCase(const std::filesystem::path& folder, const JobControl&)> prepareSample;
    /// An image of a case as its files have it; of a channel that there is not, the last one.
    std::function<ChannelImage(const std::filesystem::path& folder, const std::string& caseId, int channel,
                               const JobControl&)>
        readScan;
    /// The same of a prepared case with the voxels that the network sees.
    std::function<ChannelImage(const std::filesystem::path& folder, const std::string& caseId, int channel,
                               const JobControl&)>
        readPrepared;
    /// What the prediction of a case in a finished run rests on, by the models that never saw the case.
    std::function<CaseExplanation(const std::filesystem::path& folder, const std::string& runId,
                                  const std::string& caseId, const ExplainOptions&, const JobControl&)>
        explainCase;
    std::function<OpenClassifier(const std::filesystem::path& file, const JobControl&)> openClassifier;
    /// Writes the classifier of a finished run.
    std::function<void(const std::filesystem::path& folder, const std::string& runId, const std::filesystem::path& file,
                       const JobControl&)>
        saveClassifier;
    std::string torchVersion; ///< that this program was built for
    /// Runs the self-test with this LibTorch on this device, in a process of its own.
    std::function<DeviceReport(const DeviceChoice& choice, const JobControl&)> checkDevice;
    /// Unpacks an archive of LibTorch to where the program keeps its own, and returns the folder.
    std::function<std::filesystem::path(const std::filesystem::path& archive, const JobControl&)> unpackTorch;
};

} // namespace nidus::ui
