// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/job_runner.h"
#include "ui/services.h"

#include <QObject>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace nidus::ui {

class TrainingViewModel;

/// Runs that wait for the one of the moment. The project keeps them. The next one starts by itself when a run has come
/// to its result; after one that was paused or has failed, and when the project is opened, they wait.
class RunQueue final : public QObject {
    Q_OBJECT

public:
    RunQueue(const Services& services, TrainingViewModel& training);
    ~RunQueue() override;

    [[nodiscard]] const std::vector<std::string>& presets() const { return m_presets; }
    void add(const std::string& preset);
    void remove(std::size_t number);
    /// Now; nothing while a run is running or none waits.
    void startNext();

Q_SIGNALS:
    void changed();
    /// The project does not keep what waits now.
    void failed(const nidus::ui::Failure& failure);

private:
    /// What waits in a project.
    struct Waiting {
        std::filesystem::path folder;
        std::vector<std::string> presets;
    };

    void keep();
    void write();

    const Services& m_services;
    TrainingViewModel& m_training;
    std::vector<std::string> m_presets;
    bool m_isDue = false; ///< as soon as the project has been read again
    std::optional<Waiting> m_unwritten;
    std::unique_ptr<JobRunner> m_job; // last: joins before the rest dies
};

} // namespace nidus::ui
