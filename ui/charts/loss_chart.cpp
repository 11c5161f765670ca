// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/loss_chart.h"

#include "ui/charts/loss_plot.h"
#include "ui/charts/save_chart.h"
#include "ui/theme/theme.h"

#include <QEvent>
#include <QLabel>
#include <QLocale>
#include <QStackedLayout>

#include <utility>

namespace nidus::ui {
namespace {

constexpr int kRefreshMs = 40;

} // namespace

LossChart::LossChart(QWidget* parent) : QWidget(parent), m_plot(new LossPlot), m_emptyLabel(new QLabel) {
    auto* layout = new QStackedLayout(this);
    layout->addWidget(m_emptyLabel);
    layout->addWidget(m_plot);
    m_emptyLabel->setAlignment(Qt::AlignCenter);
    m_emptyLabel->setWordWrap(true);
    m_emptyLabel->setMargin(24);
    setMinimumSize(320, 260);
    setToolTip(tr("Wheel: zoom. Drag: move. Double click: show everything again."));
    connect(m_plot, &LossPlot::everythingWanted, this, &LossChart::refresh);
    m_refreshTimer.setSingleShot(true);
    m_refreshTimer.setInterval(kRefreshMs);
    connect(&m_refreshTimer, &QTimer::timeout, this, &LossChart::refresh);
    applyColours();
    refresh();
}

void LossChart::setRun(RunCurves run) {
    m_run = std::move(run);
    m_chosen.clear();
    m_plot->followAgain();
    refresh();
}

void LossChart::setEmptyText(const QString& text) {
    m_emptyLabel->setText(text);
    setAccessibleDescription(description());
}

void LossChart::showFit(const QString& name) {
    m_chosen = name;
    m_plot->followAgain();
    refresh();
}

void LossChart::setLogarithmic(bool isLogarithmic) {
    m_plot->setLogarithmic(isLogarithmic);
    refresh();
}

void LossChart::setTimeShown(bool isTime) {
    m_plot->setTimeShown(isTime);
    m_plot->followAgain(); // another scale
    refresh();
}

void LossChart::setSmoothing(double epochs) {
    m_plot->setSmoothing(epochs);
    refresh();
}

void LossChart::refreshSoon() {
    if (!m_refreshTimer.isActive())
        m_refreshTimer.start();
}

void LossChart::addStep(const QString& fit, int epoch, int epochs, int step, double loss,
                        const std::vector<FitCurves::Rate>& rates) {
    m_run.at(fit, epochs).addStep(epoch, step, loss, rates);
    refreshSoon();
}

void LossChart::addEpoch(const QString& fit, int epoch, int epochs, const EpochPoint& point) {
    m_run.at(fit, epochs).addEpoch(epoch, point);
    refreshSoon();
}

const FitCurves* LossChart::fit(const QString& name) const {
    const auto found = m_run.fits.find(name);
    return found == m_run.fits.end() ? nullptr : &found->second.curves;
}

void LossChart::refresh() {
    m_refreshTimer.stop();
    const FitCurves* curves = fit(shownFit());
    const bool isEmpty = !curves || curves->isEmpty();
    auto* stack = static_cast<QStackedLayout*>(layout());
    stack->setCurrentWidget(isEmpty ? static_cast<QWidget*>(m_emptyLabel) : m_plot);
    setAccessibleDescription(description());
    if (!isEmpty)
        m_plot->show(*curves, bandOf(m_run, &EpochPoint::validationLoss), bandOf(m_run, &EpochPoint::validationAuc),
                     m_run.fits.at(shownFit()).epochs);
    Q_EMIT drawn();
}

QString LossChart::description() const {
    const FitCurves* curves = fit(shownFit());
    if (!curves || curves->isEmpty())
        return m_emptyLabel->text();
    const QLocale locale;
    QString text;
    if (const auto smoothed = curves->smoothedTraining(); !smoothed.empty())
        text = tr("Training loss %1.").arg(locale.toString(smoothed.back().y, 'f', 3));
    if (const auto best = curves->bestValidation())
        text += QLatin1Char(' ')
                + tr("Loss on cases held back %1; lowest %2 after epoch %3.")
                      .arg(locale.toString(curves->validation().back().y, 'f', 3), locale.toString(best->y, 'f', 3))
                      .arg(best->x);
    if (const auto auc = curves->validationAuc(); !auc.empty())
        text += QLatin1Char(' ') + tr("AUC on them %1.").arg(locale.toString(auc.back().y, 'f', 2));
    return text.trimmed();
}

QByteArray LossChart::file(const QString& suffix) {
    setPalette(lightPalette());
    QByteArray content = chartFile(*m_plot, suffix);
    setPalette({}); // that of the window again
    return content;
}

void LossChart::applyColours() {
    QPalette labels = palette();
    labels.setColor(QPalette::WindowText, colours(labels).faintText);
    m_emptyLabel->setPalette(labels);
    m_plot->applyColours();
}

void LossChart::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        applyColours();
        refresh();
    }
}

} // namespace nidus::ui
