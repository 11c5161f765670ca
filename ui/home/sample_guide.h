// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/job_runner.h"
#include "ui/services.h"

#include <QObject>

#include <optional>

namespace nidus::ui {

class MessageArea;

/// Leads through the whole program with made-up scans: makes a project of them, has it trained, and in the end offers
/// to classify scans that it has never seen.
class SampleGuide final : public QObject {
    Q_OBJECT

public:
    /// The sample goes below `folder`.
    SampleGuide(const Services& services, MessageArea& messages, std::filesystem::path folder,
                QObject* parent = nullptr);

    void begin();
    /// The training of a project has a result; if it is the sample, the next step is offered.
    void trainingEnded(const std::filesystem::path& project);
    [[nodiscard]] bool isRunning() const { return m_job.isRunning(); }
    /// A classifier was written; the scans for it if it is the one that was asked for here, once.
    [[nodiscard]] std::optional<std::filesystem::path> scansFor(const std::filesystem::path& classifier);

Q_SIGNALS:
    void progressed(double fraction, const QString& stage);
    void made(const nidus::ui::SampleProject& sample);
    void classifierWanted(const QString& file); ///< of the result that is shown
    void failed(const nidus::ui::Failure& failure);

private:
    void offerNextStep();

    const Services& m_services;
    MessageArea& m_messages;
    std::filesystem::path m_folder;
    std::optional<SampleProject> m_sample;
    bool m_isWaiting = false; ///< for the classifier
    JobRunner m_job;          // last: joins before the rest dies
};

} // namespace nidus::ui
