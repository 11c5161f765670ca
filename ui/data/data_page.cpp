// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/data/data_page.h"

#include "ui/common/controls.h"
#include "ui/common/qt_convert.h"
#include "ui/common/tables.h"
#include "ui/data/case_table_model.h"
#include "ui/theme/icon.h"

#include <QAction>
#include <QCheckBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QLocale>
#include <QShortcut>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <set>

namespace nidus::ui {

DataPage::DataPage(QWidget* parent)
    : QWidget(parent), m_model(new CaseTableModel(this)), m_filter(new CaseFilter(this)),
      m_summary(new TextLabel(TextRole::Body)), m_modelLine(new TextLabel(TextRole::Secondary)),
      m_count(new TextLabel(TextRole::Secondary)), m_empty(new TextLabel(TextRole::Secondary)),
      m_search(named(new QLineEdit, "caseSearch", tr("Filter the cases"))),
      m_onlyProblems(
          named(new QCheckBox(tr("Only cases with &problems")), "onlyProblems", tr("Only cases with problems"))),
      m_table(named(new QTableView, "caseTable", tr("Cases"))) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 16, 20, 12);
    column->setSpacing(8);
    column->addWidget(new TextLabel(TextRole::Title, tr("Data")));
    m_summary->setWordWrap(true);
    m_modelLine->setWordWrap(true);
    column->addWidget(m_summary);
    column->addWidget(m_modelLine);

    auto* tools = new QHBoxLayout;
    m_search->setPlaceholderText(tr("Filter by case, patient, label or problem"));
    m_search->setClearButtonEnabled(true);
    m_search->addAction(icon(QStringLiteral("search"), Tint::Faint), QLineEdit::LeadingPosition);
    m_search->setMaximumWidth(420);
    tools->addWidget(m_search, 1);
    tools->addWidget(m_onlyProblems);
    tools->addStretch(1);
    tools->addWidget(m_count);
    column->addLayout(tools);

    m_filter->setSourceModel(m_model);
    m_table->setModel(m_filter);
    dressTable(m_table);
    m_table->sortByColumn(CaseTableModel::CaseId, Qt::AscendingOrder);
    column->addWidget(m_table, 1);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    column->addWidget(m_empty, 1);

    connect(m_search, &QLineEdit::textChanged, m_filter, &CaseFilter::setText);
    connect(m_search, &QLineEdit::textChanged, this, &DataPage::updateCount);
    connect(m_onlyProblems, &QCheckBox::toggled, m_filter, &CaseFilter::setOnlyProblems);
    connect(m_onlyProblems, &QCheckBox::toggled, this, &DataPage::updateCount);
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(m_filter, signal, this, &DataPage::updateCount);
    connect(m_filter, &QAbstractItemModel::modelReset, this, &DataPage::updateCount);
    auto* find = new QShortcut(QKeySequence::Find, this, [this] { m_search->setFocus(Qt::ShortcutFocusReason); });
    find->setContext(Qt::WidgetWithChildrenShortcut);
    setProject({});
}

void DataPage::setProject(const ProjectSnapshot& project) {
    m_model->setCases(project.cases, project.classes);
    m_summary->setText(cohortSummary(project));
    m_modelLine->setText(modelSummary(project.model));
    widenColumns(m_table, 360);
    updateCount();
}

void DataPage::updateCount() {
    const int all = m_model->rowCount(), shown = m_filter->rowCount();
    m_count->setText(shown == all ? QString() : tr("%1 of %2 shown").arg(shown).arg(all));
    m_table->setVisible(shown > 0);
    m_empty->setVisible(shown == 0);
    m_empty->setText(all == 0 ? tr("This project has no cases yet. Scans are added with “nidus-cli import”.")
                     : m_onlyProblems->isChecked() && m_search->text().isEmpty() ? tr("No case has problems.")
                                                                                 : tr("No case matches the filter."));
}

QString cohortSummary(const ProjectSnapshot& project) {
    if (project.cases.empty())
        return {};
    std::set<std::string> patients;
    int problems = 0, unlabelled = 0;
    for (const Case& item : project.cases) {
        patients.insert(item.patient);
        problems += hasProblems(item) ? 1 : 0;
        unlabelled += item.label.empty() ? 1 : 0;
    }
    QStringList parts;
    for (const std::string& name : project.classes) {
        const auto count = std::count_if(project.cases.begin(), project.cases.end(),
                                         [&name](const Case& item) { return item.label == name; });
        parts << QStringLiteral("%1 %2").arg(QLocale().toString(static_cast<qlonglong>(count)), toQt(name));
    }
    if (unlabelled > 0)
        parts << DataPage::tr("%n without a label", nullptr, unlabelled);
    if (problems > 0)
        parts << DataPage::tr("%n with problems", nullptr, problems);
    const QString cases = DataPage::tr("%n case(s)", nullptr, static_cast<int>(project.cases.size()));
    const QString people = DataPage::tr("%n patient(s)", nullptr, static_cast<int>(patients.size()));
    return (QStringList{cases, people} + parts).join(QStringLiteral("  ·  "));
}

QString modelSummary(const std::optional<ModelSummary>& model) {
    if (!model)
        return DataPage::tr("No pretrained model has been chosen yet. Choose one with “nidus-cli model”.");
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
