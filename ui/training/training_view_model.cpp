// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/training_view_model.h"

#include "ui/common/error_text.h"
#include "ui/common/qt_convert.h"
#include "ui/training/run_curves.h"

#include <algorithm>
#include <set>
#include <utility>

namespace nidus::ui {
namespace {

constexpr double kPreparingShare = 0.2; // of the whole job, when there is something to prepare

} // namespace

TrainingViewModel::TrainingViewModel(const Services& services, QObject* parent)
    : QObject(parent), m_services(services), m_queue(services, *this) {
    connect(&m_job, &JobRunner::progressed, this, [this](double fraction, const QString& stage) {
        m_fraction = fraction;
        m_stage = stage;
        m_remaining.update(elapsedSeconds(), fraction);
        Q_EMIT progressChanged();
    });
    connect(&m_job, &JobRunner::cancelled, this, [this] {
        end(State::Stopped);
        if (std::exchange(m_isFinishing, false) && canGoOn()) {
            endWithWhatIsThere();
            return;
        }
        addLine({LogLine::Kind::Paused, {}, {}});
        Q_EMIT stopped();
    });
    connect(&m_reader, &JobRunner::failed, this, [this] { endReading(nullptr); });
    connect(&m_job, &JobRunner::failed, this, [this](const Failure& failure) {
        end(State::Failed);
        addLine({LogLine::Kind::Failed, failure.text, failure.code});
        Q_EMIT failed(failure);
    });
}

void TrainingViewModel::setProject(const ProjectSnapshot& project) {
    Q_ASSERT(!isRunning());
    const bool isOther = project.folder != m_project.folder;
    m_project = project;
    if (isOther) {
        m_folds.clear();
        m_runId.clear();
        m_shownRun.clear();
        forgetLog();
        Q_EMIT foldsChanged();
        setState(State::Idle);
    } else {
        Q_EMIT stateChanged(); // the obstacle may be another one now
    }
    if (isOther) {
        Q_EMIT projectChanged();
        Q_EMIT curvesRead({});
        if (!project.runs.empty())
            showRun(project.runs.front().id);
    }
    Q_EMIT runsChanged();
}

void TrainingViewModel::showRun(const std::string& runId) {
    if (isRunning())
        return;
    m_shownRun = runId;
    if (!m_reader.isRunning())
        readCurves();
}

void TrainingViewModel::readCurves() {
    m_read = {m_project.folder, m_shownRun};
    m_reader.start([read = m_services.readEvents,
                    run = m_read](const JobControl& control) { return curvesOf(read(run.first, run.second, control)); },
                   [this](const RunCurves& curves) { endReading(&curves); });
}

/// `curves`: null where they could not be read. In the meantime another run may have been asked for.
void TrainingViewModel::endReading(const RunCurves* curves) {
    if (isRunning() || m_shownRun.empty())
        return;
    if (m_read != std::pair(m_project.folder, m_shownRun))
        readCurves();
    else if (curves)
        Q_EMIT curvesRead(*curves);
}

QString TrainingViewModel::obstacle() const {
    if (m_project.folder.empty())
        return tr("Open a project first.");
    if (!m_project.model)
        return tr("Choose a pretrained model first, on the page Model.");
    if (!m_project.model->problem.empty())
        return toQt(m_project.model->problem);
    std::set<std::string> labels;
    for (const Case& item : m_project.cases)
        if (canTrain(item))
            labels.insert(item.label);
    if (labels.size() < 2)
        return tr("Training needs labelled cases of at least two classes.");
    return {};
}

double TrainingViewModel::elapsedSeconds() const {
    return m_clock.isValid() ? static_cast<double>(m_clock.elapsed()) / 1e3 : m_finalSeconds;
}

std::optional<double> TrainingViewModel::remainingSeconds() const {
    return isRunning() && m_state != State::Stopping ? m_remaining.seconds(elapsedSeconds()) : std::nullopt;
}

void TrainingViewModel::start(const std::string& preset) {
    begin({m_project.folder, preset, {}, false, false});
}

void TrainingViewModel::start(const Recipe& recipe) {
    begin({m_project.folder, recipe.preset, {}, false, false, recipe});
}

void TrainingViewModel::resume(const RunRecord& run) {
    begin({m_project.folder, run.preset, run.id, true, false});
}

bool TrainingViewModel::canGoOn() const {
    return !isRunning() && !m_runId.empty() && (m_state == State::Stopped || m_state == State::Failed);
}

void TrainingViewModel::goOn() {
    begin({m_project.folder, m_preset, m_runId, true, false, m_recipe});
}

void TrainingViewModel::endWithWhatIsThere() {
    begin({m_project.folder, m_preset, m_runId, true, true, m_recipe});
}

void TrainingViewModel::forgetRun() {
    m_runId.clear();
    m_shownRun.clear();
    Q_EMIT curvesRead({});
    setState(State::Idle);
}

void TrainingViewModel::finish() {
    m_isFinishing = isRunning() && m_state == State::Training;
    stop();
}

void TrainingViewModel::stop() {
    if (!isRunning() || m_state == State::Stopping)
        return;
    m_job.cancel();
    setState(State::Stopping);
}

void TrainingViewModel::begin(TrainRequest request) {
    const bool needsPreparing = std::any_of(m_project.cases.begin(), m_project.cases.end(),
                                            [](const Case& item) { return item.included && item.cacheFile.empty(); });
    m_preset = request.preset;
    m_recipe = request.recipe;
    m_runId = request.runId;
    m_fraction = 0;
    m_stage.clear();
    forgetLog();
    m_clock.start();
    m_remaining.restart();
    planFolds(request.recipe ? *request.recipe : m_services.recipe(request.preset));
    if (!request.resume || request.runId != m_shownRun) {
        m_shownRun = request.runId;
        RunCurves empty;
        empty.stepsHint = m_stepsHint;
        Q_EMIT curvesRead(empty);
    }
    m_job.start(
        [this, request, needsPreparing](const JobControl& control) { return work(request, needsPreparing, control); },
        [this](const RunResult& result) {
            for (Fold& fold : m_folds)
                fold.state = FoldState::Done;
            end(State::Done);
            for (const Problem& problem : result.problems)
                addLine({LogLine::Kind::Note, toQt(problem.text), toQt(problem.code)});
            addLine({LogLine::Kind::Finished, {}, {}, elapsedSeconds()});
            Q_EMIT finished(result);
        });
    Q_EMIT started();
    setState(needsPreparing ? State::Preparing : State::Training);
}

// On the worker thread: touches only the services and the runner.
RunResult TrainingViewModel::work(const TrainRequest& request, bool needsPreparing, const JobControl& control) {
    double from = 0;
    if (needsPreparing) {
        from = kPreparingShare;
        const PrepareReport report = m_services.prepare(request.project, control.part(0, from));
        for (const Problem& problem : report.problems) {
            const std::string where = problem.caseId.empty() ? "" : problem.caseId + ": ";
            m_job.post([this, text = toQt(where + problem.text), code = toQt(problem.code)] {
                addLine({LogLine::Kind::Note, text, code});
            });
        }
        m_job.post([this] {
            if (m_state == State::Preparing)
                setState(State::Training);
        });
    }
    return m_services.train(request, listener(), control.part(from, 1));
}

RunListener TrainingViewModel::listener() {
    RunListener events;
    events.onStart = [this](const std::string& runId) { m_job.post([this, runId] { m_runId = m_shownRun = runId; }); };
    events.onStep = [this](const StepEvent& event) {
        m_job.post([this, event] {
            enterFold(event.fit);
            Q_EMIT stepArrived(event);
        });
    };
    events.onEpoch = [this](const EpochEvent& event) {
        m_job.post([this, event] {
            enterFold(event.fit);
            if (!event.validation.empty()) // a refit holds none back
                m_newestHeld = event;
            Q_EMIT epochArrived(event);
        });
    };
    events.onMessage = [this](const MessageEvent& event) {
        m_job.post([this, event] { addLine({LogLine::Kind::Note, toQt(event.text), toQt(event.code)}); });
    };
    events.onPrediction = [this](const Prediction& prediction) {
        m_job.post([this, prediction] {
            leaveFold(prediction.fold);
            Q_EMIT predictionArrived(prediction);
        });
    };
    return events;
}

void TrainingViewModel::addLine(const LogLine& line) {
    m_log.push_back(line);
    if (std::ssize(m_log) > kMostLogLines)
        m_log.pop_front();
    Q_EMIT logged(line);
}

void TrainingViewModel::forgetLog() {
    m_log.clear();
    m_newestHeld.reset();
}

void TrainingViewModel::planFolds(const Recipe& recipe) {
    std::set<int> given;
    int usable = 0;
    bool allGiven = true;
    for (const Case& item : m_project.cases) {
        if (!canTrain(item))
            continue;
        ++usable;
        allGiven = allGiven && item.fold.has_value();
        if (item.fold)
            given.insert(*item.fold);
    }
    if (!allGiven || given.empty()) {
        given.clear();
        for (int fold = 0; fold < recipe.folds; ++fold)
            given.insert(fold);
    }
    m_folds.clear();
    for (const int fold : given)
        m_folds.push_back({fold, FoldState::Waiting});
    const double training = usable * (1.0 - 1.0 / static_cast<double>(std::max<std::size_t>(2, given.size())));
    const double inner = training * (1.0 - 1.0 / std::max(2, recipe.innerFolds));
    m_stepsHint = std::max(1, static_cast<int>(inner / std::max(1, casesPerStep(recipe))));
    m_hasSteps = !recipe.phases.empty();
    Q_EMIT foldsChanged();
}

// Folds are trained one after another: the one of the moment runs, those that had run before it are done.
void TrainingViewModel::enterFold(const std::string& fit) {
    const int number = foldOf(toQt(fit));
    bool changed = false;
    for (Fold& fold : m_folds) {
        const FoldState before = fold.state;
        if (fold.number == number)
            fold.state = FoldState::Running;
        else if (fold.state == FoldState::Running)
            fold.state = FoldState::Done;
        changed = changed || fold.state != before;
    }
    if (changed)
        Q_EMIT foldsChanged();
}

void TrainingViewModel::leaveFold(int number) {
    for (Fold& fold : m_folds)
        if (fold.number == number && fold.state != FoldState::Done) {
            fold.state = FoldState::Done;
            Q_EMIT foldsChanged();
        }
}

void TrainingViewModel::end(State state) {
    m_finalSeconds = elapsedSeconds();
    m_clock.invalidate();
    for (Fold& fold : m_folds)
        if (fold.state == FoldState::Running)
            fold.state = FoldState::Waiting;
    Q_EMIT foldsChanged();
    setState(state);
}

void TrainingViewModel::setState(State state) {
    m_state = state;
    Q_EMIT stateChanged();
}

} // namespace nidus::ui
