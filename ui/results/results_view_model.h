// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/statistics/decision_rule.h"
#include "core/statistics/scored_cases.h"
#include "core/training/cohort_change.h"
#include "ui/jobs/job_runner.h"
#include "ui/results/selection.h"
#include "ui/services.h"
#include "ui/viewer/row_pictures.h"

#include <QByteArray>
#include <QObject>
#include <QString>

#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <string>

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

    /// How a small picture of a case is read; empty where the project has none.
    [[nodiscard]] RowPictures::Read pictureOf(const std::string& caseId) const;
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
    /// By case; empty until it is known, or where nothing is.
    [[nodiscard]] const std::map<std::string, TestedTrust>& trust() const { return m_trust; }

    /// Other finished runs that the result is compared with at a time.
    static constexpr std::size_t kCompared = 2;
    /// `place`: below kCompared. With none if `runId` is empty.
    void compareWith(std::size_t place, const std::string& runId);
    /// The runs, empty where none is; with each a comparison, once it is made.
    [[nodiscard]] const std::string& comparedRun(std::size_t place) const { return m_compared[place].runId; }
    [[nodiscard]] const std::optional<RunComparison>& comparison(std::size_t place) const {
        return m_compared[place].comparison;
    }
    /// Why there is none, in the words of the engine; empty: none was asked for, or it is being made.
    [[nodiscard]] const QString& comparisonFailure(std::size_t place) const { return m_compared[place].failure; }

Q_SIGNALS:
    void runsChanged();
    void resultChanged();
    void ruleChanged();
    void groupingsChanged();
    void trustChanged();
    /// The project has other cases or labels than before.
    void cohortChanged();
    void comparisonChanged();
    void classifierSaved(const QString& file);
    void chartSaved(const QString& file);
    void failed(const nidus::ui::Failure& failure);

private:
    void loadNext();
    void loadDetails();
    void compareNext();
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
    std::map<std::string, TestedTrust> m_trust;
    std::string m_detailsWanted; ///< the run whose groups and trust are read next
    struct Compared {
        std::string runId;
        std::optional<RunComparison> comparison;
        QString failure;
        bool isWanted = false;
    };
    std::array<Compared, kCompared> m_compared;
    std::size_t m_comparing = 0; ///< the place that is being worked on
    JobRunner m_save;
    JobRunner m_detailsJob;
    JobRunner m_comparisonJob;
    JobRunner m_job; // last: joins before the rest dies
};

} // namespace nidus::ui
