// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/model/model_page.h"

#include "ui/common/controls.h"
#include "ui/model/model_panel.h"

#include <QVBoxLayout>

namespace nidus::ui {

ModelPage::ModelPage(ModelViewModel& model, QWidget* parent) : QWidget(parent), m_panel(new ModelPanel(model)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 16, 20, 12);
    column->setSpacing(8);
    column->addWidget(new TextLabel(TextRole::Title, tr("Model")));
    column->addWidget(m_panel, 1);
    connect(m_panel, &ModelPanel::fileWanted, this, &ModelPage::fileWanted);
    connect(m_panel, &ModelPanel::folderWanted, this, &ModelPage::folderWanted);
    connect(&model, &ModelViewModel::changed, this, [this, &model] { m_panel->setBusy(model.isChoosing()); });
    connect(&model, &ModelViewModel::chosen, m_panel, &ModelPanel::setProblems);
}

void ModelPage::setEditable(bool isEditable) {
    m_panel->setEditable(isEditable);
}

} // namespace nidus::ui
