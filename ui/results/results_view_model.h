// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/job_runner.h"
#include "ui/services.h"

#include <QObject>
#include <QString>

#include <optional>

namespace nidus::ui {

/// The result that the results page shows: read from the project, or as a training has just brought it.
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

    [[nodiscard]] const std::filesystem::path& folder() const { return m_folder; } ///< of the project
    [[nodiscard]] const std::vector<RunRecord>& runs() const { return m_runs; }    ///< finished ones, newest first
    [[nodiscard]] const std::optional<RunResult>& result() const { return m_result; }
    [[nodiscard]] const std::vector<std::string>& classes() const { return m_classes; }

Q_SIGNALS:
    void runsChanged();
    void resultChanged();
    void classifierSaved(const QString& file);
    void failed(const nidus::ui::Failure& failure);

private:
    void loadNext();

    const Services& m_services;
    std::filesystem::path m_folder;
    std::vector<std::string> m_classes;
    std::vector<RunRecord> m_runs;
    std::optional<RunResult> m_result;
    std::optional<std::string> m_wanted;
    JobRunner m_save;
    JobRunner m_job; // last: joins before the rest dies
};

} // namespace nidus::ui
