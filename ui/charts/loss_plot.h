// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/loss_series.h"

#include <initializer_list>
#include <map>
#include <vector>

#include <qcustomplot.h>

namespace nidus::ui {

/// The drawing of LossChart: loss at the top, below it the AUC of the cases held back, at the bottom a strip with the
/// learning rates. Bands are over the fits of the run, lines of the fit that is shown.
class LossPlot final : public QCustomPlot {
    Q_OBJECT

public:
    explicit LossPlot(QWidget* parent = nullptr);

    void show(const FitCurves& curves, const CurveBand& loss, const CurveBand& auc, int epochs);
    void setLogarithmic(bool isLogarithmic);
    void setSmoothing(double epochs) { m_smoothing = epochs; }
    /// The axis tells the time instead of counting epochs, as soon as one epoch is over.
    void setTimeShown(bool isTime) { m_isTime = isTime; }
    void followAgain() { m_isFollowing = true; }
    void applyColours();

    /// "Decision layer" for "head", "Model stage 4" for "stage_4".
    [[nodiscard]] static QString groupText(const QString& group);

Q_SIGNALS:
    void everythingWanted(); ///< after the user has zoomed

protected:
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    struct Band {
        QCPGraph* low = nullptr;
        QCPGraph* high = nullptr;
        QCPGraph* mean = nullptr;
    };

    void build();
    void buildGraphs();
    void buildCrosshair();
    [[nodiscard]] Band addBand(QCPAxisRect* rect);
    void drawRates(const std::map<QString, std::vector<CurvePoint>>& rates);
    void drawOpenings(const std::vector<OpeningMark>& openings);
    void dressTimeAxis(double seconds);
    void fitLoss(std::initializer_list<const std::vector<CurvePoint>*> curves);
    void fitAuc(std::initializer_list<const std::vector<CurvePoint>*> curves);
    void fitRates(const std::map<QString, std::vector<CurvePoint>>& rates);
    void showCrosshair(double x);
    void hideCrosshair();

    QCPAxisRect *m_lossRect = nullptr, *m_aucRect = nullptr, *m_rateRect = nullptr;
    QCPLegend *m_lossLegend = nullptr, *m_rateLegend = nullptr;
    QCPGraph *m_steps = nullptr, *m_smoothed = nullptr, *m_validation = nullptr, *m_best = nullptr;
    QCPGraph *m_auc = nullptr, *m_bestAuc = nullptr;
    Band m_lossBand, m_aucBand;
    std::map<QString, QCPGraph*> m_rateGraphs;
    std::vector<QCPAbstractItem*> m_openingItems;
    std::vector<QCPItemStraightLine*> m_crosshair;
    QCPItemText* m_crosshairText = nullptr;
    double m_smoothing = 1;
    bool m_isTime = false, m_hasTimeAxis = false; ///< wanted; shown
    QString m_timeFormat;
    double m_reach = 1;        ///< how far a value may lie from the crosshair, along the axis
    bool m_isFollowing = true; ///< axes follow the data until the user zooms or drags
};

} // namespace nidus::ui
