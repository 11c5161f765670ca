// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/data/data_page.h"

#include "ui/common/controls.h"
#include "ui/common/qt_convert.h"
#include "ui/data/case_table_model.h"
#include "ui/data/cohort_panel.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QPushButton>
#include <QSplitter>
#include <QUndoView>
#include <QVBoxLayout>

#include <algorithm>
#include <set>

namespace nidus::ui {
namespace {

constexpr int kHistoryWidth = 260;

} // namespace

DataPage::DataPage(CohortModel& cohort, QWidget* parent)
    : QWidget(parent), m_cohort(cohort), m_panel(new CohortPanel(m_cohort)), m_summary(new TextLabel(TextRole::Body)),
      m_modelLine(new TextLabel(TextRole::Secondary)),
      m_addScans(named(new QPushButton(tr("&Add more scans…")), "addMoreScans", tr("Add more scans to the project"))),
      m_showHistory(named(new QPushButton(tr("Histor&y")), "showHistory", tr("Show what was changed"))),
      m_history(named(new QUndoView(&m_cohort.undoStack()), "history", tr("What was changed, the oldest first"))) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 16, 20, 12);
    column->setSpacing(8);
    buildHead(column);
    m_summary->setWordWrap(true);
    m_modelLine->setWordWrap(true);
    column->addWidget(m_summary);
    column->addWidget(m_modelLine);
    auto* body = new QSplitter;
    body->setChildrenCollapsible(false);
    body->addWidget(m_panel);
    body->addWidget(m_history);
    body->setStretchFactor(0, 1);
    body->setSizes({kHistoryWidth * 3, kHistoryWidth});
    column->addWidget(body, 1);
    m_history->setSpacing(3);
    m_history->setEmptyLabel(tr("As it was opened"));
    m_history->setToolTip(tr("Changes since the project was opened. Click one to go back to what it led to."));
    m_history->hide();
    m_panel->setEmptyText(tr("This project has no cases yet. Press “Add more scans…”, or drop scans here."));
    connect(&m_cohort, &CohortModel::changed, this, &DataPage::showSummary);
    showSummary();
}

void DataPage::buildHead(QVBoxLayout* column) {
    auto* head = new QHBoxLayout;
    head->addWidget(new TextLabel(TextRole::Title, tr("Data")));
    head->addStretch(1);
    head->addWidget(m_addScans);
    m_showHistory->setCheckable(true);
    head->addWidget(m_showHistory);
    column->addLayout(head);
    connect(m_addScans, &QPushButton::clicked, this, &DataPage::scansWanted);
    connect(m_showHistory, &QPushButton::toggled, m_history, &QWidget::setVisible);
}

void DataPage::setProject(const ProjectSnapshot& project) {
    m_cohort.setProject(project);
    m_modelLine->setText(modelSummary(project.model));
    m_isOthers = !project.busyWith.empty();
    setEditable(m_isEditable);
}

void DataPage::setEditable(bool isEditable) {
    m_isEditable = isEditable;
    m_panel->setEditable(this->isEditable());
    m_addScans->setEnabled(this->isEditable());
    m_history->setEnabled(this->isEditable());
}

void DataPage::showSummary() {
    m_summary->setText(cohortSummary(m_cohort.table().cases(), m_cohort.classes()));
}

QString cohortSummary(const ProjectSnapshot& project) {
    return cohortSummary(project.cases, project.classes);
}

QString cohortSummary(const std::vector<Case>& all, const std::vector<std::string>& classes) {
    if (all.empty())
        return {};
    std::set<std::string> patients;
    int problems = 0, unlabelled = 0, leftOut = 0;
    for (const Case& item : all) {
        patients.insert(item.patient);
        problems += hasProblems(item) ? 1 : 0;
        unlabelled += item.label.empty() ? 1 : 0;
        leftOut += item.included ? 0 : 1;
    }
    QStringList parts;
    for (const std::string& name : classes) {
        const auto count =
            std::count_if(all.begin(), all.end(), [&name](const Case& item) { return item.label == name; });
        parts << QStringLiteral("%1 %2").arg(QLocale().toString(static_cast<qlonglong>(count)), toQt(name));
    }
    if (unlabelled > 0)
        parts << DataPage::tr("%n without a label", nullptr, unlabelled);
    if (leftOut > 0)
        parts << DataPage::tr("%n left out", nullptr, leftOut);
    if (problems > 0)
        parts << DataPage::tr("%n with problems", nullptr, problems);
    const QString cases = DataPage::tr("%n case(s)", nullptr, static_cast<int>(all.size()));
    const QString people = DataPage::tr("%n patient(s)", nullptr, static_cast<int>(patients.size()));
    return (QStringList{cases, people} + parts).join(QStringLiteral("  ·  "));
}

QString modelSummary(const std::optional<ModelSummary>& model) {
    if (!model)
        return DataPage::tr("No pretrained model has been chosen yet. Choose one on the page Model.");
    if (!model->problem.empty())
        return DataPage::tr("Pretrained model: %1").arg(toQt(model->problem));
    QStringList spacing, channels;
    for (const double mm : model->spacingMm)
        spacing << (mm > 0 ? QLocale().toString(mm, 'g', 3) : DataPage::tr("any"));
    for (const std::string& channel : model->channels)
        channels << toQt(channel);
    QStringList parts{DataPage::tr("Pretrained model: %1").arg(toQt(model->title)), toQt(model->configuration),
                      DataPage::tr("voxels of %1 mm").arg(spacing.join(QStringLiteral(" × ")))};
    if (!channels.isEmpty())
        parts << DataPage::tr("input: %1").arg(channels.join(QStringLiteral(", ")));
    parts << DataPage::tr("%1 million weights")
                 .arg(QLocale().toString(static_cast<double>(model->parameters) / 1e6, 'f', 1));
    return parts.join(QStringLiteral("  ·  "));
}

} // namespace nidus::ui
