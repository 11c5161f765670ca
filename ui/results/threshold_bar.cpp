// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/threshold_bar.h"

#include "ui/common/controls.h"
#include "ui/common/qt_convert.h"
#include "ui/results/figure_text.h"
#include "ui/results/results_view_model.h"

#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSlider>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace nidus::ui {
namespace {

constexpr int kSteps = 1000; // of the slider
constexpr const char* kGoalProperty = "goal";

} // namespace

QString goalText(const ThresholdGoal& goal) {
    const QString target = figureText(goal.target, 1);
    switch (goal.rule) {
    case ThresholdRule::Youden:
        //: A rule for choosing a threshold, named after W. J. Youden
        return ThresholdBar::tr("Youden");
    case ThresholdRule::Sensitivity:
        return ThresholdBar::tr("Sensitivity ≥ %1").arg(target);
    case ThresholdRule::Specificity:
        return ThresholdBar::tr("Specificity ≥ %1").arg(target);
    case ThresholdRule::Fixed:
        break;
    }
    return target;
}

ThresholdBar::ThresholdBar(ResultsViewModel& model, QWidget* parent)
    : QWidget(parent), m_model(model), m_label(new TextLabel(TextRole::Body)),
      m_slider(named(new QSlider(Qt::Horizontal), "thresholdSlider", tr("Threshold"))),
      m_value(named(new QDoubleSpinBox, "thresholdValue", tr("Threshold"))), m_buttons(new QHBoxLayout),
      m_note(named(new TextLabel(TextRole::Secondary), "thresholdNote", {})) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    auto* row = new QHBoxLayout;
    m_slider->setRange(0, kSteps);
    m_slider->setPageStep(kSteps / 20);
    m_slider->setMinimumWidth(90);
    m_slider->setMaximumWidth(320);
    m_value->setRange(0, 1);
    m_value->setDecimals(3);
    m_value->setSingleStep(0.01);
    m_value->setKeyboardTracking(false); // "0.4" on the way to "0.42" is no wish
    m_label->setBuddy(m_value);
    row->addWidget(m_label);
    row->addWidget(m_slider, 1);
    row->addWidget(m_value);
    row->addLayout(m_buttons);
    row->addStretch(1);
    column->addLayout(row);
    m_note->setWordWrap(true);
    column->addWidget(m_note);
    connect(m_slider, &QSlider::valueChanged, this,
            [this](int step) { m_model.setThreshold(static_cast<double>(step) / kSteps); });
    connect(m_value, &QDoubleSpinBox::valueChanged, &m_model, &ResultsViewModel::setThreshold);
    connect(&m_model, &ResultsViewModel::resultChanged, this, &ThresholdBar::showResult);
    connect(&m_model, &ResultsViewModel::ruleChanged, this, &ThresholdBar::showRule);
    showResult();
}

bool ThresholdBar::isUseful() const {
    return m_model.positive() >= 0 && m_model.cases();
}

void ThresholdBar::showResult() {
    if (!isUseful())
        return;
    const Evaluation& e = m_model.result()->evaluation;
    m_label->setText(tr("&Threshold for %1").arg(toQt(e.positive).replace(QLatin1Char('&'), QLatin1String("&&"))));
    m_label->setToolTip(tr("From this probability on a case counts as %1.").arg(toQt(e.positive)));
    addReports();
    showRule();
}

/// A button for each threshold that the run reported.
void ThresholdBar::addReports() {
    while (QLayoutItem* item = m_buttons->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    int number = 0;
    for (const ThresholdReport& report : m_model.reports()) {
        const QString text = goalText(report.goal);
        const QByteArray name = "threshold_" + QByteArray::number(number++);
        auto* button = named(new QPushButton(text), name.constData(), tr("Threshold by the rule: %1").arg(text));
        button->setCheckable(true);
        button->setProperty(kGoalProperty, static_cast<int>(report.goal.rule));
        button->setToolTip(report.goal.rule == ThresholdRule::Fixed
                               ? tr("Fixed before the training.")
                               : tr("For each fold, chosen on the cases of the other folds."));
        connect(button, &QPushButton::clicked, this, [this, report] {
            m_model.useReport(report);
            showRule(); // checked as the rule is, also where it was so before
        });
        m_buttons->addWidget(button);
    }
}

void ThresholdBar::showRule() {
    if (!isUseful())
        return;
    const QSignalBlocker slider(m_slider), value(m_value);
    m_slider->setValue(static_cast<int>(std::lround(m_model.rule().threshold * kSteps)));
    m_value->setValue(m_model.rule().threshold);
    for (int i = 0; i < m_buttons->count(); ++i) {
        auto* button = static_cast<QPushButton*>(m_buttons->itemAt(i)->widget());
        button->setChecked(m_model.goal()
                           && button->property(kGoalProperty).toInt() == static_cast<int>(m_model.goal()->rule));
        QFont font = button->font();
        font.setBold(button->isChecked()); // a pressed button hardly differs in dark colours
        button->setFont(font);
    }
    m_note->announce(effectText() + QLatin1Char(' ') + trustText());
}

QString ThresholdBar::effectText() const {
    const ScoredCases& cases = *m_model.cases();
    std::vector<double> thresholds;
    for (const int fold : cases.folds)
        thresholds.push_back(m_model.rule().thresholdOf(fold));
    const OperatingPoint point =
        operatingPoint(scoresOf(cases, m_model.positive()), eventsOf(cases, m_model.positive()), thresholds);
    return tr("Sensitivity %1, specificity %2.").arg(intervalText(point.sensitivity), intervalText(point.specificity));
}

QString ThresholdBar::trustText() const {
    if (!m_model.goal())
        return tr("⚠ A threshold chosen by hand on the cases that it is judged by looks better than it is: these "
                  "figures are optimistic.");
    if (m_model.goal()->rule == ThresholdRule::Fixed)
        return tr("This threshold was fixed before the training.");
    const auto& ofFold = m_model.rule().ofFold;
    const auto [low, high] = std::ranges::minmax_element(ofFold, {}, [](const auto& item) { return item.second; });
    return tr("Each fold is judged by a threshold that was chosen on the other folds (%1 to %2).")
        .arg(figureText(low->second), figureText(high->second));
}

} // namespace nidus::ui
