// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/loss_series.h"

#include <QColor>
#include <QString>
#include <QWidget>

#include <optional>
#include <utility>
#include <vector>

class QCPAxisRect;
class QCPAbstractPlottable;
class QCPGraph;
class QCPItemStraightLine;
class QCPLegend;
class QCustomPlot;
class QLabel;

namespace nidus::ui {

/// One line of a CurveChart.
struct Curve {
    enum class Look { Line, Steps, Dashed, Dotted, LineAndMarks };

    QString name;                                     ///< empty: not in the legend
    std::vector<CurvePoint> points;                   ///< x ascending; equal ones stay in this order
    Look look = Look::Line;                           ///< Steps: each y reaches back to the x before
    QColor colour;                                    ///< not valid: that of secondary text
    std::vector<std::pair<double, double>> intervals; ///< low and high of each point; may be empty
};

/// A value on the lower (or upper) edge of the chart.
struct RugMark {
    double x = 0;
    bool isUpper = false;
    QColor colour;
};

/// Curves over fixed axes, with an operating point and a vertical line that mouse and keyboard move: what the results
/// page draws. In place of missing curves stands a sentence.
class CurveChart final : public QWidget {
    Q_OBJECT

public:
    CurveChart(const QString& objectName, const QString& accessibleName, QWidget* parent = nullptr);

    void setAxes(const QString& x, const QString& y);
    void setRanges(std::pair<double, double> x, std::pair<double, double> y);
    void setCurves(std::vector<Curve> curves);
    void setRug(std::vector<RugMark> rug);
    /// Shown in place of the axes while there is no curve.
    void setEmptyText(const QString& text);
    void setPoint(std::optional<CurvePoint> point);
    void setLine(std::optional<double> x);
    /// Whether a press, a drag and the arrow keys are told.
    void setInteractive(bool isInteractive);
    /// What the chart shows, in a sentence for screen readers.
    void setDescription(const QString& text) { setAccessibleDescription(text); }

    [[nodiscard]] const std::vector<Curve>& curves() const { return m_curves; }
    [[nodiscard]] std::optional<CurvePoint> point() const { return m_point; }
    /// Where a point of the axes lies in this widget.
    [[nodiscard]] QPoint pixelOf(const CurvePoint& point) const;
    /// As chartFile(), dark on light whatever the colours of the window.
    [[nodiscard]] QByteArray file(const QString& suffix);

    [[nodiscard]] QSize sizeHint() const override { return {320, 200}; }

Q_SIGNALS:
    /// The mouse was pressed, or moved while pressed, over this place of the axes.
    void dragged(double x, double y);
    /// Left or down: -1, right or up: 1.
    void stepped(int direction);

protected:
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void rebuild();
    void addCurve(const Curve& curve);
    void addRug();
    void fitLegend();
    void applyColours();
    void tellPlace(const QPoint& place);

    QCustomPlot* m_plot;
    QLabel* m_emptyLabel;
    QCPAxisRect* m_rect;
    QCPLegend* m_legend;
    QCPGraph* m_pointGraph = nullptr;
    QCPItemStraightLine* m_line = nullptr;
    std::vector<Curve> m_curves;
    std::vector<RugMark> m_rug;
    std::optional<CurvePoint> m_point;
    std::optional<double> m_lineAt;
    bool m_isInteractive = false;
};

} // namespace nidus::ui
