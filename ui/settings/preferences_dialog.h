// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/job_runner.h"
#include "ui/services.h"

#include <QDialog>

class QComboBox;
class QFormLayout;
class QLineEdit;
class QPushButton;

namespace nidus::ui {

struct Dialogs;
class Preferences;
class TextLabel;

/// Language, colours, and what computes: the processor, or a graphics card with the user's own LibTorch, which can be
/// chosen or dropped here (a folder or an archive) and is checked by the self-test before it is used.
class PreferencesDialog final : public QDialog {
    Q_OBJECT

public:
    PreferencesDialog(const Services& services, Preferences& preferences, const Dialogs& dialogs,
                      QWidget* parent = nullptr);

    /// A folder or an archive of LibTorch.
    void setTorch(const QString& path);

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void buildGeneral(QFormLayout* form);
    void buildComputing(QFormLayout* form);
    void check();
    void showReport(const DeviceReport& report);

    const Services& m_services;
    Preferences& m_preferences;
    const Dialogs& m_dialogs;
    QComboBox* m_language;
    QComboBox* m_colours;
    QComboBox* m_device;
    QLineEdit* m_torch;
    QPushButton* m_choose;
    QPushButton* m_check;
    TextLabel* m_report;
    JobRunner m_job; // last: joins before the rest dies
};

} // namespace nidus::ui
