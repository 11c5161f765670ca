// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/model/model_view_model.h"

#include <QWizardPage>

namespace nidus::ui {

class ModelPanel;
class NewProjectModel;

/// Third step: the pretrained nnU-Net, as a checkpoint, a folder or an exported archive.
class ModelStep final : public QWizardPage {
    Q_OBJECT

public:
    ModelStep(NewProjectModel& project, const Services& services, QWidget* parent = nullptr);

    void initializePage() override;
    [[nodiscard]] bool isComplete() const override;

Q_SIGNALS:
    void fileWanted();
    void folderWanted();

private:
    void showProject();

    NewProjectModel& m_project;
    ModelViewModel m_model;
    ModelPanel* m_panel;
};

} // namespace nidus::ui
