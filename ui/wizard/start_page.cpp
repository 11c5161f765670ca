// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wizard/start_page.h"

#include "ui/common/controls.h"
#include "ui/data/data_page.h"
#include "ui/training/preset_picker.h"
#include "ui/wizard/new_project_model.h"

#include <QCheckBox>
#include <QVBoxLayout>
#include <QWizard>

namespace nidus::ui {

StartPage::StartPage(NewProjectModel& model, QWidget* parent)
    : QWizardPage(parent), m_model(model), m_presets(new PresetPicker), m_summary(new TextLabel(TextRole::Body)),
      m_start(named(new QCheckBox(tr("&Start training now")), "startNow", tr("Start training now"))) {
    setTitle(tr("Check and start"));
    setSubTitle(tr("How much effort may the training take? It runs in the background and can be stopped at any time."));
    auto* column = new QVBoxLayout(this);
    column->addWidget(m_presets);
    m_summary->setWordWrap(true);
    m_summary->setObjectName(QStringLiteral("wizardSummary"));
    column->addWidget(m_summary);
    m_start->setChecked(true);
    column->addWidget(m_start);
    column->addStretch(1);
    connect(m_start, &QCheckBox::toggled, this, [this](bool isStart) {
        setButtonText(QWizard::FinishButton, isStart ? tr("Start &training") : tr("&Finish"));
    });
    setButtonText(QWizard::FinishButton, tr("Start &training"));
}

void StartPage::initializePage() {
    m_summary->setText(cohortSummary(m_model.project()) + QLatin1Char('\n') + modelSummary(m_model.project().model));
}

std::string StartPage::preset() const {
    return m_presets->preset();
}

bool StartPage::wantsTraining() const {
    return m_start->isChecked();
}

} // namespace nidus::ui
