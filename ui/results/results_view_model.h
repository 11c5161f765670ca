// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/statistics/decision_rule.h"
#include "core/statistics/scored_cases.h"
#include "core/training/cohort_change.h"
#include "ui/jobs/job_runner.h"
#include "ui/results/selection.h"
#include "ui/services.h"

#include <QByteArray>
#include <QObject>
#include <QString>

#include <optional>

namespace nidus::ui {

/// The result that the results page shows: read from the project, or as a training has just brought it. With it what
/// its views share: the rule that turns probabilities into classes, the chosen cases, the groups of the cases, and
/// another run to compare with.
class ResultsViewModel final : public QObject {
    Q_OBJECT

public:
    explicit ResultsViewModel(const Services& services, QObject* parent = nullptr);

    /// Shows the newest finished run of the project, if there is one.
    void setProject(const ProjectSnapshot& project);
    /// Reads a finished run; the newest wish wins while one is being read.
    void load(const std::string& runId);
    void show(const RunResult& result);
    /// Writes the classifier of the run that is shown.
    void saveClassifier(const std::filesystem::path& file);
    /// Writes a chart as it was drawn.
    void saveChart(const std::filesystem::path& file, const QByteArray& content);

    [[nodiscard]] const std::filesystem::path& folder() const { return m_folder; } ///< of the project
    [[nodiscard]] const std::vector<RunRecord>& runs() const { return m_runs; }    ///< finished ones, newest first
    [[nodiscard]] const std::optional<RunResult>& result() const { return m_result; }
    [[nodiscard]] const std::vector<std::string>& classes() const { return m_classes; }

    /// What became of the cases of the result since its training.
    [[nodiscard]] CohortChange cohortChange() const;

    /// Index of the positive class of the result; -1 unless it has two classes.
    [[nodiscard]] int positive() const { return m_positive; }
    /// The labelled predictions of the result, and their ids in the same order. Absent where there are none.
    [[nodiscard]] const std::optional<ScoredCases>& cases() const { return m_cases; }
    [[nodiscard]] const std::vector<std::string>& caseIds() const { return m_caseIds; }
    [[nodiscard]] Selection& selection() { return m_selection; }
    /// Chooses these of caseIds(), by position.
    void select(const std::vector<std::size_t>& cases, const QString& text);

    [[nodiscard]] const DecisionRule& rule() const { return m_rule; }
    /// Which of the reported thresholds the rule is; absent: a threshold that was chosen by hand.
    [[nodiscard]] const std::optional<ThresholdGoal>& goal() const { return m_goal; }
    /// The reports there are of the positive class.
    [[nodiscard]] std::vector<ThresholdReport> reports() const;
    void setThreshold(double threshold);
    void useReport(const ThresholdReport& report);

    [[nodiscard]] const std::vector<CaseGrouping>& groupings() const { return m_groupings; }

    /// Compares the result with another finished run; with none if `runId` is empty.
    void compareWith(const std::string& runId);
    [[nodiscard]] const std::optional<RunComparison>& comparison() const { return m_comparison; }
    /// Why there is no comparison, in the words of the engine; empty: none was asked for, or it is being made.
    [[nodiscard]] const QString& comparisonFailure() const { return m_comparisonFailure; }

Q_SIGNALS:
    void runsChanged();
    void resultChanged();
    void ruleChanged();
    void groupingsChanged();
    /// The project has other cases or labels than before.
    void cohortChanged();
    void comparisonChanged();
    void classifierSaved(const QString& file);
    void chartSaved(const QString& file);
    void failed(const nidus::ui::Failure& failure);

private:
    void loadNext();
    void loadGroupings();
    void compareWaiting();
    void takeResult(std::optional<RunResult> result);
    void setRule(const DecisionRule& rule, const std::optional<ThresholdGoal>& goal);

    const Services& m_services;
    std::filesystem::path m_folder;
    std::vector<std::string> m_classes;
    std::vector<Case> m_projectCases;
    std::vector<RunRecord> m_runs;
    std::optional<RunResult> m_result;
    std::optional<std::string> m_wanted;
    int m_positive = -1;
    std::optional<ScoredCases> m_cases;
    std::vector<std::string> m_caseIds;
    Selection m_selection;
    DecisionRule m_rule;
    std::optional<ThresholdGoal> m_goal;
    std::vector<CaseGrouping> m_groupings;
    std::string m_groupingsWanted; ///< the run whose groups are read next
    std::optional<RunComparison> m_comparison;
    QString m_comparisonFailure;
    std::string m_comparisonWanted; ///< the run to compare with next
    JobRunner m_save;
    JobRunner m_groupingJob;
    JobRunner m_comparisonJob;
    JobRunner m_job; // last: joins before the rest dies
};

} // namespace nidus::ui
