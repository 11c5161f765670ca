// SPDX-License-Identifier: Apache-2.0
#include "core/training/fold_training.h"

#include "core/base/allocator.h"
#include "core/base/files.h"
#include "core/statistics/logistic_regression.h"
#include "core/statistics/split.h"
#include "core/training/coach.h"
#include "core/training/event_log.h"
#include "core/training/lease.h"
#include "core/training/member.h"
#include "core/training/novelty.h"
#include "core/training/schedule.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace nidus {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

std::vector<float> narrowed(const std::vector<double>& values) {
    std::vector<float> result;
    result.reserve(values.size());
    for (const double value : values)
        result.push_back(static_cast<float>(value));
    return result;
}

LinearHead headOf(HeadKind kind, const Standardiser& standardiser, const LogisticModel& model) {
    return {kind,
            model.classes,
            narrowed(standardiser.mean),
            narrowed(standardiser.scale),
            narrowed(model.weights),
            narrowed(model.bias)};
}

LinearHead zeroHead(HeadKind kind, std::size_t classes, std::size_t dims) {
    return {kind,
            static_cast<int>(classes),
            std::vector<float>(dims, 0.0F),
            std::vector<float>(dims, 1.0F),
            std::vector<float>(classes * dims, 0.0F),
            std::vector<float>(classes, 0.0F)};
}

class FoldTrainer {
public:
    FoldTrainer(const FoldInputs& inputs, const TrainingJob& job, const FeaturesOf& features, ComputeEngine& engine,
                const RunListener& listener)
        : m_inputs(inputs), m_job(job), m_featuresOf(features), m_engine(engine), m_listener(listener),
          m_log(inputs.folder / "events.jsonl"), m_training(job.trainingCases(inputs.fold)),
          m_test(job.testCases(inputs.fold)), m_name("fold_" + std::to_string(inputs.fold)) {
        const std::vector<std::string> groups = caseGroups(job.cases);
        for (const std::size_t i : m_training) {
            m_labels.push_back(job.cases[i].label);
            m_groups.push_back(groups[i]);
        }
    }

    void run(const JobControl& control);

private:
    [[nodiscard]] int classes() const { return static_cast<int>(m_job.classes.size()); }
    [[nodiscard]] bool isFinetuning() const {
        return !m_inputs.finish && !m_job.recipe.phases.empty() && m_job.recipe.keep != Keep::Probe;
    }
    [[nodiscard]] fs::path weightsFile(int member) const { return m_inputs.folder / memberFileName(member); }
    [[nodiscard]] TrainingCase trainingCase(std::size_t position) const;
    [[nodiscard]] TrainingListener fitListener();
    void say(const std::string& code, const std::string& text);
    void fitTheProbe();
    [[nodiscard]] LinearHead startingHead(const std::vector<std::size_t>& rows) const;
    [[nodiscard]] FineTuneTask task(const std::string& fit, std::uint32_t index,
                                    const std::vector<std::size_t>& rows) const;
    [[nodiscard]] InnerOutcome innerFit(int inner, const JobControl& control);
    void chooseInside(const JobControl& control);
    [[nodiscard]] Member refit(int member, const JobControl& control);
    [[nodiscard]] Member kept(int member, bool isTuned, const JobControl& control);
    void explain();
    void keepWeights(const JobControl& control);
    [[nodiscard]] std::vector<Prediction> predictions(const LogitRows& calibrated) const;
    [[nodiscard]] LogitRows tunedLogits(const JobControl& control);
    void testAndRecord(const JobControl& control);

    const FoldInputs& m_inputs;
    const TrainingJob& m_job;
    const FeaturesOf& m_featuresOf;
    ComputeEngine& m_engine;
    const RunListener& m_listener;
    EventLog m_log;
    std::vector<std::size_t> m_training, m_test; ///< indices of the job's cases
    std::string m_name;
    std::vector<int> m_labels, m_innerFold;  ///< of the training cases, by position in m_training
    std::vector<std::string> m_groups;       ///< of the training cases, as caseGroups()
    HeadKind m_head = HeadKind::Multi;       ///< the recipe's, or the one that the probe chose
    const FeatureRows* m_features = nullptr; ///< for this head
    Probe m_probe;
    Member m_probeMember;
    std::vector<Member> m_kept;          ///< one, or as many as the recipe asks for where fine-tuning won
    std::vector<LogitRows> m_tunedInner; ///< [epoch][position in m_training][class]
    FoldRecord m_record;
};

TrainingCase FoldTrainer::trainingCase(std::size_t position) const {
    const std::size_t i = m_training[position];
    const JobCase& c = m_job.cases[i];
    return {c.id, m_inputs.projectFolder / c.cacheFile, c.label, static_cast<std::uint32_t>(i), c.sha256};
}

