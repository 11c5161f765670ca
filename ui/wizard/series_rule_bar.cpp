// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wizard/series_rule_bar.h"

#include "ui/common/qt_convert.h"
#include "ui/wizard/series_table_model.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace nidus::ui {

SeriesRuleBar::SeriesRuleBar(SeriesTableModel& model, QWidget* parent)
    : Card(parent), m_model(model), m_modality(named(new QComboBox, "ruleModality", tr("Kind of scan"))),
      m_words(named(new QLineEdit, "ruleWords", tr("Words in the description"))),
      m_spacing(named(new QDoubleSpinBox, "ruleSpacing", tr("Largest distance between slices"))),
      m_outcome(named(new TextLabel(TextRole::Secondary), "ruleOutcome", tr("What the rule picks"))),
      m_apply(named(new QPushButton(tr("&Use these")), "applyRule", tr("Use the series that the rule picks"))) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 8, 12, 8);
    auto* conditions = new QHBoxLayout;
    m_words->setPlaceholderText(tr("any description, or words: lung|chest"));
    addClearButton(m_words);
    m_spacing->setRange(0, 50);
    m_spacing->setDecimals(2);
    m_spacing->setSingleStep(0.5);
    m_spacing->setSuffix(tr(" mm"));
    m_spacing->setSpecialValueText(tr("any"));
    conditions->addWidget(m_modality);
    conditions->addWidget(m_words, 1);
    auto* spacingText = new QLabel(tr("Slices at &most apart:"));
    spacingText->setBuddy(m_spacing);
    conditions->addWidget(spacingText);
    conditions->addWidget(m_spacing);
    column->addLayout(conditions);
    auto* outcome = new QHBoxLayout;
    m_outcome->setWordWrap(true);
    outcome->addWidget(m_outcome, 1);
    outcome->addWidget(m_apply);
    column->addLayout(outcome);
    setModalities({});

    connect(m_modality, &QComboBox::currentIndexChanged, this, &SeriesRuleBar::count);
    connect(m_words, &QLineEdit::textChanged, this, &SeriesRuleBar::count);
    connect(m_spacing, &QDoubleSpinBox::valueChanged, this, &SeriesRuleBar::count);
    connect(&m_model, &SeriesTableModel::countsChanged, this, [this] {
        if (isVisible())
            count();
    });
    connect(m_apply, &QPushButton::clicked, this, [this] {
        m_model.apply(rule());
        Q_EMIT done();
    });
}

void SeriesRuleBar::setModalities(const QStringList& modalities) {
    const QString before = m_modality->currentData().toString();
    const QSignalBlocker blocker(m_modality);
    m_modality->clear();
    m_modality->addItem(tr("any kind"));
    for (const QString& modality : modalities)
        m_modality->addItem(modality, modality);
    m_modality->setCurrentIndex(std::max(0, m_modality->findData(before)));
    count();
}

SeriesRule SeriesRuleBar::rule() const {
    return {fromQt(m_modality->currentData().toString()), fromQt(m_words->text()), m_spacing->value()};
}

void SeriesRuleBar::count() {
    const RuleOutcome outcome = chooseOnePerPatient(m_model.series(), rule());
    QStringList parts{tr("1 series for %n patient(s)", nullptr, outcome.one)};
    if (outcome.none > 0)
        parts << tr("none for %n", nullptr, outcome.none);
    if (outcome.several > 0)
        parts << tr("several equal ones for %n: the first is taken", nullptr, outcome.several);
    m_outcome->announce(parts.join(tr(", ")) + QLatin1Char('\n')
                        + tr("Of several the one with the thinnest slices is taken, then the one with the most."));
    m_apply->setEnabled(!outcome.chosen.empty());
}

} // namespace nidus::ui
