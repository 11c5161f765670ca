// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/loss_series.h"

#include <QTimer>
#include <QWidget>

#include <vector>

class QLabel;

namespace nidus::ui {

class LossPlot;

/// Loss of a run, live or read: one fit strong (each step faint, smoothed, inner validation with its best epoch), the
/// range over all fits as a band; below it the AUC of the cases held back, and the learning rates with the moments at
/// which parts of the network opened. New points are drawn at most 25 times a second, however many arrive.
class LossChart final : public QWidget {
    Q_OBJECT

public:
    explicit LossChart(QWidget* parent = nullptr);

    /// Shows another run; one that begins has no fits yet.
    void setRun(RunCurves run);
    /// Shown instead of the axes while there is nothing to draw.
    void setEmptyText(const QString& text);
    /// Draws this fit; an empty name: always the newest.
    void showFit(const QString& name);
    void setLogarithmic(bool isLogarithmic);
    /// The axis below tells how long the fit has trained, instead of counting epochs.
    void setTimeShown(bool isTime);
    /// Over how many epochs the training loss is averaged; 0: not at all.
    void setSmoothing(double epochs);

    void addStep(const QString& fit, int epoch, int epochs, int step, double loss,
                 const std::vector<FitCurves::Rate>& rates);
    void addEpoch(const QString& fit, int epoch, int epochs, const EpochPoint& point);

    /// Curves of one fit, or nullptr.
    [[nodiscard]] const FitCurves* fit(const QString& name) const;
    [[nodiscard]] const RunCurves& run() const { return m_run; }
    [[nodiscard]] const QString& shownFit() const { return m_chosen.isEmpty() ? m_run.newest : m_chosen; }
    /// What the chart shows, in a sentence for screen readers.
    [[nodiscard]] QString description() const;
    /// As chartFile(), dark on light whatever the colours of the window.
    [[nodiscard]] QByteArray file(const QString& suffix);
    /// Draws what has arrived now instead of a moment later.
    void refresh();

Q_SIGNALS:
    void drawn(); ///< what has changed is on the screen now

protected:
    void changeEvent(QEvent* event) override;

private:
    void applyColours();
    void refreshSoon();

    LossPlot* m_plot;
    QLabel* m_emptyLabel;
    RunCurves m_run;
    QString m_chosen;
    QTimer m_refreshTimer;
};

} // namespace nidus::ui