TrainingListener FoldTrainer::fitListener() {
    return {[this](const StepEvent& event) {
                m_log.append(event);
                m_listener.onStep(event);
            },
            [this](const EpochEvent& event) {
                m_log.append(event);
                m_listener.onEpoch(event);
            },
            [this](const MessageEvent& event) {
                m_log.append(event);
                m_listener.onMessage(event);
            }};
}

void FoldTrainer::say(const std::string& code, const std::string& text) {
    const MessageEvent event{code, m_name + ": " + text};
    m_log.append(event);
    m_listener.onMessage(event);
}

void FoldTrainer::fitTheProbe() {
    const auto start = Clock::now();
    const Recipe& recipe = m_job.recipe;
    m_innerFold = stratifiedGroupFolds(m_labels, m_groups, classes(), recipe.innerFolds, recipe.seed,
                                       static_cast<std::uint32_t>(m_inputs.fold) + 1);
    std::string compared;
    for (const HeadKind head : headCandidates(recipe.head)) {
        const FeatureRows& features = m_featuresOf(head);
        Probe probe =
            fitProbe(featureMatrix(features, m_training), m_labels, classes(), m_innerFold, recipe.probePenalties);
        const double logLoss = chooseEpochs(probe.innerLogits, {probe.innerLogits}, m_labels).probeLogLoss;
        compared += (compared.empty() ? "" : ", ") + std::string(headKindName(head)) + " " + threeDecimals(logLoss);
        if (m_features != nullptr && logLoss >= m_record.probeInnerLogLoss)
            continue;
        m_head = head;
        m_features = &features;
        m_probe = std::move(probe);
        m_record.probeInnerLogLoss = logLoss;
    }
    m_record.penalty = m_probe.c;
    m_record.head = headKindName(m_head);
    m_probeMember = {false,
                     0,
                     memberTemperature(m_probe.innerLogits, m_labels, classes()),
                     m_inputs.input,
                     headOf(m_head, m_probe.standardiser, m_probe.model),
                     {}};
    m_record.temperature["probe"] = m_probeMember.temperature;
    m_record.seconds["probe"] = secondsSince(start);
    if (recipe.head == HeadKind::Auto)
        say("TRN-043",
            "the head " + m_record.head + " is taken; inner log-loss of the probe with each: " + compared + ".");
    say("TRN-040", "the probe on frozen features has an inner log-loss of " + threeDecimals(m_record.probeInnerLogLoss)
                       + " over " + std::to_string(m_training.size()) + " training cases.");
}

/// The head that a fit on these rows (positions in m_training) begins with: nothing in it saw another case.
LinearHead FoldTrainer::startingHead(const std::vector<std::size_t>& rows) const {
    const Recipe& recipe = m_job.recipe;
    if (!recipe.probe)
        return zeroHead(m_head, m_job.classes.size(), m_features->front().size());
    const Matrix x = selectRows(featureMatrix(*m_features, m_training), rows);
    std::vector<int> labels;
    for (const std::size_t row : rows)
        labels.push_back(m_labels[row]);
    const Standardiser standardiser = fitStandardiser(x);
    return headOf(m_head, standardiser,
                  fitLogisticRegression(standardised(x, standardiser), labels, classes(), m_probe.c));
}

FineTuneTask FoldTrainer::task(const std::string& fit, std::uint32_t index,
                               const std::vector<std::size_t>& rows) const {
    FineTuneTask task;
    task.fit = m_name + "/" + fit;
    task.fold = static_cast<std::uint32_t>(m_inputs.fold);
    task.fitIndex = index;
    task.encoder = m_inputs.encoder;
    task.head = startingHead(rows);
    task.input = m_inputs.input;
    task.recipe = m_job.recipe;
    task.compute = m_job.compute;
    for (const std::size_t row : rows)
        task.training.push_back(trainingCase(row));
    task.views = m_inputs.views;
    task.epochs = totalEpochs(m_job.recipe);
    task.stateFile = m_inputs.folder / (fit + ".state.safetensors");
    return task;
}

InnerOutcome FoldTrainer::innerFit(int inner, const JobControl& control) {
    const std::string fit = "inner_" + std::to_string(inner);
    const fs::path file = m_inputs.folder / (fit + ".json");
    if (auto finished = readInnerOutcome(file)) {
        fs::remove(m_inputs.folder / (fit + ".state.safetensors"));
        return *finished;
    }
    const auto start = Clock::now();
    std::vector<std::size_t> rows, held;
    for (std::size_t i = 0; i < m_innerFold.size(); ++i)
        (m_innerFold[i] == inner ? held : rows).push_back(i);
    FineTuneTask inside = task(fit, static_cast<std::uint32_t>(inner), rows);
    for (const std::size_t row : held)
        inside.validation.push_back(trainingCase(row));
    const FineTuneOutcome fitted = m_engine.fineTune(inside, fitListener(), control);
    InnerOutcome outcome;
    for (const auto& epoch : fitted.epochs)
        outcome.logits.push_back(epoch.validationLogits);
    outcome.seconds = secondsSince(start);
    writeInnerOutcome(file, outcome);
    fs::remove(inside.stateFile);
    return outcome;
}

