// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/model/model_view_model.h"

#include <QWidget>

namespace nidus::ui {

class ModelPanel;

/// The place of the pretrained model in the main window.
class ModelPage final : public QWidget {
    Q_OBJECT

public:
    explicit ModelPage(ModelViewModel& model, QWidget* parent = nullptr);
    /// False while something works with the model.
    void setEditable(bool isEditable);

Q_SIGNALS:
    void fileWanted();
    void folderWanted();

private:
    ModelPanel* m_panel;
};

} // namespace nidus::ui
