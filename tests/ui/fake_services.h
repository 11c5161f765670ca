// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/services.h"

#include <atomic>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace nidus::test {

/// A stand-in for the engine: a project in memory, and a training that replays what a real one says. Read and written
/// by the window's thread while no job runs, by the worker in between.
struct FakeEngine {
    std::filesystem::path folder = "/nowhere/肺结节.nidus";
    int cases = 24;
    int channels = 1; ///< of each case; the voxels of each are 1000 above those of the one before
    bool isPrepared = true;
    bool hasModel = true;
    int folds = 2, innerFits = 3, epochs = 4, stepsPerEpoch = 5;
    int stepMs = 0;                      ///< how long a step takes
    std::atomic_int stopAfterSteps = -1; ///< wait there until stopped, or until this is another number
    std::optional<Error> openError, trainError, classifierError, readError, explainError;
    std::atomic_bool waitsInClassify = false; ///< after the first case, until stopped
    std::atomic_bool waitsInExplain = false;  ///< until stopped
    std::atomic_int explained = 0;
    std::string lastExplained; ///< run and case, or the input of a classifier
    std::optional<ui::UnfinishedRun> unfinished;

    std::vector<std::string> queue; ///< presets of the runs that wait
    std::optional<Error> queueError;
    std::vector<RunEvent> history; ///< of any run
    std::vector<std::string> eventsRead;

    std::atomic_int prepared = 0, trained = 0, discarded = 0;
    std::string lastPreset, lastRunId;
    std::vector<std::string> presets; ///< of all runs that were begun
    std::optional<Recipe> lastRecipe;
    bool lastWasResume = false, lastWasFinish = false;

    [[nodiscard]] ui::Services services();
    [[nodiscard]] ui::ProjectSnapshot snapshot() const;
    [[nodiscard]] ui::OpenClassifier classifier();
    /// A project in the making: what the wizard did, in words.
    std::vector<std::string> made;
    bool isInTheMaking = false, isLabelled = false; ///< then the snapshot has what was made so far, no more
    std::optional<Error> scanError, createError, modelError;
    int added = 0;                       ///< cases that came later
    std::optional<Error> seriesError;    ///< of a series that is looked at
    std::vector<std::string> seriesRead; ///< by their UID
    std::atomic_int slicesRead = 0;      ///< for small pictures
    int sliceMs = 0;                     ///< how long one takes
    int foundSeries = 6, scanBatch = 2;  ///< what a scan finds, and how many at a time
    int scanBatchMs = 0;                 ///< how long a scan needs for a batch
    std::optional<CohortEdit> edits;     ///< what was changed by hand; the snapshot has it
    std::optional<Error> editError;
    std::vector<std::filesystem::path> saved; ///< classifiers that were written
    [[nodiscard]] RunResult result(const std::string& runId = "run-001") const;
    [[nodiscard]] std::vector<Prediction> predictions() const;
    /// The run with figures that evaluate() made of its predictions, and something in every part of a report.
    [[nodiscard]] RunDossier dossier(const std::string& runId = "run-001") const;

private:
    CaseExplanation explanation(const std::string& what, const ExplainOptions& options, const JobControl& control);
    RunResult train(const ui::TrainRequest& request, const RunListener& listener, const JobControl& control);
    void replayFit(const std::string& fit, bool hasValidation, const RunListener& listener, const JobControl& control);

    int m_steps = 0;
    mutable std::mutex m_queueMutex; ///< a queue is written while a project is read
};

/// Series `index` of a scan: the sixth is blocked, some later ones have other findings.
[[nodiscard]] SeriesInfo fakeSeries(int index);
/// Case `index` of the fake project: two classes in turn, one problem in every eighth case.
[[nodiscard]] Case fakeCase(int index, bool isPrepared);

} // namespace nidus::test
