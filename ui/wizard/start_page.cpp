// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wizard/start_page.h"

#include "ui/common/controls.h"
#include "ui/common/qt_convert.h"
#include "ui/data/data_page.h"
#include "ui/training/preset_picker.h"
#include "ui/wizard/new_project_model.h"

#include <QCheckBox>
#include <QDir>
#include <QVBoxLayout>
#include <QWizard>

#include <algorithm>

namespace nidus::ui {
namespace {

constexpr int kGoodCount = 20, kLeastCount = 5;

} // namespace

StartPage::StartPage(NewProjectModel& model, QWidget* parent)
    : QWizardPage(parent), m_model(model),
      m_summary(named(new TextLabel(TextRole::Body), "wizardSummary", tr("What was gathered"))),
      m_warnings(named(new TextLabel(TextRole::Secondary), "wizardWarnings", tr("What would be better"))),
      m_start(named(new QCheckBox(tr("&Start training now")), "startNow", tr("Start training now"))) {
    setTitle(tr("Check and start"));
    setSubTitle(tr("The project is on disk already. Training runs in the background and can be stopped at any time."));
    auto* column = new QVBoxLayout(this);
    column->setSpacing(12);
    m_summary->setWordWrap(true);
    column->addWidget(m_summary);
    m_warnings->setWordWrap(true);
    column->addWidget(m_warnings);
    m_start->setChecked(true);
    column->addWidget(m_start);
    column->addStretch(1);
    connect(m_start, &QCheckBox::toggled, this, [this](bool isStart) {
        setButtonText(QWizard::FinishButton, isStart ? tr("Start &training") : tr("&Finish"));
    });
    setButtonText(QWizard::FinishButton, tr("Start &training"));
}

void StartPage::initializePage() {
    const ProjectSnapshot& project = m_model.project();
    QStringList lines{cohortSummary(project), modelSummary(project.model)};
    const QString judged = m_recipe.holdout > 0
                               ? tr("%1 % of the cases are held out and tested once.").arg(100 * m_recipe.holdout)
                               : tr("Every case is tested once, in turns.");
    lines << tr("Training: %1. %2").arg(presetTitle(m_recipe.preset), judged);
    lines << tr("Project folder: %1").arg(QDir::toNativeSeparators(pathToQt(project.folder)));
    m_summary->setText(lines.join(QLatin1String("\n\n")));
    m_warnings->setText(warnings().join(QLatin1Char('\n')));
}

QStringList StartPage::warnings() const {
    const ProjectSnapshot& project = m_model.project();
    QStringList lines;
    for (const std::string& name : project.classes) {
        const auto count = static_cast<int>(std::ranges::count_if(
            project.cases, [&name](const Case& item) { return item.included && item.label == name; }));
        if (count < kLeastCount)
            lines << tr("“%1” has %n case(s), too few to learn from.", nullptr, count).arg(toQt(name));
        else if (count < kGoodCount)
            lines
                << tr("“%1” has %n case(s). With twenty or more the result says more.", nullptr, count).arg(toQt(name));
    }
    const auto unlabelled = static_cast<int>(
        std::ranges::count_if(project.cases, [](const Case& item) { return item.included && item.label.empty(); }));
    if (unlabelled > 0)
        lines << tr("%n case(s) without a label are not used.", nullptr, unlabelled);
    return lines;
}

void StartPage::setRecipe(const Recipe& recipe) {
    m_recipe = recipe;
}

bool StartPage::wantsTraining() const {
    return m_start->isChecked();
}

} // namespace nidus::ui
