// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/loss_series.h"
#include "ui/jobs/job_runner.h"
#include "ui/services.h"
#include "ui/training/log_line.h"
#include "ui/training/remaining_time.h"
#include "ui/training/run_queue.h"

#include <QElapsedTimer>
#include <QObject>

#include <deque>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace nidus::ui {

/// What the training page shows and does, without widgets. Lives on the window's thread; the work runs on its runner's.
class TrainingViewModel final : public QObject {
    Q_OBJECT

public:
    enum class State { Idle, Preparing, Training, Stopping, Done, Stopped, Failed };
    enum class FoldState { Waiting, Running, Done };
    struct Fold {
        int number = 0;
        FoldState state = FoldState::Waiting;
    };

    explicit TrainingViewModel(const Services& services, QObject* parent = nullptr);

    /// Not while a job is running.
    void setProject(const ProjectSnapshot& project);

    /// Prepares what is not prepared, then trains.
    void start(const std::string& preset);
    void start(const Recipe& recipe);
    void resume(const RunRecord& run);
    /// Asks the job to stop, within a step; what was finished is kept and can be resumed.
    void stop();
    /// Stops, then ends the run with what is there: folds that are not finished keep their probe.
    void finish();
    /// Goes on with the run that was stopped or has failed.
    void goOn();
    /// Ends the run that was stopped or has failed with what is there.
    void endWithWhatIsThere();
    /// The run of the moment is to be deleted.
    void forgetRun();
    /// There is a run that goOn() and endWithWhatIsThere() would take.
    [[nodiscard]] bool canGoOn() const;

    /// Reads the curves of a run that the project has; not while a training runs.
    void showRun(const std::string& runId);
    [[nodiscard]] const std::string& shownRun() const { return m_shownRun; } ///< whose curves; empty: none
    [[nodiscard]] const ProjectSnapshot& project() const { return m_project; }
    [[nodiscard]] RunQueue& queue() { return m_queue; }

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] bool isRunning() const { return m_job.isRunning(); }
    /// Empty if the project can be trained on, else the reason in a sentence.
    [[nodiscard]] QString obstacle() const;
    [[nodiscard]] const std::vector<Fold>& folds() const { return m_folds; }
    [[nodiscard]] const std::string& runId() const { return m_runId; }
    [[nodiscard]] const std::string& preset() const { return m_preset; }
    /// The run has steps to draw; the preset quick has none.
    [[nodiscard]] bool hasSteps() const { return m_hasSteps; }
    /// What the training of the moment, or the last one, has said.
    [[nodiscard]] const std::deque<LogLine>& log() const { return m_log; }
    /// Its newest epoch with cases that were held back.
    [[nodiscard]] const std::optional<EpochEvent>& newestHeld() const { return m_newestHeld; }

    [[nodiscard]] double fraction() const { return m_fraction; }
    [[nodiscard]] const QString& stage() const { return m_stage; }
    [[nodiscard]] double elapsedSeconds() const;
    [[nodiscard]] std::optional<double> remainingSeconds() const;

Q_SIGNALS:
    void started();
    void projectChanged(); ///< another one
    void runsChanged();
    void curvesRead(const nidus::ui::RunCurves& curves);
    void stateChanged();
    void foldsChanged();
    void progressChanged();
    void stepArrived(const nidus::StepEvent& event);
    void epochArrived(const nidus::EpochEvent& event);
    void logged(const nidus::ui::LogLine& line);
    void predictionArrived(const nidus::Prediction& prediction);
    void finished(const nidus::RunResult& result);
    void stopped();
    void failed(const nidus::ui::Failure& failure);

private:
    void begin(TrainRequest request);
    void readCurves();
    void endReading(const RunCurves* curves);
    void addLine(const LogLine& line);
    void forgetLog();
    [[nodiscard]] RunResult work(const TrainRequest& request, bool needsPreparing, const JobControl& control);
    [[nodiscard]] RunListener listener();
    void setState(State state);
    void planFolds(const Recipe& recipe);
    void enterFold(const std::string& fit);
    void leaveFold(int number);
    void end(State state);

    const Services& m_services;
    ProjectSnapshot m_project;
    State m_state = State::Idle;
    std::vector<Fold> m_folds;
    std::string m_runId, m_preset;
    std::optional<Recipe> m_recipe; ///< in place of the preset's
    int m_stepsHint = 1;            ///< steps of one epoch to expect, from the number of cases and the recipe
    bool m_hasSteps = true;
    double m_fraction = 0;
    QString m_stage;
    QElapsedTimer m_clock;
    double m_finalSeconds = 0;
    RemainingTime m_remaining;
    std::string m_shownRun;
    std::pair<std::filesystem::path, std::string> m_read; ///< project and run whose curves are read, or were last
    bool m_isFinishing = false;                           ///< a stop is to be followed by the end of the run
    std::deque<LogLine> m_log;
    std::optional<EpochEvent> m_newestHeld;
    RunQueue m_queue;
    JobRunner m_reader;
    JobRunner m_job; // last: joins before the rest dies
};

} // namespace nidus::ui
