// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wizard/model_page.h"

#include "ui/classify/drop_zone.h"
#include "ui/common/controls.h"
#include "ui/common/qt_convert.h"
#include "ui/data/data_page.h"
#include "ui/wizard/new_project_model.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace nidus::ui {

ModelPage::ModelPage(NewProjectModel& model, QWidget* parent)
    : QWizardPage(parent), m_model(model),
      m_file(named(new QPushButton(tr("Choose a &file…")), "chooseModelFile", tr("Choose a checkpoint or archive"))),
      m_folder(named(new QPushButton(tr("Choose a f&older…")), "chooseModelFolder", tr("Choose a folder of results"))),
      m_dropZone(named(new DropZone, "modelDropZone", QString())),
      m_card(named(new TextLabel(TextRole::Heading), "modelCard", tr("The pretrained model"))),
      m_problems(new TextLabel(TextRole::Secondary)) {
    setTitle(tr("Pretrained model"));
    setSubTitle(
        tr("An nnU-Net that somebody has trained. Nidus reads its numbers and texts and runs none of its code."));
    auto* column = new QVBoxLayout(this);
    auto* tools = new QHBoxLayout;
    tools->addWidget(m_file);
    tools->addWidget(m_folder);
    tools->addStretch(1);
    column->addLayout(tools);
    column->addWidget(m_dropZone, 1);
    m_card->setWordWrap(true);
    column->addWidget(m_card);
    m_problems->setWordWrap(true);
    m_problems->setTextInteractionFlags(Qt::TextSelectableByMouse);
    column->addWidget(m_problems);
    connect(m_file, &QPushButton::clicked, this, &ModelPage::fileWanted);
    connect(m_folder, &QPushButton::clicked, this, &ModelPage::folderWanted);
    connect(&m_model, &NewProjectModel::projectChanged, this, &ModelPage::showModel);
    connect(&m_model, &NewProjectModel::busyChanged, this, &ModelPage::showModel);
    connect(&m_model, &NewProjectModel::found, this, [this](const std::vector<Problem>& problems) {
        QStringList lines;
        for (const Problem& problem : problems)
            lines << tr("%1 (%2)").arg(toQt(problem.text), toQt(problem.code));
        m_problems->setText(lines.join(QLatin1Char('\n')));
    });
}

void ModelPage::initializePage() {
    m_problems->clear();
    showModel();
}

void ModelPage::showModel() {
    const bool isBusy = m_model.isBusy();
    m_dropZone->setText(isBusy ? tr("Reading the model…") : tr("Drop a model here"),
                        tr("A checkpoint (.pth), a folder of nnU-Net's results, or an exported ZIP."));
    m_card->setText(isBusy || !m_model.isMade() ? QString() : modelSummary(m_model.project().model));
    m_file->setEnabled(!isBusy);
    m_folder->setEnabled(!isBusy);
    Q_EMIT completeChanged();
}

bool ModelPage::isComplete() const {
    const auto& model = m_model.project().model;
    return !m_model.isBusy() && model && model->problem.empty();
}

} // namespace nidus::ui
