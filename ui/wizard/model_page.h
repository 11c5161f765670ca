// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWizardPage>

class QPushButton;

namespace nidus::ui {

class DropZone;
class NewProjectModel;
class TextLabel;

/// Third step: the pretrained nnU-Net, as a checkpoint, a folder or an exported archive.
class ModelPage final : public QWizardPage {
    Q_OBJECT

public:
    explicit ModelPage(NewProjectModel& model, QWidget* parent = nullptr);

    void initializePage() override;
    [[nodiscard]] bool isComplete() const override;

Q_SIGNALS:
    void fileWanted();
    void folderWanted();

private:
    void showModel();

    NewProjectModel& m_model;
    QPushButton* m_file;
    QPushButton* m_folder;
    DropZone* m_dropZone;
    TextLabel* m_card;
    TextLabel* m_problems;
};

} // namespace nidus::ui
