// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWizardPage>

class QLineEdit;

namespace nidus::ui {

class NewProjectModel;
class Preferences;
struct Services;

/// First step: which scans, and where the project goes. Leaving it forward makes the project.
class ScansPage final : public QWizardPage {
    Q_OBJECT

public:
    ScansPage(NewProjectModel& model, const Services& services, Preferences& preferences, QWidget* parent = nullptr);

    [[nodiscard]] bool isComplete() const override;
    bool validatePage() override;
    void setFolder(const QString& folder);

Q_SIGNALS:
    void filesWanted();
    void folderWanted();
    void placeWanted();

private:
    NewProjectModel& m_model;
    QLineEdit* m_place;
};

} // namespace nidus::ui