void FoldTrainer::chooseInside(const JobControl& control) {
    const Recipe& recipe = m_job.recipe;
    m_tunedInner.assign(static_cast<std::size_t>(totalEpochs(recipe)), LogitRows(m_training.size()));
    for (int inner = 0; inner < recipe.innerFolds; ++inner) {
        const double width = 1.0 / recipe.innerFolds;
        const InnerOutcome outcome = innerFit(inner, control.part(width * inner, width * (inner + 1)));
        m_record.seconds["train"] += outcome.seconds;
        std::size_t position = 0;
        for (std::size_t i = 0; i < m_innerFold.size(); ++i) {
            if (m_innerFold[i] != inner)
                continue;
            for (std::size_t e = 0; e < m_tunedInner.size(); ++e)
                m_tunedInner[e][i] = outcome.logits.at(e).at(position);
            ++position;
        }
    }
    m_record.inner = chooseEpochs(m_probe.innerLogits, m_tunedInner, m_labels);
}

std::string refitName(int member) {
    return member == 0 ? "refit" : "refit_" + std::to_string(member);
}

Member FoldTrainer::refit(int member, const JobControl& control) {
    const auto start = Clock::now();
    std::vector<std::size_t> rows(m_training.size());
    for (std::size_t i = 0; i < rows.size(); ++i)
        rows[i] = i;
    FineTuneTask all = task(refitName(member), static_cast<std::uint32_t>(m_job.recipe.innerFolds + member), rows);
    double temperature = 1;
    if (m_record.inner) {
        all.epochs = m_record.inner->epochs;
        temperature = memberTemperature(m_tunedInner[static_cast<std::size_t>(all.epochs) - 1], m_labels, classes());
    }
    FineTuneOutcome fitted = m_engine.fineTune(all, fitListener(), control);
    m_record.seconds["train"] += secondsSince(start);
    return {true, all.epochs, temperature, m_inputs.input, std::move(fitted.head), std::move(fitted.encoderWeights)};
}

void FoldTrainer::explain() {
    const Member& first = m_kept.front();
    const bool isTuned = first.isFinetuned;
    m_record.kept = first.kindName();
    m_record.epochs = first.epochs;
    m_record.members = static_cast<int>(m_kept.size());
    m_record.temperature[m_record.kept] = first.temperature;
    if (!m_record.inner) {
        if (isTuned)
            m_record.why = "The fine-tuned weights are kept because the recipe says so, after all of its "
                           + std::to_string(first.epochs) + " epochs.";
        else
            m_record.why = m_inputs.finish ? "The probe stands: the run was ended before this fold was fine-tuned."
                                           : "The probe stands: the recipe does not fine-tune.";
    } else {
        const InnerChoice& inner = *m_record.inner;
        const std::string numbers =
            "inner log-loss " + threeDecimals(inner.probeLogLoss + inner.difference) + " after "
            + std::to_string(inner.bestEpochs) + " epochs against " + threeDecimals(inner.probeLogLoss)
            + " of the probe (standard error of the difference " + threeDecimals(inner.standardError) + "); "
            + std::to_string(inner.epochs) + " epochs do as well";
        if (m_job.recipe.keep == Keep::Finetuned)
            m_record.why = "The fine-tuned weights are kept because the recipe says so: " + numbers + ".";
        else
            m_record.why = isTuned ? "The fine-tuned weights are kept: " + numbers + "."
                                   : "The probe stands, because fine-tuning is not clearly better: " + numbers + ".";
    }
    if (m_record.inner)
        for (const Problem& finding : curveFindings(*m_record.inner))
            say(finding.code, finding.text);
    say("TRN-041", m_record.why);
}

/// Up to here nothing of the tested cases was looked at.
void FoldTrainer::keepWeights(const JobControl& control) {
    const bool choosesEpochs = isFinetuning() && m_job.recipe.selectEpochs;
    for (int inner = 0; m_inputs.finish && inner < m_job.recipe.innerFolds; ++inner) // nobody goes on with these
        fs::remove(m_inputs.folder / ("inner_" + std::to_string(inner) + ".state.safetensors"));
    if (choosesEpochs)
        chooseInside(control.part(0, 0.7));
    const bool wantsTuned = isFinetuning() && (m_job.recipe.keep == Keep::Finetuned || m_record.inner->isTunedBetter);
    const int members = wantsTuned ? m_job.recipe.members : 1;
    const JobControl refits = control.part(choosesEpochs ? 0.7 : 0, 1);
    for (int i = 0; i < members; ++i)
        m_kept.push_back(kept(i, wantsTuned, refits.part(1.0 * i / members, 1.0 * (i + 1) / members)));
    explain();
}

