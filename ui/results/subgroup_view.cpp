// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/subgroup_view.h"

#include "ui/common/controls.h"
#include "ui/common/qt_convert.h"
#include "ui/results/figure_table.h"
#include "ui/results/figure_text.h"
#include "ui/results/results_view_model.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

namespace nidus::ui {
namespace {

class Words {
    Q_DECLARE_TR_FUNCTIONS(nidus::ui::SubgroupView)

public:
    static QString property(const std::string& name) {
        if (name == "manufacturer")
            return tr("Manufacturer of the scanner");
        if (name == "model")
            return tr("Model of the scanner");
        if (name == "field_strength")
            return tr("Field strength");
        if (name == "age")
            return tr("Age of the patient in years");
        if (name == "sex")
            return tr("Sex of the patient");
        return name == "spacing" ? tr("Distance of the slices") : toQt(name);
    }
    static QString group(const std::string& property, const std::string& name) {
        if (property == "sex" && name == "F")
            return tr("female");
        if (property == "sex" && name == "M")
            return tr("male");
        if (property == "sex" && name == "O")
            return tr("other");
        return name.empty() ? tr("not stated") : toQt(name);
    }
};

} // namespace

SubgroupView::SubgroupView(ResultsViewModel& model, QWidget* parent)
    : ResultView(model, parent), m_property(named(new QComboBox, "subgroupProperty", tr("Sort the cases by"))),
      m_hint(
          new TextLabel(TextRole::Secondary,
                        tr("Groups of fewer than %1 cases are grey: their figures say next to nothing. Intervals "
                           "(95 %) take the cases as independent. Enter or a double click shows the cases of a group.")
                            .arg(kFewestInSubgroup))),
      m_table(new FigureTable("subgroupTable", tr("Figures of the groups"))),
      m_empty(new TextLabel(TextRole::Secondary)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 10, 0, 0);
    m_property->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    column->addWidget(m_property, 0, Qt::AlignLeft);
    column->addWidget(m_table);
    m_hint->setWordWrap(true);
    column->addWidget(m_hint);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setText(tr("Nothing is known of scanners, slices or patients of these cases. DICOM files tell; other "
                        "formats do not."));
    column->addWidget(m_empty, 1);
    column->addStretch();
    connect(m_property, &QComboBox::currentIndexChanged, this, &SubgroupView::showGroups);
    connect(&model, &ResultsViewModel::groupingsChanged, this, &SubgroupView::showProperties);
    connect(m_table, &FigureTable::rowChosen, this, [this](int row) {
        const SubgroupFigures& group = m_groups[static_cast<std::size_t>(row)];
        QSet<QString> ids;
        for (const std::string& id : group.cases)
            ids.insert(toQt(id));
        this->model().selection().set(ids, QStringLiteral("%1: %2").arg(m_property->currentText(), groupText(group)));
        Q_EMIT casesWanted();
    });
}

QString SubgroupView::groupText(const SubgroupFigures& group) const {
    return Words::group(model().groupings()[static_cast<std::size_t>(m_property->currentIndex())].property, group.name);
}

void SubgroupView::showResult() {
    showProperties();
}

void SubgroupView::showProperties() {
    const QSignalBlocker blocker(m_property);
    const QString before = m_property->currentText();
    m_property->clear();
    for (const CaseGrouping& grouping : model().groupings())
        m_property->addItem(Words::property(grouping.property));
    m_property->setCurrentIndex(m_property->count() == 0 ? -1 : std::max(0, m_property->findText(before)));
    showGroups();
}

void SubgroupView::showRule() {
    showGroups();
}

void SubgroupView::showGroups() {
    m_groups.clear();
    const int at = m_property->currentIndex();
    if (at >= 0 && model().cases())
        m_groups =
            subgroupFigures(model().result()->predictions, model().result()->evaluation.classes.size(),
                            model().positive(), model().rule(), model().groupings()[static_cast<std::size_t>(at)]);
    QStringList columns{tr("Group"), tr("Cases"), tr("AUC"), tr("Right answers")};
    if (model().positive() >= 0)
        columns << tr("Sensitivity") << tr("Specificity");
    std::vector<QStringList> rows;
    for (const SubgroupFigures& group : m_groups) {
        QStringList row{groupText(group), QString::number(group.cases.size()), intervalText(group.auc),
                        intervalText(group.right)};
        if (model().positive() >= 0)
            row << intervalText(group.sensitivity) << intervalText(group.specificity);
        rows.push_back(row);
    }
    m_table->setRows(columns, rows);
    for (std::size_t i = 0; i < m_groups.size(); ++i)
        if (m_groups[i].cases.size() < kFewestInSubgroup)
            m_table->setFaint(static_cast<int>(i), tr("Too few cases to tell."));
    for (QWidget* widget : std::initializer_list<QWidget*>{m_property, m_table, m_hint})
        widget->setVisible(!m_groups.empty());
    m_empty->setVisible(m_groups.empty());
}

} // namespace nidus::ui
