// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/job_runner.h"
#include "ui/services.h"

#include <QObject>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace nidus::ui {

/// The pretrained model of a project: what was read of it, and how far it suits the cases, found in the background
/// whenever the model or the cases are other ones.
class ModelViewModel final : public QObject {
    Q_OBJECT

public:
    explicit ModelViewModel(const Services& services, QObject* parent = nullptr);

    void setProject(const ProjectSnapshot& project);
    [[nodiscard]] const std::optional<ModelSummary>& model() const { return m_model; }
    /// Absent while it is being found, and without a model.
    [[nodiscard]] const std::optional<ModelCheck>& check() const { return m_check; }
    [[nodiscard]] bool isChecking() const { return m_job.isRunning(); }

    /// Makes a checkpoint, a folder of results or an archive the model of the project.
    void choose(const std::filesystem::path& path);
    [[nodiscard]] bool isChoosing() const { return m_choice.isRunning(); }

Q_SIGNALS:
    void changed();
    /// The project has another model now, and is to be read again; with what there is to say of it.
    void chosen(const std::vector<nidus::Problem>& problems);
    void failed(const nidus::ui::Failure& failure);

private:
    void checkNow();

    const Services& m_services;
    std::filesystem::path m_folder;
    std::optional<ModelSummary> m_model;
    std::vector<std::string> m_cases; ///< ids
    std::optional<ModelCheck> m_check;
    bool m_isStale = false;    ///< what is being found is of an older state
    JobRunner m_job, m_choice; // last: they join before the rest dies
};

} // namespace nidus::ui
