// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/job_runner.h"
#include "ui/services.h"

#include <QWidget>

class QComboBox;
class QFormLayout;
class QLineEdit;
class QPushButton;

namespace nidus::ui {

struct Dialogs;
class Preferences;
class TextLabel;

/// What computes: the processor, or a graphics card with the user's own LibTorch, a folder or an archive, which is
/// checked by the self-test before it is used.
class ComputingPanel final : public QWidget {
    Q_OBJECT

public:
    ComputingPanel(const Services& services, Preferences& preferences, const Dialogs& dialogs,
                   QWidget* parent = nullptr);

    /// A folder or an archive of LibTorch.
    void setTorch(const QString& path);
    [[nodiscard]] bool isBusy() const { return m_job.isRunning(); }

private:
    void addDevice(QFormLayout* form);
    void addTorch(QFormLayout* form);
    void check();
    void showReport(const DeviceReport& report);

    const Services& m_services;
    Preferences& m_preferences;
    const Dialogs& m_dialogs;
    QComboBox* m_device;
    QLineEdit* m_torch;
    QPushButton* m_choose;
    QPushButton* m_check;
    TextLabel* m_report;
    JobRunner m_job; // last: joins before the rest dies
};

} // namespace nidus::ui
