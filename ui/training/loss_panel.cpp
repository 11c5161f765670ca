// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/loss_panel.h"

#include "ui/common/controls.h"
#include "ui/common/error_text.h"
#include "ui/common/tables.h"
#include "ui/theme/icon.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSlider>
#include <QStackedLayout>
#include <QTableView>

#include <utility>

namespace nidus::ui {
namespace {

constexpr int kSmoothingSteps = 20; // of the slider; each a quarter of an epoch

} // namespace

LossPanel::LossPanel(QWidget* parent)
    : QWidget(parent), m_chart(named(new LossChart, "lossChart", tr("Chart of the loss"))),
      m_epochs(new EpochTableModel(this)), m_fit(named(new QComboBox, "chartFit", tr("Fit to show"))),
      m_logarithmic(named(new QCheckBox(tr("Lo&garithmic")), "chartLogarithmic", tr("Logarithmic axis of the loss"))),
      m_axis(named(new QComboBox, "chartAxis", tr("What the horizontal axis shows"))),
      m_smoothing(named(new QSlider(Qt::Horizontal), "chartSmoothing", tr("Smoothing of the training loss"))),
      m_asTable(named(new QPushButton(tr("As &table")), "chartAsTable", tr("Show the chart as a table"))),
      m_save(named(new QPushButton(tr("Save c&hart…")), "saveChart", tr("Save the chart"))),
      m_table(named(new QTableView, "epochTable", tr("Epochs of the fit"))) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    auto* tools = new QHBoxLayout;
    auto* smooth = new QLabel(tr("S&moothing"));
    smooth->setBuddy(m_smoothing);
    m_smoothing->setRange(0, kSmoothingSteps);
    m_smoothing->setValue(4);
    m_smoothing->setMaximumWidth(110);
    m_fit->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_fit->setMinimumContentsLength(10);
    m_asTable->setCheckable(true);
    m_save->setIcon(icon(QStringLiteral("download")));
    tools->addWidget(m_fit, 1);
    tools->addWidget(m_asTable);
    tools->addWidget(m_save);
    column->addLayout(tools);
    auto* looks = new QHBoxLayout;
    looks->addWidget(smooth);
    looks->addWidget(m_smoothing);
    looks->addWidget(m_logarithmic);
    m_axis->addItem(tr("By epoch"));
    m_axis->addItem(tr("By time"));
    looks->addWidget(m_axis);
    looks->addStretch(1);
    column->addLayout(looks);
    auto* stack = new QStackedLayout;
    stack->addWidget(m_chart);
    stack->addWidget(m_table);
    column->addLayout(stack, 1);
    m_table->setModel(m_epochs);
    dressTable(m_table);
    m_table->setSortingEnabled(false);

    connect(m_fit, &QComboBox::activated, this, [this] { m_chart->showFit(m_fit->currentData().toString()); });
    connect(m_logarithmic, &QCheckBox::toggled, m_chart, &LossChart::setLogarithmic);
    connect(m_axis, &QComboBox::currentIndexChanged, this, [this](int index) { m_chart->setTimeShown(index == 1); });
    connect(m_smoothing, &QSlider::valueChanged, this, [this](int value) { m_chart->setSmoothing(value / 4.0); });
    connect(m_asTable, &QPushButton::toggled, this, [this, stack](bool isTable) {
        stack->setCurrentWidget(isTable ? static_cast<QWidget*>(m_table) : m_chart);
        showTable();
    });
    connect(m_save, &QPushButton::clicked, this, &LossPanel::saveWanted);
    connect(m_chart, &LossChart::drawn, this, [this] {
        showFits();
        showTable();
    });
    showFits();
}

void LossPanel::setRun(RunCurves run) {
    m_fit->clear(); // names of another run
    m_chart->setRun(std::move(run));
}

void LossPanel::showFits() {
    const auto& fits = m_chart->run().fits;
    for (QWidget* tool : std::initializer_list<QWidget*>{m_fit, m_logarithmic, m_axis, m_smoothing, m_asTable, m_save})
        tool->setEnabled(!fits.empty());
    if (m_fit->count() == static_cast<int>(fits.size()) + 1)
        return;
    const QSignalBlocker blocker(m_fit);
    m_fit->clear();
    m_fit->addItem(tr("Newest fit"), QString());
    for (const auto& [name, fit] : fits)
        m_fit->addItem(fitText(name), name);
    const QString chosen = m_chart->shownFit() == m_chart->run().newest ? QString() : m_chart->shownFit();
    m_fit->setCurrentIndex(std::max(0, m_fit->findData(chosen)));
}

void LossPanel::showTable() {
    if (m_asTable->isChecked())
        m_epochs->setCurves(m_chart->fit(m_chart->shownFit()));
}

} // namespace nidus::ui
