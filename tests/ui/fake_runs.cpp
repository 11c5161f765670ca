// SPDX-License-Identifier: Apache-2.0
// The runs of the fake engine: how they go, and what comes of them.
#include "tests/ui/fake_services.h"

#include <chrono>
#include <cmath>
#include <thread>

namespace nidus::test {

// Every sixth case is wrong, the others are right with a probability that varies.
std::vector<Prediction> FakeEngine::predictions() const {
    std::vector<Prediction> rows;
    for (int i = 0; i < cases; ++i) {
        Prediction row;
        row.caseId = fakeCase(i, true).id;
        row.patient = fakeCase(i, true).patient;
        row.label = i % 2;
        row.fold = i / 2 % folds;
        const double confident = 0.55 + 0.4 * (i % 7) / 7.0;
        const double ofTruth = i % 6 == 5 ? 1 - confident : confident;
        row.probabilities = row.label == 0 ? std::vector{ofTruth, 1 - ofTruth} : std::vector{1 - ofTruth, ofTruth};
        row.logits = {std::log(row.probabilities[0]), std::log(row.probabilities[1])};
        rows.push_back(row);
    }
    return rows;
}

RunResult FakeEngine::result(const std::string& runId) const {
    RunResult result;
    result.runId = runId;
    result.predictions = predictions();
    Evaluation& e = result.evaluation;
    e.n = cases;
    e.classes = {"benign", "malignant"};
    e.positive = "malignant";
    e.auc = Estimate{0.88, 0.71, 0.95, "influence function"};
    e.aucPooled = Estimate{0.86, 0.7, 0.94, "DeLong"};
    e.aucKind = "binary";
    e.foldAuc = {0.9, 0.86};
    e.baselines = {{"volume_auc", 0.52}, {"mean_intensity_auc", 0.49}};
    e.logLoss = 0.41;
    e.brier = 0.13;
    e.balancedAccuracy = 0.83;
    e.confusion = {{10, 2}, {2, 10}};
    result.probe = e;
    result.probe.logLoss = 0.45;
    result.finetuned = e;
    for (int fold = 0; fold < folds; ++fold)
        result.kept.push_back(fold % 2 == 0 ? "finetuned" : "probe");
    result.problems = {{"TRN-050", Severity::Warning, "Volume alone reaches an AUC of 0.8.", {}},
                       {"TRN-020", Severity::Warning, "Case c has no label and is left out.", "c"}};
    return result;
}

RunDossier FakeEngine::dossier(const std::string& runId) const {
    RunDossier dossier;
    dossier.project = folder.stem().string();
    dossier.result = result(runId);
    Covariates covariates;
    for (int i = 0; i < cases; ++i) {
        covariates.volumeMm3.push_back(1000 + 100 * (i % 5));
        covariates.meanIntensity.push_back(50 + i % 3);
    }
    dossier.result.evaluation = evaluate(dossier.result.predictions, {"benign", "malignant"}, 1, covariates);
    TrainingJob& job = dossier.job;
    job.runId = runId;
    job.created = "2026-11-03T09:30:00Z";
    job.classes = {"benign", "malignant"};
    job.positive = 1;
    job.modelSha256 = std::string(64, 'a');
    job.patch = {96, 160, 160};
    job.libraryVersion = "2.13.0";
    job.recipe.seed = 17;
    for (int i = 0; i < cases; ++i) {
        JobCase c;
        c.id = fakeCase(i, true).id;
        c.patient = fakeCase(i, true).patient;
        c.label = i % 2;
        c.fold = i / 2 % folds;
        c.sha256 = std::string(64, 'b');
        c.spacing = {1.0 + 0.5 * (i % 3), 0.7, 0.7};
        c.shapeStored = {40, 128, 128};
        c.modalities = {"CT"};
        c.scanners = {{"ACME", "One", 0}};
        job.cases.push_back(c);
    }
    for (int fold = 0; fold < folds; ++fold) {
        FoldRecord record;
        record.fold = fold;
        record.kept = dossier.result.kept.at(static_cast<std::size_t>(fold));
        record.epochs = record.kept == "probe" ? 0 : 3;
        record.probeInnerLogLoss = 0.45;
        record.inner = InnerChoice{0.45, {0.43, 0.41, 0.4, 0.42}, 3, 3, -0.05, 0.02, true};
        dossier.folds.push_back(record);
        dossier.result.folds.push_back(fold);
        dossier.result.foldWeightsSha256.push_back(std::string(64, 'c'));
        for (int epoch = 0; epoch < epochs; ++epoch)
            dossier.epochs.push_back(
                {"fold_" + std::to_string(fold) + "/inner_0", epoch, epochs, 1, 0.5 - 0.05 * epoch, 0.43, 1});
    }
    dossier.casesFound = cases + 3;
    dossier.exclusions = {{"DCM-011", 2}, {"TRN-020", 1}};
    return dossier;
}

void FakeEngine::replayFit(const std::string& fit, bool hasValidation, const RunListener& listener,
                           const JobControl& control) {
    int step = 0;
    const int all = folds * (innerFits + 1) * epochs * stepsPerEpoch;
    for (int epoch = 0; epoch < epochs; ++epoch) {
        double sum = 0;
        for (int k = 0; k < stepsPerEpoch; ++k, ++step) {
            const double t = static_cast<double>(step) / (epochs * stepsPerEpoch);
            StepEvent event;
            event.fit = fit;
            event.epoch = epoch;
            event.epochs = epochs;
            event.step = step;
            event.loss = 0.3 + 0.4 * std::exp(-3 * t) + 0.12 * std::sin(step * 1.7);
            const double rate = 1e-4 * 0.5 * (1 + std::cos(3.14159 * t));
            event.groups = {{"head", rate, 1, 0}, {"stage_5", rate * 0.8, 1, 0}};
            event.groups.push_back({"stage_4", epoch >= epochs / 2 ? rate * 0.6 : 0, 0, 0});
            sum += event.loss;
            listener.onStep(event);
            ++m_steps;
            while (m_steps == stopAfterSteps) {
                control.poll();
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
            }
            control.step(static_cast<double>(m_steps) / all,
                         "Training: epoch " + std::to_string(epoch + 1) + " of " + std::to_string(epochs));
            if (stepMs > 0)
                std::this_thread::sleep_for(std::chrono::milliseconds(stepMs));
        }
        EpochEvent event;
        event.fit = fit;
        event.epoch = epoch;
        event.epochs = epochs;
        event.openStages = epoch >= epochs / 2 ? 2 : 1;
        event.trainingLoss = sum / stepsPerEpoch;
        event.seconds = 0.5;
        if (hasValidation) {
            event.validationLoss = 0.42 + 0.25 * std::exp(-2.0 * epoch) + 0.01 * epoch;
            event.validationAuc = 0.8 + 0.01 * epoch;
            for (int i = 0; i < cases / folds; ++i) {
                const double ofTruth = i % 5 == 4 ? 0.3 : 0.6 + 0.05 * epoch;
                event.validation.push_back({fakeCase(i, true).id, i % 2, {}});
                event.validation.back().probabilities =
                    i % 2 == 0 ? std::vector{ofTruth, 1 - ofTruth} : std::vector{1 - ofTruth, ofTruth};
            }
        }
        listener.onEpoch(event);
    }
}

RunResult FakeEngine::train(const ui::TrainRequest& request, const RunListener& listener, const JobControl& control) {
    lastPreset = request.preset;
    presets.push_back(request.preset);
    lastRecipe = request.recipe;
    lastRunId = request.runId;
    lastWasResume = request.resume;
    lastWasFinish = request.finish;
    m_steps = 0;
    listener.onStart("run-001");
    listener.onMessage({"TRN-030", "The probe on frozen features has an inner log-loss of 0.450."});
    if (trainError)
        throw *trainError;
    for (int fold = 0; fold < folds; ++fold) {
        const std::string name = "fold_" + std::to_string(fold);
        for (int inner = 0; inner < innerFits; ++inner)
            replayFit(name + "/inner_" + std::to_string(inner), true, listener, control);
        replayFit(name + "/refit", false, listener, control);
        for (const Prediction& row : predictions())
            if (row.fold == fold)
                listener.onPrediction(row);
    }
    ++trained;
    return result();
}

} // namespace nidus::test
