// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wizard/table_source.h"

#include "ui/common/controls.h"
#include "ui/common/qt_convert.h"
#include "ui/wizard/number_cut.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace nidus::ui {
namespace {

/// What the values of a key column are, in words.
QString kindText(const std::string& kind) {
    if (kind == "case id")
        return TableSource::tr("name of the case");
    if (kind == "patient id")
        return TableSource::tr("patient");
    if (kind == "patient pseudonym")
        return TableSource::tr("pseudonym of the patient");
    if (kind == "series UID")
        return TableSource::tr("number of the series");
    if (kind == "file name")
        return TableSource::tr("name of the file");
    if (kind == "folder name")
        return TableSource::tr("name of the folder");
    return toQt(kind);
}

} // namespace

TableSource::TableSource(QWidget* parent)
    : QWidget(parent), m_choose(named(new QPushButton(tr("&Choose a table…")), "chooseTable", tr("Choose a table"))),
      m_sheet(named(new QComboBox, "tableSheet", tr("Sheet of the workbook"))),
      m_key(named(new QComboBox, "keyColumn", tr("Column that names the case or patient"))),
      m_label(named(new QComboBox, "labelColumn", tr("Column with the label"))), m_cut(new NumberCut),
      m_fit(named(new TextLabel(TextRole::Secondary), "tableFit", tr("How the table fits the cases"))) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    auto* line = new QHBoxLayout;
    line->setSpacing(8);
    line->addWidget(m_choose);
    m_sheetText = addChoice(line, tr("&Sheet"), m_sheet);
    addChoice(line, tr("Case or &patient in"), m_key);
    addChoice(line, tr("&Label in"), m_label);
    line->addStretch(1);
    column->addLayout(line);
    column->addWidget(m_cut);
    m_fit->setWordWrap(true);
    column->addWidget(m_fit);

    connect(m_choose, &QPushButton::clicked, this, &TableSource::fileWanted);
    connect(m_sheet, &QComboBox::activated, this, [this] { Q_EMIT sheetWanted(m_file, m_sheet->currentText()); });
    connect(m_key, &QComboBox::activated, this, [this] {
        showFit();
        Q_EMIT changed();
    });
    connect(m_label, &QComboBox::activated, this, [this] {
        showNumbers();
        Q_EMIT changed();
    });
    connect(m_cut, &NumberCut::changed, this, &TableSource::changed);
    setActive(false);
}

QLabel* TableSource::addChoice(QHBoxLayout* line, const QString& text, QComboBox* box) {
    constexpr int kWidest = 170;
    auto* label = new QLabel(text);
    label->setBuddy(box);
    box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    box->setMaximumWidth(kWidest);
    line->addWidget(label);
    line->addWidget(box);
    return label;
}

void TableSource::setPreview(const QString& file, const TablePreview& preview) {
    m_file = file;
    m_preview = preview;
    m_choose->setText(QFileInfo(file).fileName());
    for (QComboBox* box : {m_sheet, m_key, m_label})
        box->clear();
    for (const std::string& sheet : preview.sheets)
        m_sheet->addItem(toQt(sheet));
    m_sheet->setCurrentText(toQt(preview.sheet));
    for (const KeyFit& fit : preview.columns)
        for (QComboBox* box : {m_key, m_label})
            box->addItem(toQt(fit.column));
    m_key->setCurrentIndex(static_cast<int>(preview.key));
    m_label->setCurrentIndex(static_cast<int>(preview.label));
    for (QComboBox* box : {m_sheet, m_key, m_label}) // long names are whole in the list that drops down
        box->view()->setMinimumWidth(box->view()->sizeHintForColumn(0) + 2 * fontMetrics().averageCharWidth());
    showNumbers();
    setActive(m_isActive);
}

void TableSource::setActive(bool isActive) {
    m_isActive = isActive;
    for (QWidget* widget : std::initializer_list<QWidget*>{m_sheetText, m_sheet})
        widget->setVisible(m_preview.sheets.size() > 1);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_sheet, m_key, m_label, m_cut})
        widget->setEnabled(isActive && hasColumns());
    showFit();
}

LabelTable TableSource::table() const {
    return {pathFromQt(m_file), m_preview.sheet, fromQt(m_key->currentText()), fromQt(m_label->currentText()),
            m_cut->cut()};
}

void TableSource::showNumbers() {
    const auto column = static_cast<std::size_t>(m_label->currentIndex());
    if (column < m_preview.columns.size())
        m_cut->setNumbers(m_preview.columns[column].numbers, m_preview.columns[column].rows);
}

void TableSource::showFit() {
    const auto column = static_cast<std::size_t>(m_key->currentIndex());
    m_fit->setVisible(m_isActive && column < m_preview.columns.size());
    if (!m_fit->isVisibleTo(this))
        return;
    const KeyFit& fit = m_preview.columns[column];
    QStringList parts{tr("“%1” fits %2 of %n row(s) as %3", nullptr, fit.rows)
                          .arg(toQt(fit.column))
                          .arg(fit.matched)
                          .arg(kindText(fit.kind))};
    if (fit.ambiguous > 0)
        parts << tr("%n row(s) fit several patients", nullptr, fit.ambiguous);
    if (const int strangers = fit.rows - fit.matched - fit.ambiguous; strangers > 0)
        parts << tr("%n row(s) fit no case", nullptr, strangers);
    if (fit.casesWithoutRow > 0)
        parts << tr("%n case(s) have no row", nullptr, fit.casesWithoutRow);
    m_fit->setText(parts.join(QStringLiteral("  ·  ")));
}

} // namespace nidus::ui
