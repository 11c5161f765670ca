// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QWidget>

#include <vector>

class QFormLayout;
class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace nidus::ui {

class DropZone;
class ModelViewModel;
class TextLabel;

/// The pretrained model: where to drop one, how far it suits the cases, and what was read of it.
class ModelPanel final : public QWidget {
    Q_OBJECT

public:
    explicit ModelPanel(ModelViewModel& model, QWidget* parent = nullptr);

    /// True while a model is read.
    void setBusy(bool isBusy);
    void setEditable(bool isEditable);
    /// What there is to say of the model that was just read.
    void setProblems(const std::vector<Problem>& problems);

Q_SIGNALS:
    void fileWanted();
    void folderWanted();

private:
    void showModel();
    void showCheck();

    ModelViewModel& m_model;
    QPushButton* m_file;
    QPushButton* m_folder;
    DropZone* m_dropZone;
    TextLabel* m_card;
    TextLabel* m_problems;
    TextLabel* m_safety;
    QScrollArea* m_area;
    QVBoxLayout* m_checks;
    QFormLayout* m_rows;
    bool m_isBusy = false;
    bool m_isEditable = true;
};

} // namespace nidus::ui
