// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/loss_series.h"

#include <QTimer>
#include <QWidget>

#include <map>
#include <optional>
#include <vector>

class QCPAxisRect;
class QCPGraph;
class QCPItemStraightLine;
class QCPItemText;
class QCPLegend;
class QCPAbstractItem;
class QCustomPlot;
class QLabel;

namespace nidus::ui {

/// Live loss of a run: the fit of the moment strong (each step faint, smoothed, inner validation with its best epoch),
/// earlier fits pale; below it a strip with the learning rates and the moments at which parts of the network opened.
/// New points are drawn at most 25 times a second, however many arrive.
class LossChart final : public QWidget {
    Q_OBJECT

public:
    explicit LossChart(QWidget* parent = nullptr);

    void clear();
    /// Steps per epoch to assume before the first epoch is over.
    void setStepsHint(int steps) { m_stepsHint = steps; }
    /// Shown instead of the axes while there is nothing to draw.
    void setEmptyText(const QString& text);

    void addStep(const QString& fit, int epoch, int epochs, double loss, const std::vector<FitCurves::Rate>& rates);
    void addEpoch(const QString& fit, int epoch, int epochs, std::optional<double> validationLoss);

    /// Curves of one fit, or nullptr.
    [[nodiscard]] const FitCurves* fit(const QString& name) const;
    [[nodiscard]] const QString& currentFit() const { return m_current; }
    /// What the chart shows, in a sentence for screen readers.
    [[nodiscard]] QString description() const;
    /// Draws what has arrived now instead of a moment later.
    void refresh();

protected:
    void changeEvent(QEvent* event) override;

private:
    void build();
    void applyColours();
    void makeCurrent(const QString& fit, int epochs);
    void drawCurves(const FitCurves& curves);
    void drawRates(const FitCurves& curves);
    void drawEarlierFits();
    void drawOpenings(const FitCurves& curves);
    void fitAxes(const FitCurves& curves);
    [[nodiscard]] QString groupText(const QString& group) const;

    QCustomPlot* m_plot;
    QLabel* m_emptyLabel;
    QCPAxisRect* m_lossRect = nullptr;
    QCPAxisRect* m_rateRect = nullptr;
    QCPLegend* m_lossLegend = nullptr;
    QCPLegend* m_rateLegend = nullptr;
    QCPGraph* m_steps = nullptr;
    QCPGraph* m_smoothed = nullptr;
    QCPGraph* m_validation = nullptr;
    QCPGraph* m_best = nullptr;
    std::map<QString, QCPGraph*> m_rateGraphs;
    std::map<QString, QCPGraph*> m_earlierGraphs;
    std::vector<QCPAbstractItem*> m_openingItems;

    std::map<QString, FitCurves> m_fits;
    QString m_current;
    int m_epochs = 1;
    int m_stepsHint = 1;
    bool m_isFollowing = true; ///< axes follow the data until the user zooms or drags
    QTimer m_refreshTimer;
};

} // namespace nidus::ui
