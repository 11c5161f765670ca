// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/results_view_model.h"

#include "core/base/files.h"
#include "ui/common/qt_convert.h"

#include <algorithm>
#include <utility>

namespace nidus::ui {

ResultsViewModel::ResultsViewModel(const Services& services, QObject* parent) : QObject(parent), m_services(services) {
    connect(&m_job, &JobRunner::failed, this, [this](const Failure& failure) {
        Q_EMIT failed(failure);
        loadNext();
    });
    connect(&m_save, &JobRunner::failed, this, &ResultsViewModel::failed);
    connect(&m_detailsJob, &JobRunner::failed, this, &ResultsViewModel::failed);
    connect(&m_detailsJob, &JobRunner::failed, this, &ResultsViewModel::loadDetails);
    connect(&m_comparisonJob, &JobRunner::failed, this, [this](const Failure& failure) {
        if (Compared& compared = m_compared[m_comparing]; !compared.isWanted && !compared.runId.empty())
            compared.failure = failure.text;
        Q_EMIT comparisonChanged();
        compareNext();
    });
    connect(&m_job, &JobRunner::cancelled, this, &ResultsViewModel::loadNext);
}

void ResultsViewModel::setProject(const ProjectSnapshot& project) {
    const bool isOther = project.folder != m_folder;
    m_folder = project.folder;
    m_classes = project.classes;
    m_projectCases = project.cases;
    m_runs.clear();
    std::copy_if(project.runs.begin(), project.runs.end(), std::back_inserter(m_runs),
                 [](const RunRecord& run) { return run.state == "done"; });
    Q_EMIT runsChanged();
    Q_EMIT cohortChanged();
    if (!isOther)
        return;
    m_wanted.reset();
    m_job.cancel();
    takeResult({});
    if (!m_runs.empty())
        load(m_runs.front().id);
}

RowPictures::Read ResultsViewModel::pictureOf(const std::string& caseId) const {
    const auto known = std::ranges::lower_bound(m_projectCases, caseId, {}, &Case::id);
    if (known == m_projectCases.end() || known->id != caseId || (known->channels.empty() && known->cacheFile.empty()))
        return {};
    return
        [read = m_services.readMiddleSlice, source = known->channels.empty() ? SeriesSource() : known->channels.front(),
         prepared = known->cacheFile.empty() ? std::filesystem::path() : m_folder / known->cacheFile](
            const JobControl& control) { return read(source, prepared, control); };
}

void ResultsViewModel::load(const std::string& runId) {
    m_wanted = runId;
    loadNext();
}

void ResultsViewModel::loadNext() {
    if (m_job.isRunning() || !m_wanted)
        return;
    m_job.start([read = m_services.readRun, folder = m_folder, id = *std::exchange(m_wanted, std::nullopt)](
                    const JobControl& control) { return read(folder, id, control); },
                [this, folder = m_folder](const RunResult& result) {
                    if (!m_wanted && folder == m_folder)
                        show(result);
                    loadNext();
                });
}

void ResultsViewModel::saveClassifier(const std::filesystem::path& file) {
    if (m_save.isRunning() || !m_result)
        return;
    m_save.start([save = m_services.saveClassifier, folder = m_folder, id = m_result->runId,
                  file](const JobControl& control) { save(folder, id, file, control); },
                 [this, file] { Q_EMIT classifierSaved(pathToQt(file)); });
}

void ResultsViewModel::saveChart(const std::filesystem::path& file, const QByteArray& content) {
    if (m_save.isRunning())
        return;
    m_save.start([file, content](const JobControl&) { writeFileAtomically(file, content.toStdString()); },
                 [this, file] { Q_EMIT chartSaved(pathToQt(file)); });
}

void ResultsViewModel::show(const RunResult& result) {
    takeResult(result);
}

void ResultsViewModel::takeResult(std::optional<RunResult> result) {
    m_result = std::move(result);
    m_positive = -1;
    m_cases.reset();
    m_caseIds.clear();
    m_groupings.clear();
    m_trust.clear();
    m_compared = {};
    m_detailsWanted.clear();
    m_selection.clear();
    if (m_result) {
        const Evaluation& e = m_result->evaluation;
        if (e.classes.size() == 2)
            m_positive = e.classes.front() == e.positive ? 0 : 1;
        const auto isLabelled = [](const Prediction& p) { return p.label >= 0; };
        if (std::ranges::any_of(m_result->predictions, isLabelled)) {
            std::vector<std::size_t> rows;
            m_cases = scoredCases(m_result->predictions, e.classes.size(), m_positive, &rows);
            for (const std::size_t row : rows)
                m_caseIds.push_back(m_result->predictions[row].caseId);
        }
        m_detailsWanted = m_result->runId;
    }
    m_rule = {m_positive, ThresholdGoal{}.target, {}};
    m_goal = ThresholdGoal{};
    Q_EMIT resultChanged();
    Q_EMIT ruleChanged();
    Q_EMIT groupingsChanged();
    Q_EMIT trustChanged();
    Q_EMIT comparisonChanged();
    loadDetails();
}

CohortChange ResultsViewModel::cohortChange() const {
    if (!m_result)
        return {};
    return nidus::cohortChange(*m_result, m_projectCases);
}

void ResultsViewModel::select(const std::vector<std::size_t>& cases, const QString& text) {
    QSet<QString> ids;
    for (const std::size_t position : cases)
        ids.insert(toQt(m_caseIds[position]));
    m_selection.set(ids, text);
}

std::vector<ThresholdReport> ResultsViewModel::reports() const {
    if (!m_result || m_positive < 0 || m_result->evaluation.perClass.empty())
        return {};
    return m_result->evaluation.perClass.front().thresholds;
}

void ResultsViewModel::setThreshold(double threshold) {
    DecisionRule rule{m_positive, std::clamp(threshold, 0.0, 1.0), {}};
    setRule(rule, rule.threshold == ThresholdGoal{}.target ? std::optional(ThresholdGoal{}) : std::nullopt);
}

void ResultsViewModel::useReport(const ThresholdReport& report) {
    if (m_result)
        setRule(ruleOf(report, m_result->predictions, m_positive), report.goal);
}

void ResultsViewModel::setRule(const DecisionRule& rule, const std::optional<ThresholdGoal>& goal) {
    if (m_positive < 0 || rule == m_rule)
        return;
    m_rule = rule;
    m_goal = goal;
    m_selection.clear(); // it may speak of predicted classes
    Q_EMIT ruleChanged();
}

void ResultsViewModel::loadDetails() {
    if (m_detailsJob.isRunning() || m_detailsWanted.empty())
        return;
    const std::string id = std::exchange(m_detailsWanted, {});
    struct Details {
        std::vector<CaseGrouping> groupings;
        std::map<std::string, TestedTrust> trust;
    };
    m_detailsJob.start(
        [readGroupings = m_services.readGroupings, readTrust = m_services.readTrust, folder = m_folder,
         id](const JobControl& control) {
            return Details{readGroupings(folder, id, control), readTrust(folder, id, control)};
        },
        [this, id, folder = m_folder](Details details) {
            if (m_result && m_result->runId == id && folder == m_folder) {
                m_groupings = std::move(details.groupings);
                m_trust = std::move(details.trust);
                Q_EMIT groupingsChanged();
                Q_EMIT trustChanged();
            }
            loadDetails();
        });
}

void ResultsViewModel::compareWith(std::size_t place, const std::string& runId) {
    if (!m_result || m_compared[place].runId == runId)
        return;
    m_compared[place] = {runId, {}, {}, !runId.empty()};
    Q_EMIT comparisonChanged();
    compareNext();
}

void ResultsViewModel::compareNext() {
    const auto next = std::ranges::find(m_compared, true, &Compared::isWanted);
    if (m_comparisonJob.isRunning() || next == m_compared.end())
        return;
    next->isWanted = false;
    m_comparing = static_cast<std::size_t>(next - m_compared.begin());
    m_comparisonJob.start([compare = m_services.compareRuns, folder = m_folder, a = m_result->runId,
                           b = next->runId](const JobControl& control) { return compare(folder, a, b, control); },
                          [this, folder = m_folder](RunComparison comparison) {
                              Compared& compared = m_compared[m_comparing];
                              if (m_result && comparison.a == m_result->runId && comparison.b == compared.runId
                                  && folder == m_folder) {
                                  compared.comparison = std::move(comparison);
                                  Q_EMIT comparisonChanged();
                              }
                              compareNext();
                          });
}

} // namespace nidus::ui