/// The weights as they are on disk, trained before if they are not there yet.
Member FoldTrainer::kept(int member, bool isTuned, const JobControl& control) {
    const fs::path file = weightsFile(member);
    if (!fs::exists(file))
        writeMember(file, isTuned ? refit(member, control) : m_probeMember);
    fs::remove(m_inputs.folder / (refitName(member) + ".state.safetensors"));
    return readMember(file);
}

std::vector<Prediction> FoldTrainer::predictions(const LogitRows& calibrated) const {
    std::vector<Prediction> rows;
    for (std::size_t t = 0; t < m_test.size(); ++t) {
        const JobCase& c = m_job.cases[m_test[t]];
        Prediction row{c.id, c.patient, m_inputs.fold, c.label, {}, calibrated[t]};
        row.probabilities = softmax(row.logits);
        rows.push_back(std::move(row));
    }
    return rows;
}

/// Mean of the members' calibrated logits of the tested cases.
LogitRows FoldTrainer::tunedLogits(const JobControl& control) {
    LogitRows mean(m_test.size(), std::vector<double>(m_job.classes.size()));
    const auto count = static_cast<double>(m_kept.size());
    for (std::size_t i = 0; i < m_kept.size(); ++i) {
        const Member& member = m_kept[i];
        const EncoderSource encoder = memberEncoder(m_inputs.encoder, member, weightsFile(static_cast<int>(i)));
        const LogitRows logits = m_engine.classify(
            encoder, member.head, member.input, caseSource(m_inputs.projectFolder, m_job, m_test), m_job.compute,
            control.part(static_cast<double>(i) / count, (static_cast<double>(i) + 1) / count));
        for (std::size_t t = 0; t < mean.size(); ++t)
            for (std::size_t k = 0; k < mean[t].size(); ++k)
                mean[t][k] += logits[t][k] / member.temperature / count;
    }
    return mean;
}

void FoldTrainer::testAndRecord(const JobControl& control) {
    const auto start = Clock::now();
    LogitRows probeLogits;
    for (const std::size_t i : m_test) {
        probeLogits.push_back(logitsOf(m_probeMember.head, (*m_features)[i]));
        for (double& logit : probeLogits.back())
            logit /= m_probeMember.temperature;
    }
    std::vector<Prediction> rows = predictions(probeLogits);
    const auto write = [&](const char* name) {
        writeFileAtomically(m_inputs.folder / name, predictionsCsv(rows, m_job.classes));
    };
    write("predictions_probe.csv");
    if (m_kept.front().isFinetuned) {
        rows = predictions(tunedLogits(control));
        write("predictions_finetuned.csv");
    }
    write("predictions.csv");
    const NoveltyReference novelty = fitNovelty(*m_features, m_training, m_job.recipe.seed);
    writeNovelty(m_inputs.folder / "novelty.safetensors", novelty);
    for (const std::size_t i : m_test)
        m_record.novelty.push_back(noveltyScores(novelty, (*m_features)[i]));
    for (int i = 0; i < m_record.members; ++i)
        m_record.weightsSha256 += (i == 0 ? "" : " ") + sha256File(weightsFile(i));
    m_record.peakRssBytes = peakResidentBytes();
    m_record.seconds["evaluate"] = secondsSince(start);
    writeFoldRecord(m_inputs.folder, m_record);
    for (const Prediction& prediction : rows)
        m_listener.onPrediction(prediction);
}

void FoldTrainer::run(const JobControl& control) {
    control.step(0, m_name + ": probe");
    m_record.fold = m_inputs.fold;
    m_record.input = m_inputs.input.size;
    m_record.seconds = m_inputs.secondsBefore;
    m_record.seconds["train"] = 0;
    fitTheProbe();
    control.poll();
    keepWeights(control.part(0, 0.95));
    control.step(0.95, m_name + ": test cases");
    testAndRecord(control.part(0.95, 1));
}

} // namespace

void trainFold(const FoldInputs& inputs, const TrainingJob& job, const FeaturesOf& features, ComputeEngine& engine,
               const RunListener& listener, const JobControl& control) {
    if (hasFoldRecord(inputs.folder))
        return;
    fs::create_directories(inputs.folder);
    const FolderLease lease(inputs.folder, "fold " + std::to_string(inputs.fold) + " of run " + job.runId);
    // Another process may have finished it between the look and the lease.
    if (!hasFoldRecord(inputs.folder))
        FoldTrainer(inputs, job, features, engine, listener).run(control);
}

} // namespace nidus
