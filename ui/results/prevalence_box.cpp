// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/prevalence_box.h"

#include "ui/common/controls.h"

#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>

namespace nidus::ui {
namespace {

constexpr double kPercent = 100;

} // namespace

PrevalenceBox::PrevalenceBox(QWidget* parent)
    : QWidget(parent), m_box(named(new QDoubleSpinBox, "assumedPrevalence", tr("Assumed prevalence, per cent"))),
      m_reset(named(new QPushButton(tr("As in these cases")), "observedPrevalence",
                    tr("Use the prevalence among these cases"))) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    auto* label = new QLabel(tr("Assumed pre&valence:"));
    label->setBuddy(m_box);
    m_box->setRange(0.1, 99.9);
    m_box->setDecimals(1);
    m_box->setSuffix(tr(" %"));
    m_box->setKeyboardTracking(false); // "5" on the way to "50" is no wish
    const QString why =
        tr("How common the class is where the classifier would be used. Predictive values depend on it; "
           "sensitivity and specificity do not.");
    for (QWidget* widget : std::initializer_list<QWidget*>{label, m_box})
        widget->setToolTip(why);
    row->addWidget(label);
    row->addWidget(m_box);
    row->addWidget(m_reset);
    connect(m_box, &QDoubleSpinBox::valueChanged, this, [this](double percent) {
        m_isAssumed = true;
        m_assumed = percent / kPercent;
        showPrevalence();
        Q_EMIT changed();
    });
    connect(m_reset, &QPushButton::clicked, this, [this] {
        m_box->setFocus(Qt::OtherFocusReason); // the button goes
        setObserved(m_observed);
        Q_EMIT changed();
    });
}

void PrevalenceBox::setObserved(double share) {
    m_observed = share;
    m_isAssumed = false;
    showPrevalence();
}

void PrevalenceBox::showPrevalence() {
    const QSignalBlocker blocker(m_box);
    m_box->setValue(kPercent * prevalence());
    m_reset->setVisible(m_isAssumed);
}

} // namespace nidus::ui
